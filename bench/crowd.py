"""Five hundred people press `Going` at once."""

from __future__ import annotations

import asyncio

from bench.figures import Figure
from bench.pairs import pair
from tests.process import story
from tests.process.double.payloads import RIA

PEOPLE = 500


async def measure(quick: bool = False) -> list[Figure]:
    """Let them press, and count rows and answers."""
    async with pair() as bots:
        people, message = bots.own.double.people, bots.own.double.posted()[0]
        asked = await asyncio.gather(
            *(people.start_press(RIA + number, message, "Going") for number in range(PEOPLE))
        )
        answers = [await people.wait_for(answer) for answer in asked]
        rows = len(story.answers(bots.database))
    slowest = max(answer.milliseconds for answer in answers)
    right = sum("You are down as **going**" in answer.text for answer in answers)
    return [
        Figure(
            f"{PEOPLE} people press `Going` at once",
            f"{PEOPLE} rows, every press answered",
            f"{rows} rows, {right} answered at once, the last after {slowest:.0f} ms",
            rows == PEOPLE and right == PEOPLE,
        )
    ]
