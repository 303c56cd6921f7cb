"""Rows about a question: answers, replies, decisions on it, blocks and its letters."""

from __future__ import annotations

import sqlite3
from typing import Any

from bot.domain.questions import Block, Decision, Entry, Said, Verb
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


async def block(tx: Transaction, block: Block) -> None:
    """Keep the tag of a blocked question."""
    await tx.execute(
        "INSERT INTO question_blocks (question_id, tag, ends_at) VALUES (?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (block.question_id, block.tag, block.ends_at),
    )


async def unblock(tx: Transaction, question_id: int) -> None:
    """End a block."""
    await tx.execute("DELETE FROM question_blocks WHERE question_id = ?", (question_id,))


async def blocks(tx: Transaction) -> list[Block]:
    """Every block."""
    rows = await tx.execute_fetchall("SELECT question_id, tag, ends_at FROM question_blocks")
    return [Block(*row) for row in rows]


async def end_blocks(tx: Transaction, now: int) -> None:
    """Delete the blocks that are over (UTC seconds): no key is left that fits them."""
    await tx.execute("DELETE FROM question_blocks WHERE ends_at <= ?", (now,))


async def add_decision(tx: Transaction, decision: Decision) -> None:
    """Keep what was pressed."""
    await tx.execute(
        "INSERT INTO question_decisions (id, about, verb, sealed) VALUES (?, ?, ?, ?)",
        (decision.id, decision.about, decision.verb, decision.sealed),
    )


async def find_decision(tx: Transaction, decision_id: int) -> Decision | None:
    """What was pressed, by its id, or None when it has come to its end."""
    rows = await tx.execute_fetchall(
        "SELECT id, about, verb, sealed, acted FROM question_decisions WHERE id = ?",
        (decision_id,),
    )
    return next((Decision(r[0], r[1], Verb(r[2]), r[3], bool(r[4])) for r in rows), None)


async def latest_decision_due(tx: Transaction, about: str) -> int:
    """When the last of what was pressed about a question is due (UTC seconds), or 0."""
    row = await fetchone(
        tx,
        "SELECT coalesce(max(due_at), 0) FROM outbox WHERE kind = 'questions.decide'"
        " AND subject IN (SELECT id FROM question_decisions WHERE about = ?)",
        (about,),
    )
    return 0 if row is None else int(row[0])


async def mark_acted(tx: Transaction, decision_id: int) -> None:
    """It is carried out; its card may still have to be changed."""
    await tx.execute("UPDATE question_decisions SET acted = 1 WHERE id = ?", (decision_id,))


async def delete_decision(tx: Transaction, decision_id: int) -> None:
    """It has come to its end."""
    await tx.execute("DELETE FROM question_decisions WHERE id = ?", (decision_id,))


POSTS = ("questions.release", "questions.publish", "questions.share", "questions.close")


async def letter_has_failed(tx: Transaction, subject: int, *kinds: str) -> bool:
    """Whether a letter of these kinds about a question (or an entry) has failed."""
    holes = ", ".join("?" * len(kinds))
    found = await fetchone(
        tx,
        f"SELECT 1 FROM outbox WHERE kind IN ({holes}) AND subject = ? AND state = 'failed'",
        (*kinds, subject),
    )
    return found is not None


async def letter_is_tried(tx: Transaction, kind: str, subject: int) -> bool:
    """Whether a letter is being tried, or will be once more: what it posts may stand already."""
    found = await fetchone(
        tx,
        "SELECT 1 FROM outbox WHERE kind = ? AND subject = ?"
        " AND attempts > 0 AND state IN ('waiting', 'sending')",
        (kind, subject),
    )
    return found is not None


async def letter_first_due(tx: Transaction, kind: str, subject: int) -> int | None:
    """When the first letter of this kind and subject was due (UTC seconds), or None."""
    row = await fetchone(
        tx, "SELECT min(due_at) FROM outbox WHERE kind = ? AND subject = ?", (kind, subject)
    )
    return None if row is None else row[0]


async def keep_first_failed_letter(tx: Transaction, kind: str, subject: int) -> None:
    """Delete the letters of this kind and subject but for the first that failed."""
    await tx.execute(
        "DELETE FROM outbox WHERE kind = ? AND subject = ? AND id NOT IN (SELECT id FROM outbox"
        " WHERE kind = ? AND subject = ? AND state = 'failed' ORDER BY due_at LIMIT 1)",
        (kind, subject, kind, subject),
    )


async def forget_letter(tx: Transaction, kind: str, subject: int) -> None:
    """Delete what is not wanted. Of a withdrawn question what failed stays until it closes, and
    what is still to be looked for."""
    await tx.execute(
        "DELETE FROM outbox WHERE kind = ? AND subject = ? AND state <> 'cancelled'"
        " AND NOT (state = 'failed'"
        " AND EXISTS (SELECT 1 FROM questions q WHERE q.state = 'closing' AND q.id IN (subject,"
        " (SELECT question_id FROM question_entries e WHERE e.id = subject))))",
        (kind, subject),
    )
