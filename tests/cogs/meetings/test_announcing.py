"""What was meant for many and did not go out comes to the coordinators, and can be put up again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

import db.meetings
from bot.domain.meetings import Counts
from tests.cogs.meetings import call_steps
from tests.world import World, labels, said, updated

FIRST_REMINDER = {"days": 16, "hours": 8}  # the day before the call, at 19:30


async def answered(world: World) -> None:
    """Let a call be announced, and three people answer."""
    announcement = await world.announce_call()
    for name, label in (("ria", "Going"), ("rob", "Maybe"), ("lou", "Can't make it")):
        await world.press(name, announcement, label)


async def counts(world: World) -> Counts:
    async with world.bot.database.reading() as tx:
        return await db.meetings.counts(tx, 1)


def told(world: World) -> list[Any]:
    """What coordinators were told of what did not go out."""
    review = world.channels["review"].history()
    return [each for each in review if "did not go out" in each.content]


async def post_again(world: World) -> Any:
    """Press `Post it again` under the newest of it, and then `Announce now`."""
    preview = await world.press("carol", told(world)[-1], "Post it again")
    assert "only what is missing" in said(preview)
    answer = await world.press("carol", preview.response, "Announce now")
    await world.later(minutes=1)
    return answer


def delete(world: World, what: str) -> None:
    """Behind the bot's back."""
    backend, announcement = world.env.backend, world.announcements()[-1]
    if what == "thread":
        backend.delete_channel(world.thread().id)
    elif what == "announcement":
        backend.delete_message(world.channels["announcements"].id, announcement.id)
    else:
        backend.delete_channel(world.thread().id)
        backend.delete_channel(world.channels["announcements"].id)


@pytest.mark.long
async def test_a_deleted_thread_is_opened_again_with_every_answer_and_the_reminder_goes(
    world: World,
) -> None:
    await answered(world)
    delete(world, "thread")
    await world.later(**FIRST_REMINDER)
    (notice,) = told(world)
    assert f"<@&{world.roles['coordinator'].id}>" in notice.content
    assert "a reminder in a call's thread" in notice.content
    assert "is announced in" in updated(await post_again(world))
    assert len(world.announcements()) == 1
    (reminder,) = [each for each in world.texts(world.thread()) if "tomorrow" in each]
    assert f"<@{world.people['ria'].id}>" in reminder
    assert await counts(world) == Counts(going=1, maybe=1, declined=1)


@pytest.mark.long
async def test_a_deleted_announcement_is_posted_again_and_keeps_thread_and_answers(
    world: World,
) -> None:
    await answered(world)
    thread = world.thread()
    card = await call_steps.managed(world)
    delete(world, "announcement")
    form = await world.press("carol", card.response, "Change")
    await call_steps.confirmed(world, await world.fill("carol", form, title="Our call"))
    await world.later(seconds=2)
    (notice,) = told(world)
    assert "bringing an announcement up to date" in notice.content
    await post_again(world)
    (announcement,) = world.announcements()
    assert "Our call" in announcement.content
    assert f"Going: <@{world.people['ria'].id}>" in announcement.content
    assert announcement.embeds[0].fields[0].value == "1 going, 1 maybe"
    pinged = world.env.backend.messages[announcement.channel.id][announcement.id].ping_user_ids
    assert not pinged
    assert "Going" in labels(announcement)
    assert [each.id for each in world.channels["announcements"].threads] == [thread.id]
    assert await counts(world) == Counts(going=1, maybe=1, declined=1)
    await world.press("lou", announcement, "Going")
    assert await counts(world) == Counts(going=2, maybe=1)


async def test_a_deleted_channel_is_replaced_by_the_one_chosen_next(world: World) -> None:
    await answered(world)
    delete(world, "channel")
    await world.later(**FIRST_REMINDER)
    assert len(told(world)) == 1
    other = world.channels["announcements"] = world.guild.create_text_channel("calls")
    await world.slash("carol", "setup channels", announcements=other)
    assert "is announced in" in updated(await post_again(world))
    assert len(world.announcements()) == 1
    assert any("tomorrow" in each for each in world.texts(world.thread()))
    assert await counts(world) == Counts(going=1, maybe=1, declined=1)


async def test_what_was_deleted_is_seen_on_the_card_of_the_call(world: World) -> None:
    await answered(world)
    shown = await call_steps.managed(world)
    assert "Post it again" not in labels(shown.response)
    delete(world, "announcement")
    shown = await call_steps.managed(world)
    assert "Post it again" in labels(shown.response)
    assert "is not up" in said(shown)


@pytest.mark.long
async def test_what_was_never_put_up_again_is_tried_no_more_when_the_call_is_over(
    world: World,
) -> None:
    await answered(world)
    delete(world, "announcement")
    await call_steps.managed(world)
    await world.until(datetime(2026, 12, 9, 9, 0, tzinfo=UTC))
    async with world.bot.database.reading() as tx:
        rows = await tx.execute_fetchall(
            "SELECT kind FROM outbox WHERE kind LIKE 'meetings.%' AND state = 'waiting'"
        )
    assert [row[0] for row in rows] == []


async def test_what_stands_is_not_put_up_twice(world: World) -> None:
    await answered(world)
    planned = await world.slash("carol", "meeting manage")
    assert "Post it again" not in labels(planned.response)
    service = world.cog("MeetingCog").context.announcements
    with pytest.raises(Exception, match="announced already"):
        await service.announce(1)


@pytest.mark.long
async def test_coordinators_are_told_once_however_many_parts_and_tries_there_are(
    world: World,
) -> None:
    await world.announce_call()
    service = world.cog("MeetingCog").context.meetings
    for person in range(1, 201):
        await service.answer(1, person, "going")
    delete(world, "thread")
    await world.later(**FIRST_REMINDER)
    await world.later(hours=23)
    await world.later(minutes=50)
    assert len(told(world)) == 1


@pytest.mark.long
@pytest.mark.parametrize("noticed", ["at once", "in a quarter of an hour"])
async def test_what_met_a_missing_permission_goes_when_that_is_back(
    world: World, noticed: str
) -> None:
    await answered(world)
    thread = f"/channels/{world.thread().id}/messages"
    world.env.inject_error("POST", thread, status=403, code=50013, times=None)
    await world.later(**FIRST_REMINDER)
    (notice,) = told(world)
    assert "will go by itself" in notice.content
    report = said(await call_steps.report(world))
    assert "waits for a permission: I am not allowed to do that there" in report
    await world.later(minutes=15)
    world.env.backend.faults.clear()
    if noticed == "at once":
        role = world.roles["rep"]
        world.env.backend.edit_role(world.guild.id, role.id, {"name": "Reps"})
        await world.env.settle()
        await world.later(seconds=1)
    else:
        await world.later(minutes=15)
    assert len([each for each in world.texts(world.thread()) if "tomorrow" in each]) == 1
    assert len(told(world)) == 1


async def test_after_a_week_a_missing_permission_is_waited_for_no_more(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50001, times=None)
    await world.plan_call("Announce now")
    await world.later(days=6)
    assert "waits for a permission" in said(await call_steps.report(world))
    await world.later(days=2)
    assert "could not be delivered: I cannot see" in said(await call_steps.report(world))


async def test_news_of_a_cancelling_that_reached_nobody_is_told_without_a_way_to_post_it(
    world: World,
) -> None:
    await answered(world)
    delete(world, "thread")
    await call_steps.cancel(world)
    await world.later(hours=8)
    (notice,) = [each for each in told(world) if "news of a changed call" in each.content]
    assert labels(notice) == ["Open"]
    assert "Cancelled" in said(await world.press("carol", notice, "Open"))


async def test_an_event_that_could_not_be_made_is_made_when_asked_for(world: World) -> None:
    world.env.inject_error("POST", "*/scheduled-events", status=400, code=30038, times=1)
    await world.plan_call("Announce now")
    assert world.events() == []
    assert "100 events already" in told(world)[0].content
    assert "is announced in" in updated(await post_again(world))
    assert len(world.events()) == 1
    assert len(world.announcements()) == 1


@pytest.mark.long
async def test_who_has_left_is_said_to_have_left_and_the_others_are_counted(world: World) -> None:
    announcement = await world.announce_call()
    for name in ("ria", "rob"):
        await world.press(name, announcement, "Going")
        await call_steps.remind(world, name, "dm", "1d")
    world.env.backend.remove_member(world.guild.id, world.people["rob"].id)
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, times=2)
    await world.restart()  # nothing is remembered of their direct messages
    await world.later(days=16, hours=8)
    async with world.bot.database.reading() as tx:
        rows = await tx.execute_fetchall(
            "SELECT part, reason FROM outbox WHERE kind = 'meetings.direct'"
        )
        kept = await tx.execute_fetchall("SELECT user_id FROM notices")
    reasons = {row[0]: row[1] for row in rows}
    assert reasons[world.people["ria"].id] == "their direct messages are closed"
    assert "share no server" in reasons[world.people["rob"].id]
    assert [row[0] for row in kept] == [world.people["ria"].id]
    await world.later(minutes=20)
    (counted,) = [
        each for each in world.channels["review"].history() if "direct reminder" in each.content
    ]
    assert counted.content.startswith("2 direct reminders")
    assert "<@" not in counted.content


async def test_where_discord_opens_no_second_thread_on_a_message_it_stands_beside_it(
    world: World,
) -> None:
    await answered(world)
    gone = world.thread().id
    delete(world, "thread")
    await world.later(**FIRST_REMINDER)
    path = "/channels/*/messages/*/threads"
    world.env.inject_error("POST", path, status=400, code=160004, times=1)
    assert "is announced in" in updated(await post_again(world))
    assert world.thread().id != gone
    assert any("tomorrow" in each for each in world.texts(world.thread()))
