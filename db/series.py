"""Series: calls that repeat, as wall time, zone and rule."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.meetings import Meeting, Plan
from bot.domain.repeats import Series
from db.database import Transaction
from db.meetings import COLUMNS, meeting_of


async def insert(tx: Transaction, plan: Plan) -> int:
    """Keep the series of a call that repeats; returns its id."""
    cursor = await tx.execute(
        "INSERT INTO series (repeats, first_wall, zone, rule) VALUES (?, ?, ?, ?)",
        (
            plan.repeats,
            plan.wall_start.isoformat(timespec="minutes"),
            plan.zone.key,
            plan.rule,
        ),
    )
    return cursor.lastrowid or 0


async def get(tx: Transaction, series_id: int) -> Series | None:
    """Return a series, or None if there is none of that id."""
    cursor = await tx.execute(
        "SELECT id, repeats, first_wall, zone, rule, state FROM series WHERE id = ?", (series_id,)
    )
    row = await cursor.fetchone()
    if row is None:
        return None
    return Series(row[0], row[1], datetime.fromisoformat(row[2]), ZoneInfo(row[3]), row[4], row[5])


async def meeting_at(tx: Transaction, series_id: int, wall: datetime) -> Meeting | None:
    """Return the call of a series for one occurrence (naive wall time), or None."""
    rows = await tx.execute_fetchall(
        f"SELECT {COLUMNS} FROM meetings WHERE series_id = ? AND occurrence = ?",
        (series_id, wall.isoformat(timespec="minutes")),
    )
    return next((meeting_of(row) for row in rows), None)


async def latest(tx: Transaction, series_id: int) -> Meeting | None:
    """Return the call with the latest occurrence of a series, or None."""
    rows = await tx.execute_fetchall(
        f"SELECT {COLUMNS} FROM meetings WHERE series_id = ? ORDER BY occurrence DESC LIMIT 1",
        (series_id,),
    )
    return next((meeting_of(row) for row in rows), None)


async def end(tx: Transaction, series_id: int) -> bool:
    """Let a series end; returns whether it was running."""
    cursor = await tx.execute(
        "UPDATE series SET state = 'ended' WHERE id = ? AND state = 'running'", (series_id,)
    )
    return cursor.rowcount > 0


async def follow(tx: Transaction, meeting: Meeting, rule: str) -> None:
    """Let a series start anew at the wall time of one of its calls, with the given rule."""
    wall = meeting.wall_start.isoformat(timespec="minutes")
    await tx.execute(
        "UPDATE series SET first_wall = ?, rule = ? WHERE id = ?", (wall, rule, meeting.series_id)
    )
    await tx.execute("UPDATE meetings SET occurrence = ? WHERE id = ?", (wall, meeting.id))


async def forget_empty(tx: Transaction) -> None:
    """Delete every series that has no call (its only preview was discarded)."""
    await tx.execute(
        "DELETE FROM series WHERE NOT EXISTS"
        " (SELECT 1 FROM meetings WHERE meetings.series_id = series.id)"
    )
