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
    """A pause and a silence are over then. Nobody is in twice."""
    rows = await tx.execute_fetchall(
        "INSERT INTO checkins (person, every, first_day, wall_time, zone) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (person) DO UPDATE SET every = excluded.every,"
        " first_day = excluded.first_day, wall_time = excluded.wall_time, zone = excluded.zone,"
        f" stage = 'settled', paused_until = NULL RETURNING {_COLUMNS}",
        (person, rhythm.every, rhythm.first.isoformat(), f"{rhythm.at:%H:%M}", rhythm.zone),
    )
    return _checkin(next(iter(rows)))


async def of_person(tx: Transaction, person: int) -> CheckIn | None:
    row = await fetchone(tx, f"SELECT {_COLUMNS} FROM checkins WHERE person = ?", (person,))
    return None if row is None else _checkin(row)


async def get(tx: Transaction, checkin_id: int) -> CheckIn | None:
    row = await fetchone(tx, f"SELECT {_COLUMNS} FROM checkins WHERE id = ?", (checkin_id,))
    return None if row is None else _checkin(row)


async def asked_at_all(tx: Transaction) -> list[CheckIn]:
    """Everybody whom prompts may reach."""
    rows = await tx.execute_fetchall(
        f"SELECT {_COLUMNS} FROM checkins WHERE stage NOT IN ('quiet', 'unreachable') ORDER BY id"
    )
    return [_checkin(row) for row in rows]


async def settle(tx: Transaction, person: int, since: int = 0) -> None:
    """They answered, the prompt of `since` if it came by one: nothing is open any more."""
    await tx.execute(
        "UPDATE checkins SET stage = 'settled', last_prompt = max(last_prompt, ?) WHERE person = ?",
        (since, person),
    )


async def prompted(tx: Transaction, checkin_id: int, due: int, stage: Stage) -> None:
    """Noted once: not if this prompt, or a later one, has been noted."""
    await tx.execute(
        "UPDATE checkins SET last_prompt = ?, stage = ? WHERE id = ? AND last_prompt < ?",
        (due, stage, checkin_id, due),
    )


async def set_stage(tx: Transaction, checkin_id: int, stage: Stage) -> None:
    await tx.execute("UPDATE checkins SET stage = ? WHERE id = ?", (stage, checkin_id))


async def rest(tx: Transaction, checkin_id: int, until: date) -> None:
    """`until` is a local day; what was open is settled."""
    await tx.execute(
        "UPDATE checkins SET paused_until = ?, stage = 'settled' WHERE id = ?",
        (until.isoformat(), checkin_id),
    )


async def leave(tx: Transaction, person: int) -> None:
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
    """For its person alone, until it is shared; its words come by `seal_words`."""
    rows = await tx.execute_fetchall(
        "INSERT INTO checkin_answers (person, since, answered_at, month, feeling, audience,"
        f" counted) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING {_ENTRY_COLUMNS}",
        (person, since, now, month, given.feeling, Audience.ME, given.counted),
    )
    return _one_entry(rows)


async def change_entry(tx: Transaction, entry: Entry, given: Given) -> Entry:
    """When and in which month it was given stays, and who may see it."""
    rows = await tx.execute_fetchall(
        "UPDATE checkin_answers SET feeling = ?, counted = ?"
        f" WHERE id = ? RETURNING {_ENTRY_COLUMNS}",
        (given.feeling, given.counted, entry.id),
    )
    return _one_entry(rows)


async def keep_to_oneself(tx: Transaction, entry_id: int) -> None:
    """Make an entry `Only me`."""
    await tx.execute("UPDATE checkin_answers SET audience = 'me' WHERE id = ?", (entry_id,))


async def share(tx: Transaction, entry_id: int, audience: Audience) -> Entry:
    """Shared anew it is another version, so that each letter knows which it is about."""
    rows = await tx.execute_fetchall(
        "UPDATE checkin_answers SET audience = ?, version = version + 1 WHERE id = ?"
        f" RETURNING {_ENTRY_COLUMNS}",
        (audience, entry_id),
    )
    return _one_entry(rows)


async def delete_entry(tx: Transaction, entry_id: int) -> None:
    """Its words, and who has read it, go with it."""
    await tx.execute("DELETE FROM checkin_answers WHERE id = ?", (entry_id,))


async def note_read(tx: Transaction, entry_id: int, listener: int) -> bool:
    """False where it was noted before."""
    cursor = await tx.execute(
        "INSERT INTO checkin_reads (answer, listener) VALUES (?, ?) ON CONFLICT DO NOTHING",
        (entry_id, listener),
    )
    return cursor.rowcount > 0


async def readers(tx: Transaction, entry_id: int) -> list[int]:
    rows = await tx.execute_fetchall(
        "SELECT listener FROM checkin_reads WHERE answer = ? ORDER BY listener", (entry_id,)
    )
    return [row[0] for row in rows]


async def find_entry(tx: Transaction, entry_id: int) -> Entry | None:
    rows = await tx.execute_fetchall(
        f"SELECT {_ENTRY_COLUMNS} FROM checkin_answers WHERE id = ?", (entry_id,)
    )
    return _one_entry(rows) if rows else None


async def entries_of(tx: Transaction, person: int) -> list[Entry]:
    """Newest first."""
    rows = await tx.execute_fetchall(
        f"SELECT {_ENTRY_COLUMNS} FROM checkin_answers WHERE person = ?"
        " ORDER BY answered_at DESC, id DESC",
        (person,),
    )
    return [_entry(row) for row in rows]


async def latest_entry(tx: Transaction, person: int) -> Entry | None:
    entries = await entries_of(tx, person)
    return entries[0] if entries else None


async def ticked(tx: Transaction, month: str) -> list[Entry]:
    """The entries of a month that their people want counted, and no others."""
    rows = await tx.execute_fetchall(
        f"SELECT {_ENTRY_COLUMNS} FROM checkin_answers WHERE month = ? AND counted = 1", (month,)
    )
    return [_entry(row) for row in rows]


async def seal_words(tx: Transaction, entry_id: int, sealed: bytes | None) -> None:
    """In place of those before; None for no words."""
    await tx.execute("DELETE FROM checkin_words WHERE answer = ?", (entry_id,))
    if sealed is not None:
        await tx.execute(
            "INSERT INTO checkin_words (answer, sealed) VALUES (?, ?)", (entry_id, sealed)
        )


async def sealed_words(tx: Transaction, entry_id: int) -> bytes | None:
    row = await fetchone(tx, "SELECT sealed FROM checkin_words WHERE answer = ?", (entry_id,))
    return None if row is None else row[0]


async def delete_entries_of(tx: Transaction, person: int) -> None:
    """Words included."""
    await tx.execute("DELETE FROM checkin_answers WHERE person = ?", (person,))


async def publish(tx: Transaction, month: str, line: Line) -> None:
    """Freeze the line of a month; one that was frozen before stays."""
    await tx.execute(
        "INSERT INTO checkin_lines (month, line) VALUES (?, ?) ON CONFLICT DO NOTHING",
        (month, line),
    )


async def published(tx: Transaction) -> list[tuple[str, Line]]:
    """Of a year at most, newest first."""
    rows = await tx.execute_fetchall(
        "SELECT month, line FROM checkin_lines ORDER BY month DESC LIMIT 12"
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
    """A later place is kept instead of the one before."""
    await tx.execute(
        "INSERT INTO checkin_posts (answer, thread, message) VALUES (?, ?, ?)"
        " ON CONFLICT (answer) DO UPDATE"
        " SET thread = excluded.thread, message = excluded.message",
        (entry_id, thread, message),
    )


async def post_of(tx: Transaction, entry_id: int) -> tuple[int, int] | None:
    """(thread, message), while it stands there."""
    row = await fetchone(
        tx, "SELECT thread, message FROM checkin_posts WHERE answer = ?", (entry_id,)
    )
    return None if row is None else (row[0], row[1])


async def posts_to_take_down(tx: Transaction, words: int) -> list[int]:
    """Those that are gone, kept to oneself, or older than `words` (UTC seconds)."""
    rows = await tx.execute_fetchall(
        "SELECT answer FROM checkin_posts LEFT JOIN checkin_answers ON id = answer"
        " WHERE id IS NULL OR audience = 'me' OR answered_at < ? ORDER BY answer",
        (words,),
    )
    return [row[0] for row in rows]


async def forget_post(tx: Transaction, entry_id: int) -> None:
    await tx.execute("DELETE FROM checkin_posts WHERE answer = ?", (entry_id,))
