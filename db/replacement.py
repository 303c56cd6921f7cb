"""One database takes another's place: what the old one still knows goes with it.

Whatever instant the process is killed at, the old file stands whole, or the new one does.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from db import copies, outbox
from db.copies import BadCopyError
from db.database import DatabaseInUseError

PATIENCE_SECONDS = 5.0
Rows = list[tuple[Any, ...]]
# What no backup holds, and where it goes in the database that takes the place.
CARRIED = {
    "SELECT question_id, tag, ends_at FROM question_blocks": (
        "INSERT OR IGNORE INTO question_blocks (question_id, tag, ends_at) VALUES (?, ?, ?)"
    ),
    "SELECT handle FROM question_endings": (
        "INSERT OR IGNORE INTO question_endings (handle) VALUES (?)"
    ),
    "SELECT hash, day FROM erased_people": (
        "INSERT OR IGNORE INTO erased_people (hash, day) VALUES (?, ?)"
    ),
    # A question that the copy does not hold comes as one that is closing, so that at the next start
    # the direct message about it is deleted. With a handle of its own: the end of this one would
    # else be remembered as that of the question, which another copy may hold.
    "SELECT q.id, sealed_text FROM question_news n JOIN questions q ON q.id = question_id": (
        "INSERT OR IGNORE INTO questions (id, sealed_text, state, handle, pseudonym)"
        " VALUES (?, ?, 'closing', hex(randomblob(8)), hex(randomblob(8)))"
    ),
    "SELECT question_id, sealed FROM question_news": (
        "INSERT OR IGNORE INTO question_news (question_id, sealed) VALUES (?, ?)"
    ),
    "SELECT tag, address, handle FROM questions WHERE state <> 'closing'": (
        "UPDATE questions SET tag = ?, address = ? WHERE handle = ?"
    ),
}
ERASED, ENDED = "SELECT hash, day FROM erased_people", "SELECT handle FROM question_endings"
IN_USE = "Another program has the database {path} open. Let it come to its end, then try again."


@contextmanager
def workshop(database: Path) -> Iterator[Path]:
    """A private, empty folder beside the database, for the one who holds its lock."""
    folder = copies.workshop(database)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def known_by(database: Path) -> dict[str, Rows] | None:
    """Return what only this database knows, by question; None when it cannot be read."""
    if not database.exists():
        return {}
    try:
        with closing(copies.open_to_read(database)) as old:
            if old.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                return None
            tables = {row[0] for row in old.execute("SELECT name FROM sqlite_master")}
            asked = [sql for sql in CARRIED if sql.split(" FROM ")[1].split()[0] in tables]
            return {sql: old.execute(sql).fetchall() for sql in asked}
    except sqlite3.DatabaseError:
        return None


def finish(fresh: Path, known: dict[str, Rows]) -> None:
    """Make a restored copy ready to take the place: one file, rebuilt, checked, on the disk.

    Every letter that waits is looked for first, and no number is used again.
    """
    with closing(sqlite3.connect(fresh, isolation_level=None)) as copy:
        copy.execute("BEGIN")
        for sql, rows in known.items():
            copy.executemany(CARRIED[sql], rows)
        copy.execute(outbox.LOOK_FIRST)
        # Numbers given out since the copy was made stand in buttons that are still there.
        copy.execute("UPDATE sqlite_sequence SET seq = seq + 1000")
        copy.execute("DELETE FROM settings WHERE name = ?", (copies.MADE_AT,))
        copy.execute("COMMIT")
        copy.execute("PRAGMA temp_store = MEMORY")
        copy.execute("VACUUM")
        copy.execute("PRAGMA journal_mode = DELETE")
    copies.check(fresh)
    fresh.chmod(0o600)
    copies.sync(fresh)


def set_aside(database: Path, aside: Path, now: int) -> None:
    """Keep a copy of what stands there; byte by byte where SQLite cannot read it."""
    if not database.exists():
        return
    try:
        copies.make_copy(database, aside, now)
    except (sqlite3.Error, BadCopyError):
        for ending in ("-wal", ""):
            part = database.with_name(database.name + ending)
            if part.exists() and part.stat().st_size:
                kept = aside.with_name(aside.name + ending)
                with copies.half_made(kept) as fresh:
                    shutil.copyfile(part, fresh)
                    os.replace(fresh, kept)


def take_place(fresh: Path, database: Path, *, readable: bool) -> None:
    """Let the finished copy take the place. Raises DatabaseInUseError, with nothing changed.

    A log left from the old file would be played into the new one, so it is folded in and gone
    before the one step that changes anything.
    """
    if database.exists():
        mode = ""
        connect = sqlite3.connect(database, timeout=PATIENCE_SECONDS)
        with suppress(sqlite3.DatabaseError), closing(connect) as old:
            mode = old.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        if readable and mode != "delete":
            raise DatabaseInUseError(IN_USE.format(path=database))
    for ending in ("-wal", "-shm", "-journal"):
        database.with_name(database.name + ending).unlink(missing_ok=True)
    os.replace(fresh, database)
    copies.sync(database.parent)
