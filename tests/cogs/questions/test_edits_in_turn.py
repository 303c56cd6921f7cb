"""Who writes a message's words back does not undo what was taken from it meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import discord
import pytest

from cogs.questions import public_text
from tests.cogs.questions.question_steps import (
    asked,
    count,
    minutes,
    queue,
    released,
    reviewed,
    withdrawn,
)
from tests.world import World, labels

DOWN = "questions WHERE ending = 'taken_down'"


class Held:
    """What somebody is about to write waits until it is let go."""

    def __init__(self) -> None:
        self.reached, self.go = asyncio.Event(), asyncio.Event()

    async def here(self) -> None:
        if not self.reached.is_set():
            self.reached.set()
            await self.go.wait()


def slow_to_write_back(monkeypatch: pytest.MonkeyPatch) -> Held:
    """Let the first who has read a question's message be long in writing it back."""
    held = Held()
    # By its name: the modules of a feature are loaded anew with each bot.
    before = import_module("cogs.questions.standing").now_closed

    async def slow(message: discord.PartialMessage) -> str:
        words: str = await before(message)
        await held.here()
        return words

    monkeypatch.setattr("cogs.questions.standing.now_closed", slow)
    monkeypatch.setattr("cogs.questions.endings.now_closed", slow)
    return held


async def next_due(world: World, kind: str) -> None:
    """Move the clock to when the next letter of a kind is tried."""
    async with world.bot.database.reading() as tx:
        rows = await tx.execute_fetchall(
            "SELECT min(try_at) FROM outbox WHERE kind = ? AND state = 'waiting'", (kind,)
        )
    world.clock.at = datetime.fromtimestamp(next(iter(rows))[0], UTC)


async def meanwhile(
    world: World, held: Held, kind: str, then: Callable[[], Any], until: str
) -> None:
    """Carry the next letter of a kind until somebody is about to write; something else then, until
    a table has such a row."""
    await next_due(world, kind)
    first = asyncio.create_task(world.bot.outbox.deliver_due())
    await asyncio.wait_for(held.reached.wait(), 10)
    await then()
    second = asyncio.create_task(world.bot.outbox.deliver_due())
    for _ in range(200):
        if await count(world, until):
            break
    assert await count(world, until)
    held.go.set()
    await asyncio.gather(first, second)
    await minutes(world, 20)


def decided(world: World) -> Any:
    return next(m for m in world.channels["review"].history() if "released by" in m.content)


async def pressed(world: World, label: str) -> None:
    await world.fill("carol", await world.press("carol", decided(world), label), note="It names.")


def only_taken_down(world: World) -> None:
    stands = world.channels["questions"].history()[0]
    assert stands.content == public_text.TAKEN_DOWN
    assert labels(stands) == []


@pytest.mark.long
async def test_a_close_that_is_slow_does_not_undo_a_take_down(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await asked(world)
    await released(world)
    held = slow_to_write_back(monkeypatch)
    await pressed(world, "Close for good")
    await pressed(world, "Take down")
    decisions = "questions.decide"
    await meanwhile(world, held, decisions, lambda: next_due(world, decisions), DOWN)
    only_taken_down(world)
    assert await count(world, "outbox WHERE kind = 'questions.ended'") == 0


@pytest.mark.long
async def test_the_public_sign_that_is_slow_does_not_undo_a_take_down_either(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await asked(world)
    await released(world)
    held = slow_to_write_back(monkeypatch)
    await withdrawn(world, code)

    async def take_down() -> None:
        await pressed(world, "Take down")
        await next_due(world, "questions.decide")

    await meanwhile(world, held, "questions.close", take_down, DOWN)
    only_taken_down(world)
    assert await count(world, "questions") == 0


@pytest.mark.long
@pytest.mark.parametrize("where", ["desk", "card"])
async def test_who_takes_a_question_writes_no_words_of_a_withdrawn_one_back(
    world: World, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    code = await asked(world)
    card = await reviewed(world)
    if where == "desk":
        look = await world.press("carol", (await queue(world)).response, "Look")
        card = look.response
    await withdrawn(world, code)
    held, before = Held(), discord.Message.edit

    async def slow(self: Any, **changes: Any) -> Any:
        await held.here()
        return await before(self, **changes)

    monkeypatch.setattr(discord.Message, "edit", slow)
    taking = asyncio.create_task(world.press("carol", card, "I take this one"))
    await asyncio.wait_for(held.reached.wait(), 10)
    await next_due(world, "questions.close")
    sign = asyncio.create_task(world.bot.outbox.deliver_due())
    for _ in range(200):  # the sign waits, or has been given
        if not await count(world, "questions"):
            break
    held.go.set()
    await asyncio.gather(taking, sign)
    await minutes(world, 20)
    (stands,) = world.channels["review"].history()
    assert stands.content == public_text.REVIEW_WITHDRAWN.format(code[:6])
    assert labels(stands) == []
