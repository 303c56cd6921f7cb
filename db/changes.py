"""Changes of a call, and how it was before. Instants are UTC seconds."""

from __future__ import annotations

from bot.domain.changes import Before, Change
from bot.domain.meetings import Meeting, from_seconds
from db.database import Transaction


async def write(tx: Transaction, meeting: Meeting) -> None:
    """Write what a change may touch, and the revision that goes with it."""
    await tx.execute(
        "UPDATE meetings SET title = ?, wall_start = ?, starts_at = ?, length_minutes = ?,"
        " link = ?, state = ?, reason = ?, revision = ? WHERE id = ?",
        (
            meeting.title,
            meeting.wall_start.isoformat(timespec="minutes"),
            int(meeting.starts_at.timestamp()),
            meeting.length_minutes,
            meeting.link,
            meeting.state,
            meeting.reason,
            meeting.revision,
            meeting.id,
        ),
    )


async def remember_event(tx: Transaction, meeting_id: int, event_id: int) -> None:
    """Remember which of Discord's scheduled events mirrors the call; 0 for none."""
    await tx.execute("UPDATE meetings SET event_id = ? WHERE id = ?", (event_id, meeting_id))


async def meeting_of_event(tx: Transaction, event_id: int) -> int | None:
    """Return the id of the call that a scheduled event mirrors, or None."""
    cursor = await tx.execute("SELECT id FROM meetings WHERE event_id = ?", (event_id,))
    row = await cursor.fetchone()
    return None if row is None else row[0]


async def add(tx: Transaction, meeting_id: int, before: Before) -> int:
    """Keep how a call was; returns the change's id."""
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
    """Return a change, or None if it is gone."""
    cursor = await tx.execute(
        "SELECT id, meeting_id, title, starts_at, length_minutes, link, cancelled FROM changes"
        " WHERE id = ?",
        (change_id,),
    )
    row = await cursor.fetchone()
    if row is None:
        return None
    before = Before(row[2], from_seconds(row[3]), row[4], row[5], bool(row[6]))
    return Change(row[0], row[1], before)


async def untold(tx: Transaction, kind: str, meeting_id: int) -> list[Change]:
    """Return the changes of a call whose letter of that kind still waits, oldest first."""
    rows = await tx.execute_fetchall(
        "SELECT changes.id FROM changes JOIN outbox ON kind = ? AND subject = changes.id"
        " WHERE meeting_id = ? AND outbox.state = 'waiting' GROUP BY changes.id"
        " ORDER BY changes.id",
        (kind, meeting_id),
    )
    found = [await get(tx, row[0]) for row in rows]
    return [change for change in found if change is not None]


async def take_back(tx: Transaction, kind: str, subject: int) -> None:
    """Cancel what waits and what is being carried: a letter cut off then is not tried again.

    One that did arrive is found by its mark if it is ever planned anew.
    """
    await tx.execute(
        "UPDATE outbox SET state = 'cancelled' WHERE kind = ? AND subject = ?"
        " AND state IN ('waiting', 'sending')",
        (kind, subject),
    )


async def plan_again(tx: Transaction, kind: str, subject: int, now: int) -> None:
    """Plan a letter to be tried now, a new one even if its kind went out within this second."""
    await tx.execute(
        "INSERT INTO outbox (kind, subject, due_at, try_at)"
        " SELECT ?, ?, max(?, coalesce(max(due_at) + 1, 0)), ? FROM outbox"
        " WHERE kind = ? AND subject = ? AND part = 0",
        (kind, subject, now, now, kind, subject),
    )


async def report(tx: Transaction, kind: str, meeting_id: int) -> list[tuple[str, int, str, str]]:
    """Return (kind, part, state, reason) of the letters about changes, for the delivery report."""
    rows = await tx.execute_fetchall(
        "SELECT outbox.kind, outbox.part, outbox.state, outbox.reason FROM changes"
        " JOIN outbox ON outbox.kind = ? AND outbox.subject = changes.id"
        " WHERE changes.meeting_id = ? ORDER BY outbox.due_at, outbox.part",
        (kind, meeting_id),
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


async def answered(
    tx: Transaction, meeting_id: int, after: int, up_to: int | None, limit: int
) -> list[int]:
    """Return everybody who answered, with an id above `after` and at most `up_to`, in order."""
    rows = await tx.execute_fetchall(
        "SELECT user_id FROM answers WHERE meeting_id = ? AND user_id > ?"
        " AND (? IS NULL OR user_id <= ?) ORDER BY user_id LIMIT ?",
        (meeting_id, after, up_to, up_to, limit),
    )
    return [row[0] for row in rows]
