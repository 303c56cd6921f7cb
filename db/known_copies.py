"""What makes a copy one, and which copies were made of a database; used in `copies` and
`carrying`.

The marks have a table of their own, into which a bot that runs never writes: so its page is never
in the log, and stays what it is where somebody writes a copy over the database of a running bot.
That log may hold any other page, so a hash of what a copy knows stands beside its token: where the
two differ, the file is half of another state, and of no copy a later one.
"""

from __future__ import annotations

import secrets
import sqlite3
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

import aiosqlite

READ: Final = "SELECT token, own FROM known_copies"
REMEMBER: Final = "INSERT OR IGNORE INTO known_copies (token, own) VALUES (?, ?)"
MADE_AT: Final = "backup_made_at"
COPY: Final = "copy"  # its token
KNOWS: Final = "knows"  # a hash of which copies it knew when it was made
PUT: Final = "INSERT INTO copied (name, value) VALUES (?, ?)"
# Until migration 0028 they stood there, in databases in use as well.
PUT_BEFORE: Final = "INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)"
UNMARK: Final = "DELETE FROM copied"
FIND: Final = (
    "SELECT value FROM copied WHERE name = ?",
    "SELECT value FROM settings WHERE name = ?",
)

# A clock that is further off does not reach Discord.
NEWEST: Final = (
    "SELECT max(substr(token, 1, 10)) FROM known_copies"
    " WHERE token LIKE '____-__-__-%' AND substr(token, 1, 10) <= ?"
)
MONTH: Final = timedelta(days=31)


async def not_before(tx: aiosqlite.Connection, today: date) -> date:
    """Return today (UTC), or the day of the newest copy where a clock that was set back since says
    less: by a month at most, so that one that was ahead for an hour dates nothing for years."""
    [row] = await tx.execute_fetchall(NEWEST, ((today + MONTH).isoformat(),))
    return max(today, date.fromisoformat(row[0])) if row[0] else today


def mark(copy: sqlite3.Connection, tables: set[str], now: int) -> None:
    """Older versions have fewer of the tables. The token begins with the day."""
    if "settings" not in tables:
        return
    put = PUT if "copied" in tables else PUT_BEFORE
    copy.execute(put, (MADE_AT, str(now)))
    if "known_copies" in tables:
        token = f"{datetime.fromtimestamp(now, UTC):%Y-%m-%d}-{secrets.token_hex(8)}"
        copy.execute(put, (COPY, token))
        copy.execute(REMEMBER, (token, True))
        if put == PUT:
            copy.execute(put, (KNOWS, _hash(copy)))


def token_of(copy: sqlite3.Connection) -> str | None:
    """Which copy it is; None for one that is mixed or that an older repbot made, and for none."""
    return None if is_mixed(copy) else read_mark(copy, COPY)


def is_mixed(copy: sqlite3.Connection) -> bool:
    """Whether pages of another state were written into it since. One that an older repbot made
    does not tell."""
    knows = read_mark(copy, KNOWS)
    return knows is not None and knows != _hash(copy)


def _hash(copy: sqlite3.Connection) -> str:
    return sha256(repr(copy.execute(f"{READ} ORDER BY token").fetchall()).encode()).hexdigest()


def take_over(copy: sqlite3.Connection, also: list[tuple[Any, ...]]) -> None:
    """Let a copy become a database in use: it knows what it knew, and for its questions what the
    one knew whose place it takes."""
    if is_mixed(copy):
        copy.execute("DELETE FROM known_copies")
    copy.executemany(REMEMBER, [(token, False) for token, _ in also])
    copy.execute(UNMARK)


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
