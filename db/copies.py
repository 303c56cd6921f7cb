"""Copies of the database: made while it is in use, and what every copy leaves out."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

LEFT_OUT = (
    ("questions", "UPDATE questions SET tag = NULL, address = NULL"),
    ("question_news", "DELETE FROM question_news"),
    ("question_blocks", "DELETE FROM question_blocks"),
    ("checkin_words", "DELETE FROM checkin_words"),
)
MADE_AT = "backup_made_at"


class BadCopyError(Exception):
    """The file is no backup of repbot that can be used; the message says why."""


def leave_out(copy: sqlite3.Connection) -> None:
    """Remove what no copy may hold, and rebuild the copy, so that no trace is left in the file."""
    tables = {row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table, statement in LEFT_OUT:
        if table in tables:
            copy.execute(statement)
    copy.commit()
    copy.execute("VACUUM")
    copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def make_copy(source: Path, target: Path, now: int) -> None:
    """Copy a database, which may be in use; the copy appears whole, mode 600, or not at all.

    `now` (UTC seconds) is written into the copy. Raises OSError or sqlite3.Error.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    try:
        with closing(_open_to_read(source)) as original, closing(sqlite3.connect(fresh)) as copy:
            original.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            copy.execute(
                "INSERT INTO settings (name, value) VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (MADE_AT, str(now)),
            )
            leave_out(copy)
        check_copy(fresh)
        os.replace(fresh, target)
    finally:
        fresh.unlink(missing_ok=True)


def check_copy(path: Path) -> int:
    """Look whether a copy can be used; returns when it was made, in UTC seconds.

    Raises BadCopyError saying what is wrong.
    """
    if not path.is_file():
        raise BadCopyError(f"There is no file {path}.")
    try:
        with closing(_open_to_read(path)) as copy:
            answer = copy.execute("PRAGMA integrity_check").fetchone()[0]
            row = copy.execute("SELECT value FROM settings WHERE name = ?", (MADE_AT,)).fetchone()
    except sqlite3.Error as error:
        raise BadCopyError(f"{path} is no backup of repbot: {error}") from None
    if answer != "ok":
        raise BadCopyError(f"{path} is damaged: {answer}")
    if row is None:
        raise BadCopyError(f"{path} was not made by `make backup` or by the bot itself.")
    return int(row[0])


def put_in_place(copy: Path, database: Path, keep: Path) -> None:
    """Let a copy take the place of the database, which is kept beside it under another name."""
    fresh = database.with_name(f".{database.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    fresh.write_bytes(copy.read_bytes())
    if database.exists():
        with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(database)) as old:
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        os.replace(database, keep)
    for ending in ("-wal", "-shm"):
        database.with_name(database.name + ending).unlink(missing_ok=True)
    os.replace(fresh, database)


def make_cautious(database: Path) -> None:
    """After a restore: every letter that waits is looked for first, and no number is used again."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute(
            "UPDATE outbox SET attempts = max(attempts, 1) WHERE state IN ('waiting', 'sending')"
        )
        connection.execute("UPDATE sqlite_sequence SET seq = seq + 1000")


def _open_to_read(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
