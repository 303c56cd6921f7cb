"""A year of calls that runs itself: ten restarts, one edited, one cancelled, two back again."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import vobject

from bot.domain.calendars import calendar_file
from bot.domain.dates import nth_weekday
from bot.domain.times import nearest_instant, zone_named
from tests.cogs.meetings import call_steps
from tests.fakes import Clock
from tests.world import CALL, World, labels

LONDON = zone_named("Europe/London")
MONTHS = [(2026, 12), *((2027, month) for month in range(1, 12))]
RESTART_EVERY = timedelta(days=33)
STEP = timedelta(days=1)
EDITED, CANCELLED, AWAY_AND_BACK, BROUGHT_BACK = 2, 5, 8, 10
REVISIONS = {EDITED: 1, CANCELLED: 1, AWAY_AND_BACK: 2, BROUGHT_BACK: 2}
HOW_SOON = ("tomorrow", "in 1 hour", "in 10 minutes")


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 11, 22, 9, 0, tzinfo=UTC))


class Year:
    """Walks through the year, meets each new date, and restarts the bot now and then."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.restarts = 0
        self.next_restart = world.clock.at + RESTART_EVERY
        self.confirmed: set[int] = set()

    async def walk(self, until: datetime) -> None:
        world = self.world
        while world.clock.at < until:
            await world.until(min(until, world.clock.at + STEP))
            if world.clock.at >= self.next_restart and self.restarts < 10:
                self.restarts += 1
                self.next_restart += RESTART_EVERY
                await world.restart()
                await world.later()
            await self.confirm()

    async def confirm(self) -> None:
        """Let carol announce each date that has drafted itself."""
        for draft in self.world.channels["review"].history():
            if draft.id not in self.confirmed and "Announce now" in labels(draft):
                self.confirmed.add(draft.id)
                await call_steps.announce_draft(self.world, draft)

    async def edit(self, **typed: str) -> None:
        await call_steps.edit(self.world, **typed)


def wall(number: int) -> datetime:
    """Return the wall time of the call of a month, by its number from 0."""
    year, month = MONTHS[number]
    return datetime.combine(nth_weekday(year, month, 1, 2), datetime(2026, 1, 1, 19, 30).time())


@pytest.mark.long
async def test_a_year_runs_itself(world: World) -> None:
    year = Year(world)
    await world.announce_call(repeats="monthly on the same weekday")
    for number in range(len(MONTHS)):
        start = nearest_instant(wall(number), LONDON)
        announcement = world.announcements()[-1]
        await world.press("ria", announcement, "Going")
        await year.walk(start - timedelta(days=10))
        if number == EDITED:
            await year.edit(time="20:00", link="https://zoom.example.org/j/2")
        if number == CANCELLED:
            await call_steps.cancel(world, "half term")
        if number == AWAY_AND_BACK:
            await year.edit(date=typed(wall(number) + timedelta(days=7)))
            await year.walk(start - timedelta(days=9))
            await year.edit(date=typed(wall(number)))
        if number == BROUGHT_BACK:
            cancelled = await call_steps.cancel(world)
            await year.walk(start - timedelta(days=9))
            await world.press("carol", cancelled.response, "Bring it back")
        await year.walk(start + timedelta(hours=2))
    assert year.restarts == 10
    assert len(world.announcements()) == len(MONTHS) + 1
    for number, announced in enumerate(world.announcements()[: len(MONTHS)]):
        await check_call(world, number, announced)
    await check_letters(world)


async def check_call(world: World, number: int, announced: Any) -> None:
    """Hold one call's announcement, thread, reminders and event against each other."""
    at = wall(number).replace(hour=20, minute=0) if number == EDITED else wall(number)
    day = f"{at:%A} {at.day} {at:%B}"
    assert day in announced.content, number
    thread = next(t for t in world.channels["announcements"].threads if t.id == announced.id)
    said = world.texts(thread)
    reminded = Counter(soon for text in said for soon in HOW_SOON if f"starts {soon}" in text)
    assert set(reminded.values()) <= {1}, (number, reminded)
    assert len(reminded) == (0 if number == CANCELLED else 3), (number, reminded)
    mentioned = [text for text in said if "starts " in text]
    assert all(world.people["ria"].mention in text for text in mentioned)
    assert ("Cancelled:" in announced.content) == (number == CANCELLED)
    changes = [text for text in said if "has changed" in text]
    assert len(changes) == {EDITED: 1, AWAY_AND_BACK: 2}.get(number, 0)
    back = [text for text in said if "takes place after all" in text]
    assert len(back) == (number == BROUGHT_BACK)
    kit = world.cog("MeetingCog").context
    meeting = await kit.meetings.get(number + 1)
    assert meeting.starts_at == nearest_instant(at, LONDON)
    assert meeting.revision == REVISIONS.get(number, 0)
    event = world.env.backend.get_guild(world.guild.id).scheduled_events.get(meeting.event_id)
    if number == CANCELLED:
        assert event is None
    else:
        assert event is not None
        assert datetime.fromisoformat(event.scheduled_start_time) == meeting.starts_at
    await check_entry(kit, meeting)


async def check_entry(kit: Any, meeting: Any) -> None:
    """Read the call's calendar entry back with another library."""
    text = calendar_file([meeting], 1, kit.bot.now()).decode()
    entry = vobject.readOne(text).vevent
    assert entry.dtstart.value == meeting.starts_at
    assert entry.sequence.value == str(meeting.revision)
    assert (entry.status.value == "CANCELLED") == (meeting.state == "cancelled")


async def check_letters(world: World) -> None:
    """Every letter that was due has ended; none failed; no event stands twice."""
    async with world.bot.database.reading() as tx:
        rows = await tx.execute_fetchall(
            "SELECT kind, state, count(*) FROM outbox WHERE due_at <= ? GROUP BY kind, state",
            (int(world.clock.at.timestamp()),),
        )
    states = {(row[0], row[1]): row[2] for row in rows if row[0].startswith("meetings.")}
    assert states["meetings.announcement", "sent"] == len(MONTHS) + 1
    assert states["meetings.reminder", "sent"] == 3 * (len(MONTHS) - 1)
    assert not [key for key in states if key[1] in ("waiting", "sending", "failed")], states
    events = world.env.backend.get_guild(world.guild.id).scheduled_events.values()
    starts = [event.scheduled_start_time for event in events if event.status != 4]
    assert len(starts) == len(set(starts)) == len(MONTHS)


def typed(day: datetime) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def test_the_year_has_twelve_calls_across_both_clock_changes() -> None:
    starts = [nearest_instant(wall(number), LONDON) for number in range(len(MONTHS))]
    assert {at.hour for at in starts} == {18, 19}
    assert CALL["time"] == "19:30"
