"""200 runs of kill -9 between claim and settle: nothing lost, nothing doubled."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from itertools import cycle, islice, product
from pathlib import Path

from bench.figures import Figure
from tests.process.kills import Run, carry_out, runs

RUNS = 200
AT_ONCE = 2


async def measure(quick: bool = False) -> list[Figure]:
    """Let every step be hit in turn, with nonces that still hold and with nonces that do not."""
    turn = asyncio.Semaphore(AT_ONCE)
    found: Counter[str] = Counter()
    every = islice(cycle(product(runs(), (False, True))), 20 if quick else RUNS)

    async def one(run: Run, nonces_expire: bool) -> None:
        async with turn:
            with tempfile.TemporaryDirectory() as folder:
                result = await carry_out(run, Path(folder), nonces_expire)
        found["runs"] += 1
        found["kills"] += len(run.kills)
        found["lost"] += result.lost
        found["doubled"] += result.doubled
        if result.wrong:
            found["wrong"] += 1
            print(f"{run.name}: {result.wrong}")

    await asyncio.gather(*(one(run, expire) for run, expire in every))
    clean = not (found["lost"] or found["doubled"] or found["wrong"])
    told = (
        f"{found['runs']} runs, {found['kills']} kills at {len(runs())} places:"
        f" {found['lost']} lost, {found['doubled']} doubled"
    )
    what = "kill -9 at every step of claim, send, settle"
    return [Figure(what, "0 lost, 0 doubled", told, clean)]
