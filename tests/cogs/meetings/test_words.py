"""Words to be read out at a call: with a name, or without and then reviewed as topics are."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.agenda import LONGEST_WORDS, MOST_WORDS
from bot.domain.meetings import Job
from tests.cogs.meetings.call_steps import cancel, more, press
from tests.cogs.meetings.test_agenda import suggest
from tests.cogs.meetings.topic_steps import topics
from tests.world import World, answer, handed_back, labels, said, text_of, updated

SECRET = "I cannot be there.\nPlease ask why nobody pays us."
NIGHT = datetime(2026, 12, 9, 3, 30, tzinfo=UTC)


async def leave(world: World, sign: str, words: str = SECRET, name: str = "ria") -> Any:
    """From the answer to `Can't make it`."""
    cannot = await world.press(name, world.announcements()[-1], "Can't make it")
    form = await world.press(name, cannot.response, "Leave words")
    return await world.fill(name, form, words=words, sign=sign)


def cards(world: World) -> list[Any]:
    return [m for m in world.channels["review"].history() if "read out" in m.content]


async def agenda(world: World, name: str) -> str:
    return said(await more(world, "Agenda", name))


async def test_with_a_name_coordinators_and_the_host_read_them_and_nobody_else(
    world: World,
) -> None:
    await world.announce_call()
    told = said(await leave(world, "with"))
    assert "deleted the night after the call" in told
    ria = world.people["ria"].mention
    shown = await agenda(world, "carol")
    assert f"> I cannot be there.\n> Please ask why nobody pays us.\n-# from {ria}" in shown
    assert "To be read out" not in await agenda(world, "rob")
    await world.cog("MeetingCog").context.people.take(1, Job.HOST, world.people["rob"].id)
    assert "> I cannot be there." in await agenda(world, "rob")
    assert "To be read out" not in await agenda(world, "ria")
    managed = await press(world, "Agenda")
    assert "> I cannot be there." in said(managed)


async def test_the_host_is_reminded_of_them_the_day_before(world: World) -> None:
    await world.announce_call()
    await leave(world, "with")
    people = world.cog("MeetingCog").context.people
    await people.take(1, Job.HOST, world.people["rob"].id)
    await people.take(1, Job.NOTES, world.people["lou"].id)
    world.clock.at = datetime(2026, 12, 7, 19, 30, tzinfo=UTC)
    await world.later()
    told = {
        name: [m.content for m in world.people[name].user.dm_channel.history()][-1]
        for name in ("rob", "lou")
    }
    assert "Words to be read out wait" in told["rob"]
    assert "Words to be read out" not in told["lou"]


async def test_they_are_no_topic_and_stand_nowhere_public(world: World) -> None:
    await world.announce_call()
    await leave(world, "with")
    await suggest(world, "rob", "Continuity")
    world.clock.at = datetime(2026, 12, 7, 19, 30, tzinfo=UTC)
    await world.later()
    places = [*world.channels.values(), world.thread()]
    messages = [message for place in places for message in place.history()]
    everything = str([[m.content, *(each.to_dict() for each in m.embeds)] for m in messages])
    assert "Continuity" in everything
    assert "nobody pays us" not in everything


async def test_without_a_name_they_are_held_reviewed_and_then_read_out(world: World) -> None:
    await world.announce_call()
    told = said(await leave(world, "without"))
    assert "2 to 15 minutes" in told
    assert "Coordinators see who cannot come. With few of you they may guess." in told
    assert "To be read out" not in await agenda(world, "carol")
    await world.later(minutes=16)
    [card] = cards(world)
    assert card.content.startswith("Something to be read out, without a name, waits for a look")
    assert "> Please ask why nobody pays us." in card.embeds[0].description
    assert labels(card) == ["Let it be read out", "Leave it out"]
    assert await topics(world) != []
    decided = updated(await world.press("carol", card, "Let it be read out"))
    assert "will be read out" in decided
    assert "Please ask why nobody pays us.\n-# without a name" in await agenda(world, "carol")
    assert "No topic is on it yet" in await agenda(world, "rob")


async def test_left_out_they_are_gone(world: World) -> None:
    await world.announce_call()
    await leave(world, "without")
    await world.later(minutes=16)
    await world.press("carol", cards(world)[-1], "Leave it out")
    assert await topics(world) == []


@pytest.mark.long
async def test_the_form_says_who_may_guess_before_anything_is_typed(world: World) -> None:
    await world.announce_call()
    form = await more(world, "Leave words", "rob")
    assert "With few of you they may guess" in str(form.modal)
    assert "Discord itself knows who pressed" in str(form.modal)


@pytest.mark.parametrize("sign", ["with", "without"])
async def test_they_are_deleted_the_night_after_the_call(world: World, sign: str) -> None:
    await world.announce_call()
    await leave(world, sign)
    await world.later(minutes=16)
    if sign == "without":
        await world.press("carol", cards(world)[-1], "Let it be read out")
    world.clock.at = NIGHT
    await world.later()
    assert await topics(world) == []


@pytest.mark.long
@pytest.mark.parametrize("sign", ["with", "without"])
async def test_too_many_words_come_back(world: World, sign: str) -> None:
    await world.announce_call()
    words = "x" * (LONGEST_WORDS + 1)
    refused = await leave(world, sign, words)
    assert "can be read out" in said(refused)
    assert handed_back(refused).startswith(words)
    assert await topics(world) == []


async def test_a_cancelled_call_takes_none(world: World) -> None:
    call = await world.announce_call()
    cannot = await world.press("ria", call, "Can't make it")
    await cancel(world)
    refused = await world.press("ria", cannot.response, "Leave words")
    assert "nothing more can be read out at it" in said(refused)


@pytest.mark.long
async def test_when_it_is_full_a_coordinator_makes_room(world: World) -> None:
    await world.announce_call()
    await leave(world, "without", "The last one")
    await world.later(minutes=16)
    for n in range(MOST_WORDS):
        await leave(world, "with", f"Words {n}")
    full = await world.press("carol", cards(world)[-1], "Let it be read out")
    assert "Take one off first" in said(full)
    assert "as many as can be read out" in said(await more(world, "Leave words", "rob"))
    shown = answer(await more(world, "Agenda", "carol"))
    async with world.bot.database.reading() as tx:
        [(one,)] = await tx.execute_fetchall("SELECT max(id) FROM topics WHERE state = 'agenda'")
    await world.people["carol"].select(shown, [str(one)], custom_id="meetings:1:takeoff:1")
    assert "will be read out" in text_of(
        (await world.press("carol", cards(world)[-1], "Let it be read out")).response
    )


async def test_see_everything_shows_ones_own_words_with_a_name(world: World) -> None:
    await world.announce_call()
    await leave(world, "with")
    await leave(world, "without", "Unsigned words")
    shown = said(await world.privacy("ria", "See everything"))
    assert "to be read out: I cannot be there." in shown
    assert "Unsigned words" not in shown
