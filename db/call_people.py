"""Who does what in a call, and what people would like arranged for it (sealed)."""

from __future__ import annotations

from bot.domain.meetings import Job
from db.database import Transaction, fetchone


async def take_job(tx: Transaction, meeting_id: int, job: Job, user_id: int) -> None:
    """Whoever says it last does it."""
    await tx.execute(
        "INSERT INTO call_jobs (meeting_id, job, user_id) VALUES (?, ?, ?)"
        " ON CONFLICT (meeting_id, job) DO UPDATE SET user_id = excluded.user_id",
        (meeting_id, job, user_id),
    )


async def give_up_job(tx: Transaction, meeting_id: int, job: Job, user_id: int) -> bool:
    """Returns whether it was theirs."""
    cursor = await tx.execute(
        "DELETE FROM call_jobs WHERE meeting_id = ? AND job = ? AND user_id = ?",
        (meeting_id, job, user_id),
    )
    return cursor.rowcount > 0


async def jobs(tx: Transaction, meeting_id: int) -> dict[Job, int]:
    """Who does what."""
    rows = await tx.execute_fetchall(
        "SELECT job, user_id FROM call_jobs WHERE meeting_id = ?", (meeting_id,)
    )
    return {Job(row[0]): row[1] for row in rows}


async def insert_arrangement(tx: Transaction, meeting_id: int, user_id: int) -> int:
    """Returns the id that what is wanted is sealed with; it comes by `write_arrangement`."""
    row = await fetchone(
        tx,
        "INSERT INTO arrangements (meeting_id, user_id, sealed) VALUES (?, ?, x'')"
        " ON CONFLICT (meeting_id, user_id) DO UPDATE SET sealed = x'' RETURNING id",
        (meeting_id, user_id),
    )
    return row[0] if row is not None else 0


async def write_arrangement(tx: Transaction, arrangement_id: int, sealed: bytes) -> None:
    await tx.execute("UPDATE arrangements SET sealed = ? WHERE id = ?", (sealed, arrangement_id))


async def arrangements(tx: Transaction, meeting_id: int) -> list[tuple[int, int, bytes]]:
    """(id, person, sealed) of everybody who would like something arranged for a call."""
    rows = await tx.execute_fetchall(
        "SELECT id, user_id, sealed FROM arrangements WHERE meeting_id = ? ORDER BY user_id",
        (meeting_id,),
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def arrangements_of(tx: Transaction, user_id: int) -> list[tuple[int, int, bytes]]:
    """(id, call, sealed) of one person."""
    rows = await tx.execute_fetchall(
        "SELECT id, meeting_id, sealed FROM arrangements WHERE user_id = ?", (user_id,)
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def forget_arrangements(tx: Transaction, meeting_id: int, user_id: int | None = None) -> None:
    """Of one person, or of everybody."""
    await tx.execute(
        "DELETE FROM arrangements WHERE meeting_id = ? AND (? IS NULL OR user_id = ?)",
        (meeting_id, user_id, user_id),
    )
