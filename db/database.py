"""The SQLite file: opened, guarded against a second process, and used one transaction at a time."""

from __future__ import annotations

import asyncio
import fcntl
import gc
import os
import socket
import sqlite3
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import IO, Any

import aiosqlite

from bot.clock import Now, utcnow
from db import opening
from db.copies import BadCopyError
from db.migrate import migrate, version_of

Transaction = aiosqlite.Connection

BUSY_MILLISECONDS = 2000
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}",
    # Only `scrub` writes the main file: otherwise its date would tell when somebody asked.
    "PRAGMA wal_autocheckpoint = 0",
    # VACUUM would write a second copy of everything into the system's temporary folder.
    "PRAGMA temp_store = MEMORY",
)
READING = (*PRAGMAS, "PRAGMA query_only = ON")
DAMAGED = (
    "SQLite finds {path} damaged ({why}). Put back the newest backup, from {path.parent}/backups or"
    " from where you keep yours: make restore PATH_TO=<the backup>. The damaged file is kept."
)
WRITTEN_ELSEWHERE = (
    "Another program is writing to the database {path}. Let it come to its end, then start again."
)
STOP = {
    "database": "Stop that one first.",
    "keys file": "Stop that one first; a bot with another database needs keys of its own.",
}


class DatabaseInUseError(Exception):
    """Another process holds the database or the keys; the message says which."""


class DatabaseDamagedError(Exception):
    """SQLite's own check found the file damaged."""


def take_lock(path: Path, what: str = "database") -> IO[str]:
    """Take the one-process lock beside a file; held until the returned one is closed.

    Raises DatabaseInUseError naming the process that holds it.
    """
    # Not "w": whoever does not get the lock reads here who has it.
    lock = open(path.with_name(path.name + ".lock"), "a+", encoding="utf-8")  # noqa: SIM115
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.seek(0)
        holder = lock.read().strip() or "another process"
        lock.close()
        raise DatabaseInUseError(f"The {what} {path} is in use by {holder}. {STOP[what]}") from None
    lock.truncate(0)
    lock.write(f"process {os.getpid()} on {socket.gethostname()}")
    lock.flush()
    return lock


class Database:
    """One connection that writes, under one lock: two tasks never share a transaction. Reading has
    a connection of its own, which cannot write, and goes on while the other one is at work.
    """

    def __init__(
        self,
        path: Path,
        writer: aiosqlite.Connection,
        reader: aiosqlite.Connection,
        held: AsyncExitStack,
    ) -> None:
        self.path = path
        self._writer, self._reader = writer, reader
        self._held = held
        self._turn = asyncio.Lock()

    @classmethod
    async def open(cls, path: Path, now: Now = utcnow, *, keeps: bool = True) -> Database:
        """Lock, check, migrate (a copy is made first, dated `now`) and open the file.

        What nobody `keeps` waits for no disk: when the power goes, it goes too. Raises
        DatabaseInUseError, DatabaseDamagedError, or NewerDatabaseError.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        # A connection left open by an error would keep the process alive for good.
        async with AsyncExitStack() as opened:
            opened.enter_context(take_lock(path))
            await asyncio.to_thread(_check_and_migrate, path, int(now().timestamp()))
            waits = () if keeps else ("PRAGMA synchronous = OFF",)
            writer = await opened.enter_async_context(_connected(path, (*PRAGMAS, *waits)))
            # The last to close writes as well.
            reader = await opened.enter_async_context(_connected(path, (*READING, *waits)))
            return cls(path, writer, reader, opened.pop_all())

    @asynccontextmanager
    async def transaction(self, *, scrubs: bool = False) -> AsyncIterator[Transaction]:
        """Write: all of it is committed, or nothing. What `scrubs` may write thousands of pages.

        Of the index beside the log a rebuild clears no more blocks than it fills. So the log is
        emptied before anybody else's turn: what is written later lies in the first block again.
        """
        async with self._turn:
            try:
                await self._writer.execute("BEGIN IMMEDIATE")
                yield self._writer
                await self._writer.execute("COMMIT")
            except BaseException:
                await self._writer.rollback()  # in the thread, behind a BEGIN still waiting
                raise
            if scrubs:
                with suppress(sqlite3.Error):  # it is kept; the quarter of an hour tries again
                    await self._rebuild()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """Read; each statement sees what is committed by then. Writing raises sqlite3.Error."""
        yield self._reader

    def log_is_empty(self) -> bool:
        """Whether the write-ahead log holds nothing: not a byte."""
        log = self.path.with_name(self.path.name + "-wal")
        return not log.exists() or log.stat().st_size == 0

    async def scrub(self) -> bool:
        """Rebuild the file and empty the log, so that nothing deleted is left, and no order.

        False when another program held it up; then it must be tried again. It waits for none,
        because everybody who writes would wait with it. Raises sqlite3.Error.
        """
        # Whoever is cancelled while it is at work must not let others at the connection meanwhile.
        return await asyncio.shield(self._scrub())

    async def _scrub(self) -> bool:
        async with self._turn:
            return await self._rebuild()

    async def _rebuild(self) -> bool:
        await self._writer.execute("PRAGMA busy_timeout = 0")
        try:
            # First without a rebuild: the index beside the log keeps the order of writing
            # until the rebuild's own pages are written over it.
            if not await self._empty_log():
                return False
            await self._writer.execute("VACUUM")
            # Its cache, which nobody reads again, would stay: up to 2 MB.
            await self._writer.execute("PRAGMA shrink_memory")
            done = await self._empty_log()
            # The next reading would date the file, and may be an asker's.
            await fetchone(self._reader, "SELECT count(*) FROM sqlite_schema")
            return done
        except sqlite3.OperationalError as error:
            if not opening.is_busy(error):
                with suppress(sqlite3.Error):  # what it wrote before the disk was full goes again
                    await self._empty_log()
                raise
            return False
        finally:
            await self._writer.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")

    async def _empty_log(self) -> bool:
        row = await fetchone(self._writer, "PRAGMA wal_checkpoint(TRUNCATE)")
        return row is not None and row["busy"] == 0 and self.log_is_empty()

    async def close(self) -> None:
        async with self._turn:
            await self._held.aclose()
            # A statement that an error's traceback still holds keeps the file open, and its log
            # beside it. Only then: looking through everything takes a twentieth of a second.
            if self.path.with_name(self.path.name + "-wal").exists():
                gc.collect()


@asynccontextmanager
async def _connected(path: Path, pragmas: Iterable[str]) -> AsyncIterator[aiosqlite.Connection]:
    # None: transactions are begun by hand, else the module would begin them, and not IMMEDIATE.
    async with aiosqlite.connect(path, isolation_level=None) as connection:
        connection.row_factory = sqlite3.Row
        for pragma in pragmas:
            await connection.execute(pragma)
        yield connection


async def fetchone(tx: Transaction, sql: str, parameters: Iterable[Any] = ()) -> sqlite3.Row | None:
    """One way to the thread and back, not two."""
    return next(iter(await tx.execute_fetchall(sql, parameters)), None)


def _check_and_migrate(path: Path, now: int) -> None:
    connection = opening.open_to_write(path)
    try:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        if (answer := _quick_check(connection)) != "ok":
            raise DatabaseDamagedError(DAMAGED.format(path=path, why=answer))
        connection.execute("PRAGMA journal_mode = WAL")
        migrate(connection, path, now)
        # Whether it can be written is better known now than at somebody's first press.
        connection.execute(f"PRAGMA user_version = {version_of(connection)}")
    except BadCopyError as error:
        raise DatabaseDamagedError(DAMAGED.format(path=path, why=error)) from None
    except sqlite3.DatabaseError as error:
        if opening.is_damage(error):
            raise DatabaseDamagedError(DAMAGED.format(path=path, why=error)) from None
        if opening.is_busy(error):
            raise DatabaseInUseError(WRITTEN_ELSEWHERE.format(path=path)) from None
        raise
    finally:
        connection.close()


def _quick_check(connection: sqlite3.Connection) -> str:
    """Look for damage. What CHECK allows was held at each writing and is looked at in backups;
    doing it here as well takes five times as long."""
    connection.execute("PRAGMA ignore_check_constraints = ON")
    answer = str(connection.execute("PRAGMA quick_check").fetchone()[0])
    connection.execute("PRAGMA ignore_check_constraints = OFF")
    return answer
