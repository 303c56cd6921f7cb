"""A message that was made although the answer was lost is found before anything is decided."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import sending
from tests.cogs.meetings import call_steps
from tests.fakes import losing
from tests.world import World, labels, said


async def test_an_announcement_that_stands_is_cancelled_with_its_call(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with losing(monkeypatch):
        await world.plan_call("Announce now")
        (announcement,) = world.announcements()
        await world.press("ria", announcement, "Going")
        await call_steps.cancel(world, "Half term")
    await world.later(minutes=1)
    await world.later(hours=8)
    (announcement,) = world.announcements()
    assert announcement.content.startswith("Cancelled: **")
    assert labels(announcement) == ["Add to calendar"]
    (news,) = [words for words in world.texts(world.thread()) if "Half term" in words]
    assert f"<@{world.people['ria'].id}>" in news
    report = said(await call_steps.report(world))
    assert "An announcement: 1 sent" in report
    assert "was not sent" not in report


async def test_an_announcement_that_never_went_stays_away_once_its_call_is_cancelled(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with losing(monkeypatch, sends=False):
        await world.plan_call("Announce now")
        await call_steps.cancel(world)
    for _ in range(5):
        await world.later(hours=2)
    assert world.channels["announcements"].history() == []
    async with world.bot.database.reading() as tx:
        rows = await tx.execute_fetchall(
            "SELECT state FROM outbox WHERE kind LIKE 'meetings.%' AND kind <> 'meetings.event'"
        )
    assert {row[0] for row in rows} <= {"skipped", "cancelled"}


async def test_an_announcement_that_stands_says_what_was_changed_since(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with losing(monkeypatch):
        await world.plan_call("Announce now")
        await call_steps.edit(world, title="Our other call")
    await world.later(minutes=1)
    (announcement,) = world.announcements()
    assert "Our other call" in announcement.content
    assert "Going" in labels(announcement)


async def test_a_reminder_that_stands_is_not_reported_as_unsent_when_the_call_is_cancelled(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    announcement = await world.announce_call()
    await world.press("ria", announcement, "Going")
    with losing(monkeypatch):
        await world.later(days=16, hours=8)
    async with world.bot.database.transaction() as tx:  # as if it were cancelled in that moment
        await tx.execute("UPDATE meetings SET state = 'cancelled'")
    await world.later(minutes=1)
    async with world.bot.database.reading() as tx:
        states = await tx.execute_fetchall(
            "SELECT state FROM outbox WHERE kind = 'meetings.reminder' AND attempts > 1"
        )
    assert [row[0] for row in states] == ["sent"]


@pytest.mark.long
@pytest.mark.parametrize("written", [150, 950])
async def test_a_lively_thread_makes_no_second_reminder(
    world: World, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    announcement = await world.announce_call()
    await world.press("ria", announcement, "Going")
    with losing(monkeypatch):
        await world.later(days=16, hours=8)
    thread = world.thread()
    channel = world.env.backend.get_channel(thread.id)
    for n in range(written):
        world.env.backend.create_message(channel.id, world.people["rob"].id, f"Hello {n}")
    await world.later(minutes=1)
    reminders = [each for each in thread.history() if "Joining link" in labels(each)]
    assert len(reminders) == 1


async def test_what_is_said_instead_of_an_edit_stands_once_though_its_answer_was_lost(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.announce_call()
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=400, code=30046, times=None)
    await call_steps.edit(world, time="20:00")
    with losing(monkeypatch):
        await world.later(seconds=121)
    world.env.backend.faults.clear()
    await world.later(minutes=1)
    await world.later(hours=2)
    said_instead = [t for t in world.texts(world.thread()) if "does not let me change" in t]
    assert len(said_instead) == 1
    assert "20:00" in world.announcements()[0].content


async def test_what_is_older_than_the_first_attempt_is_not_looked_through(world: World) -> None:
    thread = world.channels["general"]
    for n in range(250):
        world.env.backend.create_message(thread.id, world.people["rob"].id, f"Hello {n}")
    world.env.backend.advance_clock(3600)
    world.env.backend.create_message(thread.id, world.people["rob"].id, "An hour later")
    place = world.bot.get_partial_messageable(thread.id)
    for since, requests in ((timedelta(minutes=5), 1), (timedelta(hours=1), 3)):
        before = len(world.env.http_requests)
        found = await sending.find_marked(place, "1.1", sending.own_id(world.bot), since)
        assert found is None
        assert len(world.env.http_requests) - before == requests
