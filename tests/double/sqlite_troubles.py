"""The database in trouble."""

from __future__ import annotations

import os
import resource
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.double import story
from tests.double.payloads import RIA
from tests.double.process import start
from tests.double.server import open_double
from tests.double.troubles import GOING, SORRY, Trouble, prepared, scene

PAGE_BYTES = 4096
ONLY_READ = 0o444


async def disk_full(folder: Path) -> None:
    """Whoever was told "you are down" is; the others were told that it did not work."""
    async with scene(folder) as now:
        wal = now.path.with_name(now.path.name + "-wal").stat().st_size
        size = max(now.path.stat().st_size, wal) + 4 * PAGE_BYTES
        before = resource.prlimit(now.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(now.process.pid, resource.RLIMIT_FSIZE, (size, before[1]))
        kept, person = [], RIA
        while GOING in (text := await now.going(person)):
            kept.append(person)
            person += 1
        assert SORRY in text
        resource.prlimit(now.process.pid, resource.RLIMIT_FSIZE, before)
        assert GOING in await now.going(person)
        assert [row[0] for row in story.answers(now.path)] == [*kept, person]
        await now.stop()


async def disk_full_at_start(folder: Path) -> None:
    """A sentence, and nothing sent."""
    await _refuses(await prepared(folder), "cannot be opened or written", DOUBLE_FILE_LIMIT="0")


async def read_only(folder: Path) -> None:
    """The file may be read, and not written."""
    path = await prepared(folder)
    path.chmod(ONLY_READ)
    await _refuses(path, "cannot be opened or written", DOUBLE_NO_ROOT="1")


async def locked_for_a_while(folder: Path) -> None:
    """Another program, such as a backup, writes for longer than we wait."""
    async with scene(folder) as now:
        with closing(sqlite3.connect(now.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert SORRY in await now.going()
            other.execute("ROLLBACK")
        assert GOING in await now.going()
        await now.stop()


async def locked_at_start(folder: Path) -> None:
    """Another program holds the file when the bot starts."""
    path = await prepared(folder)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await _refuses(path, "Another program is writing")


async def corrupt_page(folder: Path) -> None:
    """A page full of noise."""
    path = await prepared(folder)
    with path.open("r+b") as file:
        for page in range(2, path.stat().st_size // PAGE_BYTES):
            file.seek(page * PAGE_BYTES)
            file.write(os.urandom(PAGE_BYTES))
    await _refuses(path, "damaged", "make restore")


async def newer_schema(folder: Path) -> None:
    """Written by a later version."""
    path = await prepared(folder)
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA user_version = 9999")
    before = path.read_bytes()
    await _refuses(path, "version 9999")
    assert path.read_bytes() == before


async def two_processes(folder: Path) -> None:
    """The second one says which one holds the database."""
    async with scene(folder) as now:
        second = await start(now.double, now.path)
        assert await second.ended() == 1, second.log
        assert f"is in use by process {now.process.pid} on" in second.log, second.log
        assert GOING in await now.going()
        await now.stop()


async def _refuses(path: Path, *sentence: str, **environment: str) -> None:
    async with open_double() as double:
        process = await start(double, path, **environment)
        assert await process.ended() == 1, process.log
        for part in sentence:
            assert part in process.log, process.log
        assert "  /" not in process.log, process.log
        assert double.requests == []


TROUBLES = (
    Trouble(
        "disk full while running",
        '"Something went wrong on my side ... try again in a minute"',
        "as soon as there is room, without a restart",
        disk_full,
    ),
    Trouble("disk full at start", "one sentence, exit code 1", "start again", disk_full_at_start),
    Trouble("read-only file", "one sentence, exit code 1", "start again", read_only),
    Trouble(
        "another program writes for longer than 2 s",
        '"Something went wrong on my side ... try again in a minute"',
        "when the other program has ended; letters go at the next sweep",
        locked_for_a_while,
    ),
    Trouble(
        "another program writes at start",
        "one sentence, exit code 1",
        "start again",
        locked_at_start,
    ),
    Trouble(
        "two processes on one database",
        "the second one: a sentence that names the first, exit code 1",
        "the first one goes on",
        two_processes,
    ),
    Trouble("corrupt pages", "one sentence, exit code 1", "`make restore`", corrupt_page),
    Trouble(
        "database of a newer version",
        "one sentence, exit code 1; the file is left as it is",
        "the newer repbot, or a backup",
        newer_schema,
    ),
)
