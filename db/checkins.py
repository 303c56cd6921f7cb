"""Rows of check-ins: who opted in, where they stand, their entries (UTC seconds)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date, time

from bot.domain.checkins import Audience, CheckIn, Entry, Feeling, Given, Line, Stage
from bot.domain.rhythms import Every, Rhythm
from db.database import Transaction, fetchone

_COLUMNS = "id, person, every, first_day, wall_time, zone, stage, last_prompt, paused_until"


async def opt_in(tx: Transaction, person: int, rhythm: Rhythm) -> CheckIn:
    """Keep a rhythm, or change it; a pause and a silence are over then. Nobody is in twice."""
    rows = await tx.execute_fetchall(
        "INSERT INTO checkins (person, every, first_day, wall_time, zone) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (person) DO UPDATE SET every = excluded.every,"
        " first_day = excluded.first_day, wall_time = excluded.wall_time, zone = excluded.zone,"
        f" stage = 'settled', paused_until = NULL RETURNING {_COLUMNS}",
        (person, rhythm.every, rhythm.first.isoformat(), f"{rhythm.at:%H:%M}", rhythm.zone),
    )
    return _checkin(next(iter(rows)))


async def of_person(tx: Transaction, person: int) -> CheckIn | None:
    """Return what somebody chose, or None for somebody who is not in."""
    row = await fetchone(tx, f"SELECT {_COLUMNS} FROM checkins WHERE person = ?", (person,))
    return None if row is None else _checkin(row)


async def get(tx: Transaction, checkin_id: int) -> CheckIn | None:
    """Return one row by its number, or None."""
    row = await fetchone(tx, f"SELECT {_COLUMNS} FROM checkins WHERE id = ?", (checkin_id,))
    return None if row is None else _checkin(row)


async def asked_at_all(tx: Transaction) -> list[CheckIn]:
    """Return everybody whom prompts may reach."""
    rows = await tx.execute_fetchall(
        f"SELECT {_COLUMNS} FROM checkins WHERE stage NOT IN ('quiet', 'unreachable') ORDER BY id"
    )
    return [_checkin(row) for row in rows]


async def settle(tx: Transaction, person: int, since: int = 0) -> None:
    """Somebody answered, the prompt of `since` if it came by one: nothing is open any more."""
    await tx.execute(
        "UPDATE checkins SET stage = 'settled', last_prompt = max(last_prompt, ?) WHERE person = ?",
        (since, person),
    )


async def prompted(tx: Transaction, checkin_id: int, due: int, stage: Stage) -> None:
    """Note a prompt that arrived, once: not if it, or a later one, has been noted."""
    await tx.execute(
        "UPDATE checkins SET last_prompt = ?, stage = ? WHERE id = ? AND last_prompt < ?",
        (due, stage, checkin_id, due),
    )


async def set_stage(tx: Transaction, checkin_id: int, stage: Stage) -> None:
    """Move somebody to a stage."""
    await tx.execute("UPDATE checkins SET stage = ? WHERE id = ?", (stage, checkin_id))


async def rest(tx: Transaction, checkin_id: int, until: date) -> None:
    """Ask nothing before a local day; what was open is settled."""
    await tx.execute(
        "UPDATE checkins SET paused_until = ?, stage = 'settled' WHERE id = ?",
        (until.isoformat(), checkin_id),
    )


async def leave(tx: Transaction, person: int) -> None:
    """Delete what somebody chose."""
    await tx.execute("DELETE FROM checkins WHERE person = ?", (person,))


def _checkin(row: sqlite3.Row) -> CheckIn:
    number, person, every, first, at, zone, stage, last, paused = tuple(row)
    rhythm = Rhythm(Every(every), date.fromisoformat(first), time.fromisoformat(at), zone)
    until = None if paused is None else date.fromisoformat(paused)
    return CheckIn(number, person, rhythm, Stage(stage), last, until)


_ENTRY_COLUMNS = "id, person, since, answered_at, month, feeling, audience, counted, version"


async def add_entry(
    tx: Transaction, person: int, since: int, now: int, month: str, given: Given
) -> Entry:
    """Keep a new entry, without its words."""
    rows = await tx.execute_fetchall(
        "INSERT INTO checkin_answers (person, since, answered_at, month, feeling, audience,"
        f" counted) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING {_ENTRY_COLUMNS}",
        (person, since, now, month, given.feeling, given.audience, given.counted),
    )
    return _one_entry(rows)


async def change_entry(tx: Transaction, entry: Entry, given: Given) -> Entry:
    """Change an entry; when and in which month it was given stays."""
    rows = await tx.execute_fetchall(
        "UPDATE checkin_answers SET feeling = ?, audience = ?, counted = ?, version = version + 1"
        f" WHERE id = ? RETURNING {_ENTRY_COLUMNS}",
        (given.feeling, given.audience, given.counted, entry.id),
    )
    return _one_entry(rows)


async def keep_to_oneself(tx: Transaction, entry_id: int) -> None:
    """Make an entry `Only me`."""
    await tx.execute("UPDATE checkin_answers SET audience = 'me' WHERE id = ?", (entry_id,))


async def find_entry(tx: Transaction, entry_id: int) -> Entry | None:
    """Return an entry, or None."""
    rows = await tx.execute_fetchall(
        f"SELECT {_ENTRY_COLUMNS} FROM checkin_answers WHERE id = ?", (entry_id,)
    )
    return _one_entry(rows) if rows else None


async def entries_of(tx: Transaction, person: int) -> list[Entry]:
    """Return somebody's entries, newest first."""
    rows = await tx.execute_fetchall(
        f"SELECT {_ENTRY_COLUMNS} FROM checkin_answers WHERE person = ?"
        " ORDER BY answered_at DESC, id DESC",
        (person,),
    )
    return [_entry(row) for row in rows]


async def latest_entry(tx: Transaction, person: int) -> Entry | None:
    """Return somebody's newest entry, or None."""
    entries = await entries_of(tx, person)
    return entries[0] if entries else None


async def ticked(tx: Transaction, month: str) -> list[Entry]:
    """Return the entries of a month that their people want counted, and no others."""
    rows = await tx.execute_fetchall(
        f"SELECT {_ENTRY_COLUMNS} FROM checkin_answers WHERE month = ? AND counted = 1", (month,)
    )
    return [_entry(row) for row in rows]


async def seal_words(tx: Transaction, entry_id: int, sealed: bytes | None) -> None:
    """Keep the sealed words of an entry, or none."""
    await tx.execute("DELETE FROM checkin_words WHERE answer = ?", (entry_id,))
    if sealed is not None:
        await tx.execute(
            "INSERT INTO checkin_words (answer, sealed) VALUES (?, ?)", (entry_id, sealed)
        )


async def sealed_words(tx: Transaction, entry_id: int) -> bytes | None:
    """Return the sealed words of an entry, or None."""
    row = await fetchone(tx, "SELECT sealed FROM checkin_words WHERE answer = ?", (entry_id,))
    return None if row is None else row[0]


async def delete_entries_of(tx: Transaction, person: int) -> None:
    """Delete every answer of somebody, words included."""
    await tx.execute("DELETE FROM checkin_answers WHERE person = ?", (person,))


async def publish(tx: Transaction, month: str, line: Line) -> Line:
    """Freeze the line of a month, or return the one that was frozen before."""
    await tx.execute(
        "INSERT INTO checkin_lines (month, line) VALUES (?, ?) ON CONFLICT DO NOTHING",
        (month, line),
    )
    row = await fetchone(tx, "SELECT line FROM checkin_lines WHERE month = ?", (month,))
    return line if row is None else Line(row[0])


async def published(tx: Transaction, limit: int = 12) -> list[tuple[str, Line]]:
    """Return the months that have been shown and their lines, newest first."""
    rows = await tx.execute_fetchall(
        "SELECT month, line FROM checkin_lines ORDER BY month DESC LIMIT ?", (limit,)
    )
    return [(row[0], Line(row[1])) for row in rows]


def _one_entry(rows: Iterable[sqlite3.Row]) -> Entry:
    return _entry(next(iter(rows)))


def _entry(row: sqlite3.Row) -> Entry:
    number, person, since, at, month, feeling, audience, counted, version = tuple(row)
    return Entry(
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


async def note_post(tx: Transaction, entry_id: int, thread: int, message: int) -> None:
    """Keep where an entry stands; known once is known."""
    await tx.execute(
        "INSERT INTO checkin_posts (answer, thread, message) VALUES (?, ?, ?)"
        " ON CONFLICT (answer) DO UPDATE"
        " SET thread = excluded.thread, message = excluded.message",
        (entry_id, thread, message),
    )


async def post_of(tx: Transaction, entry_id: int) -> tuple[int, int] | None:
    """Return thread and message of a shared entry, or None."""
    row = await fetchone(
        tx, "SELECT thread, message FROM checkin_posts WHERE answer = ?", (entry_id,)
    )
    return None if row is None else (row[0], row[1])


async def posts_to_take_down(tx: Transaction, words: int) -> list[int]:
    """Return entries in the thread that are gone, kept to oneself, or older than `words`."""
    rows = await tx.execute_fetchall(
        "SELECT answer FROM checkin_posts LEFT JOIN checkin_answers ON id = answer"
        " WHERE id IS NULL OR audience = 'me' OR answered_at < ? ORDER BY answer",
        (words,),
    )
    return [row[0] for row in rows]


async def forget_post(tx: Transaction, entry_id: int) -> None:
    """The message is gone."""
    await tx.execute("DELETE FROM checkin_posts WHERE answer = ?", (entry_id,))
