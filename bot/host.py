"""What a host does by hand: backup, restore, rotate-keys. None of it needs the token."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from collections.abc import Mapping
from pathlib import Path

from bot import backups
from bot.clock import utcnow
from bot.config import Config
from db import copies
from db.copies import BadCopyError
from db.database import DatabaseDamagedError, DatabaseInUseError
from db.migrate import NewerDatabaseError

KNOWN = (BadCopyError, DatabaseInUseError, DatabaseDamagedError, NewerDatabaseError)


async def do(word: str, path: Path | None, env: Mapping[str, str]) -> int:
    """Do one of the words and say what happened; returns the exit code."""
    config = Config.of_files(env)
    try:
        if path is not None and path.is_dir():
            path /= backups.NAME.format(utcnow())
        said = await _do(word, path or Path(), config)
    except KNOWN as error:
        return _refuse(str(error))
    except (OSError, sqlite3.Error) as error:
        return _refuse(f"That did not work: {error}. Nothing has been changed.")
    print(said)  # noqa: T201
    return 0


async def _do(word: str, path: Path, config: Config) -> str:
    if word == "backup":
        if not config.database_path.exists():
            raise BadCopyError(f"There is no database {config.database_path} to copy yet.")
        now = int(utcnow().timestamp())
        await asyncio.to_thread(copies.make_copy, config.database_path, path, now)
        return f"Copied to {path}. Keep it apart from the keys ({config.keys_file})."
    return await backups.restore(config, path, utcnow)


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201
    return 1
