"""The letter to the trust warns of words that may name somebody, and refuses nothing."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from bot.ui import MESSAGE_LIMIT
from cogs.letters import text
from tests.world import World, filled, said

NAMING = "My friend Sarah Jones lost her baby"


async def written(world: World, **fields: str) -> Any:
    """Let ria send the form of /letter."""
    form = await world.slash("ria", "letter")
    usual = {"name": "Ria Example", "trust": "Example NHS Trust", "wish": "A plan."}
    return await world.people["ria"].submit_modal(form, filled(form, **{**usual, **fields}))


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
    shown = text.advice(target=True, names=names)
    assert "and 32 more" in shown
    assert len(shown) <= MESSAGE_LIMIT
