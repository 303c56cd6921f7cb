"""First responses of a read and of a durable write, and memory, against the bare bot."""

from __future__ import annotations

import asyncio

from bench.figures import Figure, compared, percentile
from bench.pairs import MEMBERS, Pair, pair
from tests.process.double.payloads import RIA

ROUNDS = 15
PRESSES = 120
WARM_UP = 40
PAUSE_SECONDS = 0.01
READ = "first response, `/meeting next`, p95"
WRITE = "first response, `Going` (committed), p95"
MEMORY = f"memory, a server of {MEMBERS:,} people, after each of them pressed once"


async def measure(quick: bool = False) -> list[Figure]:
    """Measure; the three kinds of answers take turns, so that noise meets all alike."""
    p95: dict[str, list[float]] = {"read": [], "write": [], "bare": []}
    rounds, presses = (2, 60) if quick else (ROUNDS, PRESSES)
    async with pair() as bots:
        await _round(bots, WARM_UP, 0)
        for number in range(rounds):
            times = await _round(bots, presses, number)
            for kind, measured in times.items():
                p95[kind].append(percentile(measured, 0.95))
        memory = await _memory(bots)
    return [
        compared(READ, 1.6, "ms", p95["read"], p95["bare"]),
        compared(WRITE, 2.5, "ms", p95["write"], p95["bare"]),
        memory,
    ]


async def _round(bots: Pair, presses: int, number: int) -> dict[str, list[float]]:
    own, bare = bots.own.double.people, bots.bare.double.people
    message = bots.own.double.posted()[0]
    times: dict[str, list[float]] = {"read": [], "write": [], "bare": []}
    for press in range(presses):
        person = RIA + number * presses + press
        for kind, answer in (
            ("bare", bare.slash(person, "ping")),
            ("read", own.slash(person, "meeting next")),
            ("write", own.press(person, message, "Going")),
        ):
            await asyncio.sleep(PAUSE_SECONDS)
            times[kind].append((await answer).milliseconds)
    return times


async def _memory(bots: Pair) -> Figure:
    message = bots.own.double.posted()[0]
    for person in range(RIA, RIA + MEMBERS):
        await bots.own.double.people.press(person, message, "Maybe")
        await bots.bare.double.people.slash(person, "ping")
    own, bare = bots.own.megabytes(), bots.bare.megabytes()
    return compared(MEMORY, 1.6, "MB", [own], [bare])
