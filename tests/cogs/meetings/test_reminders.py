"""Reminders through the real bot: in the thread, by direct message, late, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime

import discord
import pytest

from tests.cogs.meetings.call_steps import remind, report
from tests.world import World, said

DAY_BEFORE = datetime(2026, 12, 7, 19, 30, tzinfo=UTC)


def direct_messages(world: World, name: str) -> list[str]:
    return world.texts(world.people[name].user.dm_channel)


def close_direct_messages(world: World) -> None:
    """Let Discord refuse every direct message from now on."""
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, times=50)


def reminders(world: World) -> list[str]:
    return [text for text in world.texts(world.thread()) if "London time" in text]


@pytest.mark.long
async def test_a_direct_message_is_tried_out_and_then_reminds(world: World) -> None:
    announcement = await world.announce_call()
    await world.press("ria", announcement, "Going")
    chosen = await remind(world, "ria", "dm", "2d, 1d")
    assert "2 days and 1 day before" in said(chosen)
    assert len(direct_messages(world, "ria")) == 1
    world.clock.at = DAY_BEFORE
    await world.later()
    assert "starts tomorrow" in direct_messages(world, "ria")[-1]
    assert len(direct_messages(world, "ria")) == 2
    assert world.people["ria"].mention not in reminders(world)[-1]


async def test_who_cannot_make_it_or_wants_none_is_not_reminded(world: World) -> None:
    announcement = await world.announce_call()
    await remind(world, "ria", "dm", "1d")
    await world.press("ria", announcement, "Can't make it")
    await world.press("rob", announcement, "Maybe")
    await remind(world, "rob", "none")
    world.clock.at = DAY_BEFORE
    await world.later()
    assert len(direct_messages(world, "ria")) == 1
    assert "<@" not in reminders(world)[-1]


@pytest.mark.parametrize(("going", "counted"), [(2, False), (3, True)])
async def test_a_reminder_counts_nobody_until_three_are_going(
    world: World, going: int, counted: bool
) -> None:
    announcement = await world.announce_call()
    for name in ("ria", "rob", "lou")[:going]:
        await world.press(name, announcement, "Going")
    world.clock.at = DAY_BEFORE
    await world.later()
    assert ("So far: 3 going." in reminders(world)[-1]) is counted
    assert ("So far" in reminders(world)[-1]) is counted


async def test_closed_direct_messages_are_said_at_once_and_change_nothing(world: World) -> None:
    close_direct_messages(world)
    refused = await remind(world, "ria", "dm")
    assert "could not send you a direct message" in said(refused)
    announcement = await world.announce_call()
    assert "in the call's thread" in said(await world.press("ria", announcement, "Going"))


@pytest.mark.long
async def test_a_direct_message_that_fails_later_is_told_to_the_person_and_counted_in_the_report(
    world: World,
) -> None:
    announcement = await world.announce_call()
    await world.press("ria", announcement, "Going")
    await remind(world, "ria", "dm", "1d, 1h")
    await world.restart()
    close_direct_messages(world)
    world.clock.at = DAY_BEFORE
    await world.later()
    told_carol = said(await report(world))
    told = told_carol.partition("**Delivery report**")[2]
    assert "1 did not arrive" in told
    assert "direct messages are closed" not in told
    assert "<@" not in told
    next_command = said(await world.slash("ria", "meeting next"))
    assert "it did not arrive" in next_command
    assert "it did not arrive" not in said(await world.slash("ria", "meeting next"))
    world.clock.at = datetime(2026, 12, 8, 18, 30, tzinfo=UTC)
    await world.later()
    assert world.people["ria"].mention in reminders(world)[-1]


@pytest.mark.long
async def test_after_three_days_down_one_reminder_comes_and_says_it_is_late(world: World) -> None:
    await world.announce_call()
    world.clock.at = datetime(2026, 12, 8, 18, 40, tzinfo=UTC)
    await world.restart()
    await world.later()
    assert len(reminders(world)) == 1
    assert "This reminder is late" in reminders(world)[0]
    assert "starts in 50 minutes" in reminders(world)[0]
    assert "a later reminder took its place" in said(await report(world))


@pytest.mark.long
async def test_after_the_call_no_reminder_comes_any_more(world: World) -> None:
    await world.announce_call()
    world.clock.at = datetime(2026, 12, 8, 20, 30, tzinfo=UTC)
    await world.later()
    assert reminders(world) == []


async def test_a_deleted_thread_is_recorded_and_told_to_coordinators(world: World) -> None:
    await world.announce_call()
    thread = world.bot.get_channel(world.thread().id)
    assert isinstance(thread, discord.Thread)
    await thread.delete()
    world.clock.at = DAY_BEFORE
    await world.later()
    told_carol = said(await report(world))
    assert "the channel or thread has been deleted" in told_carol


@pytest.mark.long
async def test_five_hundred_people_are_each_mentioned_once_at_most_40_a_message(
    world: World,
) -> None:
    await world.announce_call()
    service = world.cog("MeetingCog").context.meetings
    [meeting] = await service.coming()
    for person in range(1, 501):
        await service.answer(meeting.id, person, "going")
    world.clock.at = DAY_BEFORE
    await world.later()
    messages = reminders(world)[-13:]
    mentioned = [text.count("<@") for text in messages]
    assert sorted(mentioned) == [20, *[40] * 12]
    everybody = " ".join(messages)
    assert all(everybody.count(f"<@{person}>") == 1 for person in range(1, 501))


@pytest.mark.parametrize(
    ("how", "done"),
    [("thread", "remind you in the call's thread"), ("none", "will not remind you of calls")],
)
@pytest.mark.parametrize("before", ["1d", "soon"])
async def test_own_times_without_direct_messages_are_said_to_have_no_effect(
    world: World, how: str, done: str, before: str
) -> None:
    chosen = said(await remind(world, "ria", how, before))
    assert done in chosen
    assert "Your own times work for direct messages only; choose those for that." in chosen
    assert "Your own times" not in said(await remind(world, "ria", how))


async def test_what_is_no_reminder_time_gets_an_example(world: World) -> None:
    answer = said(await remind(world, "ria", "dm", "soon"))
    assert "`1d, 1h`" in answer


@pytest.mark.parametrize("press", ["Going", "Maybe", "Can't make it"])
async def test_answers_close_when_the_call_starts(world: World, press: str) -> None:
    announcement = await world.announce_call()
    world.clock.at = datetime(2026, 12, 8, 19, 29, 59, tzinfo=UTC)
    assert "You are down as" in said(await world.press("ria", announcement, press))
    world.clock.forward(seconds=1)
    assert "already started" in said(await world.press("ria", announcement, press))
