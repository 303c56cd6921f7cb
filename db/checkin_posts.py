"""Rows that say where a shared answer stands, so that it can be changed and taken down."""

from __future__ import annotations

from db.database import Transaction


async def note(tx: Transaction, answer_id: int, thread: int, message: int) -> None:
    """Keep where an answer stands; known once is known."""
    await tx.execute(
        "INSERT INTO checkin_posts VALUES (?, ?, ?) ON CONFLICT (answer) DO UPDATE"
        " SET thread = excluded.thread, message = excluded.message",
        (answer_id, thread, message),
    )


async def where(tx: Transaction, answer_id: int) -> tuple[int, int] | None:
    """Return thread and message of a shared answer, or None."""
    cursor = await tx.execute(
        "SELECT thread, message FROM checkin_posts WHERE answer = ?", (answer_id,)
    )
    row = await cursor.fetchone()
    return None if row is None else (row[0], row[1])


async def to_take_down(tx: Transaction, words: int) -> list[int]:
    """Return answers in the thread that are gone, kept to oneself, or older than `words`."""
    rows = await tx.execute_fetchall(
        "SELECT answer FROM checkin_posts LEFT JOIN checkin_answers ON id = answer"
        " WHERE id IS NULL OR audience = 'me' OR answered_at < ? ORDER BY answer",
        (words,),
    )
    return [row[0] for row in rows]


async def forget(tx: Transaction, answer_id: int) -> None:
    """The message is gone."""
    await tx.execute("DELETE FROM checkin_posts WHERE answer = ?", (answer_id,))
