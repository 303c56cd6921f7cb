"""News of an answer that cannot be sent, or is not read."""

from __future__ import annotations

from typing import Any

import pytest

from cogs.questions import public_text
from tests.question_steps import (
    answer,
    asked,
    count,
    held_for_the_sign,
    kept_addresses,
    minutes,
    opened,
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


@pytest.mark.parametrize("code", [50278, 10003, 10013])
async def test_news_waits_for_a_bot_that_is_out_of_the_server_for_a_moment(
    world: World, code: int
) -> None:
    mine = await told_while_refused(world, code)
    await minutes(world, 180)
    assert await count(world, "questions WHERE address IS NOT NULL AND told = 0") == 1
    assert "could not send" not in said(await opened(world, mine))
    world.env.backend.faults.clear()
    await minutes(world, 20)
    assert len(direct(world)) == 1


async def test_news_that_could_not_be_sent_for_a_day_is_said(world: World) -> None:
    mine = await told_while_refused(world, 50278)
    for _ in range(30):
        await world.later(hours=1)
    assert await kept_addresses(world) == [0]
    assert "could not send it" in said(await opened(world, mine))


async def test_closed_direct_messages_are_final_at_once(world: World) -> None:
    await told_while_refused(world, 50007)
    assert await kept_addresses(world) == [0]
