"""The files and folders that the bot keeps: readable by their owner alone."""

from __future__ import annotations

import os
import pwd
import re
import shlex
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from bot.config import BACKUPS, Config, ConfigError

OF_A_DATABASE = ("", "-wal", "-shm", "-journal", ".lock")
OTHERS = stat.S_IRWXG | stat.S_IRWXO
NOT_ENTERED = (
    "{path} cannot be reached: {why}. Check that its folder belongs to the account that runs the"
    " bot, and that you are that account."
)
NOT_OURS = (
    "{path} cannot be read and written by this account. Check that it belongs to the account that"
    " runs the bot, and that you are that account. If both are so: chmod 600 {quoted}"
)
NO_FILE = (
    "{path} is a folder or a pipe, so it cannot be read as the file that the bot needs. Move it"
    " away."
)
NOT_AS_ROOT = (
    "{path} belongs to the account {account}, which could not open what root writes beside it. Say"
    " this as that account: sudo -u {account}, then the same words."
)

A_LINK = (
    "DATABASE_PATH names {path}, which is a link. Write there where it leads, {target}: a restore"
    " would put the new database in the link's place and leave the old one behind for good."
)


def close(config: Config) -> None:
    """Take away from others what earlier versions, or a host's own copying, left open to them."""
    for path in open_to_others(config):
        with suppress(OSError):  # it belongs to somebody else: `check` names it
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~OTHERS)


def open_to_others(config: Config) -> list[Path]:
    """What others than the owner can read or write."""
    found = []
    for path in sorted(set(_kept(config))):
        with suppress(FileNotFoundError):  # what SQLite or a backup in work needs for a moment only
            if path.stat().st_mode & OTHERS:
                found.append(path)
    return found


def _kept(config: Config) -> Iterator[Path]:
    for file in (config.database_path, config.keys_file):
        folder = file.parent
        if not os.access(folder, os.R_OK | os.X_OK):
            continue
        inside = [path for path in folder.iterdir() if not path.is_symlink()]
        for path in inside:
            if path.is_file() and _belongs(path, file.name):
                yield path
        if all(_ours(path, config) for path in inside) and not _shared(folder):
            yield folder
    copies = config.database_path.parent / BACKUPS
    if os.access(copies, os.R_OK | os.X_OK):
        yield from (copies, *(path for path in copies.iterdir() if path.is_file()))


def is_of_the_database(path: Path, config: Config) -> bool:
    """Whether it has, or would have, a name of the bot's own beside the database, or lies in such a
    folder: there the bot clears up."""
    there = path.resolve()
    database = config.database_path
    return (database.parent / BACKUPS).resolve() in (there, *there.parents) or any(
        each.parent == own.parent and each.name.removeprefix(".").startswith(own.name)
        for own in (database.parent.resolve() / database.name, database.resolve())
        for each in (there, *there.parents)
    )


def _belongs(path: Path, name: str) -> bool:
    """With or without an ending: -wal, .days, .new."""
    return bool(re.match(rf"\.?{re.escape(name)}(\W|$)", path.name))


def _ours(path: Path, config: Config) -> bool:
    files = (config.database_path, config.keys_file)
    if path.is_dir():
        return path.name == BACKUPS or any(_belongs(path, file.name) for file in files)
    return any(_belongs(path, file.stem) for file in files)


def _shared(folder: Path) -> bool:
    """Whether many write into a folder, as into /tmp."""
    return bool(folder.stat().st_mode & stat.S_ISVTX)


def check_account(config: Config) -> None:
    """Refuse to work as root on what another account has: it could not open what root writes. And
    on a link to a database.

    Raises ConfigError.
    """
    if problems := account_problems(config):
        raise ConfigError(problems[:1])


def account_problems(config: Config) -> list[str]:
    """What this account cannot do, what only root could undo, and a link to a database."""
    found = []
    files = (config.database_path, config.keys_file)
    for path in (*files, *(file.parent for file in files)):
        try:
            owner = path.stat().st_uid
        except FileNotFoundError:
            continue
        except OSError as error:
            return [NOT_ENTERED.format(path=path, why=error.strerror)]
        if os.geteuid() == 0 and owner != 0:
            found.append(NOT_AS_ROOT.format(path=path, account=_named(owner)))
    if os.path.islink(database := config.database_path):
        found.append(A_LINK.format(path=database, target=database.resolve()))
    return found


def closed_to_us(file: Path, *endings: str) -> list[str]:
    """What root, say, has left there under these names: the bot would stumble over it, or could
    never write what it has to."""
    found = no_files(file, *endings)
    for path in (file.with_name(file.name + ending) for ending in endings):
        if os.path.isfile(path) and not os.access(path, os.R_OK | os.W_OK):
            found.append(NOT_OURS.format(path=path, quoted=shlex.quote(str(path))))
    return found


def no_files(file: Path, *endings: str) -> list[str]:
    """What is there under these names and is no file; a pipe would be waited for."""
    paths = [file.with_name(file.name + ending) for ending in endings]
    there = [path for path in paths if os.path.exists(path) and not os.path.isfile(path)]
    return [NO_FILE.format(path=path) for path in there]


def database_closed_to_us(config: Config) -> list[str]:
    return closed_to_us(config.database_path, *OF_A_DATABASE)


def _named(account: int) -> str:
    with suppress(KeyError):
        return pwd.getpwuid(account).pw_name
    return str(account)
