"""Polls for a date. Instants are UTC seconds; choices are ISO wall times."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.domain.polls import Poll
from db.database import Transaction, fetchone


async def insert(tx: Transaction, poll: Poll) -> int:
    """Nobody sees it yet. Returns its id."""
    choices = json.dumps([each.isoformat(timespec="minutes") for each in poll.choices])
    cursor = await tx.execute(
        "INSERT INTO polls (title, choices, zone, ends_at) VALUES (?, ?, ?, ?)",
        (poll.title, choices, poll.zone.key, int(poll.ends_at.timestamp())),
    )
    return cursor.lastrowid or 0


async def get(tx: Transaction, poll_id: int) -> Poll | None:
    row = await fetchone(
        tx,
        "SELECT title, choices, zone, ends_at, id, state, channel_id, message_id FROM polls"
        " WHERE id = ?",
        (poll_id,),
    )
    if row is None:
        return None
    title, choices, zone, ends_at, *rest = row
    walls = tuple(datetime.fromisoformat(each) for each in json.loads(choices))
    return Poll(title, walls, ZoneInfo(zone), datetime.fromtimestamp(ends_at, UTC), *rest)


async def change_state(tx: Transaction, poll_id: int, before: str, after: str) -> bool:
    """Returns whether it was in that state."""
    cursor = await tx.execute(
        "UPDATE polls SET state = ? WHERE id = ? AND state = ?", (after, poll_id, before)
    )
    return cursor.rowcount > 0


async def stands_at(tx: Transaction, poll_id: int, channel: int, message: int) -> None:
    await tx.execute(
        "UPDATE polls SET channel_id = ?, message_id = ? WHERE id = ?", (channel, message, poll_id)
    )
