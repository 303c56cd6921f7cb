"""Backups: one a day, made at the start or in the night, and each kept for less than a week."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from datetime import date, datetime
from pathlib import Path

from bot.clock import Now
from bot.config import Config
from db import copies
from db.copies import BadCopyError

NAME = "repbot-{:%Y-%m-%d}.sqlite3"
FAILED = (
    "the backup of today could not be made, so no older copy was deleted; see that the disk is not"
    " full and that the folder belongs to the account that runs the bot: %s"
)
LEFT = "too old, and cannot be deleted by the account that runs the bot; delete them yourself: %s"
log = logging.getLogger("repbot.backups")


def folder_of(database: Path) -> Path:
    """Return where the daily backups of a database lie."""
    return database.parent / "backups"


async def daily(database: Path, now: datetime) -> Path:
    """Make today's backup, and only then remove every copy that is too old.

    Raises OSError, sqlite3.Error, BadCopyError.
    """
    target = folder_of(database) / NAME.format(now)
    seconds = int(now.timestamp())
    await asyncio.to_thread(copies.make_copy, database, target, seconds)
    await _sweep(database, now)
    return target


async def at_start(config: Config, now: Now) -> None:
    """After a start, and so after SQLite's check: see that today's backup is there, then remove
    what is too old or half made. Call it before anybody can press."""
    database, keys = config.database_path, config.keys_file
    try:
        for ending in ("", ".days", ".erased"):
            keys.with_name(f"{keys.name}{ending}.new").unlink(missing_ok=True)
        if await asyncio.to_thread(_is_there, folder_of(database) / NAME.format(now())):
            await _sweep(database, now())
        else:
            await daily(database, now())
        log.info("today's backup is there, and every copy older than seven days is gone")
    except (OSError, sqlite3.Error, BadCopyError) as error:
        log.error(FAILED, error)


async def _sweep(database: Path, now: datetime) -> None:
    left = await asyncio.to_thread(copies.sweep, database, folder_of(database), now.date())
    if left:
        log.error(LEFT, ", ".join(str(each) for each in left))


def _is_there(backup: Path) -> bool:
    try:
        copies.check_copy(backup)
    except BadCopyError:
        return False
    return True


def made(database: Path) -> list[Path]:
    """Return the daily backups, the newest first."""
    folder = folder_of(database)
    found = [each for each in folder.glob("repbot-*") if copies.DAILY.fullmatch(each.name)]
    return sorted(found, reverse=True)


def age_in_words(database: Path, now: datetime) -> str:
    """Return how old the newest backup is."""
    found = made(database)
    if not found:
        return "none yet; one is made at each start and each night"
    too_old = "; that is too long ago, look at the log" if is_old(database, now) else ""
    return f"{len(found)} kept, the newest of {_made_on(found[0]):%d %B}{too_old}"


def is_old(database: Path, now: datetime) -> bool:
    """Return whether the newest backup is two days old or older; False while there is none."""
    found = made(database)
    return bool(found) and (now.date() - _made_on(found[0])).days >= 2


def _made_on(backup: Path) -> date:
    """Return the day in its name: the file's own time would be the machine's, not `now`."""
    return date.fromisoformat(backup.stem.removeprefix("repbot-"))
