"""Topics of the agenda; the words are sealed, and a topic without a name has no person."""

from __future__ import annotations

from db.database import Transaction

SealedTopic = tuple[int, bytes, int | None]


async def insert(tx: Transaction, meeting_id: int, user_id: int | None) -> int:
    """Make room for a topic; returns its id, which its words are sealed with."""
    cursor = await tx.execute(
        "INSERT INTO topics (meeting_id, user_id, sealed) VALUES (?, ?, x'')", (meeting_id, user_id)
    )
    return cursor.lastrowid or 0


async def write(tx: Transaction, topic_id: int, sealed: bytes) -> None:
    """Write the sealed words of a topic."""
    await tx.execute("UPDATE topics SET sealed = ? WHERE id = ?", (sealed, topic_id))


async def count(tx: Transaction, meeting_id: int) -> int:
    """Return how many topics a call has."""
    cursor = await tx.execute("SELECT count(*) FROM topics WHERE meeting_id = ?", (meeting_id,))
    row = await cursor.fetchone()
    return 0 if row is None else int(row[0])


async def of_meeting(tx: Transaction, meeting_id: int) -> list[SealedTopic]:
    """Return (id, sealed words, person or None) of a call's topics, oldest first."""
    rows = await tx.execute_fetchall(
        "SELECT id, sealed, user_id FROM topics WHERE meeting_id = ? ORDER BY id", (meeting_id,)
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def of_person(tx: Transaction, user_id: int) -> list[tuple[int, bytes]]:
    """Return (id, sealed words) of the topics that carry a person's name."""
    rows = await tx.execute_fetchall(
        "SELECT id, sealed FROM topics WHERE user_id = ? ORDER BY id", (user_id,)
    )
    return [(row[0], row[1]) for row in rows]


async def delete(tx: Transaction, topic_id: int) -> bool:
    """Delete a topic; returns whether it was there."""
    cursor = await tx.execute("DELETE FROM topics WHERE id = ?", (topic_id,))
    return cursor.rowcount > 0
