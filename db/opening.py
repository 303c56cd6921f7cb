"""How SQLite's files are opened outside of the running bot, and what SQLite's errors mean."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

PRIMARY_CODE = 0xFF  # SQLite's code without what it is extended by
DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
PATIENCE_SECONDS = 1.0
IN_USE = "Another program has the database {path} open. Let it come to its end, then try again."
NO_TEXT = "database disk image is malformed: what it holds of its own tables is no text"


class Connection(sqlite3.Connection):
    """Of damage in a database's list of its tables SQLite quotes the very bytes, and Python, which
    cannot read them, raises an error that is none of SQLite's. Here it is damage as any other."""

    def execute(self, *asked: Any) -> sqlite3.Cursor:
        try:
            return super().execute(*asked)
        except UnicodeDecodeError:
            raise sqlite3.DatabaseError(NO_TEXT) from None

    def executescript(self, script: Any) -> sqlite3.Cursor:
        try:
            return super().executescript(script)
        except UnicodeDecodeError:
            raise sqlite3.DatabaseError(NO_TEXT) from None


def is_damage(error: sqlite3.Error) -> bool:
    """Whether it is the file's fault. SQLite has no code for a text that cannot be decoded."""
    return code_of(error) in (None, *DAMAGE)


def is_busy(error: Exception) -> bool:
    """Whether another program holds the file."""
    return isinstance(error, sqlite3.Error) and code_of(error) == sqlite3.SQLITE_BUSY


def code_of(error: sqlite3.Error) -> int | None:
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & PRIMARY_CODE


def open_to_write(path: Path | str, patience_seconds: float = 5.0) -> sqlite3.Connection:
    """Each statement by itself, until a BEGIN; "" is a database that ends with its connection."""
    return sqlite3.connect(path, patience_seconds, isolation_level=None, factory=Connection)


def open_to_read(path: Path) -> sqlite3.Connection:
    """A database that may be in use, or was cut off while it was not: what is half written then
    can only be taken back by whoever may write."""
    half_written = path.with_name(f"{path.name}-journal").exists()
    return open_as(path, "mode=rw" if half_written else "mode=ro")


def open_closed(path: Path) -> sqlite3.Connection:
    """The file alone. A log beside a copy is of another database."""
    return open_as(path, "mode=ro&immutable=1")


def connect(path: Path) -> sqlite3.Connection:
    """Open a database that exists. Raises sqlite3.Error.

    A mere reader makes a write-ahead log where there is none, and leaves it behind, in its own
    account's name. Told that nobody writes ("immutable") it makes none. Where a log is, somebody
    writes, or was cut off, and it has to be read as well.
    """
    log = path.with_name(f"{path.name}-wal")
    return open_as(path, "mode=ro" if log.exists() else "mode=ro&immutable=1")


def open_as(path: Path, how: str) -> sqlite3.Connection:
    for ending in ("",) if "immutable" in how else ("", "-wal", "-journal"):
        each = f"{path}{ending}"
        if os.path.exists(each) and not os.path.isfile(each):  # a pipe would be waited for
            error = sqlite3.OperationalError(f"{each} is a folder or a pipe")
            error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
            raise error
    name = f"{path.resolve().as_uri()}?{how}"
    return sqlite3.connect(name, PATIENCE_SECONDS, uri=True, factory=Connection)
