"""Discord in trouble."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.clock import utcnow
from tests.double import story
from tests.double.clock import Clock
from tests.double.killing import LONGER_THAN_A_NONCE_SECONDS, MESSAGES
from tests.double.payloads import CAROL, RIA
from tests.double.process import running
from tests.double.server import open_double
from tests.double.troubles import GOING, Scene, Trouble, prepared, scene

HOUR_SECONDS = 3600.0


async def _trouble_with_the_announcement(folder: Path, **about: object) -> None:
    path = await prepared(folder)
    async with open_double() as double:
        double.faults.add("POST", MESSAGES, **about)
        async with running(double, path, DOUBLE_PAUSE="1") as process:
            await process.says("meetings.announcement", "outcome=TRY_LATER")
            double.messages.forward(LONGER_THAN_A_NONCE_SECONDS)
            await process.says("meetings.announcement", "outcome=SENT")
            await double.happened.times("ready")
            await Scene(double, process, path).stop()


async def server_error(folder: Path) -> None:
    """503, three times."""
    await _trouble_with_the_announcement(folder, status=503, times=3)


async def lost_answer(folder: Path) -> None:
    """The message was made, and nobody heard of it."""
    await _trouble_with_the_announcement(folder, lose_answer=True)


async def long_429(folder: Path) -> None:
    """Come back in an hour: not a second earlier, and then it goes."""
    path = await prepared(folder)
    clock = Clock(folder)
    async with open_double() as double:
        double.faults.add("POST", MESSAGES, status=429, retry_after=HOUR_SECONDS)
        async with running(double, path, DOUBLE_PAUSE="1", **clock.environment) as process:
            await process.says("meetings.announcement", "outcome=TRY_LATER")
            waits = story.tried_at(path) - utcnow().timestamp()
            assert HOUR_SECONDS - 10 < waits <= HOUR_SECONDS + 1
            clock.later(HOUR_SECONDS + 1)
            await process.says("meetings.announcement", "outcome=SENT")
            await double.happened.times("ready")
            await Scene(double, process, path).stop()


async def dropped(folder: Path) -> None:
    """The line is cut; a press meanwhile waits for the RESUME."""
    async with scene(folder) as now:
        now.double.gateway.drop()
        message = now.double.posted()[0]
        pressed = await now.double.people.start_press(RIA, message, "Going")
        await now.double.happened.times("resumed")
        assert GOING in (await now.double.people.wait_for(pressed)).text
        await now.stop()


async def asked_to_reconnect(folder: Path) -> None:
    """Op 7."""
    async with scene(folder) as now:
        await now.double.gateway.ask_to_reconnect()
        await now.double.happened.times("resumed")
        assert GOING in await now.going()
        await now.stop()


async def session_invalidated(folder: Path) -> None:
    """Op 9: READY twice, on_ready twice."""
    async with scene(folder) as now:
        await now.process.says("ready in guild")
        await now.double.gateway.invalidate()
        await now.double.happened.times("ready", 2)
        await now.process.says("ready in guild", times=2)
        assert GOING in await now.going()
        registered = [each for each in now.double.requests if each.method == "PUT"]
        assert len(registered) == 1, [(r.method, r.path) for r in now.double.requests]
        await now.stop()


async def two_presses(folder: Path) -> None:
    """The same button twice within a moment, by two people and by one."""
    async with scene(folder) as now:
        texts = await asyncio.gather(*(now.going(each) for each in (RIA, RIA, CAROL)))
        assert all(GOING in text for text in texts)
        await now.stop()


TROUBLES = (
    Trouble(
        "Discord answers 503, three times",
        "the message, some seconds late",
        "looks for its own message, then tries again after 5, 15, 45 s, 2, 4 ... minutes",
        server_error,
    ),
    Trouble(
        "an answer lost after the message was made, nonce expired",
        "one message",
        "finds its own message by the mark of a button",
        lost_answer,
    ),
    Trouble(
        "a 429 that asks for an hour",
        "the message, later",
        "puts the letter off for that hour, so that others go; tries again by itself",
        long_429,
    ),
    Trouble(
        "the gateway drops",
        "an answer as soon as the line is back",
        "RESUME; Discord sends again what was missed",
        dropped,
    ),
    Trouble("Discord asks to reconnect", "nothing", "RESUME", asked_to_reconnect),
    Trouble(
        "session invalidated: READY and on_ready twice",
        "nothing",
        "identifies again; commands are not registered again and no letter goes again",
        session_invalidated,
    ),
    Trouble("two presses at once", "an answer each", "one row per person and call", two_presses),
)
