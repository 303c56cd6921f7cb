"""Suggestions for the library and reports about its entries, as rows."""

from __future__ import annotations

from typing import Any

from bot.domain.suggestions import Suggestion
from db.database import Transaction

_SUGGESTION = "SELECT id, user_id, entry, title, url, why FROM suggestions"


async def add(
    tx: Transaction, person: int, entry: int | None, title: str, url: str, why: str
) -> int:
    """Keep a suggestion, or a report about an entry. Returns its number."""
    cursor = await tx.execute(
        "INSERT INTO suggestions (user_id, entry, title, url, why) VALUES (?, ?, ?, ?, ?)",
        (person, entry, title, url, why),
    )
    return cursor.lastrowid or 0


async def get(tx: Transaction, suggestion_id: int) -> Suggestion | None:
    """Return a suggestion by its number."""
    found = await _many(tx, f"{_SUGGESTION} WHERE id = ?", (suggestion_id,))
    return found[0] if found else None


async def waiting(tx: Transaction) -> list[Suggestion]:
    """Return what nobody has decided yet, oldest first."""
    return await _many(tx, f"{_SUGGESTION} ORDER BY id", ())


async def waiting_of(tx: Transaction, person: int) -> int:
    """Return how many of a person's suggestions wait."""
    rows = await tx.execute_fetchall(
        "SELECT count(*) FROM suggestions WHERE user_id = ?", (person,)
    )
    return int(next(iter(rows))[0])


async def remove(tx: Transaction, suggestion_id: int) -> bool:
    """Delete what has been decided. False if somebody was faster."""
    cursor = await tx.execute("DELETE FROM suggestions WHERE id = ?", (suggestion_id,))
    return cursor.rowcount == 1


async def _many(tx: Transaction, sql: str, values: tuple[Any, ...]) -> list[Suggestion]:
    return [Suggestion(*row) for row in await tx.execute_fetchall(sql, values)]
