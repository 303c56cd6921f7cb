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
from bot.domain.meetings import Meeting, Typed, plan
from bot.services.call_letters import ANNOUNCEMENT
from bot.services.reminders import DIRECT, REMINDER
from db.database import Database, Transaction
from tests.double.payloads import CHANNELS, ROLES

THREAD = 930_000_000_000_000_001
DUE_SECONDS_AGO = 2


async def set_up(path: Path) -> None:
    """Make a database in which the server's channels and roles are chosen."""
    database = await Database.open(path)
    async with database.transaction() as tx:
        places = {name: str(place) for name, place in CHANNELS.items() if name != "general"}
        roles = {name: str(role) for name, role in ROLES.items()}
        await db.setup.store(tx, places | roles)
    await database.close()


async def call_to_announce(path: Path) -> Meeting:
    """Add a call whose announcement is due now."""
    return await _call(path, ANNOUNCEMENT, 0)


async def call_to_remind_of(path: Path) -> Meeting:
    """Add an announced call whose reminder in the thread is due now."""
    return await _call(path, REMINDER, 0, THREAD)


async def people_to_remind(path: Path, people: list[int], in_seconds: int = 0) -> Meeting:
    """Add an announced call of which people are reminded by direct message."""
    meeting = await _call(path, "", 0, THREAD)
    database = await Database.open(path)
    async with database.transaction() as tx:
        for person in people:
            await _remind_directly(tx, meeting, person, _seconds() + in_seconds)
    await database.close()
    return meeting


async def _remind_directly(tx: Transaction, meeting: Meeting, person: int, at: int) -> None:
    await tx.execute(
        "INSERT OR IGNORE INTO reminder_choices (user_id, how, before) VALUES (?, 'dm', '1h')",
        (person,),
    )
    await db.outbox.plan(tx, DIRECT, meeting.id, at, person)


async def _call(path: Path, kind: str, part: int, thread: int = 0) -> Meeting:
    now = utcnow()
    database = await Database.open(path)
    async with database.transaction() as tx:
        number = await db.meetings.insert(tx, plan(_typed(now), now), "announced")
        if thread:
            place = CHANNELS["announcements"]
            await db.meetings.place(tx, number, place, thread, thread)
        if kind:
            await db.outbox.plan(tx, kind, number, _seconds() - DUE_SECONDS_AGO, part)
        meeting = await db.meetings.get(tx, number)
    await database.close()
    assert meeting is not None
    return meeting


def _typed(now: datetime) -> Typed:
    day = (now + timedelta(days=3)).date().isoformat()
    link = "https://zoom.example.org/j/1"
    return Typed("Monthly call", day, "19:30", link, "60", "once", "Europe/London")


def _seconds() -> int:
    return int(utcnow().timestamp())


def states(path: Path) -> dict[str, int]:
    """Return how many letters about calls are in each state, read from outside."""
    about_calls = "SELECT state, count(*) FROM outbox WHERE kind LIKE 'meetings.%' GROUP BY state"
    return dict(_ask(path, about_calls))


def answers(path: Path) -> list[tuple[int, str]]:
    """Return the answers to calls, read from outside."""
    return [(row[0], row[1]) for row in _ask(path, "SELECT user_id, answer FROM answers")]


def _ask(path: Path, question: str) -> list[tuple[Any, Any]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(question).fetchall()
