"""What is being posted while its asker withdraws, and what could not be posted when it ended."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot import sending
from cogs.questions.public_text import CAME_TOO_LATE, THREAD_CLOSED
from tests.cogs.questions.question_steps import (
    WORDS,
    asked,
    count,
    minutes,
    queue,
    released,
    reply,
    reviewed,
    thread,
    with_note,
    withdrawn,
)
from tests.world import World, labels, said

Act = Callable[[], Awaitable[None]]


def before_it_stands(monkeypatch: pytest.MonkeyPatch, act: Act) -> None:
    """Something happens once, while Discord is asked to post a question."""
    send_once, acts = sending.send_once, [act]

    async def send(place: Any, letter: Any, *about: Any, **extras: Any) -> Any:
        if letter.kind == "questions.publish" and acts:
            await acts.pop()()
        return await send_once(place, letter, *about, **extras)

    monkeypatch.setattr(sending, "send_once", send)


async def withdraw(world: World, code: str) -> None:
    service = world.cog("Questions").service
    await service.withdraw(await service.open(world.people["ria"].id, code))


def texts(world: World) -> str:
    return "".join(world.texts(world.channels["questions"]))


@pytest.mark.long
async def test_words_that_came_after_the_withdrawal_go_with_the_sign(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await asked(world)
    card = await reviewed(world)
    before_it_stands(monkeypatch, lambda: withdraw(world, code))
    await world.press("carol", card, "Release")
    await minutes(world, 1)
    assert WORDS in texts(world)  # until the sign it reads as without the withdrawal
    await minutes(world, 20)
    message = world.channels["questions"].history()[0]
    assert (message.content, labels(message)) == (CAME_TOO_LATE, [])
    assert THREAD_CLOSED in thread(world)
    assert await count(world, "questions") == 0


@pytest.mark.long
async def test_the_sign_waits_for_what_is_being_posted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await asked(world)
    card = await reviewed(world)

    async def for_long() -> None:
        await withdraw(world, code)
        world.clock.forward(minutes=16)
        due = f"due_at <= {world.clock().timestamp():.0f}"
        assert await count(world, f"outbox WHERE kind = 'questions.close' AND {due}") == 1
        await world.bot.outbox.deliver_due()
        assert await count(world, "questions") == 1

    before_it_stands(monkeypatch, for_long)
    await world.press("carol", card, "Release")
    await minutes(world, 30)
    assert WORDS not in texts(world)
    assert THREAD_CLOSED in thread(world)
    assert await count(world, "questions") == 0


async def test_what_is_withdrawn_while_its_channel_is_looked_through_is_not_posted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await asked(world)
    card = await reviewed(world)
    find_with = sending.find_with

    async def find(*about: Any) -> Any:
        await withdraw(world, code)
        return await find_with(*about)

    with monkeypatch.context() as patch:
        patch.setattr(sending, "find_with", find)
        await world.press("carol", card, "Release")
        await world.later(minutes=1)
    assert texts(world) == ""


@pytest.mark.long
@pytest.mark.parametrize("withdraws", [False, True])
@pytest.mark.parametrize("what", ["question", "reply"])
async def test_what_could_not_be_posted_and_is_ended_reads_the_same_in_the_queue(
    world: World, what: str, withdraws: bool
) -> None:
    code = await asked(world)
    place = world.channels["questions"]
    if what == "reply":
        await released(world)
        place = place.threads[-1]
        card = await reply(world, code)
    else:
        card = await reviewed(world)
    for method in ("GET", "POST"):
        path = f"/channels/{place.id}/messages"
        world.env.inject_error(method, path, status=403, code=50013, times=None)
    await world.press("carol", card, "Release")
    await minutes(world, 2)
    if withdraws:
        await withdrawn(world, code)
    decided = next(m for m in world.channels["review"].history() if "Take down" in labels(m))
    await with_note(world, decided, "Take down")
    assert "Could not be posted" in said(await queue(world))
    world.env.backend.faults.clear()
    await queue(world)
    await world.later(seconds=1)
    shown = said(await queue(world))
    assert ("taken down" in shown, "Could not be posted" in shown) == (True, False)
