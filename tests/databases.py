"""Database files for tests: each kind is made once by a process, the real way, and then copied."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import db.database
from bot import content
from bot.services.library import Library
from bot.services.setup import Setup
from cogs.library.cog import SEEDED
from db.database import Database
from tests.fakes import START, Clock

_made: dict[bool, bytes] = {}


async def put(path: Path, *, library: bool) -> None:
    """Put a database that has seen every migration, and the library, where none stands."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(await _bytes(library))


async def open_quickly(path: Path) -> Database:
    """Open a database that waits for no disk: no test that uses it cuts the power. A copy as it was
    made has been looked through and brought to this version there."""
    check = db.database._check_and_migrate
    if path.exists() and path.read_bytes() in _made.values():
        db.database._check_and_migrate = lambda path, now: None
    try:
        return await Database.open(path, keeps=False)
    finally:
        db.database._check_and_migrate = check


@asynccontextmanager
async def opened(folder: Path, *, library: bool) -> AsyncIterator[Database]:
    """Put a database into the folder and open it until the end."""
    path = folder / "repbot.sqlite3"
    await put(path, library=library)
    database = await open_quickly(path)
    yield database
    await database.close()


async def _bytes(library: bool) -> bytes:
    if library not in _made:
        with tempfile.TemporaryDirectory() as folder:
            database = await open_quickly(Path(folder) / "made.sqlite3")
            if library:
                await Library(database, Clock(START)).seed(content.load())
                fingerprint = hashlib.sha256(content.packed()).hexdigest()
                await Setup(database).remember(**{SEEDED: fingerprint})
                await database.scrub()
            await database.close()
            _made[library] = database.path.read_bytes()
    return _made[library]
