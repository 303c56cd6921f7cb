"""The server's settings: channels, roles and small facts the bot must remember."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from db import copies, opening
from db.database import Transaction

SERVER = "server"
OUR_TABLES = {"settings", "outbox"}  # of each version


def is_empty(path: Path) -> bool:
    """Whether it is missing or has no tables: a first start can be cut off before the first one.

    Raises sqlite3.Error and OSError, as do those below; none of them creates a file.
    """
    return not _tables(path)


def is_foreign(path: Path) -> bool:
    """Whether another program has made it."""
    tables = _tables(path)
    return bool(tables) and not tables >= OUR_TABLES


def server_of(path: Path) -> int:
    """The number of the server that it is of; 0 where that is not known."""
    if not _tables(path) >= OUR_TABLES:
        return 0
    with closing(opening.connect(path)) as connection:
        row = connection.execute("SELECT value FROM settings WHERE name = ?", (SERVER,)).fetchone()
    return int(row[0]) if row else 0


def is_copy(path: Path) -> bool:
    """Whether it is a copy that nothing but a hand put there; not for whoever has it open."""
    if not path.exists() or not path.stat().st_size:
        return False
    with suppress(sqlite3.DatabaseError):  # it is none, or a damaged one
        return copies.is_copy(path)
    return False


def _tables(path: Path) -> set[str]:
    # Beside a file without a byte SQLite would delete the log, which may be all that is left.
    if not path.exists() or not path.stat().st_size:
        return set()
    with closing(opening.connect(path)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {row[0] for row in names}


async def load(tx: Transaction) -> dict[str, str]:
    return {row[0]: row[1] for row in await tx.execute_fetchall("SELECT name, value FROM settings")}


async def store(tx: Transaction, values: dict[str, str]) -> None:
    """Others are left as they are."""
    await tx.executemany(
        "INSERT INTO settings (name, value) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        list(values.items()),
    )
