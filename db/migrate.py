"""Brings a database to the newest version: one numbered SQL file a step, each atomic."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from db.copies import BadCopyError, check, make_copy
from db.opening import open_closed

MIGRATIONS = Path(__file__).parent / "migrations"


class NewerDatabaseError(Exception):
    """The database was written by a newer repbot than this one."""


def version_of(connection: sqlite3.Connection) -> int:
    """The number of the last migration that the database has seen."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def steps(folder: Path = MIGRATIONS) -> dict[int, Path]:
    """By their number, in order."""
    return {int(path.name[:4]): path for path in sorted(folder.glob("[0-9]*.sql"))}


def migrate(
    connection: sqlite3.Connection, path: Path, now: int, folder: Path = MIGRATIONS
) -> None:
    """Apply what is missing; a database that has seen anything before is copied first, but not
    once more where an earlier try was cut off: its copy is the way back, as no later one would be.

    `now` (UTC seconds) dates the copy. Raises NewerDatabaseError, leaving the file as it was.
    """
    known, version = steps(folder), version_of(connection)
    if version > max(known):
        raise NewerDatabaseError(
            f"The database is of version {version}, and this repbot knows versions up to"
            f" {max(known)}. Install the newer repbot, or restore an older backup."
        )
    missing = {number: file for number, file in known.items() if number > version}
    if missing and version > 0:
        copy = path.with_name(f"{path.name}.before-{max(missing):04}")
        if not _is_whole_and_earlier(copy, version):
            make_copy(path, copy, now)
    for number, file in missing.items():
        _apply(connection, number, file.read_text(encoding="utf-8"))


def _is_whole_and_earlier(copy: Path, version: int) -> bool:
    if not copy.is_file():
        return False
    with suppress(BadCopyError, OSError, sqlite3.Error):
        check(copy)
        with closing(open_closed(copy)) as held:
            return 0 < version_of(held) < version
    return False


def _apply(connection: sqlite3.Connection, number: int, sql: str) -> None:
    # In the script, because `executescript` commits whatever was begun before it.
    script = f"BEGIN IMMEDIATE;\n{sql}\nPRAGMA user_version = {number};\nCOMMIT;"
    try:
        connection.executescript(script)
    except BaseException:
        if connection.in_transaction:
            connection.rollback()
        raise
