"""What the letters of questions tell of them: which failed, and which have been tried.

What failed stays beside the letter that tries it again, until one of them has gone: so who looks
twice reads the same twice, and the same when the asker withdraws between two looks.
"""

from __future__ import annotations

from db.database import Transaction, fetchone

POSTS = ("questions.release", "questions.publish", "questions.share", "questions.close")


async def has_failed(tx: Transaction, subject: int, *kinds: str) -> bool:
    """Whether a letter of these kinds about a question (or an entry) has failed."""
    holes = ", ".join("?" * len(kinds))
    found = await fetchone(
        tx,
        f"SELECT 1 FROM outbox WHERE kind IN ({holes}) AND subject = ? AND state = 'failed'",
        (*kinds, subject),
    )
    return found is not None


async def is_tried(tx: Transaction, kind: str, subject: int) -> bool:
    """Whether a letter is being tried, or will be once more: what it posts may stand already."""
    found = await fetchone(
        tx,
        "SELECT 1 FROM outbox WHERE kind = ? AND subject = ?"
        " AND attempts > 0 AND state IN ('waiting', 'sending')",
        (kind, subject),
    )
    return found is not None


async def first_due(tx: Transaction, kind: str, subject: int) -> int | None:
    """When the first letter of this kind and subject was due (UTC seconds), or None."""
    row = await fetchone(
        tx, "SELECT min(due_at) FROM outbox WHERE kind = ? AND subject = ?", (kind, subject)
    )
    return None if row is None else row[0]


async def keep_first_failed(tx: Transaction, kind: str, subject: int) -> None:
    """Delete the letters of this kind and subject but for the first that failed."""
    await tx.execute(
        "DELETE FROM outbox WHERE kind = ? AND subject = ? AND id NOT IN (SELECT id FROM outbox"
        " WHERE kind = ? AND subject = ? AND state = 'failed' ORDER BY due_at LIMIT 1)",
        (kind, subject, kind, subject),
    )


async def forget(tx: Transaction, kind: str, subject: int) -> None:
    """Delete what is not wanted. Of a withdrawn question what failed stays until it closes, and
    what is still to be looked for."""
    await tx.execute(
        "DELETE FROM outbox WHERE kind = ? AND subject = ? AND state <> 'cancelled'"
        " AND NOT (state = 'failed'"
        " AND EXISTS (SELECT 1 FROM questions q WHERE q.state = 'closing' AND q.id IN (subject,"
        " (SELECT question_id FROM question_entries e WHERE e.id = subject))))",
        (kind, subject),
    )
