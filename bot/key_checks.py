"""Whether the keys, and the files beside them, fit the database. Changes and creates nothing."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress

from bot import own_files
from bot.config import Config
from bot.erasures import Erasures
from bot.vault import DayKeys, Vault, VaultError
from db import sealed, setup

Values = list[tuple[bytes, bytes]]

MISSING = (
    "There is no keys file {keys}, but {database} holds words that were sealed with one. Put back"
    " your copy of the keys; without it nobody can read them."
)
PUT_BACK = "Put back your copy of the file; without it nobody can read what is sealed."
MAKE_NEW = "Nothing is sealed with it yet: move it away, and the next start makes a new one."
DO_NOT_OPEN = (
    "The keys in {keys} do not open what is sealed in {database}. Put back the keys that belong to"
    " it; where you have several, put the lines of all of them into the one file."
)
NOT_READ = (
    "{path} cannot be read: {why}. Check that it belongs to the account that runs the bot, and that"
    " you are that account."
)
NOT_WRITTEN = (
    "{folder} cannot be written, where new keys are made each day. Check that it belongs to the"
    " account that runs the bot, and that the service may write there (ReadWritePaths in its unit)."
)

FORGOTTEN = (
    "There is no {path}, though the database {database} has been in use. Put back your copy of it"
    " while the bot is stopped; begun anew, it knows nobody who was erased before, so restoring an"
    " older backup brings them back, and `Not again, please` is forgotten."
)


def forgotten(config: Config) -> str:
    """What forbids no start: the list of those who were erased is lost. Empty where it is not."""
    path, used = Erasures.beside(config.keys_file).path, 0
    with suppress(OSError, sqlite3.Error):  # told elsewhere
        used = 0 if path.exists() else setup.server_of(config.database_path)
    return FORGOTTEN.format(path=path, database=config.database_path) if used else ""


def problems(config: Config) -> list[str]:
    """Everything that forbids a start, each with what to do."""
    values: Values = []
    with suppress(OSError, sqlite3.Error):  # what is wrong with the database is told elsewhere
        values = sealed.newest(config.database_path)
    found = (_folder(config), _keys(config, values))
    return [problem for problem in found if problem] + _beside(config)


def _folder(config: Config) -> str:
    folder = config.keys_file.parent
    if not os.path.isdir(folder) or os.access(folder, os.W_OK | os.X_OK):
        return ""
    return NOT_WRITTEN.format(folder=folder)


def _keys(config: Config, values: Values) -> str:
    keys, database = config.keys_file, config.database_path
    try:
        vault = Vault.read(keys)
    except FileNotFoundError:
        return MISSING.format(keys=keys, database=database) if values else ""
    except OSError as error:
        return NOT_READ.format(path=keys, why=error.strerror)
    except VaultError as error:
        return f"{error} {PUT_BACK if values else MAKE_NEW}"
    try:
        for value, context in values:
            vault.unseal(value, context)
    except VaultError:
        return DO_NOT_OPEN.format(keys=keys, database=database)
    return ""


def _beside(config: Config) -> list[str]:
    """Of what is written as long as the bot runs; the keys themselves may be closed to that."""
    closed = own_files.closed_to_us(config.keys_file, ".days", ".erased", ".lock")
    return closed or [problem for problem in (_days(config), _erased(config)) if problem]


def _days(config: Config) -> str:
    days = DayKeys.beside(config.keys_file)
    try:
        days.check()
    except OSError as error:
        return NOT_READ.format(path=days.path, why=error.strerror)
    except VaultError as error:
        return str(error)
    return ""


def _erased(config: Config) -> str:
    erasures = Erasures.beside(config.keys_file)
    try:
        erasures.read()
    except OSError as error:
        return NOT_READ.format(path=erasures.path, why=error.strerror)
    except VaultError as error:
        return str(error)
    return ""
