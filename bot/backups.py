"""Backups: one a day, each kept for less than a week; and how one is put in place again."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import db.outbox
import db.questions
from bot.clock import Now
from bot.config import Config
from bot.domain.questions import DAY_SECONDS
from bot.domain.retention import QUESTION_DAYS
from bot.erasures import Erasures, Remembered
from bot.quarter_hour import seconds_left
from bot.restored import Restored
from bot.services.privacy import Privacy
from db import carrying, copies, replacement, room, setup
from db.carrying import ENDED, ERASED, Rows
from db.copies import BadCopyError, HeldError
from db.database import Database, take_lock
from db.privacy import delete_old

NAME = "repbot-{:%Y-%m-%d}.sqlite3"
FAILURES = (OSError, sqlite3.Error, BadCopyError)  # of making a backup
FIRST_HOUR = timedelta(hours=1)
OVERDUE_GO_SECONDS = 5.0  # after a start what is overdue goes first
FAILED = (
    "the backup of today could not be made, so no older copy was deleted; see that the disk is not"
    " full and that the folder belongs to the account that runs the bot: %s"
)
FAILED_LAST_NIGHT = (
    "last night's backup could not be made; see that the disk is not full and that the folder"
    " belongs to the account that runs the bot: %s"
)
LEFT = "too old, and could not be deleted by the account that runs the bot; do it yourself: %s"
SHARED = (
    "{others} lies in the folder of {path}. Both would give their backups one name, and one network"
    " would have none. Give each a folder of its own, named in its DATABASE_PATH; where one is not"
    " used any more, move it away."
)
log = logging.getLogger("repbot.backups")


def folder_of(database: Path) -> Path:
    return database.parent / "backups"


async def daily(database: Path, now: datetime) -> Path:
    """Make today's backup, and only then remove every copy that is too old.

    Raises HeldError: look again in a while. Each of FAILURES.
    """
    target = folder_of(database) / NAME.format(now)
    seconds = int(now.timestamp())
    folder, today = folder_of(database), now.date()
    await asyncio.to_thread(copies.renew, database, folder, target, seconds, today)
    return target


async def could_be_made(database: Path, now: datetime) -> bool:
    """Make today's backup; False while something is held. Raises as `daily` does."""
    try:
        await daily(database, now)
    except HeldError:
        return False
    except FileExistsError:
        if not folder_of(database).is_dir():  # a file has its name
            raise
        # Somebody is making it by hand.
    return True


async def at_start(config: Config, now: Now, leaving: asyncio.Event) -> None:
    """After a start, and so after SQLite's check: see that today's backup is there, then remove
    what is too old or half made. Call it before anybody can press. While something is held it
    looks again, once what was overdue has gone and then at each quarter of an hour, until the bot
    is `leaving`: the end of a hold may be its asker's doing, and a copy made at once would date
    it.

    Whether a copy would fit is looked at first, so that what it says does not tell whether
    anything is held; nothing that it finds later is said, because that would tell when."""
    keys, path, pause = config.keys_file, config.database_path, 0.0
    for problem in shared(config):
        log.error("%s", problem)
    try:
        for ending in ("", ".days", ".erased"):
            keys.with_name(f"{keys.name}{ending}.new").unlink(missing_ok=True)
        # Also where today's copy cannot be made: a restore that was cut leaves whole databases.
        await asyncio.to_thread(copies.leave_workshop, path)
        if not (folder_of(path) / NAME.format(now())).exists():
            await asyncio.to_thread(room.check_room, path, folder_of(path))
    except OSError as error:
        log.error(FAILED, error)
        return
    try:
        while not await _today(path, now()):
            pause = seconds_left(now()) if pause else OVERDUE_GO_SECONDS
            with suppress(TimeoutError):
                await asyncio.wait_for(leaving.wait(), pause)
            if leaving.is_set():
                return
    except (OSError, sqlite3.OperationalError):
        return  # the night says it
    except FAILURES as error:
        if pause == 0:
            log.error(FAILED, error)


def shared(config: Config) -> list[str]:
    """Whether another network's database lies in the same folder: whoever opens one to write
    leaves a lock beside it. Forbids nothing."""
    path, others = config.database_path, []
    for lock in sorted(path.parent.glob("*.lock")):
        other = lock.with_suffix("")
        with suppress(OSError, sqlite3.Error):
            if other.name != path.name and setup.server_of(other) and not setup.is_copy(other):
                others.append(str(other))
    return [SHARED.format(others=" and ".join(others), path=path)] if others else []


async def _today(database: Path, now: datetime) -> bool:
    """See that today's backup is there; False while something is held."""
    if await asyncio.to_thread(_is_there, folder_of(database) / NAME.format(now), now.date()):
        await asyncio.to_thread(copies.sweep, database, folder_of(database), now.date())
        return True
    return await could_be_made(database, now)


async def tell_left(database: Path, now: datetime) -> None:
    """Log what should have been deleted the night before, at the latest, when a copy was made."""
    found = made(database)
    if not found or (now.date() - _made_on(found[0])).days > 1:
        return  # on purpose: older ones are kept then
    left = await asyncio.to_thread(copies.left, database, folder_of(database), now.date())
    if left:
        log.error(LEFT, ", ".join(str(each) for each in left))


def _is_there(backup: Path, today: date) -> bool:
    """False for one that a clock that was ahead has given this name."""
    try:
        copies.check_copy(backup)
    except BadCopyError:
        return False
    return copies.day_of(backup) == today


def made(database: Path) -> list[Path]:
    """The newest first."""
    found = [each for each in folder_of(database).glob("repbot-*") if copies.day_named(each)]
    return sorted(found, reverse=True)


def age_in_words(database: Path, now: datetime, since: datetime) -> str:
    found = made(database)
    if not found:
        return "none yet; one is made at each start and each night"
    if is_old(database, now, since):
        return f"the newest of {_made_on(found[0]):%d %B}; that is too long ago, look at the log"
    return "one a day, up to date"  # no day: one that is late tells that something is held


def is_old(database: Path, now: datetime, since: datetime) -> bool:
    """Two days or more; False while there is none, and in the first hour of the bot, which runs
    `since` then: today's may wait for what is held."""
    found = made(database)
    old = bool(found) and (now.date() - _made_on(found[0])).days >= 2
    return old and now - since >= FIRST_HOUR


def _made_on(backup: Path) -> date:
    """From its name: the file's own time would be the machine's, not `now`."""
    return date.fromisoformat(backup.stem.removeprefix("repbot-"))


ASIDE = "{}.before-restore-{:%Y%m%dT%H%M%S}"


async def restore(config: Config, source: Path, now: Now) -> str:
    """Put a backup in the database's place; returns what was done, in words.

    Refuses, with nothing changed, while a bot runs (DatabaseInUseError), when the backup is
    damaged (BadCopyError) and when what is remembered beside the keys is (VaultError). Cut
    anywhere, the old database stands, or the finished new one.
    """
    made_at = datetime.fromtimestamp(copies.check_copy(source), UTC)
    ahead = made_at > now()  # by a wrong clock: it does not tell who was erased since
    day = date.min if ahead else made_at.date()
    erasures = Erasures.beside(config.keys_file)
    remembered = erasures.read()
    path = config.database_path
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = _free_name(path, now())
    with take_lock(path), replacement.workshop(path) as folder, _set_aside(path, aside, now):
        stood = path.exists()
        by_hand = setup.is_copy(path)  # put there: it knows nothing that came after it
        known = carrying.known_by(path) if stood and not by_hand else {}
        later = carrying.is_later(known or {}, source)
        stand = carrying.is_later(known or {}, source, questions=True)
        fresh = folder / path.name
        fresh.write_bytes(source.read_bytes())
        since = _all_known(remembered, known, now)
        carrying.number_on(fresh, now())
        erased = await _erase_again(fresh, day, now, since)
        ended = await _end_again(fresh, min(made_at, now()), now, since)
        kept_rows = carrying.without(known or {}, since.has_ended)
        carrying.carry(fresh, kept_rows, now(), later=later, questions=stand)
        # Once more, because what is replaced may hold them: a disk was rolled back, say.
        erased |= await _erase_again(fresh, day, now, since)
        replacement.finish(fresh)
        replacement.take_place(fresh, path, readable=known is not None)
    return Restored(
        made_at=made_at,
        remembered=remembered,
        known=known,
        file=str(erasures.path),
        aside=aside.name if stood else "",
        erased=len(erased),
        ended=ended,
        later=later,
        stand=stand,
        ahead=ahead,
    ).in_words()


def _free_name(path: Path, at: datetime) -> Path:
    """What another restore has kept in this second stays too."""
    while (aside := path.with_name(ASIDE.format(path.name, at))).exists():
        at += timedelta(seconds=1)
    return aside


@contextmanager
def _set_aside(path: Path, aside: Path, now: Now) -> Iterator[None]:
    """Keep what stands there, unless nothing takes its place. Before it is read, so that it knows
    this copy of it too."""
    replacement.set_aside(path, aside, int(now().timestamp()))
    try:
        yield
    except BaseException:
        for ending in ("-wal", ""):
            aside.with_name(aside.name + ending).unlink(missing_ok=True)
        raise


def _all_known(
    remembered: Remembered | None, known: dict[str, Rows] | None, now: Now
) -> Remembered:
    """Add to the file's what the database has not written down yet."""
    pending = known or {}
    handles = [row[0] for row in pending.get(ENDED, [])]
    erased = [(row[0], row[1]) for row in pending.get(ERASED, [])]
    begun = remembered or Remembered(b"", {}, {})  # no key, so no person's hash can fit
    return begun.adding(erased, handles, now().astimezone(UTC).date())


async def _erase_again(fresh: Path, day: date, now: Now, remembered: Remembered) -> set[int]:
    """Bring the copy to this version, and erase whoever was erased since that day."""
    async with _opened(fresh, now) as database:
        privacy = Privacy(database, now, remembered.hashed)
        people = await privacy.people()
        async with database.reading() as tx:
            people |= await db.outbox.people(tx)
        again = {each for each in people if remembered.erased_since(each, day)}
        for person in again:
            await privacy.erase(person, again=True)
    return again


async def _end_again(fresh: Path, made_at: datetime, now: Now, remembered: Remembered) -> int:
    """Let go of the questions that ended since, from the rows and from what waits to be sent, and
    of what is too old. Returns how many questions."""
    async with _opened(fresh, now) as database, database.transaction() as tx:
        ends_at = int(made_at.timestamp()) + QUESTION_DAYS * DAY_SECONDS
        await db.questions.end_unreleased(tx, ends_at)
        over = [
            each.id
            for each in await db.questions.all_kept(tx)
            if remembered.has_ended(each.handle) or (each.ends_at or 0) <= now().timestamp()
        ]
        for question in over:
            await db.questions.delete(tx, question)
        await delete_old(tx, int(now().timestamp()))
    return len(over)


@asynccontextmanager
async def _opened(fresh: Path, now: Now) -> AsyncIterator[Database]:
    database = await Database.open(fresh, now)
    try:
        yield database
    finally:
        await database.close()
