"""repbot and the bare bot side by side, each on a double of its own, in one process."""

from __future__ import annotations

import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.process import story
from tests.process.double.process import BOT_RUN, Process, start
from tests.process.double.server import Double, open_double

BARE = ("-m", "bench.bare_bot")
MEMBERS = 2000


@dataclass
class Bot:
    """A running bot and the Discord it talks to."""

    double: Double
    process: Process

    def megabytes(self) -> float:
        """Return the memory that the process holds now (RSS)."""
        return float(psutil.Process(self.process.pid).memory_info().rss) / 2**20


@dataclass
class Pair:
    """Both bots, ready."""

    own: Bot
    bare: Bot
    database: Path


@asynccontextmanager
async def pair() -> AsyncIterator[Pair]:
    """Run both until the block ends; repbot has a call to announce."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "repbot.sqlite3"
        await story.set_up(database)
        await ready(database, BOT_RUN)  # what only a first start reads in would leave memory behind
        await story.call_to_announce(database)
        async with open_double(MEMBERS) as own, open_double(MEMBERS) as bare:
            bots = [
                Bot(own, await start(own, database, BOT_RUN)),
                Bot(bare, await start(bare, database, BARE)),
            ]
            try:
                for bot in bots:
                    await bot.double.happened.times("ready")
                await bots[0].process.says("outcome=SENT")
                yield Pair(bots[0], bots[1], database)
            finally:
                for bot in bots:
                    bot.process.kill()
                    await bot.process.ended()


async def ready(database: Path, command: Sequence[str]) -> float:
    """Start one of them, stop it, and return how many seconds it took to READY."""
    async with open_double() as double:
        begun = time.perf_counter()
        process = await start(double, database, command)
        await double.happened.times("ready")
        took = double.gateway.ready_at - begun
        process.ask_to_stop()
        await process.ended()
    return took
