"""What grows old is deleted. Instants are UTC seconds."""

from __future__ import annotations

from db.database import Transaction

DAY_SECONDS = 24 * 60 * 60
SETTLED = "('sent', 'skipped', 'failed', 'cancelled')"
OVER = "meeting_id IN (SELECT id FROM meetings WHERE starts_at + length_minutes * 60 < ?)"
# (table, which rows are too old, days)
RULES = (
    ("outbox", f"state IN {SETTLED} AND coalesce(settled_at, due_at) < ?", 90),
    ("notices", "since < ?", 90),
    ("meetings", "state = 'draft' AND starts_at < ?", 0),
    ("answers", OVER, 90),
    ("topics", OVER, 90),
    ("topics", f"state <> 'agenda' AND {OVER}", 0),
    ("notes", OVER, 90),
    ("changes", OVER, 90),
    ("actions", "unixepoch(due_on) < ?", 90),
    (
        "series",
        "NOT EXISTS (SELECT 1 FROM meetings WHERE series_id = series.id) AND 0 < ?",
        0,
    ),
)


async def delete_old(tx: Transaction, now: int) -> int:
    """Delete every row that its rule says is too old; returns how many."""
    deleted = 0
    for table, condition, days in RULES:
        cursor = await tx.execute(
            f"DELETE FROM {table} WHERE {condition}", (now - days * DAY_SECONDS,)
        )
        deleted += cursor.rowcount
    return deleted
