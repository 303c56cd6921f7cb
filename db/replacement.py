"""One database takes another's place; what the old one still knows is in `carrying`.

Whatever instant the process is killed at, the old file stands whole, or the new one does.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from db import copies, known_copies, opening, setup
from db.carrying import is_damaged
from db.copies import BadCopyError
from db.database import DatabaseInUseError

PATIENCE_SECONDS = 5.0


@contextmanager
def workshop(database: Path) -> Iterator[Path]:
    """A private, empty folder beside the database, for the one who holds its lock."""
    folder = copies.workshop(database)
    if folder.is_dir():
        shutil.rmtree(folder)
    elif folder.exists():  # a pipe would be waited for
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def finish(fresh: Path) -> None:
    """Make it ready to take the place: one file, rebuilt, checked, on the disk."""
    with closing(opening.open_to_write(fresh)) as copy:
        copy.execute("PRAGMA temp_store = MEMORY")
        copy.execute("VACUUM")
        copy.execute("PRAGMA journal_mode = DELETE")
    copies.check(fresh)
    fresh.chmod(0o600)
    copies.sync(fresh)


def set_aside(database: Path, aside: Path, now: int) -> None:
    """Keep a copy of what stands there; byte by byte where it is damaged, or no database.

    Raises sqlite3.Error where something else is in the way: the disk is full, say."""
    if not database.exists():
        return
    try:
        copies.make_copy(database, aside, now)
    except (sqlite3.Error, BadCopyError) as error:
        if not is_damaged(error):
            raise
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
        mode, by_hand = "", setup.is_copy(database)
        connect = opening.open_to_write(database, PATIENCE_SECONDS)
        with suppress(sqlite3.DatabaseError), closing(connect) as old:
            if not by_hand:  # or, killed before the last step, it would be taken for one
                with suppress(sqlite3.OperationalError):  # no settings
                    old.execute("DELETE FROM settings WHERE name = ?", (known_copies.MADE_AT,))
            mode = old.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        if readable and mode != "delete":
            raise DatabaseInUseError(opening.IN_USE.format(path=database))
    for ending in ("-wal", "-shm", "-journal"):
        database.with_name(database.name + ending).unlink(missing_ok=True)
    os.replace(fresh, database)
    copies.sync(database.parent)
