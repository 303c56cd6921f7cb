"""What is held about a person in any table, how long, who left, what ended. UTC seconds."""

from __future__ import annotations

from typing import Any

from bot.domain.checkins import DAY_SECONDS
from bot.domain.personal_data import DECLARED, PersonalData
from bot.domain.retention import (
    ACTION_DAYS,
    BUDDY_DAYS,
    CALL_DAYS,
    CHECKIN_DAYS,
    CONCERN_DAYS,
    HELLO_DAYS,
    LETTER_DAYS,
    NOTICE_DAYS,
    OUTCOME_DAYS,
    OWN_MEETING_DAYS,
    TICKED_DAYS,
)
from db.database import Transaction

Facts = tuple[tuple[str, Any], ...]


async def about(tx: Transaction, declaration: PersonalData, user_id: int) -> list[Facts]:
    """The rows of one declared table, each as (column, value).

    A row that belongs to a call has `call` (its title) and `call_starts` (wall time) as well.
    """
    rows = await tx.execute_fetchall(
        f"SELECT * FROM {declaration.table} WHERE {declaration.person} = ?", (user_id,)
    )
    return [
        tuple(zip(row.keys(), tuple(row), strict=True))
        + (await _call(tx, row["meeting_id"]) if "meeting_id" in row.keys() else ())  # noqa: SIM118
        for row in rows
    ]


async def _call(tx: Transaction, meeting_id: int) -> Facts:
    found = await tx.execute_fetchall(
        "SELECT title, wall_start FROM meetings WHERE id = ?", (meeting_id,)
    )
    return tuple(("call", row[0]) for row in found) + tuple(
        ("call_starts", row[1]) for row in found
    )


async def erase(tx: Transaction, declaration: PersonalData, user_id: int) -> None:
    """Delete the rows, or clear their id where the row belongs to everybody."""
    where = f"WHERE {declaration.person} = ?"
    if declaration.erase == "clear":
        sql = f"UPDATE {declaration.table} SET {declaration.person} = NULL {where}"
    else:
        sql = f"DELETE FROM {declaration.table} {where}"
    await tx.execute(sql, (user_id,))


async def people(tx: Transaction) -> set[int]:
    """Everybody about whom anything is held."""
    asked = " UNION ".join(
        f"SELECT {declaration.person} FROM {declaration.table} WHERE {declaration.person} > 0"
        for declaration in DECLARED
        if declaration.person
    )
    return {row[0] for row in await tx.execute_fetchall(asked)}


async def note_departure(tx: Transaction, user_id: int, now: int) -> None:
    """The first time counts."""
    await tx.execute(
        "INSERT INTO departures (user_id, left_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
        (user_id, now),
    )


async def forget_departure(tx: Transaction, user_id: int) -> None:
    await tx.execute("DELETE FROM departures WHERE user_id = ?", (user_id,))


async def departed_before(tx: Transaction, before: int) -> list[int]:
    """At or before the instant."""
    rows = await tx.execute_fetchall("SELECT user_id FROM departures WHERE left_at <= ?", (before,))
    return [row[0] for row in rows]


async def remember_erasure(tx: Transaction, hashed: str, day: str) -> None:
    """`hashed`: the keyed hash of whom. The latest day counts."""
    await tx.execute(
        "INSERT INTO erased_people (hash, day) VALUES (?, ?)"
        " ON CONFLICT (hash) DO UPDATE SET day = max(day, excluded.day)",
        (hashed, day),
    )


async def pending(tx: Transaction) -> tuple[list[tuple[str, str]], list[str]]:
    """(hash, day) of who was erased, and the handles of the questions that ended."""
    erased = await tx.execute_fetchall("SELECT hash, day FROM erased_people")
    ended = await tx.execute_fetchall("SELECT handle FROM question_endings")
    return [(row[0], row[1]) for row in erased], [row[0] for row in ended]


async def written_down(tx: Transaction, erased: list[tuple[str, str]], ended: list[str]) -> None:
    """Forget what stands beside the keys now; a later erasure of the same person stays."""
    await tx.executemany("DELETE FROM erased_people WHERE hash = ? AND day = ?", erased)
    await tx.executemany(
        "DELETE FROM question_endings WHERE handle = ?", [(handle,) for handle in ended]
    )


SETTLED = "('sent', 'skipped', 'failed', 'cancelled')"
OVER = "meeting_id IN (SELECT id FROM meetings WHERE starts_at + length_minutes * 60 < ?)"
# (table, which rows are too old, days): everything that goes by its age.
# Each condition takes one value, the instant before which a row is too old (UTC seconds).
RULES = (
    ("outbox", f"state IN {SETTLED} AND coalesce(settled_at, due_at) < ?", LETTER_DAYS),
    ("notices", "since < ?", NOTICE_DAYS),
    ("imports", "made_at < ?", 1),
    ("suggestions", "outcome <> '' AND unixepoch(decided_on) < ?", OUTCOME_DAYS),
    ("meetings", "state = 'draft' AND starts_at < ?", 0),
    ("answers", OVER, CALL_DAYS),
    ("arrangements", OVER, 0),
    ("call_jobs", OVER, CALL_DAYS),
    ("topics", OVER, CALL_DAYS),
    ("topics", f"(state <> 'agenda' OR sort = 'words') AND {OVER}", 0),
    ("notes", OVER, CALL_DAYS),
    ("notes_wanted", OVER, CALL_DAYS),
    ("found_actions", OVER, CALL_DAYS),
    ("polls", "ends_at < ?", CALL_DAYS),
    ("polls", "state = 'draft' AND ends_at < ?", 0),
    ("changes", OVER, CALL_DAYS),
    ("call_versions", OVER, CALL_DAYS),
    ("actions", "unixepoch(due_on) < ?", ACTION_DAYS),
    ("series", "NOT EXISTS (SELECT 1 FROM meetings WHERE series_id = series.id) AND 0 < ?", 0),
    (
        "checkin_words",
        "answer IN (SELECT id FROM checkin_answers WHERE answered_at < ?)",
        CHECKIN_DAYS,
    ),
    ("checkin_answers", "counted = 0 AND answered_at < ?", CHECKIN_DAYS),
    ("checkin_answers", "answered_at < ?", TICKED_DAYS),
    ("own_meeting_words", "kept_at < ?", OWN_MEETING_DAYS),
    ("own_meetings", "starts_at < ?", OWN_MEETING_DAYS),
    ("concerns", "sent_at < ?", CONCERN_DAYS),
    (
        "buddy_members",
        "group_id IN (SELECT id FROM buddy_groups WHERE made_at < ?)",
        BUDDY_DAYS,
    ),
    ("buddy_groups", "made_at < ?", BUDDY_DAYS),
    ("hellos", "state NOT IN ('waiting', 'claimed') AND expires_at < ?", HELLO_DAYS),
)


async def delete_old(tx: Transaction, now: int) -> int:
    """By each table's rule; returns how many."""
    deleted = 0
    for table, condition, days in RULES:
        cursor = await tx.execute(
            f"DELETE FROM {table} WHERE {condition}", (now - days * DAY_SECONDS,)
        )
        deleted += cursor.rowcount
    return deleted
