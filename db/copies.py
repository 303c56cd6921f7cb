"""Copies of the database: how each is made, what each leaves out, and how long it is kept."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bot.clock import written_at
from bot.domain.questions import HOLD_SECONDS
from bot.domain.retention import COPY_DAYS
from db import known_copies, opening
from db.opening import open_closed

# Sealed with who pressed: no erasing of that person finds it in a copy.
PRESSES = (
    ("question_decisions", "DELETE FROM question_decisions"),
    ("outbox", "DELETE FROM outbox WHERE kind = 'questions.decide'"),
)
LEFT_OUT = (
    *PRESSES,
    ("questions", "UPDATE questions SET tag = NULL, address = NULL"),
    ("question_entries", "UPDATE question_entries SET sealed_name = NULL"),
    ("question_news", "DELETE FROM question_news"),
    ("question_blocks", "DELETE FROM question_blocks"),
    ("question_endings", "DELETE FROM question_endings"),
    ("erased_people", "DELETE FROM erased_people"),
    ("checkin_words", "DELETE FROM checkin_words"),
    ("own_meeting_words", "DELETE FROM own_meeting_words"),
    ("concerns", "DELETE FROM concerns"),
    ("outbox", "DELETE FROM outbox WHERE kind LIKE 'safeguarding.%'"),
    ("arrangements", "DELETE FROM arrangements"),
)
FORM_BYTE, LOGGED = 18, b"\x02"  # of SQLite's header
# A hidden letter that is still held: with the second of the copy its own would tell when somebody
# asked. One that was tried in vain lies behind the copy; one that waits for the morning tells
# nothing, nor do those of a fixed hour; a concern's and what others pressed are in no copy. Every
# letter of a restored database counts as tried.
HELD = (
    "SELECT EXISTS (SELECT 1 FROM outbox WHERE id < 0 AND due_at <= :now + :hold"
    " AND kind NOT IN ('questions.nightly', 'questions.daily', 'questions.decide')"
    " AND kind NOT LIKE 'safeguarding.%'"
    " AND (state = 'sending' OR state = 'waiting' AND (attempts = 0 OR due_at > :now)))"
)
HALF = ".new"
# A half-made file is locked once it is there; in between another thread would take it for a rest.
_one_at_a_time = threading.RLock()
PATIENCE_MILLISECONDS = 30_000
DAILY = re.compile(r"repbot-(\d{4}-\d\d-\d\d)\.sqlite3")
BESIDE = re.compile(r".+\.before-(\d{4}|restore-\d{8}T\d{6})(-wal)?")
ASIDE = re.compile(r".*\.before-restore-(\d{8})T\d{6}(-wal)?")


class BadCopyError(Exception):
    """A file that cannot be copied or cannot be used as a copy; the message says why."""


class HeldError(Exception):
    """Something is held that no copy should be made with; it is over within minutes."""


def make_copy(source: Path, target: Path, now: int, *, waits: bool = False) -> None:
    """Copy a database, which may be in use; the copy appears whole, mode 600, or not at all.

    `now` (UTC seconds) is written into the copy; not of one that is a copy itself: it is the same
    one, however late. What no copy may hold never reaches a file with a name: it is left out in a
    temporary database that is nameless on the disk and so ends with the process, however that
    ends. (In memory it would keep the memory of the whole database.)
    Raises HeldError where it `waits`; BadCopyError when the source is damaged; OSError;
    sqlite3.Error.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time, half_made(target) as fresh:
        with (
            closing(opening.open_to_read(source)) as original,
            closing(opening.open_to_write("")) as copy,
        ):
            if waits:
                _refuse_held(original, now)
            # Held from here on: for whoever holds it instead `backup` would wait for good.
            original.execute("BEGIN")
            original.execute("SELECT count(*) FROM sqlite_master")
            original.backup(copy)
            original.rollback()
            # Rows that break a CHECK are copied as well: better such a copy than none.
            copy.execute("PRAGMA ignore_check_constraints = ON")
            if (answer := copy.execute("PRAGMA quick_check").fetchone()[0]) != "ok":
                raise BadCopyError(f"{source} is damaged: {answer}")
            if waits:  # once more: whoever asked after the look at the source is in the copy
                _refuse_held(copy, now)
            mode = original.execute("PRAGMA journal_mode").fetchone()[0]
            again = known_copies.is_copy(copy, in_use=mode == "wal")
            _leave_out(copy, None if again else now)
            copy.execute("VACUUM INTO ?", (str(fresh),))
        check(fresh)
        sync(fresh)
        if not again:
            _remember(source, fresh)
        os.replace(fresh, target)
    sync(target.parent)


def _refuse_held(database: sqlite3.Connection, now: int) -> None:
    if database.execute(HELD, {"now": now, "hold": HOLD_SECONDS[1]}).fetchone()[0]:
        raise HeldError


def _leave_out(copy: sqlite3.Connection, now: int | None) -> None:
    tables = {row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table, statement in LEFT_OUT:
        if table in tables:
            copy.execute(statement)
    if now is not None:
        known_copies.mark(copy, tables, now)
    copy.commit()


def _remember(source: Path, made: Path) -> None:
    """Let the database know its copy. Where it cannot be written, it will not count as a later
    state of it, which keeps more than it takes away."""
    with suppress(sqlite3.Error), closing(opening.open_as(source, "mode=rw")) as original:
        original.execute(f"PRAGMA busy_timeout = {PATIENCE_MILLISECONDS}")
        original.execute("PRAGMA wal_autocheckpoint = 0")  # or this would date the main file
        original.execute(known_copies.REMEMBER, (token_of(made), True))
        original.commit()


def is_copy(path: Path) -> bool:
    """Whether the file itself, without a log that lies beside it, is one of these copies.

    Not for a process that has it open: closing the file would end SQLite's locks.
    Raises sqlite3.Error for what is no database, OSError."""
    with path.open("rb") as file:
        in_use = file.read(FORM_BYTE + 1)[FORM_BYTE:] == LOGGED
    with closing(open_closed(path)) as copy:
        return known_copies.is_copy(copy, in_use=in_use)


def token_of(path: Path) -> str | None:
    with closing(open_closed(path)) as copy:
        return known_copies.token_of(copy)


@contextmanager
def half_made(target: Path) -> Iterator[Path]:
    """A private file beside the target; locked, so that `sweep` knows that somebody makes it.

    It is not hidden: on a stick, which `sweep` never sees, its maker has to find and delete it.
    """
    fresh = target.with_name(target.name + HALF)
    _discard(fresh)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        try:
            yield fresh
        finally:
            fresh.unlink(missing_ok=True)


def _discard(half: Path) -> None:
    """Remove a half-made file and SQLite's journal of it, unless somebody is making it now."""
    if not half.is_file():  # nothing, or a pipe, which would be waited for, or a link to nowhere
        half.unlink(missing_ok=True)
        return
    with suppress(FileNotFoundError, BlockingIOError), half.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        half.with_name(f"{half.name}-journal").unlink(missing_ok=True)
        half.unlink()


def check_copy(path: Path) -> int:
    """Look whether a copy can be used; returns when it was made, in UTC seconds.

    Raises BadCopyError saying what is wrong.
    """
    if not path.is_file():
        raise BadCopyError(f"There is no file {path}.")
    if not os.access(path, os.R_OK):
        raise BadCopyError(f"{path} cannot be read by this account.")
    try:
        check(path)
        with closing(open_closed(path)) as copy:
            made_at = known_copies.read_mark(copy, known_copies.MADE_AT)
    except sqlite3.Error as error:
        raise BadCopyError(f"{path} is no backup of repbot: {error}") from None
    if made_at is None:
        raise BadCopyError(
            f"{path} was not made by `make backup` or by the bot itself, so it"
            " may be torn, and hold what no copy may. Look for one of those: the bot's own lie in"
            " backups/ beside the database."
        )
    return int(made_at)


def check(path: Path) -> None:
    """Raise BadCopyError when a copy is damaged, or sqlite3.Error when it is none."""
    with closing(open_closed(path)) as copy:
        answer = copy.execute("PRAGMA integrity_check").fetchone()[0]
        pages, size = (copy.execute(f"PRAGMA page_{of}").fetchone()[0] for of in ("count", "size"))
    if answer != "ok":
        raise BadCopyError(f"{path} is damaged: {answer}")
    # Of the last page SQLite takes what is not there for zeros.
    if (missing := pages * size - path.stat().st_size) > 0:
        raise BadCopyError(
            f"{path} is cut off: the last {missing} bytes are missing. Take another one."
        )


def renew(database: Path, backups: Path, target: Path, now: int, today: date) -> None:
    """Make a night's copy and, once it is complete, remove what is too old. Raises as `make_copy`
    does where it `waits`."""
    with _one_at_a_time:  # what the sweep has not come to yet is not `left`
        make_copy(database, target, now, waits=True)
        sweep(database, backups, today)


def sweep(database: Path, backups: Path, today: date) -> None:
    """Remove every copy that is seven days old, and what was cut off half way. Only for whoever
    holds the database, when today's copy is complete. A day as far ahead was written by a wrong
    clock. What cannot be removed, as where another account made it, is passed over (`left`)."""
    leave_workshop(database)
    found = _copies(database, backups)
    _date_anew(found, today)
    for path in found:
        with suppress(OSError):
            if path.name.endswith(HALF):
                _discard(path)
            elif abs(_days_old(path, today)) >= COPY_DAYS:
                for ending in ("-wal", "-shm", "-journal", ""):  # of whoever has looked into it
                    path.with_name(path.name + ending).unlink(missing_ok=True)


def _date_anew(found: list[Path], today: date) -> None:
    """Of what is ahead of today by less, the newest counts as made today, the rest as so much older
    than that. The file's own time says it then: a midnight, as no file's is by itself."""
    ahead = {each: days for each in found if -COPY_DAYS < (days := _days_old(each, today)) < 0}
    for path, days in ahead.items():
        made_on = today - timedelta(days=days - min(ahead.values()))
        at = datetime.combine(made_on, time(), UTC).timestamp()
        with suppress(OSError):
            os.utime(path, (at, at))


def left(database: Path, backups: Path, today: date) -> list[Path]:
    """Return what `sweep` should have removed the day before, and could not."""
    with _one_at_a_time:
        found = _copies(database, backups)
        return [each for each in found if abs(_days_old(each, today)) > COPY_DAYS]


def _copies(database: Path, backups: Path) -> list[Path]:
    """Every copy, with those half made; also of a database that has another name by now."""
    daily = list(backups.iterdir()) if backups.is_dir() else []
    name = database.name
    found = [path for path in daily if path.name.endswith(HALF) or day_named(path)]
    for path in database.parent.iterdir() if database.parent.is_dir() else ():
        half = path.name.removeprefix(".").startswith(name) and path.name.endswith(HALF)
        if half or path.name.startswith(f"{name}.before-") or BESIDE.fullmatch(path.name):
            found.append(path)
    return found


def day_named(copy: Path) -> date | None:
    """In the name of one of a night; None where that is none, or no day that there is."""
    with suppress(ValueError):
        if named := DAILY.fullmatch(copy.name):
            return date.fromisoformat(named[1])
    return None


def newest(database: Path, backups: Path) -> Path | None:
    """Return the copy of the last day; of several, the one that was looked at when it was made. One
    that somebody has put beside the database, under any name, counts as well."""
    ends = (HALF, "-wal", "-shm", "-journal")
    whole = [path for path in _copies(database, backups) if not path.name.endswith(ends)]
    theirs = {*database.parent.glob("*.sqlite3")} - {database, *whole}
    whole += [path for path in theirs if _can_be_used(path)]
    whole.sort(key=lambda path: (day_of(path), day_named(path) is not None), reverse=True)
    return next((path for path in whole if _can_be_used(path)), next(iter(whole), None))


def _can_be_used(path: Path) -> bool:
    with suppress(BadCopyError):
        check_copy(path)
        return True
    return False


def _days_old(copy: Path, today: date) -> int:
    """0 for what is gone, and for what cannot be looked at, such as a link that leads to itself."""
    with suppress(OSError):
        return (today - day_of(copy)).days
    return 0


def leave_workshop(database: Path) -> None:
    """Remove what a restore that was cut has left. Only for whoever holds the database."""
    if (folder := workshop(database)).is_dir():  # a pipe would be waited for
        shutil.rmtree(folder, ignore_errors=True)


def workshop(database: Path) -> Path:
    """The folder in which a restore prepares the new database."""
    return database.with_name(f".{database.name}.restoring")


def day_of(copy: Path) -> date:
    """By its name (UTC) and by what it says inside, which of a copy of a copy is older; else, and
    where `_date_anew` has written it, by its file's time."""
    written = written_at(copy)
    found = [written.date()] if written.time() == time() else []
    if named := DAILY.fullmatch(copy.name) or ASIDE.fullmatch(copy.name):
        with suppress(ValueError):
            found.append(date.fromisoformat(named[1]))
    with suppress(sqlite3.Error, ValueError, TypeError, OverflowError, OSError):
        with closing(opening.connect(copy)) as held:
            made_at = known_copies.read_mark(held, known_copies.MADE_AT)
        if made_at is not None:
            found.append(datetime.fromtimestamp(int(made_at), UTC).date())
    return min(found, default=written.date())


def sync(path: Path) -> None:
    """See a file, or the names in a folder, onto the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
