"""What stands in the database before the real process starts."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import db.meetings
import db.outbox
import db.setup
from bot.clock import utcnow
from bot.domain.clock_times import write_time
from bot.domain.meetings import Meeting, Typed, plan
from bot.services.call_letters import EVENT
from bot.services.reminders import ANNOUNCEMENT, DIRECT, REMINDER
from db.database import Database
from tests import databases
from tests.process.double.payloads import CHANNELS, RIA, ROLES, STANDING_THREAD

THREAD = STANDING_THREAD
BEFORE = timedelta(hours=1)
READ_BY_PEOPLE = (ANNOUNCEMENT, REMINDER, DIRECT)


async def set_up(path: Path, *, library: bool = True) -> None:
    """Make a database in which channels and roles are chosen; without the library, a new one."""
    if library:
        await databases.put(path, library=True)
    database = await Database.open(path)
    async with database.transaction() as tx:
        places = {name: str(place) for name, place in CHANNELS.items() if name != "general"}
        roles = {name: str(role) for name, role in ROLES.items()}
        await db.setup.store(tx, places | roles)
    await database.close()


async def call_to_announce(path: Path) -> Meeting:
    """Add a call whose announcement is due now."""
    return await _call(path, ANNOUNCEMENT)


async def call_to_remind_of(path: Path) -> Meeting:
    """Add an announced call whose reminder in the thread is due now."""
    return await _call(path, REMINDER, THREAD)


async def call_to_mirror(path: Path) -> Meeting:
    """Add an announced call whose event is to be made now."""
    return await _call(path, EVENT, THREAD)


async def call_to_tell(path: Path) -> Meeting:
    """Add a call of which one person is reminded by direct message now."""
    meeting = await _call(path, "", THREAD)
    await people_to_remind(path, meeting, [RIA], 0)
    return meeting


async def call_without_letters(path: Path) -> Meeting:
    """Add an announced call."""
    return await _call(path, "", THREAD)


async def people_to_remind(path: Path, meeting: Meeting, people: list[int], wait: int) -> int:
    """Let people be reminded by direct message in `wait` seconds; returns when (UTC seconds)."""
    database, at = await Database.open(path), _seconds() + wait
    due = int((meeting.starts_at - BEFORE).timestamp())
    async with database.transaction() as tx:
        for person in people:
            await db.meetings.choose(tx, person, "dm", "1h")
            await db.outbox.plan(tx, DIRECT, meeting.id, due, person)
            await tx.execute("UPDATE outbox SET try_at = ? WHERE part = ?", (at, person))
    await database.close()
    return at


async def _call(path: Path, kind: str, thread: int = 0) -> Meeting:
    now = utcnow()
    database = await Database.open(path)
    async with database.transaction() as tx:
        planned = plan(_typed(now), now)
        number = await db.meetings.insert(tx, planned, "announced")
        if thread:
            place = CHANNELS["announcements"]
            await db.meetings.place(tx, number, place, thread, thread)
        if kind:
            due = int((planned.starts_at - BEFORE).timestamp())
            await db.outbox.plan(tx, kind, number, due)
        meeting = await db.meetings.get(tx, number)
    await database.close()
    assert meeting is not None
    return meeting


def _typed(now: datetime) -> Typed:
    """Return a call an hour from now, less up to a minute: its reminder is due."""
    start = now + BEFORE
    link = "https://zoom.example.org/j/1"
    day, time = f"{start:%Y-%m-%d}", write_time(start.time())
    return Typed("Monthly call", day, time, link, "60", "once", "UTC")


def _seconds() -> int:
    return int(utcnow().timestamp())


def states(path: Path, kind: str = "") -> dict[str, int]:
    """Return how many letters are in each state: of a kind, or of those that people read."""
    kinds = ", ".join(repr(each) for each in ([kind] if kind else READ_BY_PEOPLE))
    about = f"SELECT state, count(*) FROM outbox WHERE kind IN ({kinds}) GROUP BY state"
    return dict(_ask(path, about))


def tried_at(path: Path) -> int:
    """Return when the letter that people read is tried next (UTC seconds)."""
    kinds = ", ".join(repr(each) for each in READ_BY_PEOPLE)
    return int(_ask(path, f"SELECT min(try_at), 0 FROM outbox WHERE kind IN ({kinds})")[0][0])


def answers(path: Path) -> list[tuple[int, str]]:
    """Return the answers to calls, read from outside."""
    return [(row[0], row[1]) for row in _ask(path, "SELECT user_id, answer FROM answers")]


def _ask(path: Path, question: str) -> list[tuple[Any, Any]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(question).fetchall()
