"""Changes of a call, and how it was before. Instants are UTC seconds."""

from __future__ import annotations

import sqlite3

from bot.domain.changes import Before, Change
from bot.domain.meetings import Meeting, from_seconds
from db.database import Transaction, fetchone

_COLUMNS = "id, meeting_id, title, starts_at, length_minutes, link, cancelled"


async def add(tx: Transaction, meeting_id: int, before: Before) -> int:
    cursor = await tx.execute(
        "INSERT INTO changes (meeting_id, title, starts_at, length_minutes, link, cancelled)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            meeting_id,
            before.title,
            int(before.starts_at.timestamp()),
            before.length_minutes,
            before.link,
            int(before.cancelled),
        ),
    )
    return cursor.lastrowid or 0


async def get(tx: Transaction, change_id: int) -> Change | None:
    row = await fetchone(tx, f"SELECT {_COLUMNS} FROM changes WHERE id = ?", (change_id,))
    return None if row is None else _change(row)


def _change(row: sqlite3.Row) -> Change:
    before = Before(row[2], from_seconds(row[3]), row[4], row[5], bool(row[6]))
    return Change(row[0], row[1], before)


async def of_meeting(tx: Transaction, meeting_id: int) -> list[int]:
    """Their ids."""
    rows = await tx.execute_fetchall("SELECT id FROM changes WHERE meeting_id = ?", (meeting_id,))
    return [row[0] for row in rows]


async def keep_version(tx: Transaction, meeting: Meeting) -> None:
    """How the call is at its revision, before it changes."""
    await tx.execute(
        "INSERT INTO call_versions (meeting_id, revision, title, starts_at, length_minutes, link)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (
            meeting.id,
            meeting.revision,
            meeting.title,
            int(meeting.starts_at.timestamp()),
            meeting.length_minutes,
            meeting.link,
        ),
    )


async def version(tx: Transaction, meeting_id: int, revision: int) -> Before | None:
    """How the call was at a revision that it has left; None if that is not known any more."""
    row = await fetchone(
        tx,
        "SELECT title, starts_at, length_minutes, link FROM call_versions"
        " WHERE meeting_id = ? AND revision = ?",
        (meeting_id, revision),
    )
    return None if row is None else Before(row[0], from_seconds(row[1]), row[2], row[3])


# This and `report` ask the outbox in the same statement: whoever presses waits for it.
async def untold(tx: Transaction, kind: str, meeting_id: int) -> list[Change]:
    """Those whose letter of that kind still waits, oldest first."""
    rows = await tx.execute_fetchall(
        f"SELECT {_COLUMNS} FROM changes WHERE meeting_id = ? AND id IN"
        " (SELECT subject FROM outbox WHERE kind = ? AND state = 'waiting') ORDER BY id",
        (meeting_id, kind),
    )
    return [_change(row) for row in rows]


async def report(tx: Transaction, kind: str, meeting_id: int) -> list[tuple[str, int, str, str]]:
    """(kind, part, state, reason) of each letter about a change, for the delivery report."""
    rows = await tx.execute_fetchall(
        "SELECT outbox.kind, outbox.part, outbox.state, outbox.reason FROM changes"
        " JOIN outbox ON outbox.kind = ? AND outbox.subject = changes.id"
        " WHERE changes.meeting_id = ? ORDER BY outbox.due_at, outbox.part",
        (kind, meeting_id),
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]
