"""The real process's log under rate limits, closed direct messages and errors nobody asked for:
no person, no channel of direct messages, at any level."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.needles import Needles
from tests.process import story
from tests.process.double.payloads import ASKER, CAROL, LOOKS, RIA, ROB, direct_place
from tests.process.double.process import Process, running, start
from tests.process.double.server import Double

pytestmark = pytest.mark.calendar
PEOPLE = (RIA, ROB, CAROL, ASKER)
FAILING = f"""
import asyncio, gc, sys
import bot.app

real = bot.app.RepBot.setup_hook

async def fail():
    raise ValueError("words about {ASKER}")

async def hook(self):
    await real(self)
    task = asyncio.create_task(fail(), name="{ASKER}")
    await asyncio.wait([task])
    del task
    gc.collect()

bot.app.RepBot.setup_hook = hook
from bot.__main__ import main
sys.exit(main(["run"]))
"""


def found_in(process: Process) -> list[str]:
    """Return who stands in the log, and how."""
    log = bytes(process.written)
    found = []
    for person in PEOPLE:
        names = (LOOKS[ASKER]["username"], LOOKS[ASKER]["global_name"]) if person == ASKER else ()
        found += [f"{person} {form}" for form in Needles(person, names).found_in(log)]
        found += [f"{person} direct"] * log.count(str(direct_place(person)).encode())
    return found


@pytest.mark.parametrize("level", ["DEBUG", "INFO", "WARNING", "ERROR"])
async def test_no_person_and_no_channel_of_direct_messages_is_in_it(
    path: Path, double: Double, level: str
) -> None:
    meeting = await story.call_without_letters(path)
    await story.people_to_remind(path, meeting, list(PEOPLE), 0)
    double.messages.closed = {ROB}
    double.faults.add("POST", "*/users/@me/channels", status=429, retry_after=0.2)
    for person, wait in ((RIA, 0.2), (CAROL, 3600), (ASKER, 0.3)):
        to = f"*/channels/{direct_place(person)}/messages"
        double.faults.add("POST", to, status=429, retry_after=wait)
    async with running(double, path, LOG_LEVEL=level) as process:
        await double.happened.until(
            lambda: bool(double.messages.direct(RIA) and double.messages.direct(ASKER)),
            "the two that arrive",
        )
        await double.happened.times("ready")
        message = double.messages.direct(RIA)[0]
        assert message["content"]
        double.faults.add("POST", "*/interactions/*", status=429, retry_after=0.1)
        await double.people.slash(CAROL, "desk")
        process.ask_to_stop()
        assert await process.ended() == 0
    assert "WARNING discord.http at http.py" in process.log
    assert found_in(process) == []
    assert double.messages.direct(ROB) == double.messages.direct(CAROL) == []


async def test_an_error_nobody_asked_for_has_no_text(path: Path, double: Double) -> None:
    process = await start(double, path, ("-c", FAILING), LOG_LEVEL="DEBUG")
    try:
        await process.says("ERROR asyncio at base_events.py")
        await process.says("ValueError")
    finally:
        process.kill()
        await process.ended()
    assert found_in(process) == []
    assert "words about" not in process.log
