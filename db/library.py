"""The library as rows: the entries, and what belongs to them.

Whatever stands in a row of 999, 111 or Samaritans, it is read as it stands in code.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.domain.library import COLUMNS, Beside, Entry, Kept, Kind, Label, parts, successors
from bot.domain.support import SHOWN, as_shown, title_shown
from db.database import Transaction

_COLUMNS = ", ".join(COLUMNS)
_KEPT = f"SELECT {_COLUMNS}, id, touched FROM entries"
_HOLES = ", ".join("?" * len(COLUMNS))
_SET = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS if name != "key")
NAMED = (Kind.TERM, Kind.AREA)
RELATED = 4
AT_ONCE = 100  # written in steps, so that others are answered meanwhile


async def put(tx: Transaction, entries: Iterable[Entry], *, touched: bool) -> None:
    """Add entries, or change those whose key is known; then `library_index.reindex` them."""
    waiting = list(entries)
    for start in range(0, len(waiting), AT_ONCE):
        await tx.executemany(
            f"INSERT INTO entries ({_COLUMNS}, touched) VALUES ({_HOLES}, ?) ON CONFLICT (key)"
            f" DO UPDATE SET {_SET}, touched = excluded.touched",
            [(*_values(entry), int(touched)) for entry in waiting[start : start + AT_ONCE]],
        )


async def remove(tx: Transaction, keys: Sequence[str]) -> None:
    """For good; what somebody has reported or is asked to check is retired instead."""
    for key in keys:
        await tx.execute(
            "UPDATE entries SET retired = 1 WHERE key = ? AND (id IN (SELECT entry FROM"
            " suggestions) OR id IN (SELECT entry FROM check_offers))",
            (key,),
        )
        await tx.execute(
            "DELETE FROM entries WHERE key = ? AND id NOT IN (SELECT entry FROM suggestions WHERE"
            " entry IS NOT NULL) AND id NOT IN (SELECT entry FROM check_offers)",
            (key,),
        )


async def put_right(tx: Transaction, entry: Entry) -> bool:
    """Returns whether what the entry shows stood differently."""
    if not await differs(tx, entry):
        return False
    sets = ", ".join(f"{name} = ?" for name in SHOWN)
    cursor = await tx.execute(
        f"UPDATE entries SET {sets} WHERE key = ?", (*_shown(entry), entry.key)
    )
    return cursor.rowcount > 0


async def differs(tx: Transaction, entry: Entry) -> bool:
    """Whether what the entry shows is stored differently, or not at all."""
    same = " AND ".join(f"{name} IS ?" for name in SHOWN)
    rows = await tx.execute_fetchall(
        f"SELECT 1 FROM entries WHERE key = ? AND {same}", (entry.key, *_shown(entry))
    )
    return not list(rows)


def _shown(entry: Entry) -> list[Any]:
    values = dict(zip(COLUMNS, _values(entry), strict=True))
    return [values[name] for name in SHOWN]


async def by_key(tx: Transaction, key: str) -> Kept | None:
    """Retired or not."""
    return await _one(tx, f"{_KEPT} WHERE key = ?", (key,))


async def by_id(tx: Transaction, entry_id: int) -> Kept | None:
    """Retired or not."""
    return await _one(tx, f"{_KEPT} WHERE id = ?", (entry_id,))


async def by_ids(tx: Transaction, ids: Sequence[int]) -> list[Kept]:
    """Those that are there and not retired, in the order given."""
    holes = ", ".join("?" * len(ids))
    found = await _many(tx, f"{_KEPT} WHERE retired = 0 AND id IN ({holes})", tuple(ids))
    return sorted(found, key=lambda kept: ids.index(kept.id))


async def everything(tx: Transaction) -> list[Kept]:
    """In the order of the keys, retired ones too."""
    return await _many(tx, f"{_KEPT} ORDER BY key", ())


async def of_kind(tx: Transaction, kind: Kind) -> list[Kept]:
    """Not retired, in the order of their titles."""
    return await _many(tx, f"{_KEPT} WHERE kind = ? AND retired = 0 ORDER BY title", (kind,))


async def favourites(tx: Transaction, limit: int) -> list[tuple[str, str]]:
    """(title, key) of the documents in force that matter most, those first."""
    rows = await tx.execute_fetchall(
        "SELECT title, key FROM entries WHERE kind = 'resource' AND retired = 0 AND core = 1"
        " ORDER BY label <> 'in force', id LIMIT ?",
        (limit,),
    )
    return [(row[0], row[1]) for row in rows]


async def beside(tx: Transaction, shown: Sequence[Kept]) -> list[Beside]:
    """Newer names, older names, relations, see also."""
    asked, values = [], []
    for kept in shown:
        for sql, given in _beside(kept):
            # Wrapped, because no part of a UNION may have an order or limit of its own.
            asked.append(f"SELECT * FROM ({sql})")
            values += given
    if not asked:
        return []
    rows = await tx.execute_fetchall(" UNION ALL ".join(asked), tuple(values))
    found = [Beside(*row) for row in rows]
    return [replace(one, title=title_shown(one.key, one.title)) for one in found]


def _beside(kept: Kept) -> Iterable[tuple[str, list[Any]]]:
    entry = kept.entry
    one = "SELECT ?, ?, id, key, title, full_name, label, url FROM entries WHERE retired = 0"
    if newer := successors(entry):
        holes = ", ".join("?" * len(newer))
        yield f"{one} AND key IN ({holes})", [kept.id, "newer", *newer]
    if keys := parts(entry.see):
        holes = ", ".join("?" * len(keys))
        yield f"{one} AND key IN ({holes})", [kept.id, "see", *keys]
    if entry.kind in NAMED:
        # `replaced_by` holds keys with spaces between; with one at each end, no half key fits.
        yield (
            f"{one} AND kind IN ('term', 'area') AND replaced_by <> ''"
            " AND instr(' ' || replaced_by || ' ', ' ' || ? || ' ')",
            [kept.id, "older", entry.key],
        )
    if entry.kind is Kind.TERM:
        yield (
            f"{one} AND kind = 'term' AND tags = ? AND id <> ? ORDER BY abs(id - ?) LIMIT ?",
            [kept.id, "related", entry.tags, kept.id, kept.id, RELATED],
        )


async def mark_checked(tx: Transaction, entry_id: int, day: date) -> None:
    """Somebody looked at the entry on this day and found it right."""
    await tx.execute("UPDATE entries SET checked_on = ? WHERE id = ?", (day.isoformat(), entry_id))


async def _one(tx: Transaction, sql: str, values: tuple[Any, ...]) -> Kept | None:
    found = await _many(tx, sql, values)
    return found[0] if found else None


async def _many(tx: Transaction, sql: str, values: tuple[Any, ...]) -> list[Kept]:
    rows = await tx.execute_fetchall(sql, values)
    return [Kept(row["id"], as_shown(_entry(row)), bool(row["touched"])) for row in rows]


def _values(entry: Entry) -> list[Any]:
    values = []
    for name in COLUMNS:
        value = getattr(entry, name)
        if isinstance(value, bool):
            value = int(value)
        elif isinstance(value, date):
            value = value.isoformat()
        elif isinstance(value, Kind | Label):
            value = value.value
        values.append(value)
    return values


def day_of(text: str | None) -> date | None:
    """One that cannot be read counts as none, and stops nobody."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _entry(row: sqlite3.Row) -> Entry:
    values: list[Any] = list(row)[: len(COLUMNS)]
    for place, read in _READ:
        if values[place] is not None:
            values[place] = read(values[place])
    return Entry(*values)


_READ: list[tuple[int, Callable[[Any], Any]]] = [
    (COLUMNS.index("kind"), Kind),
    (COLUMNS.index("label"), Label),
    (COLUMNS.index("core"), bool),
    (COLUMNS.index("retired"), bool),
    (COLUMNS.index("gathered_on"), day_of),
    (COLUMNS.index("checked_on"), day_of),
]
