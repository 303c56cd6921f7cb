"""What a host does by hand: backup, restore, rotate-keys. None of it needs the token."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from collections.abc import Mapping
from pathlib import Path

from bot import backups, restoring
from bot.clock import Now
from bot.config import Config
from bot.vault import Vault, VaultError
from db import copies
from db.copies import BadCopyError
from db.database import Database, DatabaseDamagedError, DatabaseInUseError
from db.migrate import NewerDatabaseError
from db.sealed import seal_anew

KNOWN = (VaultError, BadCopyError, DatabaseInUseError, DatabaseDamagedError, NewerDatabaseError)


async def do(word: str, path: Path | None, env: Mapping[str, str], now: Now) -> int:
    """Do one of the words and say what happened; returns the exit code."""
    config = Config.of_files(env)
    try:
        if path is not None and path.is_dir():
            path /= backups.NAME.format(now())
        said = await _do(word, path or Path(), config, now)
    except KNOWN as error:
        return _refuse(str(error))
    except (OSError, sqlite3.Error) as error:
        return _refuse(f"That did not work: {error}. Nothing has been changed.")
    print(said)  # noqa: T201
    return 0


async def _do(word: str, path: Path, config: Config, now: Now) -> str:
    if word == "backup":
        return await _backup(path, config, int(now().timestamp()))
    if word == "restore":
        return await restoring.restore(config, path, now)
    return await _rotate_keys(config, now)


async def _backup(path: Path, config: Config, now: int) -> str:
    if not config.database_path.exists():
        raise BadCopyError(f"There is no database {config.database_path} to copy yet.")
    await asyncio.to_thread(copies.make_copy, config.database_path, path, now)
    return (
        f"Copied to {path}. Keep it apart from the keys ({config.keys_file}), and delete it within"
        " seven days: the bot deletes its own copies, and cannot delete yours."
    )


async def _rotate_keys(config: Config, now: Now) -> str:
    """Seal everything with a new key, then destroy the old ones. Cut anywhere, nothing is lost."""
    database = await Database.open(config.database_path, now)
    try:
        vault = Vault.open(config.keys_file)
        vault.add_key()
        async with database.transaction() as tx:
            count = await seal_anew(tx, vault.reseal)
        vault.keep_newest()
        await database.scrub()
    finally:
        await database.close()
    return (
        f"A new key is in place, and everything sealed ({count}) is sealed with it. Copy"
        f" {config.keys_file} to where you keep the keys, and make a new backup: older backups"
        " cannot be opened any more."
    )


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201
    return 1
