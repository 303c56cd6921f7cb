"""From the start of the process to READY, with 100,000 letters waiting, against the bare bot."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from bench.figures import Figure, compared
from bench.pairs import BARE, ready
from bot.clock import utcnow
from db.database import Database
from tests.process import story
from tests.process.double.process import BOT_RUN

LETTERS = 100_000
ROUNDS = 9
YEAR_SECONDS = 365 * 24 * 3600


async def letters_waiting(path: Path, count: int) -> None:
    """Let letters wait for a year and more."""
    database = await Database.open(path)
    later = int(utcnow().timestamp()) + YEAR_SECONDS
    async with database.transaction() as tx:
        await tx.executemany(
            "INSERT INTO outbox (kind, subject, due_at, try_at)"
            " VALUES ('meetings.direct', ?, ?, ?)",
            [(number, later + number, later + number) for number in range(count)],
        )
    await database.close()


async def measure(quick: bool = False) -> list[Figure]:
    """Measure; the bots take turns. The commands are registered already, as at most starts."""
    own: list[float] = []
    bare: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "repbot.sqlite3"
        await story.set_up(database)
        await letters_waiting(database, LETTERS)
        await ready(database, BOT_RUN)
        for _ in range(3 if quick else ROUNDS):
            bare.append(await ready(database, BARE))
            own.append(await ready(database, BOT_RUN))
            await asyncio.sleep(0)
    return [compared(f"start to READY, {LETTERS:,} letters waiting", 2.5, "s", own, bare)]
