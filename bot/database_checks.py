"""Whether the database is there, is ours, and is of this server. Changes and creates nothing."""

from __future__ import annotations

import shlex
import shutil
import sqlite3
from contextlib import suppress

from bot import backups
from bot.config import Config
from bot.erasures import Erasures
from bot.vault import VaultError
from db import copies, room, setup

GONE = (
    "The database {path} is missing or empty, though copies lie beside it, the newest of them"
    " {copy}. Look whether DATABASE_PATH is right. If the database was lost, as the bot's account"
    " and with its settings: make restore PATH_TO={quoted}. To begin anew, move the copies away."
)
UNSEEN = (
    "The database {path} is missing or empty, and whether copies lie beside it cannot be seen:"
    " {place}, {why}. Give it to the account that runs the bot; a link that leads nowhere, remove."
)
ONCE_THERE = (
    "The database {path} is missing or empty, though {erased} remembers one. Look whether"
    " DATABASE_PATH and KEYS_FILE are right: each network has its own. If the database was lost,"
    " put your newest copy in its place with"
    " make restore PATH_TO=… To begin anew, move {erased} away."
)
FOREIGN = (
    "The database {path} is of another program. Name a file of the bot's own in DATABASE_PATH;"
    " nothing was put into that one."
)
COPIED_THERE = (
    "The database {path} is a copy that was put there by hand, so what was erased or sent since it"
    " was made would be back. Let it take its place, as the bot's account and with its settings:"
    " make restore PATH_TO={quoted}"
)
OTHER_SERVER = (
    "{path} is of the Discord server {held}, and GUILD_ID is {given}. Correct the one that is"
    " wrong: each server has a settings file, a database and keys of its own."
)
NO_ROOM = "The disk at {folder} is full. Make room there: 200 MiB at least."
LEAST_TO_OPEN_BYTES = 2**20


def problems(config: Config) -> list[str]:
    """Everything that forbids a start. What cannot be read is told when it is opened."""
    for found in (copied_there, lost, unfit):
        with suppress(OSError, sqlite3.Error):  # a log beside a copy spoils the others
            if wrong := found(config):
                return wrong
    return []


def no_room(config: Config) -> str:
    """SQLite would be killed (SIGBUS) where the disk has no block for the index beside its log.
    Beside the keys, on a disk of their own perhaps, those of the days are made anew, and without
    room for what has no name SQLite brings no database up to date."""
    for folder in (config.database_path.parent, config.keys_file.parent, room.nameless_place()):
        with suppress(OSError):
            if shutil.disk_usage(folder).free < LEAST_TO_OPEN_BYTES:
                return NO_ROOM.format(folder=folder)
    return ""


def lost(config: Config) -> list[str]:
    """Whether there was a database once. Raises sqlite3.Error, OSError."""
    path = config.database_path
    if not setup.is_empty(path):
        return []
    try:
        copy = copies.newest(path, backups.folder_of(path))
    except OSError as error:
        return [UNSEEN.format(path=path, place=error.filename, why=error.strerror)]
    if copy:
        return [GONE.format(path=path, copy=copy, quoted=shlex.quote(str(copy)))]
    erasures = Erasures.beside(config.keys_file)
    with suppress(VaultError):  # told with the keys
        remembered = erasures.read()
        if remembered and (remembered.erased or remembered.ended):
            return [ONCE_THERE.format(path=path, erased=erasures.path)]
    return []


def copied_there(config: Config) -> list[str]:
    """Whether it is a copy that was put there by hand. Raises sqlite3.Error, OSError."""
    path = config.database_path
    if not setup.is_copy(path):
        return []
    return [COPIED_THERE.format(path=path, quoted=shlex.quote(str(path)))]


def unfit(config: Config) -> list[str]:
    """What forbids every other word too. Raises sqlite3.Error, OSError."""
    path = config.database_path
    if setup.is_foreign(path):
        return [FOREIGN.format(path=path)]
    held = setup.server_of(path)
    if 0 in (held, config.guild_id) or held == config.guild_id:
        return []
    return [OTHER_SERVER.format(path=path, held=held, given=config.guild_id)]
