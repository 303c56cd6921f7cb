"""Rows about a question: answers, replies, decisions on it, blocks and its letters."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import Any

from bot.domain.questions import Block, Decision, Entry, EntryState, Said, Verb
from db import outbox
from db.database import Transaction

_COLUMNS = (
    "id, question_id, place, said, state, sealed_text, sealed_name, sealed_why, card_place,"
    " card_id, message_id, reported"
)
LETTERS = tuple(
    f"questions.{kind}" for kind in ("reply", "pass", "answer", "down", "writer", "report")
)
TO_THREAD = ("questions.answer", "questions.pass")
OF_OTHERS = ("questions.answer", "questions.down", "questions.writer")
_UNPOSTED = "said IN ('answer', 'reply') AND state IN ('held', 'review', 'releasing')"


async def add(tx: Transaction, entry: Entry) -> None:
    """Until it is posted its place says nothing: given in order, it would tell between which
    answers a reply was written."""
    await tx.execute(
        "INSERT INTO question_entries (id, question_id, place, said, state, sealed_text,"
        " sealed_name) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            *(entry.id, entry.question_id, -entry.id, entry.said, entry.state),
            *(entry.sealed_text, entry.sealed_name),
        ),
    )


async def find(tx: Transaction, entry_id: int) -> Entry | None:
    rows = await tx.execute_fetchall(
        f"SELECT {_COLUMNS} FROM question_entries WHERE id = ?", (entry_id,)
    )
    return next((_entry(row) for row in rows), None)


async def of_question(tx: Transaction, question_id: int) -> list[Entry]:
    """In the order of the thread; what is not posted yet (its place is negative) comes last."""
    rows = await tx.execute_fetchall(
        f"SELECT {_COLUMNS} FROM question_entries WHERE question_id = ? ORDER BY place < 0, place",
        (question_id,),
    )
    return [_entry(row) for row in rows]


async def unposted(tx: Transaction) -> list[Entry]:
    """Those still to come into their thread."""
    rows = await tx.execute_fetchall(
        f"SELECT {_COLUMNS} FROM question_entries WHERE {_UNPOSTED} ORDER BY question_id, place"
    )
    return [_entry(row) for row in rows]


async def reported(tx: Transaction) -> list[int]:
    """Ids of those that somebody has reported."""
    rows = await tx.execute_fetchall("SELECT id FROM question_entries WHERE reported <> 0")
    return [row[0] for row in rows]


async def who_answered(tx: Transaction) -> list[Entry]:
    """Answers of which it is kept who gave them."""
    rows = await tx.execute_fetchall(
        f"SELECT {_COLUMNS} FROM question_entries WHERE sealed_name IS NOT NULL ORDER BY id"
    )
    return [_entry(row) for row in rows]


async def forget_who(tx: Transaction, entry_id: int) -> None:
    await tx.execute("UPDATE question_entries SET sealed_name = NULL WHERE id = ?", (entry_id,))


async def drop_replies(tx: Transaction, question_id: int) -> None:
    """Delete the replies that nobody else can have seen, with their letters.

    One whose letter failed is named in the queue, and one that was tried may stand in the review
    channel: both stay until the public sign.
    """
    held = await held_replies(tx, question_id)
    await outbox.erase_untried(tx, "questions.reply", held)
    # In one statement: whoever withdraws waits for this.
    await tx.execute(
        "DELETE FROM question_entries WHERE question_id = ? AND said = 'reply' AND state = 'held'"
        " AND id NOT IN (SELECT subject FROM outbox WHERE kind = 'questions.reply')",
        (question_id,),
    )


async def delete_all(tx: Transaction, question_id: int) -> None:
    """With their letters."""
    rows = await tx.execute_fetchall(
        "DELETE FROM question_entries WHERE question_id = ? RETURNING id", (question_id,)
    )
    await outbox.erase(tx, LETTERS, [row[0] for row in rows])


async def delete(tx: Transaction, entry_id: int) -> None:
    """With its letters."""
    await tx.execute("DELETE FROM question_entries WHERE id = ?", (entry_id,))
    await outbox.erase(tx, LETTERS, entry_id)


async def held_replies(tx: Transaction, question_id: int) -> list[int]:
    """Ids of those still to come before the coordinators."""
    rows = await tx.execute_fetchall(
        "SELECT id FROM question_entries WHERE question_id = ? AND said = 'reply'"
        " AND state = 'held'",
        (question_id,),
    )
    return [row[0] for row in rows]


async def place_card(tx: Transaction, entry_id: int, channel: int, message: int) -> bool:
    """Where the card of a reply stands. It waits now; False when it is decided, stopped, or kept
    no more."""
    rows = await tx.execute_fetchall(
        "UPDATE question_entries SET card_place = ?, card_id = ?,"
        " state = CASE state WHEN 'held' THEN 'review' ELSE state END WHERE id = ? RETURNING state",
        (channel, message, entry_id),
    )
    return any(row[0] == "review" for row in rows)


async def move(
    tx: Transaction,
    entry_id: int,
    before: EntryState,
    after: EntryState,
    sealed_why: bytes | None = None,
) -> bool:
    """False when it was no longer `before`."""
    cursor = await tx.execute(
        "UPDATE question_entries SET state = ?, sealed_why = ? WHERE id = ? AND state = ?",
        (after, sealed_why, entry_id, before),
    )
    return cursor.rowcount == 1


async def mark_posted(tx: Transaction, entry_id: int, message: int = 0) -> None:
    """It stands in the thread now (a note: on the asker's page), after all others."""
    await tx.execute(
        "UPDATE question_entries SET state = 'posted', message_id = ?, place = (SELECT"
        "  1 + max(0, max(place)) FROM question_entries AS every"
        " WHERE every.question_id = question_entries.question_id)"
        " WHERE id = ? AND state IN ('held', 'releasing')",
        (message, entry_id),
    )


async def report(tx: Transaction, entry_id: int, why: int) -> bool:
    """False when that has been done before, or it does not stand in its thread."""
    cursor = await tx.execute(
        "UPDATE question_entries SET reported = ?"
        " WHERE id = ? AND reported = 0 AND state = 'posted'",
        (why, entry_id),
    )
    return cursor.rowcount == 1


async def stop_replies(tx: Transaction, question_id: int) -> None:
    """Stop the replies that are not out yet: they stay with their asker, and go nowhere.

    What was tried may stand. In the thread: it is looked for before it is stopped. Before the
    coordinators: its card is looked for, and says so.
    """
    rows = await tx.execute_fetchall(
        "UPDATE question_entries SET state = 'stopped' WHERE question_id = ? AND said = 'reply'"
        f" AND {_UNPOSTED} AND NOT (state = 'releasing' AND id IN (SELECT subject FROM outbox"
        " WHERE kind = 'questions.pass' AND attempts > 0)) RETURNING id",
        (question_id,),
    )
    await outbox.erase_untried(tx, ("questions.reply", "questions.pass"), [row[0] for row in rows])


def _entry(row: sqlite3.Row) -> Entry:
    values: list[Any] = list(row)
    values[3], values[4] = Said(values[3]), EntryState(values[4])
    return Entry(*values)


async def block(tx: Transaction, block: Block) -> None:
    await tx.execute(
        "INSERT INTO question_blocks (question_id, tag, ends_at) VALUES (?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (block.question_id, block.tag, block.ends_at),
    )


async def unblock(tx: Transaction, question_id: int) -> None:
    await tx.execute("DELETE FROM question_blocks WHERE question_id = ?", (question_id,))


async def blocks(tx: Transaction) -> list[Block]:
    rows = await tx.execute_fetchall("SELECT question_id, tag, ends_at FROM question_blocks")
    return [Block(*row) for row in rows]


async def end_blocks(tx: Transaction, now: int) -> None:
    """Those over by now (UTC seconds): no key is left that fits them."""
    await tx.execute("DELETE FROM question_blocks WHERE ends_at <= ?", (now,))


async def add_decision(tx: Transaction, decision: Decision) -> None:
    await tx.execute(
        "INSERT INTO question_decisions (id, about, verb, sealed) VALUES (?, ?, ?, ?)",
        (decision.id, decision.about, decision.verb, decision.sealed),
    )


async def find_decision(tx: Transaction, decision_id: int) -> Decision | None:
    """None when it has come to its end."""
    rows = await tx.execute_fetchall(
        "SELECT id, about, verb, sealed, acted FROM question_decisions WHERE id = ?", (decision_id,)
    )
    return next((Decision(r[0], r[1], Verb(r[2]), r[3], bool(r[4])) for r in rows), None)


async def all_decisions(tx: Transaction) -> list[Decision]:
    """What has not come to its end."""
    rows = await tx.execute_fetchall(
        "SELECT id, about, verb, sealed, acted FROM question_decisions"
    )
    return [Decision(r[0], r[1], Verb(r[2]), r[3], bool(r[4])) for r in rows]


async def decisions_about(tx: Transaction, about: str) -> list[int]:
    """Ids of what has not come to its end."""
    rows = await tx.execute_fetchall("SELECT id FROM question_decisions WHERE about = ?", (about,))
    return [row[0] for row in rows]


async def still_to_act(tx: Transaction, about: str, verbs: Collection[Verb]) -> list[int]:
    """Ids of what is not carried out yet: another may only have its card to change."""
    rows = await tx.execute_fetchall(
        "SELECT id, verb FROM question_decisions WHERE about = ? AND NOT acted", (about,)
    )
    return [row[0] for row in rows if row[1] in verbs]


async def mark_acted(tx: Transaction, decision_id: int) -> None:
    """It is carried out; its card may still have to be changed."""
    await tx.execute("UPDATE question_decisions SET acted = 1 WHERE id = ?", (decision_id,))


async def delete_decision(tx: Transaction, decision_id: int) -> None:
    await tx.execute("DELETE FROM question_decisions WHERE id = ?", (decision_id,))
