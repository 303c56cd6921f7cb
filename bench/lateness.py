"""How late letters are: while the bot is up, and after a start when many are overdue."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from bench.figures import Figure, percentile
from tests.process import story
from tests.process.double.payloads import RIA
from tests.process.double.process import running
from tests.process.double.server import Double, open_double

SECONDS = 20
EACH_SECOND = 10
OVERDUE = 200
FIRST_IN_SECONDS = 8
UP_LIMIT_MS = 250.0
# Discord allows 50 requests a second, and each asks for the person's channel, then sends.
LIMIT_COSTS_SECONDS = OVERDUE * 2 / 50
START_LIMIT = 1.1


async def measure(quick: bool = False) -> list[Figure]:
    """Measure both."""
    return [await _while_up(5 if quick else SECONDS), await _after_start()]


async def _while_up(seconds: int) -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "repbot.sqlite3"
        await story.set_up(database)
        meeting = await story.call_without_letters(database)
        due: dict[int, int] = {}
        groups = [
            range(RIA + number * EACH_SECOND, RIA + (number + 1) * EACH_SECOND)
            for number in range(seconds)
        ]
        for number, group in enumerate(groups):
            wait = FIRST_IN_SECONDS + number
            at = await story.people_to_remind(database, meeting, list(group), wait)
            due |= dict.fromkeys(group, at)
        async with open_double() as double, running(double, database):
            await _all_sent(double, len(due))
            late = [
                (at - due[double.messages.recipient(place)]) * 1000
                for at, place in double.messages.arrivals
            ]
    p99 = percentile(late, 0.99)
    told = f"p99 {p99:.0f} ms, median {percentile(late, 0.5):.0f} ms, {len(late)} letters"
    return Figure(
        f"lateness while up, {EACH_SECOND} letters each second",
        "p99 under 250 ms",
        told,
        p99 < UP_LIMIT_MS,
    )


async def _after_start() -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "repbot.sqlite3"
        await story.set_up(database)
        meeting = await story.call_without_letters(database)
        people = list(range(RIA, RIA + OVERDUE))
        await story.people_to_remind(database, meeting, people, -60)
        async with open_double() as double:
            begun = time.perf_counter()
            async with running(double, database):
                await _all_sent(double, OVERDUE)
                took = time.perf_counter() - begun
    ratio = took / LIMIT_COSTS_SECONDS
    return Figure(
        f"{OVERDUE} direct messages overdue at the start, from then to the last",
        f"at most {START_LIMIT} times what Discord's 50 requests a second cost",
        f"{ratio:.2f} times ({took:.1f} s against {LIMIT_COSTS_SECONDS:.0f})",
        ratio <= START_LIMIT,
    )


async def _all_sent(double: Double, count: int) -> None:
    def sent() -> bool:
        return len(double.messages.arrivals) >= count

    await double.happened.until(sent, f"{count} letters", patience=120)
