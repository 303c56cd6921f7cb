"""A reply whose card is being posted, or not confirmed, while its question comes to an end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

import db.question_entries as entries
from bot import sending
from bot.services.question_care import REPLY_OVER
from cogs.questions import public_text
from tests.cogs.questions.question_steps import (
    asked,
    count,
    heard,
    held_for_the_sign,
    minutes,
    opened,
    queue,
    released,
    thread,
    withdrawn,
)
from tests.fakes import losing
from tests.world import World, everybody_reads, labels, said


def card(world: World) -> Any:
    return world.channels["review"].history()[-1]


async def replied(world: World) -> str:
    """A released question with a reply that is held; its code."""
    code = await asked(world)
    await released(world)
    form = await world.press("ria", (await opened(world, code)).response, "Reply")
    await world.fill("ria", form, words="Thank you.")
    return code


async def sent_while(
    world: World, monkeypatch: pytest.MonkeyPatch, act: Callable[[], Awaitable[None]]
) -> None:
    """Let the hold pass; something happens between the making of the card and the word of it."""
    before = sending.send_once

    async def send(*about: Any, **extras: Any) -> Any:
        message = await before(*about, **extras)
        await act()
        return message

    with monkeypatch.context() as patch:
        patch.setattr(sending, "send_once", send)
        await world.later(minutes=16)


async def closed_by_the_sign(world: World) -> None:
    """It stands as if nothing had happened, and is closed together with its thread."""
    assert "> Thank you." in card(world).content
    assert "Release" in labels(card(world))
    assert public_text.THREAD_CLOSED not in thread(world)
    await minutes(world, 20)
    assert "withdrawn by its asker" in card(world).content
    assert labels(card(world)) == []
    assert public_text.THREAD_CLOSED in thread(world)
    assert await count(world, "questions") == 0
    assert await count(world, "question_entries") == 0
    assert await count(world, "outbox WHERE kind = 'questions.reply'") == 0


@pytest.mark.long
async def test_a_reply_that_is_being_sent_tells_of_no_withdrawal_before_the_sign(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await replied(world)
    service = world.cog("Questions").service
    ria = world.people["ria"].id

    async def withdraw() -> None:
        await service.withdraw(await service.open(ria, code))

    await sent_while(world, monkeypatch, withdraw)
    await closed_by_the_sign(world)


@pytest.mark.long
async def test_it_is_closed_by_the_sign_though_others_can_read_the_review_channel_by_then(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await replied(world)
    with losing(monkeypatch):
        await world.later(minutes=16)
    await everybody_reads(world, world.channels["review"], True)
    await withdrawn(world, code)
    await closed_by_the_sign(world)


@pytest.mark.long
async def test_a_reply_whose_card_was_not_confirmed_is_closed_by_the_sign(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await replied(world)
    with losing(monkeypatch):
        await world.later(minutes=16)
    await withdrawn(world, code)
    await queue(world)  # which plans anew what failed
    pressed = await world.press("carol", card(world), "Release")
    await world.later(minutes=1)
    assert heard(world, "carol", pressed) == ""  # silence, as for what is withdrawn a second later
    await closed_by_the_sign(world)


@pytest.mark.long
async def test_a_reply_that_is_stopped_while_it_is_sent_does_not_say_that_it_was_withdrawn(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await replied(world)

    async def stop() -> None:
        async with world.bot.database.transaction() as tx:
            await entries.stop_replies(tx, int(code[:6]))

    await sent_while(world, monkeypatch, stop)
    assert card(world).content == REPLY_OVER.format(code[:6])
    assert labels(card(world)) == []


@pytest.mark.long
async def test_a_reply_that_could_not_be_posted_reads_so_at_every_look_until_the_sign(
    world: World,
) -> None:
    code = await replied(world)
    await world.later(minutes=16)
    posts = f"/channels/{world.channels['questions'].threads[-1].id}/messages"
    fault = {"method": "POST", "path": posts, "status": 403, "code": 50013, "message": "refused"}
    world.env.backend.faults.append({**fault, "times": None})
    await world.press("carol", card(world), "Release")
    await minutes(world, 2)
    await withdrawn(world, code)
    while await held_for_the_sign(world) > 60:
        assert "Could not be posted" in said(await queue(world))
        await world.later(seconds=20)
