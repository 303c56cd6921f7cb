"""Backups: made daily while the bot runs, kept for a week, restored with erasures repeated."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path

from bot.clock import Now
from bot.config import Config
from bot.erasures import Erasures
from bot.services.privacy import Privacy
from db import copies
from db.database import Database, take_lock
from db.retention import delete_old

KEPT = 7
NAME = "repbot-{:%Y-%m-%d}.sqlite3"
EVERY = "repbot-[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9].sqlite3"
ASIDE = "{}.before-restore-{:%Y%m%dT%H%M%S}"


def folder_of(database: Path) -> Path:
    """Return where the daily backups of a database lie."""
    return database.parent / "backups"


async def daily(database: Path, now: datetime) -> Path:
    """Make today's backup and remove all but the newest seven. Raises OSError, sqlite3.Error."""
    target = folder_of(database) / NAME.format(now)
    await asyncio.to_thread(copies.make_copy, database, target, int(now.timestamp()))
    for old in made(database)[KEPT:]:
        old.unlink(missing_ok=True)
    return target


def made(database: Path) -> list[Path]:
    """Return the daily backups, the newest first."""
    return sorted(folder_of(database).glob(EVERY), reverse=True)


def age_in_words(database: Path, now: datetime) -> str:
    """Return how old the newest backup is."""
    found = made(database)
    if not found:
        return "none yet; the first one is made tonight"
    too_old = "; that is too long ago, look at the log" if is_old(database, now) else ""
    return f"{len(found)} kept, the newest of {_made_on(found[0]):%d %B}{too_old}"


def is_old(database: Path, now: datetime) -> bool:
    """Return whether the newest backup is two days old or older; False while there is none."""
    found = made(database)
    return bool(found) and (now.date() - _made_on(found[0])).days >= 2


def _made_on(backup: Path) -> date:
    """Return the day in its name: the file's own time would be the machine's, not `now`."""
    return date.fromisoformat(backup.stem.removeprefix("repbot-"))


async def restore(config: Config, source: Path, now: Now) -> str:
    """Put a backup in the database's place; returns what was done, in words.

    Refuses while a bot runs (DatabaseInUseError) or when the backup is damaged (BadCopyError);
    the old file is kept. Retention and every erasure since the backup are repeated.
    """
    made_at = copies.check_copy(source)
    path = config.database_path
    path.parent.mkdir(parents=True, exist_ok=True)
    keep = path.with_name(ASIDE.format(path.name, now()))
    with take_lock(path):
        copies.put_in_place(source, path, keep)
        copies.make_cautious(path)
    erased = await _repeat_erasures(config, made_at, now)
    at = datetime.fromtimestamp(made_at, UTC)
    people = "Nobody was erased since then" if not erased else f"Erased again since then: {erased}"
    return (
        f"Restored the backup of {at:%d %B %Y, %H:%M} UTC. {people}. The database that was there is"
        f" kept as {keep.name}; delete it when all is well. Now start the bot."
    )


async def _repeat_erasures(config: Config, made_at: int, now: Now) -> int:
    erasures = Erasures.beside(config.keys_file)
    database = await Database.open(config.database_path)
    try:
        privacy = Privacy(database, now, erasures.add)
        again = [p for p in await privacy.people() if erasures.since(p, made_at)]
        for person in again:
            await privacy.erase(person)
        async with database.transaction() as tx:
            await delete_old(tx, int(now().timestamp()))
        await database.scrub()
    finally:
        await database.close()
    return len(again)
