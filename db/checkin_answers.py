"""Rows of answers, their sealed words, and the lines of months. Instants are UTC seconds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from bot.domain.checkins import Answer, Audience, Feeling, Given, Line
from db.database import Transaction

_COLUMNS = "id, person, since, answered_at, month, feeling, audience, counted, version"


async def add(
    tx: Transaction, person: int, since: int, now: int, month: str, given: Given
) -> Answer:
    """Keep a new answer, without its words."""
    rows = await tx.execute_fetchall(
        "INSERT INTO checkin_answers (person, since, answered_at, month, feeling, audience,"
        f" counted) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING {_COLUMNS}",
        (person, since, now, month, given.feeling, given.audience, given.counted),
    )
    return _one(rows)


async def change(tx: Transaction, answer: Answer, given: Given) -> Answer:
    """Change an answer; when and in which month it was given stays."""
    rows = await tx.execute_fetchall(
        "UPDATE checkin_answers SET feeling = ?, audience = ?, counted = ?, version = version + 1"
        f" WHERE id = ? RETURNING {_COLUMNS}",
        (given.feeling, given.audience, given.counted, answer.id),
    )
    return _one(rows)


async def keep_to_oneself(tx: Transaction, answer_id: int) -> None:
    """Make an answer `Only me`."""
    await tx.execute("UPDATE checkin_answers SET audience = 'me' WHERE id = ?", (answer_id,))


async def get(tx: Transaction, answer_id: int) -> Answer | None:
    """Return an answer, or None."""
    rows = await tx.execute_fetchall(
        f"SELECT {_COLUMNS} FROM checkin_answers WHERE id = ?", (answer_id,)
    )
    return _one(rows) if rows else None


async def of_person(tx: Transaction, person: int) -> list[Answer]:
    """Return somebody's answers, newest first."""
    rows = await tx.execute_fetchall(
        f"SELECT {_COLUMNS} FROM checkin_answers WHERE person = ?"
        " ORDER BY answered_at DESC, id DESC",
        (person,),
    )
    return [_answer(row) for row in rows]


async def latest(tx: Transaction, person: int) -> Answer | None:
    """Return somebody's newest answer, or None."""
    answers = await of_person(tx, person)
    return answers[0] if answers else None


async def ticked(tx: Transaction, month: str) -> list[Answer]:
    """Return the answers of a month that their people want counted, and no others."""
    rows = await tx.execute_fetchall(
        f"SELECT {_COLUMNS} FROM checkin_answers WHERE month = ? AND counted = 1", (month,)
    )
    return [_answer(row) for row in rows]


async def seal(tx: Transaction, answer_id: int, sealed: bytes | None) -> None:
    """Keep the sealed words of an answer, or none."""
    await tx.execute("DELETE FROM checkin_words WHERE answer = ?", (answer_id,))
    if sealed is not None:
        await tx.execute("INSERT INTO checkin_words VALUES (?, ?)", (answer_id, sealed))


async def sealed_words(tx: Transaction, answer_id: int) -> bytes | None:
    """Return the sealed words of an answer, or None."""
    cursor = await tx.execute("SELECT sealed FROM checkin_words WHERE answer = ?", (answer_id,))
    row = await cursor.fetchone()
    return None if row is None else row[0]


async def delete_of(tx: Transaction, person: int) -> None:
    """Delete every answer of somebody, words included."""
    await tx.execute("DELETE FROM checkin_answers WHERE person = ?", (person,))


async def delete_older(tx: Transaction, words: int, ticked_answers: int) -> None:
    """Delete words, and answers without a tick, given before `words`; ticked ones later."""
    await tx.execute(
        "DELETE FROM checkin_answers WHERE answered_at < ? AND (counted = 0 OR answered_at < ?)",
        (words, ticked_answers),
    )
    await tx.execute(
        "DELETE FROM checkin_words WHERE answer IN"
        " (SELECT id FROM checkin_answers WHERE answered_at < ?)",
        (words,),
    )


async def publish(tx: Transaction, month: str, line: Line) -> Line:
    """Freeze the line of a month, or return the one that was frozen before."""
    await tx.execute(
        "INSERT INTO checkin_lines VALUES (?, ?) ON CONFLICT (month) DO NOTHING", (month, line)
    )
    cursor = await tx.execute("SELECT line FROM checkin_lines WHERE month = ?", (month,))
    row = await cursor.fetchone()
    return line if row is None else Line(row[0])


async def published(tx: Transaction, limit: int = 12) -> list[tuple[str, Line]]:
    """Return the months that have been shown and their lines, newest first."""
    rows = await tx.execute_fetchall(
        "SELECT month, line FROM checkin_lines ORDER BY month DESC LIMIT ?", (limit,)
    )
    return [(row[0], Line(row[1])) for row in rows]


def _one(rows: Iterable[sqlite3.Row]) -> Answer:
    return _answer(next(iter(rows)))


def _answer(row: sqlite3.Row) -> Answer:
    number, person, since, at, month, feeling, audience, counted, version = tuple(row)
    return Answer(
        number,
        person,
        since,
        at,
        month,
        Feeling(feeling),
        Audience(audience),
        bool(counted),
        version,
    )


async def note_post(tx: Transaction, answer_id: int, thread: int, message: int) -> None:
    """Keep where an answer stands; known once is known."""
    await tx.execute(
        "INSERT INTO checkin_posts VALUES (?, ?, ?) ON CONFLICT (answer) DO UPDATE"
        " SET thread = excluded.thread, message = excluded.message",
        (answer_id, thread, message),
    )


async def post_of(tx: Transaction, answer_id: int) -> tuple[int, int] | None:
    """Return thread and message of a shared answer, or None."""
    cursor = await tx.execute(
        "SELECT thread, message FROM checkin_posts WHERE answer = ?", (answer_id,)
    )
    row = await cursor.fetchone()
    return None if row is None else (row[0], row[1])


async def posts_to_take_down(tx: Transaction, words: int) -> list[int]:
    """Return answers in the thread that are gone, kept to oneself, or older than `words`."""
    rows = await tx.execute_fetchall(
        "SELECT answer FROM checkin_posts LEFT JOIN checkin_answers ON id = answer"
        " WHERE id IS NULL OR audience = 'me' OR answered_at < ? ORDER BY answer",
        (words,),
    )
    return [row[0] for row in rows]


async def forget_post(tx: Transaction, answer_id: int) -> None:
    """The message is gone."""
    await tx.execute("DELETE FROM checkin_posts WHERE answer = ?", (answer_id,))
