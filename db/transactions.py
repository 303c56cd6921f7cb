"""Statements run on the event loop; only what waits for the disk or for a lock goes to a thread.

Where one process holds the file a statement takes microseconds, and the way to a thread and back
ten times as long (docs/figures.md). COMMIT and bulk writes wait for the disk, so they go there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

import aiosqlite


class Answer:
    """What a statement gave."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor
        self.rowcount = cursor.rowcount
        self.lastrowid = cursor.lastrowid

    async def fetchone(self) -> sqlite3.Row | None:
        """Return the next row."""
        row: sqlite3.Row | None = self._cursor.fetchone()
        return row

    async def fetchall(self) -> list[sqlite3.Row]:
        """Return every row."""
        return self._cursor.fetchall()


class Transaction:
    """What the functions of db/ are handed: aiosqlite's words, without its thread."""

    def __init__(self, real: sqlite3.Connection, threaded: aiosqlite.Connection) -> None:
        self._real = real
        self._threaded = threaded

    async def execute(self, sql: str, parameters: Iterable[Any] = ()) -> Answer:
        """Run a statement."""
        return Answer(self._real.execute(sql, tuple(parameters)))

    async def execute_fetchall(self, sql: str, parameters: Iterable[Any] = ()) -> list[sqlite3.Row]:
        """Run a statement, and return every row."""
        return self._real.execute(sql, tuple(parameters)).fetchall()

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> None:
        """Run a statement for many rows, in the thread."""
        await self._threaded.executemany(sql, parameters)
