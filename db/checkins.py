"""Rows of check-ins: who opted in, and where they stand with the prompts (UTC seconds)."""

from __future__ import annotations

import sqlite3
from datetime import date, time

from bot.domain.checkins import CheckIn, Stage
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


async def planned(tx: Transaction, kind: str, now: int) -> set[tuple[int, int]]:
    """Return (subject, due_at) of the coming letters of a kind that are planned already."""
    rows = await tx.execute_fetchall(
        "SELECT subject, due_at FROM outbox WHERE kind = ? AND due_at > ? AND state = 'waiting'",
        (kind, now),
    )
    return {(row[0], row[1]) for row in rows}


def _checkin(row: sqlite3.Row) -> CheckIn:
    number, person, every, first, at, zone, stage, last, paused = tuple(row)
    rhythm = Rhythm(Every(every), date.fromisoformat(first), time.fromisoformat(at), zone)
    until = None if paused is None else date.fromisoformat(paused)
    return CheckIn(number, person, rhythm, Stage(stage), last, until)
