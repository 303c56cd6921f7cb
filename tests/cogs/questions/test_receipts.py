"""A receipt that may have been read keeps its question; one that nobody read keeps none."""

from __future__ import annotations

import logging
from typing import Any

import aiohttp
import discord
import pytest

from cogs.questions import drafts, text
from tests.cogs.questions.question_steps import (
    WORDS,
    asking,
    code_in,
    count,
    opened,
    released,
)
from tests.world import World, handed_back, said, updated


def _error(status: int, code: int = 0) -> discord.HTTPException:
    class Answer:
        reason = ""

        def __init__(self) -> None:
            self.status = status

    kind = discord.DiscordServerError if status >= 500 else discord.HTTPException
    return kind(Answer(), {"code": code, "message": ""})


LOSSES = {
    "cut": aiohttp.ServerDisconnectedError(),
    "late": TimeoutError(),
    "down": _error(503),
    "answered already": _error(400, 40060),
}


@pytest.mark.long
@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES.keys())
async def test_who_reads_a_receipt_has_a_question_though_the_answer_was_lost(
    world: World, monkeypatch: pytest.MonkeyPatch, loss: Exception
) -> None:
    form = await asking(world)
    before = drafts.put

    async def lost(*about: Any, **extras: Any) -> None:
        await before(*about, **extras)
        raise loss

    with monkeypatch.context() as losing:
        losing.setattr(drafts, "put", lost)
        code = code_in(said(await world.people["ria"].submit_modal(form, {"words": WORDS})))
    assert WORDS in said(await opened(world, code))


async def test_a_receipt_that_surely_nobody_read_keeps_no_question(world: World) -> None:
    world.errors_expected = True
    form = await asking(world)
    world.env.inject_error("POST", "/interactions/*/*/callback", status=404, code=10062, times=1)
    await world.people["ria"].submit_modal(form, {"words": WORDS})
    assert await count(world, "questions") == 0


@pytest.mark.long
@pytest.mark.usefixtures("no_pauses")
@pytest.mark.parametrize("status", [404, 503])
async def test_the_log_does_not_say_when_answering_an_asker_failed(
    world: World, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    world.errors_expected = True
    form = await asking(world)
    caplog.set_level(logging.DEBUG, logger="repbot")
    caplog.clear()
    code = 10062 if status == 404 else 0
    world.env.inject_error("POST", "/interactions/*", status=status, code=code, times=9)
    world.env.inject_error("POST", "/webhooks/*", status=status, code=code and 10015, times=9)
    await world.people["ria"].submit_modal(form, {"words": WORDS})
    assert [record for record in caplog.records if record.name.startswith("repbot")] == []
    world.env.backend.faults.clear()
    await world.bot.quarter_hour.tick()
    lines = [record.getMessage() for record in caplog.records if record.name == "repbot.errors"]
    assert all("within this quarter of an hour" in line for line in lines)
    assert len(lines) == 1


@pytest.mark.long
async def test_an_asker_reads_a_kind_sentence_all_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    world.errors_expected = True
    form = await asking(world)

    async def full(*_anything: Any, **_more: Any) -> None:
        raise OSError("full")

    with monkeypatch.context() as broken:
        broken.setattr("db.outbox.plan_hidden", full)
        told = await world.people["ria"].submit_modal(form, {"words": WORDS})
    assert "Something went wrong on my side" in said(told)
    assert WORDS in handed_back(told)
    assert [each for each in caplog.records if each.name.startswith("repbot")] == []
    await world.bot.quarter_hour.tick()
    assert "OSError times=1" in caplog.text
    assert "asking" not in caplog.text


async def test_a_receipt_is_one_string_for_one_field_as_text_and_as_a_file(world: World) -> None:
    sent = await world.people["ria"].submit_modal(await asking(world), {"words": WORDS})
    code = code_in(said(sent))
    assert sent.response is not None
    assert [file.filename for file in sent.response.attachments] == ["receipt.txt"]
    view = await opened(world, f"{code}\n{text.ON_FILE}")
    assert WORDS in said(view)
    assert world.people["ria"].user.dm_channel.history() == []


async def test_no_press_loses_a_receipt_and_it_is_shown_again_for_fifteen_minutes(
    world: World,
) -> None:
    warned = await world.people["ria"].submit_modal(
        await asking(world), {"words": "As the only rep in Devon, how?"}
    )
    sent = await world.press("ria", warned.response, "Send anyway")
    code = code_in(updated(sent))
    form = await world.press("ria", sent.response, "Open my question")
    assert form.modal is not None
    hidden = await world.press("ria", sent.response, "I have written it down")
    assert code[7:] not in updated(hidden)
    again = await world.press("ria", hidden.response, "Show it again")
    assert code_in(said(again)) == code
    view = await world.press("ria", hidden.response, "Open my question")
    assert code_in(said(await world.press("ria", view.response, "Show it again"))) == code
    world.clock.forward(minutes=16)
    late = await world.press("ria", view.response, "Show it again")
    assert "more than 15 minutes" in said(late)


async def test_after_a_reply_there_is_a_way_back(world: World) -> None:
    code = code_in(
        said(await world.people["ria"].submit_modal(await asking(world), {"words": WORDS}))
    )
    await released(world)
    form = await world.press("ria", (await opened(world, code)).response, "Reply")
    sent = await world.fill("ria", form, words="Thank you.")
    back = await world.press("ria", sent.response, "Back to my question")
    assert "> Thank you." in updated(back)
