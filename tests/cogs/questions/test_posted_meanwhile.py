"""What is being posted while its asker withdraws, and what could not be posted when it ended."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import discord
import pytest

from bot import sending
from bot.domain.outbox import Delivery, Outcome
from cogs.questions.public_text import CAME_TOO_LATE, THREAD_CLOSED
from tests.cogs.questions.question_steps import (
    WORDS,
    answer,
    asked,
    count,
    minutes,
    opened,
    questions_in,
    queue,
    released,
    reply,
    reviewed,
    thread,
    with_note,
    withdrawn,
)
from tests.fakes import losing
from tests.world import World, labels, said

REPLY = "Thank you."
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


def made_late(monkeypatch: pytest.MonkeyPatch, kind: str, act: Act) -> Callable[[], Awaitable[Any]]:
    """The line is cut while a message is asked for, and something happens; Discord makes it when
    what is returned is called."""
    send_once, late = sending.send_once, list[Any]()

    async def send(place: Any, letter: Any, *about: Any, **extras: Any) -> Any:
        if letter.kind == kind and not late:
            late.append(lambda: send_once(place, letter, *about, **extras))
            await act()
            raise sending.NotSentError(Outcome(Delivery.TRY_LATER))
        return await send_once(place, letter, *about, **extras)

    monkeypatch.setattr(sending, "send_once", send)
    return lambda: late[0]()


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


@pytest.mark.long
@pytest.mark.parametrize("kind", ["release", "publish", "reply"])
async def test_what_discord_makes_late_is_closed_by_the_sign(
    world: World, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    code = await asked(world)
    if kind != "release":
        card = await reviewed(world)
    if kind == "reply":
        await world.press("carol", card, "Release")
        await minutes(world, 1)
        form = await world.press("ria", (await opened(world, code)).response, "Reply")
        await world.fill("ria", form, words=REPLY)
    makes = made_late(monkeypatch, f"questions.{kind}", lambda: withdraw(world, code))
    if kind == "publish":
        await world.press("carol", card, "Release")
    await world.later(minutes=1 if kind == "publish" else 16)
    await world.later(seconds=30)  # it is looked for, and is not there yet
    await makes()
    await minutes(world, 20)
    review = world.channels["review"].history()
    words = REPLY if kind == "reply" else WORDS
    assert words not in "".join(each.content for each in review)
    assert "Release" not in [label for each in review for label in labels(each)]
    assert kind == "reply" or WORDS not in texts(world)
    assert await count(world, "questions") == 0


async def refuse_threads(world: World, times: int | None) -> None:
    place = f"/channels/{world.channels['questions'].id}/messages/*/threads"
    world.env.inject_error("POST", place, status=403, code=50013, times=times)


@pytest.mark.long
async def test_a_thread_that_was_refused_is_made_once_it_may_be(world: World) -> None:
    code = await asked(world)
    card = await reviewed(world)
    await refuse_threads(world, 1)
    await world.press("carol", card, "Release")
    await minutes(world, 3)
    assert len(world.channels["questions"].threads) == 1
    await answer(world, questions_in(world)[-1])
    page = said(await opened(world, code))
    assert ("Ring them." in page, "deleted" in page) == (True, False)


@pytest.mark.long
@pytest.mark.parametrize("how", ["Take down", "Close for good"])
async def test_what_stands_without_its_thread_is_ended_all_the_same(world: World, how: str) -> None:
    await asked(world)
    card = await reviewed(world)
    await refuse_threads(world, None)
    await world.press("carol", card, "Release")
    await minutes(world, 2)
    decided = next(m for m in world.channels["review"].history() if how in labels(m))
    await with_note(world, decided, how)
    await minutes(world, 1)
    (message,) = world.channels["questions"].history()
    assert "Answer" not in labels(message)
    assert (WORDS in message.content) is (how == "Close for good")


@pytest.mark.long
async def test_what_stands_without_its_thread_is_not_posted_again_once_it_is_deleted(
    world: World,
) -> None:
    await asked(world)
    card = await reviewed(world)
    await refuse_threads(world, 3)
    await world.press("carol", card, "Release")
    await world.later(minutes=1)
    await questions_in(world)[-1].delete()
    await minutes(world, 30)
    assert questions_in(world) == []


@pytest.mark.long
async def test_an_answer_waits_for_the_thread(world: World) -> None:
    await asked(world)
    card = await reviewed(world)
    await refuse_threads(world, None)
    await world.press("carol", card, "Release")
    await world.later(minutes=1)
    await answer(world, questions_in(world)[-1])
    await minutes(world, 5)
    world.env.backend.faults.clear()
    await minutes(world, 30)
    assert sum("Ring them." in each for each in thread(world)) == 1


@pytest.mark.long
async def test_what_may_stand_and_cannot_be_looked_for_holds_up_the_sign(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await asked(world)
    card = await reviewed(world)
    with losing(monkeypatch):
        await world.press("carol", card, "Release")
        await world.later(seconds=59)
        await world.later(seconds=2)
        place = f"/channels/{world.channels['questions'].id}/messages"
        world.env.inject_error("GET", place, status=403, code=50001, times=None)
    await withdrawn(world, code)
    await minutes(world, 20)
    assert await count(world, "questions") == 1
    world.env.backend.faults.clear()
    await minutes(world, 30)
    assert WORDS not in texts(world)
    assert questions_in(world) == []
    assert await count(world, "questions") == 0


@pytest.mark.long
async def test_a_thread_that_is_made_during_a_take_down_is_locked(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await asked(world)
    card = await reviewed(world)
    create_thread, acts = discord.Message.create_thread, [1]

    async def create(message: discord.Message, **about: Any) -> discord.Thread:
        if acts:
            acts.pop()
            cards = world.channels["review"].history()
            decided = next(each for each in cards if "Take down" in labels(each))
            await with_note(world, decided, "Take down")
        return await create_thread(message, **about)

    monkeypatch.setattr(discord.Message, "create_thread", create)
    await world.press("carol", card, "Release")
    await minutes(world, 5)
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    assert [each.locked for each in guild.threads] == [True]


@pytest.mark.long
async def test_the_sign_waits_for_no_thread(world: World) -> None:
    code = await asked(world)
    card = await reviewed(world)
    await refuse_threads(world, None)
    await world.press("carol", card, "Release")
    await minutes(world, 2)
    await withdrawn(world, code)
    await minutes(world, 20)
    assert questions_in(world) == []
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
