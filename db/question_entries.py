"""Rows about a question: answers, replies, decisions on it, blocks and its letters."""

from __future__ import annotations

import sqlite3
from typing import Any

from bot.domain.questions import Block, Decision, Entry, Said, Verb
from db import outbox
from db.database import Transaction

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


async def drop_replies(tx: Transaction, question_id: int) -> None:
    """Delete the replies that are still held, with their letters.

    One whose letter failed is named in the queue: it stays until the public sign, and is not sent.
    """
    # Asked in the same statement: whoever withdraws waits for this.
    rows = await tx.execute_fetchall(
        "DELETE FROM question_entries WHERE question_id = ? AND said = 'reply' AND posted = 0"
        " AND id NOT IN (SELECT subject FROM outbox"
        " WHERE kind = 'questions.reply' AND state = 'failed') RETURNING id",
        (question_id,),
    )
    await outbox.erase(tx, "questions.reply", [row[0] for row in rows])


async def delete_all(tx: Transaction, question_id: int) -> None:
    """Delete the entries of a question with their letters."""
    rows = await tx.execute_fetchall(
        "DELETE FROM question_entries WHERE question_id = ? RETURNING id", (question_id,)
    )
    await outbox.erase(tx, ("questions.reply", "questions.answer"), [row[0] for row in rows])


async def held_replies(tx: Transaction, question_id: int) -> list[int]:
    """The ids of the replies that are still to come into the thread."""
    rows = await tx.execute_fetchall(
        "SELECT id FROM question_entries WHERE question_id = ? AND said = 'reply' AND posted = 0",
        (question_id,),
    )
    return [row[0] for row in rows]


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
    rows = await tx.execute_fetchall(
        "UPDATE question_entries SET stopped = 1"
        " WHERE question_id = ? AND said = 'reply' AND posted = 0 RETURNING id",
        (question_id,),
    )
    await outbox.erase(tx, "questions.reply", [row[0] for row in rows])


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


async def decisions_about(tx: Transaction, about: str) -> list[int]:
    """The ids of what was pressed about a question and has not come to its end."""
    rows = await tx.execute_fetchall("SELECT id FROM question_decisions WHERE about = ?", (about,))
    return [row[0] for row in rows]


async def mark_acted(tx: Transaction, decision_id: int) -> None:
    """It is carried out; its card may still have to be changed."""
    await tx.execute("UPDATE question_decisions SET acted = 1 WHERE id = ?", (decision_id,))


async def delete_decision(tx: Transaction, decision_id: int) -> None:
    """It has come to its end."""
    await tx.execute("DELETE FROM question_decisions WHERE id = ?", (decision_id,))
