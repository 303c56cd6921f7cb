"""News of an answer that cannot be sent, or is not read."""

from __future__ import annotations

import logging
from typing import Any

import pytest

import db.outbox
from bot.sending import EXCUSED
from cogs.questions import public_text
from tests.question_steps import (
    answer,
    asked,
    count,
    held_for_the_sign,
    kept_addresses,
    minutes,
    opened,
    questions_in,
    released,
    thread,
)
from tests.world import World, said


def direct(world: World) -> list[Any]:
    place = world.people["ria"].user.dm_channel
    return list(place.history()) if place else []


async def test_a_direct_message_goes_after_the_public_sign_with_a_hold_of_its_own(
    world: World,
) -> None:
    await asked(world, "ria", tell=True)
    await answer(world, await released(world))
    await minutes(world, 16)
    assert len(direct(world)) == 1
    await world.later(days=29)
    while public_text.THREAD_CLOSED not in thread(world):
        await world.later(minutes=10)
    assert len(direct(world)) == 1
    assert 120 <= await held_for_the_sign(world) <= 900
    assert await count(world, "question_entries") == 0
    await minutes(world, 16)
    assert direct(world) == []
    assert await count(world, "questions") == 0
    assert await count(world, "outbox WHERE kind LIKE 'questions.close'") == 0


async def told_while_refused(world: World, code: int) -> str:
    mine = await asked(world, "ria", tell=True)
    await answer(world, await released(world))
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=code, times=None)
    await minutes(world, 17)
    return mine


@pytest.mark.parametrize("code", [50007, 50278, 10013, 10003])
async def test_whom_news_cannot_reach_looks_like_whom_it_reached(
    world: World, caplog: pytest.LogCaptureFixture, code: int
) -> None:
    """Other rows name who has closed their messages, or left."""
    with caplog.at_level(logging.INFO):
        mine = await told_while_refused(world, code)
    assert await kept_addresses(world) == [0]
    assert await count(world, "questions WHERE told = 1") == 1
    assert await count(world, "question_news") == 1
    assert await count(world, "outbox WHERE kind = 'questions.told'") == 0
    assert "kind=questions.told outcome=SENT" in caplog.text
    assert "refused" not in caplog.text
    for _ in range(2):
        assert "could not send it" in said(await opened(world, mine))
    await minutes(world, 16)
    assert await count(world, "questions WHERE told = 0") == 1
    assert await count(world, "question_news") == 0
    await answer(world, questions_in(world)[-1], "Or write.")
    await minutes(world, 17)
    assert await count(world, "questions WHERE told = 1") == 1


async def test_what_its_asker_alone_makes_go_away_is_never_overdue(world: World) -> None:
    async def planned(kind: str) -> bool:
        due = int(world.clock().timestamp()) - 3600
        async with world.bot.database.transaction() as tx:
            await db.outbox.plan_hidden(tx, f"questions.{kind}", 1, due)
        return await world.bot.outbox.overdue(EXCUSED)

    for kind in ("reply", "share", "told", "read"):
        assert not await planned(kind)
    assert await planned("answer")
