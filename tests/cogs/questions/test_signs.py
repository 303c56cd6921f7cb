"""The public sign comes wherever the bot may write in the questions channel: nothing in a review
channel holds it up, nor what destroys the way to the asker."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot import backups
from cogs.questions import public_text
from tests.cogs.questions.question_steps import (
    answer,
    asked,
    count,
    minutes,
    opened,
    released,
    reply,
    reviewed,
    thread,
    with_note,
    withdrawn,
)
from tests.fakes import losing
from tests.world import World, labels, only_for

pytestmark = pytest.mark.long
WAYS = ["a reply waits", "a reply was stopped", "coordinators ended it"]


def cards(world: World) -> list[Any]:
    return list(world.channels["review"].history())


def refuse(world: World, status: int = 403, code: int = 50001) -> None:
    path = f"/channels/{world.channels['review'].id}/*"
    world.env.inject_error("*", path, status=status, code=code, times=None)


async def in_its_way(world: World, way: str) -> tuple[str, Any]:
    """A question, told of, that has something in the review channel; its code and message."""
    code = await asked(world, tell=True)
    public = await released(world)
    await answer(world, public)
    await minutes(world, 16)
    if way != "coordinators ended it":
        await reply(world, code)
    if way != "a reply waits":
        await with_note(world, cards(world)[0], "Close for good")
    return code, public


async def is_closed(world: World, public: Any, *, in_thread: bool = True) -> None:
    """Everybody sees it, and nothing is left of the way to its asker."""
    stands = next(m for m in world.channels["questions"].history() if m.id == public.id)
    assert "Answer" not in labels(stands)
    assert public_text.NOW_CLOSED in stands.content
    assert (public_text.THREAD_CLOSED in thread(world)) is in_thread
    await minutes(world, 32)  # the direct message goes with a quarter of an hour
    assert await count(world, "questions") == await count(world, "question_news") == 0
    direct = world.people["ria"].user.dm_channel
    assert direct is not None
    assert list(direct.history()) == []


async def another_is_chosen(world: World) -> None:
    shown = world.roles["coordinator"], world.bot.user
    only = only_for(world.guild.default_role, *shown)
    other = world.guild.create_text_channel("review-2", overwrites=only)
    await world.slash("carol", "setup channels", review=other)


async def the_old_one_is_taken_from_the_bot(world: World) -> None:
    old = world.bot.get_channel(world.channels["review"].id)
    assert isinstance(old, discord.TextChannel)
    await old.set_permissions(old.guild.me, view_channel=False)
    await world.env.settle()


@pytest.mark.parametrize("way", WAYS)
async def test_the_sign_comes_though_the_old_review_channel_is_out_of_reach(
    world: World, way: str
) -> None:
    code, public = await in_its_way(world, way)
    await another_is_chosen(world)
    await the_old_one_is_taken_from_the_bot(world)
    await withdrawn(world, code)
    assert public_text.THREAD_CLOSED not in thread(world)
    await minutes(world, 16)
    await is_closed(world, public)
    assert await count(world, "outbox WHERE kind = 'questions.decide'") == 0
    assert await count(world, "question_decisions") == 0


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("status", "code"), [(403, 50001), (403, 50013), (503, 0)])
async def test_what_the_review_channel_refuses_comes_later_and_the_sign_does_not(
    world: World, way: str, status: int, code: int
) -> None:
    mine, public = await in_its_way(world, way)
    before = [card.content for card in cards(world)]
    refuse(world, status, code)
    await withdrawn(world, mine)
    await minutes(world, 16)
    await is_closed(world, public)
    await world.restart()
    await minutes(world, 20)
    assert [card.content for card in cards(world)] == before
    world.env.backend.faults.clear()
    await minutes(world, 17)
    left = "".join(f"{card.content}{card.embeds}" for card in cards(world))
    assert "Not for here." not in left
    assert "> Thank you." not in left
    assert not any("Release" in labels(card) for card in cards(world))
    assert await count(world, "question_decisions") == 0


async def test_a_question_of_thirty_days_ends_though_the_review_channel_is_out_of_reach(
    world: World,
) -> None:
    _, public = await in_its_way(world, "a reply waits")
    refuse(world)
    for _ in range(30):
        await world.later(days=1)
    await minutes(world, 2)
    await is_closed(world, public)


async def test_an_ending_that_meets_a_refusal_in_review_holds_up_no_sign(world: World) -> None:
    code, public = await in_its_way(world, "a reply waits")
    decided = cards(world)[0]
    path = f"/channels/{world.channels['review'].id}/messages/{cards(world)[-1].id}"
    world.env.inject_error("PATCH", path, status=403, code=50001, times=None)
    await with_note(world, decided, "Close for good")
    assert public_text.CLOSED_FOR_GOOD in thread(world)
    await withdrawn(world, code)
    await minutes(world, 16)
    await is_closed(world, public)


@pytest.mark.parametrize("what", ["the question", "a reply"])
async def test_a_card_that_was_not_confirmed_is_found_once_the_channel_is_back(
    world: World, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    code = await asked(world)
    if what == "a reply":
        await released(world)
        form = await world.press("ria", (await opened(world, code)).response, "Reply")
        await world.fill("ria", form, words="Thank you.")
    with losing(monkeypatch):
        await world.later(minutes=16)
    refuse(world)
    await withdrawn(world, code)
    await minutes(world, 16)
    assert await count(world, "questions") == 0
    assert "Release" in labels(cards(world)[-1])
    world.env.backend.faults.clear()
    await minutes(world, 17)
    assert "is closed" in cards(world)[-1].content
    assert labels(cards(world)[-1]) == []


async def test_a_question_in_review_alone_ends_with_the_channel_out_of_reach(world: World) -> None:
    code = await asked(world)
    await reviewed(world)
    refuse(world)
    await withdrawn(world, code)
    await minutes(world, 16)
    assert await count(world, "questions") == 0
    assert "Release" in labels(cards(world)[-1])
    world.env.backend.faults.clear()
    await minutes(world, 17)
    assert "is closed" in cards(world)[-1].content
    assert labels(cards(world)[-1]) == []


async def test_where_a_moderator_has_locked_the_thread_its_message_alone_says_it(
    world: World,
) -> None:
    code, public = await in_its_way(world, "a reply waits")
    path = f"/channels/{public.id}/messages"
    world.env.inject_error("POST", path, status=400, code=160005, times=None)
    await withdrawn(world, code)
    await minutes(world, 16)
    await is_closed(world, public, in_thread=False)


async def test_a_channel_that_is_out_of_reach_is_given_up_once_another_is_chosen(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await asked(world)
    with losing(monkeypatch):
        await world.later(minutes=16)
    refuse(world)
    await withdrawn(world, code)
    await minutes(world, 20)
    assert await count(world, "question_decisions") == 1
    await another_is_chosen(world)
    await minutes(world, 17)
    assert await count(world, "question_decisions") == 0


async def test_a_card_that_waits_to_be_closed_is_closed_after_a_restore_too(world: World) -> None:
    code, public = await in_its_way(world, "a reply waits")
    copy = await backups.daily(world.config.database_path, world.clock())
    refuse(world)
    await withdrawn(world, code)
    await minutes(world, 16)
    await is_closed(world, public)
    await world.bot.close()
    await backups.restore(world.config, copy, world.clock)
    await world.restart()
    world.env.backend.faults.clear()
    await minutes(world, 17)
    assert "is closed" in cards(world)[-1].content
    assert thread(world).count(public_text.THREAD_CLOSED) == 1
