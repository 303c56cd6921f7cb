"""`make check`: everything a host should know before the first start, all at once."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryFile
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.clock import utcnow
from bot.config import Config, ConfigError, load
from db.database import DatabaseInUseError, take_lock
from db.migrate import steps, version_of

LEAST_FREE_BYTES = 200 * 2**20
LEAST_SQLITE = (3, 37, 0)
EARLIEST_YEAR = 2026


def check(env: Mapping[str, str]) -> int:
    """Print every problem with its mend; returns 0 when the bot can be started."""
    problems = _settings(env)
    config = Config.of_files(env)
    for look in LOOKS:
        problems += look(config)
    if not problems:
        print("All is well. `make run` starts the bot.")  # noqa: T201
        return 0
    print("These need mending:", file=sys.stderr)  # noqa: T201
    for problem in problems:
        print(f"- {problem}", file=sys.stderr)  # noqa: T201
    return 1


def _settings(env: Mapping[str, str]) -> list[str]:
    try:
        load(env)
    except ConfigError as error:
        return error.problems
    return []


def _sqlite(_config: Config) -> list[str]:
    if sqlite3.sqlite_version_info >= LEAST_SQLITE:
        return []
    return [f"SQLite is {sqlite3.sqlite_version}; 3.37 or newer is needed. Use a newer Python."]


def _clock(_config: Config) -> list[str]:
    if utcnow().year >= EARLIEST_YEAR:
        return []
    return ["The computer's clock is wrong. Set it, best by switching on network time."]


def _zones(_config: Config) -> list[str]:
    try:
        ZoneInfo("Europe/London")
    except ZoneInfoNotFoundError:
        return ["The time zone data is missing. Run `make setup` again."]
    return []


def _keys(config: Config) -> list[str]:
    path = config.keys_file
    if not path.exists():
        return _writable(path.parent, "the keys")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        return [f"The keys in {path} can be read by others. Mend it: chmod 600 {path}"]
    return [] if os.access(path, os.R_OK) else [f"The keys in {path} cannot be read."]


def _disk(config: Config) -> list[str]:
    folder = _existing(config.database_path.parent)
    free = shutil.disk_usage(folder).free
    if free >= LEAST_FREE_BYTES:
        return _writable(folder, "the database")
    return [f"Only {free // 2**20} MiB are free at {folder}. Make room: 200 MiB at least."]


def _database(config: Config) -> list[str]:
    path = config.database_path
    if not path.exists():
        return []
    try:
        with take_lock(path), closing(sqlite3.connect(path)) as connection:
            answer = connection.execute("PRAGMA quick_check").fetchone()[0]
            version = version_of(connection)
    except DatabaseInUseError as error:
        return [f"{error} (If that is your bot, all is well.)"]
    except (OSError, sqlite3.Error) as error:
        return [f"The database {path} cannot be opened: {error}. Restore a backup."]
    if answer != "ok":
        return [f"The database {path} is damaged: {answer}. Restore a backup."]
    if version > max(steps()):
        return ["The database is of a newer repbot. Install that one, or restore a backup."]
    return []


def _writable(folder: Path, what: str) -> list[str]:
    folder = _existing(folder)
    try:
        with TemporaryFile(dir=folder) as file:
            file.write(b"x")
    except OSError as error:
        return [f"{folder} cannot be written, where {what} should go: {error.strerror}."]
    return []


def _existing(folder: Path) -> Path:
    while not folder.exists():
        folder = folder.parent
    return folder


LOOKS: tuple[Callable[[Config], list[str]], ...] = (
    _sqlite,
    _clock,
    _zones,
    _keys,
    _disk,
    _database,
)
