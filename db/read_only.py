"""Opens a database to look at it, leaving nothing beside it."""

from __future__ import annotations

import sqlite3
from pathlib import Path


def connect(path: Path) -> sqlite3.Connection:
    """Open a database that exists. Raises sqlite3.Error.

    A mere reader makes a write-ahead log where there is none, and leaves it behind, in its own
    account's name. Told that nobody writes ("immutable") it makes none. Where a log is, somebody
    writes, or was cut off, and it has to be read as well.
    """
    log = path.with_name(f"{path.name}-wal")
    how = "mode=ro" if log.exists() else "immutable=1"
    return sqlite3.connect(f"{path.resolve().as_uri()}?{how}", uri=True)
