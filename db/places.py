"""Names of places as rows: whole ones, each of which several places may share."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.library import Kept
from bot.domain.places import names_of
from db.database import Transaction


async def put_names(tx: Transaction, kept: Sequence[Kept]) -> None:
    """In place of the names that these entries had; a retired one has none."""
    await tx.executemany("DELETE FROM place_names WHERE entry = ?", [(one.id,) for one in kept])
    await tx.executemany(
        "INSERT INTO place_names (name, entry) VALUES (?, ?)",
        [
            (name, one.id)
            for one in kept
            if not one.entry.retired
            for name in sorted(names_of(one.entry))
        ],
    )


async def named(tx: Transaction, names: Sequence[str]) -> dict[str, list[int]]:
    """The numbers of the entries that have each name, as bot/domain/places.py compares it."""
    holes = ", ".join("?" * len(names))
    rows = await tx.execute_fetchall(
        f"SELECT name, entry FROM place_names WHERE name IN ({holes}) ORDER BY entry", tuple(names)
    )
    found: dict[str, list[int]] = {}
    for name, entry in rows:
        found.setdefault(name, []).append(entry)
    return found
