"""Series: calls that repeat, as wall time, zone and rule."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.meetings import Meeting, Plan
from bot.domain.rhythms import Series
from db import meetings
from db.database import Transaction, fetchone


async def insert(tx: Transaction, plan: Plan) -> int:
    cursor = await tx.execute(
        "INSERT INTO series (title, length_minutes, repeats, first_wall, zone, rule)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            plan.title,
            plan.length_minutes,
            plan.repeats,
            plan.wall_start.isoformat(timespec="minutes"),
            plan.zone.key,
            plan.rule,
        ),
    )
    return cursor.lastrowid or 0


async def get(tx: Transaction, series_id: int) -> Series | None:
    row = await fetchone(
        tx,
        "SELECT id, title, length_minutes, repeats, first_wall, zone, rule, state FROM series"
        " WHERE id = ?",
        (series_id,),
    )
    if row is None:
        return None
    number, title, length, repeats, first, zone, rule, state = row
    first_wall = datetime.fromisoformat(first)
    return Series(number, title, length, repeats, first_wall, ZoneInfo(zone), rule, state)


async def end(tx: Transaction, series_id: int) -> bool:
    """Returns whether it was running."""
    cursor = await tx.execute(
        "UPDATE series SET state = 'ended' WHERE id = ? AND state = 'running'", (series_id,)
    )
    return cursor.rowcount > 0


async def follow(tx: Transaction, meeting: Meeting, series: Series) -> None:
    """Start anew from one of its calls: title, length and wall time; rhythm and zone as given."""
    wall = meeting.wall_start.isoformat(timespec="minutes")
    await tx.execute(
        "UPDATE series SET title = ?, length_minutes = ?, first_wall = ?, repeats = ?, zone = ?,"
        " rule = ? WHERE id = ?",
        (
            meeting.title,
            meeting.length_minutes,
            wall,
            series.repeats,
            series.zone.key,
            series.rule,
            series.id,
        ),
    )
    await meetings.move_in_series(tx, meeting.id, wall)


async def forget_empty(tx: Transaction) -> None:
    """Those that have no call: their only preview was discarded."""
    await tx.execute(
        "DELETE FROM series WHERE NOT EXISTS"
        " (SELECT 1 FROM meetings WHERE meetings.series_id = series.id)"
    )
