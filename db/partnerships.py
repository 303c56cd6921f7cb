"""Partnerships, what is proposed for them, and which one is whose."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.partnerships import TEXTS, Partnership, Proposal, with_texts
from db.database import Transaction, fetchone


@dataclass(frozen=True, repr=False)
class KeptOwn:
    """Which is whose, and how it is set up, both sealed; and which one others see, 0 for none."""

    id: int
    sealed: bytes | None
    shown: int
    setup: bytes | None


_TEXTS = ", ".join(TEXTS)
_HOLES = ", ".join("?" * len(TEXTS))
_SET = ", ".join(f"{name} = ?" for name in TEXTS)
_PARTNERSHIP = f"id, {_TEXTS}, checked_on, closed, merged_into"


async def everything(tx: Transaction) -> list[Partnership]:
    """Closed ones too, by name."""
    rows = await tx.execute_fetchall(
        f"SELECT {_PARTNERSHIP} FROM partnerships ORDER BY name COLLATE NOCASE, id"
    )
    return [_partnership(row) for row in rows]


async def get(tx: Transaction, number: int) -> Partnership | None:
    row = await fetchone(tx, f"SELECT {_PARTNERSHIP} FROM partnerships WHERE id = ?", (number,))
    return _partnership(row) if row else None


async def insert(tx: Transaction, one: Partnership) -> int:
    cursor = await tx.execute(
        f"INSERT INTO partnerships (name, area, trusts, board, led_by, papers, joining, checked_on)"
        f" VALUES ({_HOLES}, ?)",
        (*_texts(one), _day(one.checked_on)),
    )
    return cursor.lastrowid or 0


async def update(tx: Transaction, one: Partnership) -> None:
    await tx.execute(
        f"UPDATE partnerships SET {_SET}, checked_on = ?, closed = ?, merged_into = ? WHERE id = ?",
        (*_texts(one), _day(one.checked_on), one.closed, one.merged_into or None, one.id),
    )


async def propose(tx: Transaction, changes: int, wanted: Partnership) -> int:
    """Returns its number: they go up by chance, since one that is used again would lead old buttons
    to another."""
    last = await fetchone(tx, "SELECT coalesce(max(id), 0) FROM partnership_proposals")
    number = (last[0] if last else 0) + 1 + secrets.randbelow(2**40)
    await tx.execute(
        f"INSERT INTO partnership_proposals (id, changes, {_TEXTS}) VALUES (?, ?, {_HOLES})",
        (number, changes or None, *_texts(wanted)),
    )
    return number


async def rewrite(tx: Transaction, number: int, wanted: Partnership) -> None:
    await tx.execute(
        f"UPDATE partnership_proposals SET {_SET} WHERE id = ?", (*_texts(wanted), number)
    )


async def proposals(tx: Transaction) -> list[Proposal]:
    """The oldest first."""
    rows = await tx.execute_fetchall(
        f"SELECT id, coalesce(changes, 0), {_TEXTS} FROM partnership_proposals ORDER BY id"
    )
    return [_proposal(row) for row in rows]


async def proposal(tx: Transaction, number: int) -> Proposal | None:
    return next((each for each in await proposals(tx) if each.id == number), None)


async def decided(tx: Transaction, number: int) -> None:
    await tx.execute("DELETE FROM partnership_proposals WHERE id = ?", (number,))


async def begin(tx: Transaction, person: int) -> int:
    """The number of this person's row, which what is sealed there is sealed with."""
    await tx.execute(
        "INSERT INTO own_partnerships (person) VALUES (?) ON CONFLICT DO NOTHING", (person,)
    )
    row = await fetchone(tx, "SELECT id FROM own_partnerships WHERE person = ?", (person,))
    return row[0] if row else 0


async def put_own(tx: Transaction, person: int, sealed: bytes | None) -> None:
    """In place of what was there; nobody sees it, and what was kept of its set-up goes. Kept before
    any was chosen, it was said of this one."""
    await tx.execute(
        "UPDATE own_partnerships SET setup = CASE WHEN sealed IS NULL AND ?1 IS NOT NULL THEN setup"
        " END, sealed = ?1, shown = NULL WHERE person = ?2",
        (sealed, person),
    )


async def show(tx: Transaction, person: int, partnership: int) -> None:
    """0: to nobody."""
    await tx.execute(
        "UPDATE own_partnerships SET shown = ? WHERE person = ?", (partnership or None, person)
    )


async def keep_setup(tx: Transaction, person: int, sealed: bytes | None) -> None:
    await tx.execute("UPDATE own_partnerships SET setup = ? WHERE person = ?", (sealed, person))


async def own(tx: Transaction, person: int) -> KeptOwn | None:
    row = await fetchone(
        tx, "SELECT id, sealed, shown, setup FROM own_partnerships WHERE person = ?", (person,)
    )
    return KeptOwn(row[0], row[1], row[2] or 0, row[3]) if row else None


async def from_here(tx: Transaction, partnership: int) -> list[int]:
    """Who let others see that they are from there."""
    rows = await tx.execute_fetchall(
        "SELECT person FROM own_partnerships WHERE shown = ? ORDER BY person", (partnership,)
    )
    return [row[0] for row in rows]


async def unanswered(tx: Transaction, person: int) -> int:
    row = await fetchone(tx, "SELECT unanswered FROM own_partnerships WHERE person = ?", (person,))
    return row[0] if row else 0


async def count_unanswered(tx: Transaction, person: int, due_at: int) -> None:
    """Once a card, which is known by when it was due (UTC seconds)."""
    await begin(tx, person)
    await tx.execute(
        "UPDATE own_partnerships SET unanswered = unanswered + 1, last_card = ?2"
        " WHERE person = ?1 AND last_card <> ?2",
        (person, due_at),
    )


async def answered(tx: Transaction, person: int) -> None:
    await tx.execute(
        "UPDATE own_partnerships SET unanswered = 0 WHERE person = ? AND unanswered > 0", (person,)
    )


def _texts(one: Partnership) -> Iterable[str]:
    return (getattr(one, name) for name in TEXTS)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _partnership(row: sqlite3.Row) -> Partnership:
    number, *texts, day, closed, merged_into = tuple(row)
    return replace(
        with_texts(Partnership(""), dict(zip(TEXTS, texts, strict=True))),
        checked_on=date.fromisoformat(day) if day else None,
        closed=bool(closed),
        merged_into=merged_into or 0,
        id=number,
    )


def _proposal(row: sqlite3.Row) -> Proposal:
    number, changes, *texts = tuple(row)
    return Proposal(number, changes, Partnership(*texts))
