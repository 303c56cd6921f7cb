"""What one tick costs, with few and with many letters stored, and the same number due."""

from __future__ import annotations

import asyncio
import tempfile
import time
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path

from bench.figures import Figure, median
from bot.clock import utcnow
from bot.domain.outbox import SENT, Letter, Outcome
from bot.services.outbox import Outbox
from db import outbox as rows
from db.database import Database

STORED = (1_000, 10_000, 100_000)
DUE = 5
TICKS = 300
LIMIT = 1.2
DAY_SECONDS = 86_400


async def measure(quick: bool = False) -> list[Figure]:
    """Tick on each in turn; the medians are compared."""
    times: dict[int, list[float]] = {count: [] for count in STORED}
    with tempfile.TemporaryDirectory() as folder:
        async with AsyncExitStack() as stack:
            boxes = {}
            for count in STORED:
                database = await _stored(Path(folder) / f"{count}.sqlite3", count)
                stack.push_async_callback(database.close)
                boxes[count] = database, _outbox(database)
            for tick in range(60 if quick else TICKS):
                for count, (database, outbox) in boxes.items():
                    times[count].append(await _tick(database, outbox, tick))
                await asyncio.sleep(0)
    middles = {count: median(measured) for count, measured in times.items()}
    worst = max(middles.values()) / middles[STORED[0]]
    told = ", ".join(f"{count:,}: {ms:.2f} ms" for count, ms in middles.items())
    what = f"cost of a tick with {DUE} letters due, by rows stored"
    return [
        Figure(
            what,
            f"within {LIMIT} times",
            f"{worst:.2f} times ({told})",
            worst <= LIMIT,
        )
    ]


def _outbox(database: Database) -> Outbox:
    def wake_at(_when: datetime | None) -> None: ...

    async def deliver(_letter: Letter) -> Outcome:
        return SENT

    outbox = Outbox(database, utcnow, wake_at)
    outbox.register("bench", deliver)
    return outbox


async def _tick(database: Database, outbox: Outbox, tick: int) -> float:
    now = int(utcnow().timestamp())
    async with database.transaction() as tx:
        for part in range(DUE):
            await rows.plan(tx, "bench", -tick, now, part)
    begun = time.perf_counter()
    await outbox.deliver_due()
    return (time.perf_counter() - begun) * 1000


async def _stored(path: Path, count: int) -> Database:
    database = await Database.open(path)
    now = int(utcnow().timestamp())
    half = count // 2
    async with database.transaction() as tx:
        await tx.executemany(
            "INSERT INTO outbox (kind, subject, due_at, try_at, state)"
            " VALUES ('bench', ?, ?, ?, ?)",
            [(n + 1, now - n, now - n, "sent") for n in range(half)]
            + [
                (n + 1, now + DAY_SECONDS + n, now + DAY_SECONDS + n, "waiting")
                for n in range(half)
            ],
        )
    return database
