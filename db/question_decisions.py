"""Rows of what was pressed about questions and is carried out a moment later."""

from __future__ import annotations

from bot.domain.questions import Decision, Verb
from db.database import Transaction


async def add(tx: Transaction, decision: Decision) -> None:
    """Keep what was pressed."""
    await tx.execute(
        "INSERT INTO question_decisions (id, about, verb, sealed) VALUES (?, ?, ?, ?)",
        (decision.id, decision.about, decision.verb, decision.sealed),
    )


async def find(tx: Transaction, decision_id: int) -> Decision | None:
    """What was pressed, by its id, or None when it has come to its end."""
    rows = await tx.execute_fetchall(
        "SELECT id, about, verb, sealed, acted FROM question_decisions WHERE id = ?",
        (decision_id,),
    )
    return next((Decision(r[0], r[1], Verb(r[2]), r[3], bool(r[4])) for r in rows), None)


async def latest_due(tx: Transaction, about: str) -> int:
    """When the last of what was pressed about a question is due (UTC seconds), or 0."""
    cursor = await tx.execute(
        "SELECT coalesce(max(due_at), 0) FROM outbox WHERE kind = 'questions.decide'"
        " AND subject IN (SELECT id FROM question_decisions WHERE about = ?)",
        (about,),
    )
    row = await cursor.fetchone()
    return 0 if row is None else int(row[0])


async def mark_acted(tx: Transaction, decision_id: int) -> None:
    """It is carried out; its card may still have to be changed."""
    await tx.execute("UPDATE question_decisions SET acted = 1 WHERE id = ?", (decision_id,))


async def delete(tx: Transaction, decision_id: int) -> None:
    """It has come to its end."""
    await tx.execute("DELETE FROM question_decisions WHERE id = ?", (decision_id,))
