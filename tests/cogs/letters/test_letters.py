"""The letter to the trust: a draft in files, with a warning of words that may name somebody."""

from __future__ import annotations

import io
import logging
import sys
from datetime import UTC, datetime
from typing import Any

import discord
import docx
import pytest

from bot.services.trust_letters import Kind
from bot.ui import MESSAGE_LIMIT
from cogs.letters import text
from tests.world import World, answer, filled, handed_back, labels, said

NAMING = "My friend Sarah Jones lost her baby"


async def opened(world: World) -> Any:
    """Let ria choose the letter about continuity of carer."""
    choice = await world.slash("ria", "letter")
    return await world.press("ria", choice.response, "Write it")


async def written(world: World, **fields: str) -> Any:
    """Let ria send the form of /letter."""
    form = await opened(world)
    usual = {"name": "Ria Example", "trust": "Example NHS Trust", "wish": "A plan."}
    return await world.people["ria"].submit_modal(form, filled(form, **{**usual, **fields}))


async def test_the_form_of_the_letter_says_what_the_letter_is_about(world: World) -> None:
    shown = await opened(world)
    assert shown.modal is not None
    assert shown.modal["title"] == "Continuity of carer: a letter to your trust"
    asked = [field["label"] for field in shown.modal["components"]]
    assert "Why does knowing your midwife matter?" in asked
    server = discord.Object(world.config.guild_id)
    command = world.bot.tree.get_command("letter", guild=server)
    assert isinstance(command, discord.app_commands.Command)
    assert "continuity of carer" in command.description


async def test_the_letter_comes_as_document_and_text_and_names_no_target_as_a_rule(
    world: World,
) -> None:
    form = await opened(world)
    fields = {
        "name": "Ria Example",
        "trust": "Example NHS Trust",
        "why": "Families meet a new midwife each time.\x0b We want 35% by spring.",
        "wish": "A plan we can read.",
    }
    made = await world.people["ria"].submit_modal(form, filled(form, **fields))
    words = said(made)
    assert "trust board secretary" in words
    assert "AIMS's campaigns team helps" in labels(answer(made))
    assert "Example NHS Trust" not in words  # the letter stands in the files, and nowhere twice
    assert "withdrew every national continuity of carer target" in words.replace("\n", " ")
    names = [each.filename for each in answer(made).attachments]
    assert names == ["letter.docx", "letter.txt"]
    document = docx.Document(io.BytesIO(await answer(made).attachments[0].read()))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Example NHS Trust" in text
    assert "A plan we can read." in text


async def test_a_name_in_the_letter_is_said_above_the_draft_and_nothing_is_refused(
    world: World,
) -> None:
    made = await written(world, why=NAMING)
    assert made.ephemeral
    first, _, rest = said(made).partition("\n\n")
    assert first == (
        "**This may name somebody: Sarah Jones.** Take it out before you send it, unless they"
        " agreed."
    )
    assert rest.startswith("Here is your draft")
    assert [each.filename for each in made.response.attachments] == ["letter.docx", "letter.txt"]
    assert NAMING.encode() in await made.response.attachments[1].read()


@pytest.mark.long
@pytest.mark.parametrize(
    ("typed", "signed"),
    [
        ("Ria Example", "Ria Example\na service user representative on our Maternity"),
        ("Ria Example, lead of our MNVP", "Ria Example\nlead of our MNVP\n"),
    ],
)
async def test_a_name_may_bring_a_role(world: World, typed: str, signed: str) -> None:
    made = await written(world, name=typed, why="Families meet a new midwife.")
    assert (await made.response.attachments[1].read()).decode().startswith(signed)


async def test_a_letter_that_fails_hands_back_every_word(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_args: Any) -> None:
        raise OSError("the disk is full")

    world.errors_expected = True
    module = sys.modules[type(world.cog("TrustLetterCog")).__module__]
    monkeypatch.setattr(module, "draft", broken)
    failed = await written(world, why="Families meet a new midwife.")
    assert "Families meet a new midwife." in handed_back(failed)
    again = filled(await world.press("ria", failed.response, "Try again"))
    assert again == {
        "name": "Ria Example",
        "trust": "Example NHS Trust",
        "why": "Families meet a new midwife.",
        "wish": "A plan.",
    }


async def test_several_findings_are_named_together_with_a_target(world: World) -> None:
    made = said(await written(world, why=f"{NAMING}. We want 35%.", wish="Ring 07700 900123"))
    assert "07700 900123, Sarah Jones.** Take them out" in made
    assert made.index("Sarah Jones") < made.index("withdrew") < made.index("Here is your draft")


async def test_the_senders_own_name_and_trust_are_no_warning(world: World) -> None:
    made = said(await written(world, name="Dr Ria Example", why="Families meet a new midwife."))
    assert "may name somebody" not in made


async def test_what_was_found_in_a_letter_is_neither_kept_nor_logged(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="repbot")
    await written(world, why=NAMING)
    assert "Sarah" not in caplog.text
    path = world.config.database_path
    for file in path.parent.glob(f"{path.name}*"):
        assert b"Sarah Jones" not in file.read_bytes()


def test_many_findings_fit_into_one_message() -> None:
    names = [f"{'x' * 50}{number}" for number in range(40)]
    shown = text.advice(Kind.PLAN, target=True, names=names)
    assert "and 32 more" in shown
    assert len(shown) <= MESSAGE_LIMIT


async def test_the_letter_about_pay_is_a_form_of_its_own(world: World) -> None:
    choice = await world.slash("ria", "letter")
    form = await world.press("ria", choice.response, "Write about pay")
    fields = {"name": "Ria Example", "trust": "NHS Example ICB", "why": "Months late, 35% of it."}
    made = await world.people["ria"].submit_modal(form, filled(form, wish="Four hours.", **fields))
    assert "independent advice" in said(made)
    assert "target" not in said(made)
    assert "NHS Example ICB" in (await answer(made).attachments[1].read()).decode()
    kept = docx.Document(io.BytesIO(await answer(made).attachments[0].read()))
    assert kept.core_properties.title == "Letter about pay and expenses of reps"


async def test_a_letter_bears_the_day_of_where_its_writer_lives(world: World) -> None:
    world.clock.at = datetime(2027, 7, 1, 23, 30, tzinfo=UTC)  # half past midnight in London
    made = await written(world, why="Families meet a new midwife.")
    assert "2 July 2027" in (await answer(made).attachments[1].read()).decode()
