"""Rows of answers and replies, in the order in which they were given within their question."""

from __future__ import annotations

import sqlite3
from typing import Any

from bot.domain.questions import Entry, Said
from db.database import Transaction, fetchone

_COLUMNS = "id, question_id, place, said, sealed_text, sealed_name, posted, stopped"


async def add(tx: Transaction, entry: Entry) -> None:
    """Keep an answer or reply. Until it is posted its place says nothing: given in order, it would
    tell between which answers a reply was written."""
    await tx.execute(
        f"INSERT INTO question_entries ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, 0, 0)",
        (
            entry.id,
            entry.question_id,
            -entry.id,
            entry.said,
            entry.sealed_text,
            entry.sealed_name,
        ),
    )


async def find(tx: Transaction, entry_id: int) -> Entry | None:
    """An entry by its id, or None."""
    rows = await tx.execute_fetchall(
        f"SELECT {_COLUMNS} FROM question_entries WHERE id = ?", (entry_id,)
    )
    return next((_entry(row) for row in rows), None)


async def of_question(tx: Transaction, question_id: int) -> list[Entry]:
    """All entries of a question in order."""
    rows = await tx.execute_fetchall(
        f"SELECT {_COLUMNS} FROM question_entries WHERE question_id = ? ORDER BY place < 0, place",
        (question_id,),
    )
    return [_entry(row) for row in rows]


async def unposted(tx: Transaction) -> list[Entry]:
    """Every entry that is still to come into its thread."""
    rows = await tx.execute_fetchall(
        f"SELECT {_COLUMNS} FROM question_entries WHERE posted = 0 AND stopped = 0"
        " ORDER BY question_id, place"
    )
    return [_entry(row) for row in rows]


async def answers_wait(tx: Transaction, question_id: int) -> bool:
    """Whether an answer is still on its way into the thread."""
    row = await fetchone(
        tx,
        "SELECT 1 FROM outbox WHERE kind = 'questions.answer' AND state IN ('waiting', 'sending')"
        " AND subject IN (SELECT id FROM question_entries WHERE question_id = ?)",
        (question_id,),
    )
    return row is not None


async def drop_replies(tx: Transaction, question_id: int) -> None:
    """Delete the replies that are still held.

    One whose letter failed is named in the queue: it stays until the public sign, and is not sent.
    """
    held = (
        "FROM question_entries WHERE question_id = ? AND said = 'reply' AND posted = 0"
        " AND id NOT IN (SELECT subject FROM outbox"
        " WHERE kind = 'questions.reply' AND state = 'failed')"
    )
    await tx.execute(
        f"DELETE FROM outbox WHERE kind = 'questions.reply' AND subject IN (SELECT id {held})",
        (question_id,),
    )
    await tx.execute(f"DELETE {held}", (question_id,))


async def delete_all(tx: Transaction, question_id: int) -> None:
    """Delete the entries of a question with their letters."""
    await tx.execute(
        "DELETE FROM outbox WHERE kind IN ('questions.reply', 'questions.answer')"
        " AND subject IN (SELECT id FROM question_entries WHERE question_id = ?)",
        (question_id,),
    )
    await tx.execute("DELETE FROM question_entries WHERE question_id = ?", (question_id,))


async def mark_posted(tx: Transaction, entry_id: int) -> None:
    """It stands in the thread now, after all others; who answered is forgotten here."""
    await tx.execute(
        "UPDATE question_entries SET posted = 1, sealed_name = NULL, place = (SELECT"
        " 1 + max(0, max(place)) FROM question_entries AS every"
        " WHERE every.question_id = question_entries.question_id) WHERE id = ? AND posted = 0",
        (entry_id,),
    )


async def stop_replies(tx: Transaction, question_id: int) -> None:
    """Stop the replies that are still held: they stay with their asker, and go nowhere."""
    await tx.execute(
        "UPDATE question_entries SET stopped = 1"
        " WHERE question_id = ? AND said = 'reply' AND posted = 0",
        (question_id,),
    )
    await tx.execute(
        "DELETE FROM outbox WHERE kind = 'questions.reply' AND subject IN"
        " (SELECT id FROM question_entries WHERE question_id = ? AND stopped = 1)",
        (question_id,),
    )


def _entry(row: sqlite3.Row) -> Entry:
    values: list[Any] = list(row)
    values[3], values[6], values[7] = Said(values[3]), bool(values[6]), bool(values[7])
    return Entry(*values)
