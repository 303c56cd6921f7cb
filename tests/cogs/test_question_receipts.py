"""A receipt that may have been read keeps its question; one that nobody read keeps none."""

from __future__ import annotations

from typing import Any

import aiohttp
import discord
import pytest

from cogs.questions import drafts
from tests.question_steps import WORDS, ask, code_in, count, opened
from tests.world import World, said


def _error(status: int, code: int = 0) -> discord.HTTPException:
    class Answer:
        reason = ""

        def __init__(self) -> None:
            self.status = status

    kind = discord.DiscordServerError if status >= 500 else discord.HTTPException
    return kind(Answer(), {"code": code, "message": ""})  # type: ignore[arg-type]


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
    before = drafts.put

    async def lost(*about: Any, **extras: Any) -> None:
        await before(*about, **extras)
        raise loss

    with monkeypatch.context() as losing:
        losing.setattr(drafts, "put", lost)
        code = code_in(said(await ask(world, "ria")))
    assert WORDS in (await opened(world, code)).response.embeds[0].description


async def test_a_receipt_that_surely_nobody_read_keeps_no_question(world: World) -> None:
    world.errors_expected = True
    form = await world.slash("ria", "ask")
    world.env.inject_error("POST", "/interactions/*/*/callback", status=404, code=10062, times=1)
    await world.people["ria"].submit_modal(form, {"words": WORDS})
    assert await count(world, "questions") == 0
