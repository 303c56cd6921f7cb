"""`make check`: everything a host should know before the first start, all at once."""

from __future__ import annotations

import fcntl
import os
import shlex
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot import backups, database_checks, health, key_checks, own_files
from bot.clock import utcnow
from bot.config import Config, ConfigError, load, odd_names, settings_file
from db import copies, opening
from db.migrate import steps, version_of

LEAST_FREE_BYTES = 200 * 2**20
LEAST_SQLITE = (3, 37, 0)  # STRICT tables
EARLIEST_YEAR = 2026
FELT = (
    "The last rebuild of the database took {:.1f} s, and whoever pressed a button meanwhile waited."
    " If it is more than a second, put the database on a quicker disk."
)
NOT_REBUILT = (
    "What was deleted is still on the disk: another program has the database open, or the disk is"
    " full. See to that; the bot tries again each minute."
)
NOT_WRITTEN = (
    "{folder} cannot be written, where {what} should go. Check that its disk is there, that it is a"
    " folder and belongs to the account that runs the bot, and that you are that account."
)
SEE_TO_IT = (
    "See that the disk is not full, and that the file and its folder belong to the account that"
    " runs the bot."
)
CLOCK_IS_WRONG = "The computer's clock is wrong. Set it, best by switching on network time."


def check(env: Mapping[str, str]) -> int:
    """Print every problem with its mend; returns 0 when the bot can be started. Creates nothing."""
    path = settings_file(env)
    problems = [problem for look in MACHINE for problem in look()] + _settings(path)
    try:
        config = Config.of_files(env)
    except ConfigError:
        pass  # `load` names the same
    else:
        problems += [problem for look in FILES for problem in look(config)]
    try:
        load(env)
    except ConfigError as error:
        problems = error.problems + problems
    problems = odd_names(path) + problems
    if not problems:
        print("All is well: the bot can be started, or is.")  # noqa: T201
        return 0
    print("These need mending:", file=sys.stderr)  # noqa: T201
    for problem in problems:
        print(f"- {problem}", file=sys.stderr)  # noqa: T201
    return 1


def _sqlite() -> list[str]:
    if sqlite3.sqlite_version_info >= LEAST_SQLITE:
        return []
    return [f"SQLite is {sqlite3.sqlite_version}; 3.37 or newer is needed. Use a newer Python."]


def _clock() -> list[str]:
    return [] if clock_is_set(utcnow()) else [CLOCK_IS_WRONG]


def clock_is_set(now: datetime) -> bool:
    """Say whether it can be: a computer without a battery for its clock begins in the past."""
    return now.year >= EARLIEST_YEAR


def _settings(path: Path) -> list[str]:
    if not path.exists() or not path.stat().st_mode & stat.S_IRWXO:
        return []
    name = shlex.quote(str(path))
    return [f"{path} holds the token and is open to everybody here. Mend it: chmod o= {name}"]


def _zones() -> list[str]:
    try:
        ZoneInfo("Europe/London")
    except ZoneInfoNotFoundError:
        return ["The time zone data is missing. Delete the folder .venv, then: make .venv/run"]
    return []


def _keys(config: Config) -> list[str]:
    if forgotten := key_checks.forgotten(config):
        print(forgotten)  # noqa: T201
    if os.path.isdir(config.keys_file.parent):
        return key_checks.problems(config)
    return _writable(config.keys_file.parent, "the keys") + key_checks.problems(config)


def _account(config: Config) -> list[str]:
    return own_files.account_problems(config)[:1]


def _others(config: Config) -> list[str]:
    found = own_files.open_to_others(config)
    if not found:
        return []
    names = shlex.join(str(path) for path in found)
    return [f"Others than the bot's account can read what it keeps. Mend it: chmod go= {names}"]


def _disk(config: Config) -> list[str]:
    folder = _existing(config.database_path.parent)
    free = shutil.disk_usage(folder).free
    if free >= LEAST_FREE_BYTES:
        place = backups.folder_of(config.database_path)
        inside = _writable(place, "the backups") if os.path.lexists(place) else []
        full = database_checks.no_room(config)  # that of the keys
        return _writable(folder, "the database") + inside + ([full] if full else [])
    return [f"Only {free // 2**20} MiB are free at {folder}. Make room: 200 MiB at least."]


def _published(config: Config) -> list[str]:
    """It may be made at the start, so the folder that it is to lie in will do."""
    folder = config.publish_dir
    if folder is None:
        return []
    place = folder if os.path.lexists(folder) else folder.absolute().parent
    if os.path.isdir(place) and os.access(place, os.W_OK | os.X_OK):
        return []
    return [
        f"{folder.absolute()} cannot be written, where calls.ics should go. Make that folder, and"
        " let it belong to the account that runs the bot."
    ]


def _database(config: Config) -> list[str]:
    path = config.database_path
    try:
        if not path.exists():
            return []
        if closed := own_files.database_closed_to_us(config):
            return closed
        if holder := _holder(path):
            print(f"The bot is running ({holder}).")  # noqa: T201
            if (took := health.rebuild_seconds(path)) < 0:
                print(NOT_REBUILT)  # noqa: T201
            elif took:
                print(FELT.format(took))  # noqa: T201
        with closing(opening.connect(path)) as connection:
            answer = connection.execute("PRAGMA quick_check").fetchone()[0]
            version = version_of(connection)
    except PermissionError:
        return []  # said by the looks before
    except (OSError, sqlite3.Error) as error:
        return [_not_opened(path, error)]
    if answer != "ok":
        return [f"The database {path} is damaged: {answer}. {_put_back(path)}"]
    if version > max(steps()):
        return ["The database is of a newer repbot. Install that one, or restore a backup."]
    return []


def _not_opened(path: Path, error: Exception) -> str:
    if opening.is_busy(error):
        return opening.IN_USE.format(path=path)
    damaged = isinstance(error, sqlite3.Error) and opening.is_damage(error)
    mend = _put_back(path) if damaged else SEE_TO_IT
    return f"The database {path} cannot be opened: {error}. {mend}"


def _put_back(database: Path) -> str:
    newest = copies.newest(database, backups.folder_of(database))
    return f"Put back a backup: make restore PATH_TO={newest or '<your newest copy>'}"


def _holder(path: Path) -> str:
    """The process that has the database open, or ""; unlike taking its lock, leaves no file."""
    try:
        lock = path.with_name(f"{path.name}.lock").open(encoding="utf-8")
    except FileNotFoundError:
        return ""
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return lock.read().strip() or "another process"
    return ""


def _writable(folder: Path, what: str) -> list[str]:
    folder = _existing(folder)
    if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK):
        return []
    return [NOT_WRITTEN.format(folder=folder.absolute(), what=what)]


def _existing(folder: Path) -> Path:
    while not os.path.lexists(folder):
        folder = folder.parent
    return folder


MACHINE: tuple[Callable[[], list[str]], ...] = (_sqlite, _clock, _zones)
FILES: tuple[Callable[[Config], list[str]], ...] = (
    _account,
    _keys,
    _others,
    _disk,
    _published,
    database_checks.problems,
    backups.shared,
    _database,
)
