"""What makes a copy one, and which copies were made of a database; used in `copies` and
`carrying`.

The marks have a table of their own, into which a bot that runs never writes: so its page is never
in the log, and stays what it is where somebody writes a copy over the database of a running bot.
"""

from __future__ import annotations

import secrets
import sqlite3
from contextlib import suppress
from typing import Final

READ: Final = "SELECT token, own FROM known_copies"
REMEMBER: Final = "INSERT OR IGNORE INTO known_copies (token, own) VALUES (?, ?)"
MADE_AT: Final = "backup_made_at"
COPY: Final = "copy"  # its token
PUT: Final = "INSERT INTO copied (name, value) VALUES (?, ?)"
# Until migration 0028 they stood there, in databases in use as well.
PUT_BEFORE: Final = "INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)"
UNMARK: Final = "DELETE FROM copied"
FIND: Final = (
    "SELECT value FROM copied WHERE name = ?",
    "SELECT value FROM settings WHERE name = ?",
)


def mark(copy: sqlite3.Connection, tables: set[str], now: int) -> None:
    """Older versions have fewer of the tables."""
    if "settings" not in tables:
        return
    put = PUT if "copied" in tables else PUT_BEFORE
    copy.execute(put, (MADE_AT, str(now)))
    if "known_copies" in tables:
        token = secrets.token_hex(8)
        copy.execute(put, (COPY, token))
        copy.execute(REMEMBER, (token, True))


def read_mark(database: sqlite3.Connection, name: str) -> str | None:
    for statement in FIND:
        with suppress(sqlite3.OperationalError):  # there is no such table
            if row := database.execute(statement, (name,)).fetchone():
                return str(row[0])
    return None


def is_copy(database: sqlite3.Connection, *, in_use: bool) -> bool:
    """Only a copy bears a token, whatever was done with it: a running bot gives one that is written
    over its database the form of one in use. Without one, an older repbot made it, which left the
    other mark in databases in use as well: there the form tells."""
    if read_mark(database, COPY) is not None:
        return True
    return not in_use and read_mark(database, MADE_AT) is not None
