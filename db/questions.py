"""Rows of anonymous questions. What would order them in time is not written."""

from __future__ import annotations

import sqlite3
from typing import Any

from bot.domain.questions import Ending, Question, State
from db import outbox
from db import question_entries as entries
from db.database import Transaction

_COLUMNS = (
    "q.id, handle, state, pseudonym, q.sealed_text, sealed_note, receipt, tag, address,"
    " shared, EXISTS (SELECT 1 FROM question_blocks b WHERE b.question_id = q.id),"
    " review_place, review_id, thread_place, thread_id, released_at, ends_at,"
    " EXISTS (SELECT 1 FROM question_entries e WHERE e.question_id = q.id AND said = 'answer'"
    " AND e.state <> 'taken_down'),"
    " seen, block_until, (SELECT n.sealed FROM question_news n WHERE n.question_id = q.id),"
    " waits_since, ending, q.reported"
)

POSTS = ("questions.release", "questions.publish")
PUBLIC = (*POSTS, "questions.share", "questions.close")
_OF_ITS_ASKER = (*PUBLIC, "questions.told")
# What others have set going is seen to its end, whatever its asker does.
_OF_OTHERS = ("questions.card", "questions.ended", "questions.report", "questions.tidy")
_LETTERS = (*_OF_ITS_ASKER, *_OF_OTHERS)


async def add(tx: Transaction, question: Question) -> None:
    await tx.execute(
        "INSERT INTO questions (id, handle, state, pseudonym, sealed_text, receipt, tag, address)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            question.id,
            question.handle,
            question.state,
            question.pseudonym,
            question.sealed_text,
            question.receipt,
            question.tag,
            question.address,
        ),
    )


async def find(tx: Transaction, question_id: int) -> Question | None:
    return await _one(tx, "q.id = ?", question_id)


async def find_handle(tx: Transaction, handle: str) -> Question | None:
    """By the handle in its public buttons."""
    return await _one(tx, "handle = ?", handle)


async def of_card(tx: Transaction, message: int) -> Question | None:
    """Whose newest card in the review channel that is."""
    return await _one(tx, "q.review_id = ?", message)


async def all_kept(tx: Transaction) -> list[Question]:
    """By number."""
    rows = await tx.execute_fetchall(f"SELECT {_COLUMNS} FROM questions q ORDER BY q.id")
    return [_question(row) for row in rows]


async def names(tx: Transaction) -> dict[int, str]:
    """Pseudonyms of the questions that are kept, by number."""
    rows = await tx.execute_fetchall("SELECT id, pseudonym FROM questions")
    return {row[0]: row[1] for row in rows}


async def move(tx: Transaction, question_id: int, before: State, after: State) -> bool:
    """Change the state for everybody; False when it was no longer `before`."""
    cursor = await tx.execute(
        "UPDATE questions SET state = ?, seen = ? WHERE id = ? AND state = ?",
        (after, after, question_id, before),
    )
    return cursor.rowcount == 1


async def move_unseen(tx: Transaction, question_id: int, before: State, after: State) -> bool:
    """Change the state as its asker does: others see it only with its public sign."""
    cursor = await tx.execute(
        "UPDATE questions SET state = ? WHERE id = ? AND state = ?", (after, question_id, before)
    )
    return cursor.rowcount == 1


async def write(tx: Transaction, question_id: int, sealed_text: bytes) -> None:
    await tx.execute(
        "UPDATE questions SET sealed_text = ? WHERE id = ?", (sealed_text, question_id)
    )


async def note(tx: Transaction, question_id: int, sealed_note: bytes | None) -> None:
    await tx.execute(
        "UPDATE questions SET sealed_note = ? WHERE id = ?", (sealed_note, question_id)
    )


async def place_review(
    tx: Transaction, question_id: int, channel: int, message: int, block_until: int
) -> bool:
    """Remember where it is being reviewed; False when it is kept no more.

    `block_until` (days since 1970) is kept from the first time.
    """
    cursor = await tx.execute(
        "UPDATE questions SET review_place = ?, review_id = ?, seen = 'review', sealed_note = NULL,"
        " block_until = coalesce(block_until, ?), waits_since = NULL WHERE id = ?",
        (channel, message, block_until, question_id),
    )
    return cursor.rowcount == 1


async def place_card(tx: Transaction, question_id: int, channel: int, message: int) -> bool:
    """Its card was deleted and stands there again; False when it is kept no more."""
    cursor = await tx.execute(
        "UPDATE questions SET review_place = ?, review_id = ? WHERE id = ?",
        (channel, message, question_id),
    )
    return cursor.rowcount == 1


async def end(tx: Transaction, question_id: int, ending: Ending, sealed_note: bytes) -> None:
    """Nothing more is taken for it; `sealed_note` says why."""
    await tx.execute(
        "UPDATE questions SET ending = ?, sealed_note = ? WHERE id = ?",
        (ending, sealed_note, question_id),
    )


async def report(tx: Transaction, question_id: int, why: int) -> bool:
    """False when that has been done before, or it is kept no more."""
    cursor = await tx.execute(
        "UPDATE questions SET reported = ? WHERE id = ? AND reported = 0", (why, question_id)
    )
    return cursor.rowcount == 1


async def note_waiting(tx: Transaction, look: int) -> None:
    """Of what stands in the review channel at this look (UTC seconds) for the first time."""
    await tx.execute(
        "UPDATE questions SET waits_since = ? WHERE seen = 'review' AND waits_since IS NULL",
        (look,),
    )


async def place_thread(
    tx: Transaction,
    question_id: int,
    channel: int,
    thread: int,
    released_at: int | None,
    ends_at: int,
) -> None:
    """Remember its thread, when it was released (None where it was withdrawn by then) and when it
    ends (UTC seconds)."""
    await tx.execute(
        "UPDATE questions SET thread_place = ?, thread_id = ?, released_at = ?, ends_at = ?"
        " WHERE id = ?",
        (channel, thread, released_at, ends_at, question_id),
    )


async def show_open(tx: Transaction, question_id: int) -> None:
    """From now on others see that it is open."""
    await tx.execute("UPDATE questions SET seen = 'open' WHERE id = ?", (question_id,))


async def place_address(tx: Transaction, question_id: int, sealed: bytes) -> None:
    """Nothing is put where the address has been destroyed meanwhile."""
    await tx.execute(
        "UPDATE questions SET address = ? WHERE id = ? AND address IS NOT NULL",
        (sealed, question_id),
    )


async def place_news(tx: Transaction, question_id: int, sealed: bytes) -> bool:
    """False when the question is kept no more."""
    cursor = await tx.execute(
        "INSERT INTO question_news (question_id, sealed) SELECT id, ? FROM questions WHERE id = ?"
        " ON CONFLICT (question_id) DO UPDATE SET sealed = excluded.sealed",
        (sealed, question_id),
    )
    return cursor.rowcount == 1


async def share(tx: Transaction, question_id: int) -> None:
    await tx.execute("UPDATE questions SET shared = 1 WHERE id = ?", (question_id,))


async def cut_loose(tx: Transaction, question_id: int) -> None:
    """Destroy what leads to the asker; the words stay until the public sign has been given.

    So does where a direct message stands that could not be deleted yet. A letter that failed is
    named in the queue, so it stays as well. One that was tried may have made its message though
    Discord's answer was lost: it goes on to be looked for, as if nothing had happened. What could
    not be blocked before (a restored question has no tag) reads as too old for it afterwards too.
    """
    await tx.execute(
        "UPDATE questions SET state = 'closing', receipt = NULL, tag = NULL, address = NULL,"
        " block_until = CASE WHEN tag IS NULL THEN min(block_until, 0)"
        " ELSE block_until END WHERE id = ?",
        (question_id,),
    )
    await outbox.erase_untried(tx, PUBLIC, question_id)
    await outbox.erase(tx, "questions.told", question_id, but=("failed",))


async def shown_closed(tx: Transaction, question_id: int, handle: str, sealed_text: bytes) -> None:
    """The public sign is given: for others the question is gone, and a new handle leads nowhere.

    Only where a direct message stands is kept with it.
    """
    await entries.delete_all(tx, question_id)
    await tx.execute(
        "UPDATE questions SET handle = ?, sealed_text = ?, sealed_note = NULL, seen = 'held',"
        " review_id = 0, thread_id = 0, released_at = NULL WHERE id = ?",
        (handle, sealed_text, question_id),
    )
    await outbox.erase(tx, (*PUBLIC, *_OF_OTHERS), question_id)


async def delete(tx: Transaction, question_id: int) -> None:
    """With its entries and every letter of both."""
    await entries.delete_all(tx, question_id)
    await outbox.erase(tx, _LETTERS, question_id)
    await tx.execute("DELETE FROM questions WHERE id = ?", (question_id,))


async def end_unreleased(tx: Transaction, ends_at: int) -> None:
    """Give an end (UTC seconds) to what has none yet; called once a night, so it dates nothing."""
    await tx.execute("UPDATE questions SET ends_at = ? WHERE ends_at IS NULL", (ends_at,))


async def end_tags(tx: Transaction, today: int) -> None:
    """Forget the tags (today: UTC, days since 1970) that no key fits any more."""
    await tx.execute("UPDATE questions SET tag = NULL WHERE block_until < ?", (today,))


async def _one(tx: Transaction, where: str, value: int | str) -> Question | None:
    rows = await tx.execute_fetchall(f"SELECT {_COLUMNS} FROM questions q WHERE {where}", (value,))
    return next((_question(row) for row in rows), None)


def _question(row: sqlite3.Row) -> Question:
    values: list[Any] = list(row)  # in the order of _COLUMNS
    for place in (9, 10, 17):
        values[place] = bool(values[place])
    values[2], values[18], values[22] = State(values[2]), State(values[18]), Ending(values[22])
    return Question(*values)
