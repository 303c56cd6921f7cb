"""Discord's scheduled event mirrors the call, and is never a failure of the call."""

from __future__ import annotations

import discord
import pytest

from tests.cogs.meetings.call_steps import report
from tests.world import World, said, updated


@pytest.mark.long
async def test_a_call_has_one_event_without_its_joining_link(world: World) -> None:
    await world.announce_call()
    (event,) = world.events()
    assert (event.name, event.entity_type) == ("Monthly call", 3)
    assert event.entity_metadata["location"] == "Press Joining link in #announcements"
    assert event.scheduled_start_time.startswith("2026-12-08T19:30")
    assert event.scheduled_end_time.startswith("2026-12-08T20:30")
    assert "zoom" not in str(vars(event))


async def test_an_event_deleted_by_hand_is_made_anew(world: World) -> None:
    await world.announce_call()
    (event,) = world.events()
    world.env.backend.delete_scheduled_event(world.guild.id, event.id)
    await world.env.settle()
    await world.later(seconds=1)
    (again,) = world.events()
    assert again.id != event.id


async def test_an_event_changed_by_hand_is_mended(world: World) -> None:
    await world.announce_call()
    (event,) = world.events()
    world.env.backend.edit_scheduled_event(world.guild.id, event.id, {"name": "Party"})
    await world.env.settle()
    await world.later(seconds=1)
    (mended,) = world.events()
    assert (mended.id, mended.name) == (event.id, "Monthly call")


async def test_what_happened_to_an_event_while_the_bot_was_away_is_mended_too(
    world: World,
) -> None:
    await world.announce_call()
    (event,) = world.events()
    await world.bot.close()
    guild = world.env.backend.get_guild(world.guild.id)
    del guild.scheduled_events[event.id]
    await world.restart()
    await world.later(seconds=1)
    assert len(world.events()) == 1


@pytest.mark.long
async def test_an_answer_that_was_lost_makes_no_second_event(world: World) -> None:
    await world.announce_call()
    async with world.bot.database.transaction() as tx:
        await tx.execute("UPDATE meetings SET event_id = 0")
    await world.restart()
    await world.later(seconds=1)
    assert len(world.events()) == 1


@pytest.mark.parametrize(
    ("status", "code", "sentence"),
    [(400, 30038, "100 events already"), (403, 50013, "may not make events")],
)
async def test_without_an_event_the_call_stands_and_coordinators_read_why(
    world: World, status: int, code: int, sentence: str
) -> None:
    world.env.inject_error("POST", "*/scheduled-events", status=status, code=code, times=None)
    planned = await world.plan_call("Announce now")
    told = updated(planned)
    assert "is announced in" in told
    assert sentence in told
    assert world.texts(world.thread()) is not None
    assert sentence in said(await report(world))


async def test_an_event_that_looks_the_same_but_is_another_calls_is_left_alone(
    world: World,
) -> None:
    await world.announce_call()
    await world.announce_call()
    assert len(world.events()) == 2


async def test_the_place_is_the_channels_own_name(world: World) -> None:
    channel = world.bot.get_channel(world.channels["announcements"].id)
    assert isinstance(channel, discord.TextChannel)
    await channel.edit(name="monthly-calls")
    await world.env.settle()
    await world.announce_call()
    (event,) = world.events()
    assert event.entity_metadata["location"] == "Press Joining link in #monthly-calls"
