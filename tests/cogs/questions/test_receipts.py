"""A receipt that may have been read keeps its question; one that nobody read keeps none."""

from __future__ import annotations

import logging
from typing import Any

import aiohttp
import discord
import pytest

from cogs.questions import drafts
from tests.cogs.questions.question_steps import WORDS, asking, code_in, count, opened
from tests.world import World, handed_back, said


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
