"""What a host does by hand: backup, restore, rotate-keys. None of it needs the token."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing, nullcontext, suppress
from dataclasses import replace
from pathlib import Path

from bot import backups, database_checks, key_checks, own_files
from bot.check import CLOCK_IS_WRONG, clock_is_set
from bot.clock import Now
from bot.config import NO_TEXT, Config, in_utf8
from bot.domain.errors import UserError
from bot.vault import Vault, VaultError
from db import copies, opening, room, setup
from db.carrying import is_damaged
from db.copies import BadCopyError
from db.database import Database, DatabaseDamagedError, DatabaseInUseError, take_lock
from db.migrate import NewerDatabaseError, version_of
from db.sealed import seal_anew

KNOWN = (
    *(UserError, VaultError, BadCopyError),
    *(DatabaseInUseError, DatabaseDamagedError, NewerDatabaseError),
)
NO_PATH = "Say where, like this: make {word} PATH_TO=/media/stick/repbot.sqlite3"
NOTHING_YET = "There is no {what} yet; the first start makes it."
THERE_ALREADY = "{path} is there already, and a backup overwrites nothing. Choose another name."
WITH_THE_KEYS = (
    "{path} would lie in the folder of the keys. Choose another folder: whoever finds a backup and"
    " the keys together can read everything."
)
THE_BOTS_OWN = (
    "{path} is, or lies in, what the bot itself keeps and clears away. Choose another place: a"
    " stick, or a name like {folder}/monday.sqlite3."
)
ITSELF = (
    "{path} is the database itself, and no copy that waits to take its place. If it was one, and"
    " this was cut off before, it has been done: start the bot. Else name the backup."
)
LEFT_BY_A_CUT = (
    "{path} is what a restore that was cut off has left, where the next one clears up first. Name"
    " the backup itself."
)
NO_HOME = "{path} names no account that is known here. Write the whole path, from / on."
OTHER_LOG = (
    "{path} is a copy that was put there by hand, and beside it lies the log of another database."
    " Stop the bot if it runs, move {log} away, out of this folder, then say it again."
)
DAMAGE = (
    "No backup was made, because damage was found ({why}), in {database} or on the way to {path}."
    " Say make check: if it is the database, that says so, and which backup to put back with make"
    " restore."
)
UNCHANGED = "Nothing was changed."
DISK_OR_ACCOUNT = (
    "{why} ({path}). Check that it is there, that the disk is not full, and that it belongs to the"
    " account that runs the bot, as which this has to be said."
)
OR_AWAY = (
    "What it still knows would be carried over. If those keys are lost, move {path} away first, and"
    " say it again: then nothing of it is."
)
UP_TO_DATE = (
    "The keys, and what is sealed, are as they were; but the database was brought up to date, as a"
    " start does it, with a copy of it made beside it before."
)
BOTH_KEYS = (
    "Nothing is lost: the new key and the old ones are in {keys}, and whatever is sealed opens with"
    " them. Mend the cause and run rotate-keys again, so that the old ones go."
)


async def do(word: str, path: str | Path | None, env: Mapping[str, str], now: Now) -> int:
    """Returns the exit code. Raises ConfigError."""
    config = Config.of_files(env)
    try:
        said = await _do(word, str(path or ""), config, now)
    except KNOWN as error:
        return _refuse(str(error))
    except (OSError, sqlite3.Error) as error:
        places = f"{config.database_path}, {path}, or on the way {room.nameless_place()}"
        which = places if word == "backup" else ""
        return _refuse(f"{_in_words(error, config, which)} {UNCHANGED}")
    print(said)  # noqa: T201
    return 0


async def _do(word: str, path: str, config: Config, now: Now) -> str:
    if not clock_is_set(now()):
        raise _unchanged(CLOCK_IS_WRONG)
    _refuse_closed(config, word)
    _refuse_log(config.database_path)
    _refuse_other(config, word)
    if word != "restore":
        _refuse_lost(config)
    if word == "rotate-keys":
        if copied := database_checks.copied_there(config):
            raise _unchanged(*copied)
        return await _rotate_keys(config)
    if not path.strip():
        raise UserError(NO_PATH.format(word=word))
    place = _expanded(path.strip())
    if word == "backup":
        if place.is_dir():
            place /= backups.NAME.format(now())
        return await _backup(place, config, int(now().timestamp()))
    _refuse_source(place, config)
    there = config.keys_file.exists()
    with take_lock(config.keys_file, "keys file") if there else nullcontext():
        _refuse_source(place, config)  # they may have been made anew in that moment
        return await backups.restore(config, place, now)


def _refuse_source(place: Path, config: Config) -> None:
    """Of what is to be restored: where it lies, whose it is, and whether the keys open it."""
    if place.is_dir():
        raise UserError(f"{place} is a folder. Name the backup in it.")
    if copies.workshop(config.database_path).resolve() in place.resolve().parents:
        raise _unchanged(LEFT_BY_A_CUT.format(path=place))
    if place.resolve() == config.database_path.resolve() and not setup.is_copy(place):
        raise UserError(ITSELF.format(path=place))
    copy = replace(config, database_path=place)  # or the next start would refuse it
    _refuse_other(copy, "restore")
    _refuse_unfit(copy)
    if not setup.is_copy(config.database_path):
        _refuse_unfit(config, OR_AWAY.format(path=config.database_path))


def _expanded(path: str) -> Path:
    try:
        place = Path(path).expanduser()
    except RuntimeError:
        raise UserError(NO_HOME.format(path=path)) from None
    if (shown := in_utf8(str(place))) != str(place):
        raise UserError(f"{shown} {NO_TEXT}")
    return place


async def _backup(path: Path, config: Config, now: int) -> str:
    if os.path.lexists(path):
        raise UserError(THERE_ALREADY.format(path=path))
    if config.keys_file.parent.resolve() in path.resolve().parents:
        raise UserError(WITH_THE_KEYS.format(path=path))
    if own_files.is_of_the_database(path, config):
        folder = config.database_path.parent
        raise UserError(THE_BOTS_OWN.format(path=path, folder=folder))
    try:
        await asyncio.to_thread(copies.make_copy, config.database_path, path, now)
    except (sqlite3.Error, BadCopyError) as error:
        if not is_damaged(error):
            raise
        why = f"{error}".splitlines()[0]
        database = config.database_path
        raise UserError(DAMAGE.format(why=why, database=database, path=path)) from error
    return (
        f"Copied to {path}. Keep it apart from the keys ({config.keys_file}), and delete it within"
        " seven days: the bot deletes its own copies, and cannot delete yours."
    )


async def _rotate_keys(config: Config) -> str:
    """Seal everything with a new key, then destroy the old ones."""
    _refuse_unfit(config)
    if not config.keys_file.exists():
        raise _unchanged(NOTHING_YET.format(what=config.keys_file))
    before, version = config.keys_file.read_bytes(), _version(config)
    try:
        count = await _seal_anew(config)
    except (*KNOWN, OSError, sqlite3.Error) as error:
        same = config.keys_file.read_bytes() == before
        then = UP_TO_DATE if _version(config) > version else UNCHANGED
        then = then if same else BOTH_KEYS.format(keys=config.keys_file)
        raise UserError(f"{_in_words(error, config)} {then}") from error
    return (
        f"A new key is in place, and everything sealed ({count}) is sealed with it. Copy"
        f" {config.keys_file} to where you keep the keys, and make a new backup: older ones, the"
        " bot's own among them, cannot be opened any more."
    )


def _version(config: Config) -> int:
    """0 where it cannot be read: opening it says why."""
    with suppress(sqlite3.Error), closing(opening.connect(config.database_path)) as connection:
        return version_of(connection)
    return 0


def _in_words(error: Exception, config: Config, which: str = "") -> str:
    """What SQLite and the system say is no sentence, and names no mend. SQLite names no file:
    `which` it may be, if not the database."""
    if opening.is_busy(error):
        return opening.IN_USE.format(path=config.database_path)
    if isinstance(error, sqlite3.Error):
        path = which or config.database_path
        return DISK_OR_ACCOUNT.format(why=f"SQLite says: {error}", path=path)
    if isinstance(error, OSError):
        places = dict.fromkeys((config.database_path.parent, config.keys_file.parent))
        path = error.filename or " or ".join(map(str, places))
        return DISK_OR_ACCOUNT.format(why=error.strerror or error, path=path)
    return f"That did not work: {str(error).rstrip('.')}."


def _refuse_other(config: Config, word: str) -> None:
    """Another program's database is left alone; that of another server may be copied, no more."""
    with suppress(sqlite3.Error, OSError):  # told when it is opened
        wrong = database_checks.unfit(replace(config, guild_id=0) if word == "backup" else config)
        if wrong:
            raise _unchanged(*wrong)


def _refuse_lost(config: Config) -> None:
    """Nothing would be copied, or sealed anew, and the keys of every copy would go."""
    with suppress(sqlite3.Error):  # told when it is opened
        if gone := database_checks.lost(config):
            raise _unchanged(*gone)
        if setup.is_empty(config.database_path):
            raise _unchanged(NOTHING_YET.format(what=f"database {config.database_path}"))


def _refuse_log(database: Path) -> None:
    """SQLite would play it into the copy beside which it lies."""
    log = database.with_name(f"{database.name}-wal")
    if log.exists() and log.stat().st_size and setup.is_copy(database):
        with take_lock(database):  # or it is the log of the bot that runs, which says so
            raise _unchanged(OTHER_LOG.format(path=database, log=log))


def _refuse_closed(config: Config, word: str) -> None:
    """Before anything is begun: SQLite would take it for another program that writes."""
    if word == "backup":  # it needs less
        closed = own_files.no_files(config.database_path, *own_files.OF_A_DATABASE)
    else:
        closed = own_files.database_closed_to_us(config)
    if word == "rotate-keys":
        closed += own_files.closed_to_us(config.keys_file, "")
    if closed:
        raise _unchanged(*closed)


def _refuse_unfit(config: Config, *also: str) -> None:
    if wrong := key_checks.problems(config):
        raise _unchanged(*wrong, *also)


async def _seal_anew(config: Config) -> int:
    """Cut anywhere, nothing is lost: the file holds both keys before the new one is used for good,
    and until nothing needs the old ones."""
    with take_lock(config.keys_file, "keys file"):  # a bot with another database may use them too
        database = await Database.open(config.database_path)
        try:
            vault = Vault.read(config.keys_file)
            vault.add_key()
            async with database.transaction() as tx:
                count = await seal_anew(tx, vault.reseal)
                vault.save()
            await database.scrub()
            vault.keep_newest()
        finally:
            await database.close()
    return count


def _unchanged(*problems: str) -> UserError:
    """First, because many end in words to be said, of which it would be read as a part."""
    return UserError(f"{UNCHANGED} " + "\n".join(problems))


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201
    return 1
