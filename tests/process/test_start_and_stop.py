"""The real process starts on a bad line, and stops in order whenever it is told."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.process import story
from tests.process.double.payloads import TOKEN
from tests.process.double.process import Process, running, start
from tests.process.double.server import Double

pytestmark = pytest.mark.calendar
STOPS_WITHIN_SECONDS = 5
NOBODY_LISTENS = "http://127.0.0.1:9"
MOMENTS = [number * 0.3 for number in range(1, 11)]
ENDED_BEFORE_IT_BEGAN = -15
TOLD_WHILE_IT_IMPORTS = """import os, runpy, signal, sys
class Told:
    def find_spec(name, *_):
        if name == "bot.run":
            os.kill(os.getpid(), signal.SIGTERM)
sys.meta_path.insert(0, Told)
sys.argv[1:] = ["run"]
runpy.run_module("bot", run_name="__main__")
"""


def alarming(process: Process) -> list[str]:
    """Return every line that is no plain news; the first says which settings are used."""
    assert all(line.startswith("Settings: ") for line in process.lines[:1])
    return [line for line in process.lines[1:] if " INFO " not in line]


async def stop(process: Process) -> int:
    process.ask_to_stop()
    return await process.ended(STOPS_WITHIN_SECONDS)


async def test_it_goes_on_trying_until_discord_lets_it_in(path: Path, double: Double) -> None:
    double.faults.add("GET", "*/users/@me", lose_answer=True, times=2)
    double.faults.add("GET", "*/users/@me", status=503)
    double.faults.add("GET", "*/oauth2/applications/@me", status=503)
    double.gateway.refusals = 1
    async with running(double, path, DOUBLE_PAUSE="1") as process:
        await process.says("ready in guild")
        said = [line for line in alarming(process) if "Discord cannot be reached" in line]
        assert len(said) >= 3
        assert "ERROR" not in process.log.replace("ERROR discord.client", "")
        assert await stop(process) == 0


async def test_while_it_waits_for_discord_it_stops_at_once(path: Path, double: Double) -> None:
    async with running(double, path, DOUBLE_URL=NOBODY_LISTENS) as process:
        assert "try again in 5 seconds" in await process.says("Discord cannot be reached")
        assert await stop(process) == 0
        assert len(alarming(process)) == 1


async def test_before_discord_has_let_it_in_no_copy_is_cleared_away(
    path: Path, double: Double
) -> None:
    """Its certificate shows that the clock is right; by a wrong one every copy would be too old."""
    old = path.parent / "backups" / "repbot-2026-01-01.sqlite3"
    old.parent.mkdir(exist_ok=True)
    old.touch()
    async with running(double, path, DOUBLE_URL=NOBODY_LISTENS) as process:
        await process.says("Discord cannot be reached")
        assert await stop(process) == 0
    assert old.exists()
    async with running(double, path) as process:
        await process.says("ready in guild")
        assert await stop(process) == 0
    assert not old.exists()


@pytest.mark.parametrize("at", ["login", "gateway"])
async def test_a_refused_token_ends_it_at_once(path: Path, double: Double, at: str) -> None:
    made_up = "made-up-made-up-made-up.made-up.made-up-made-up-made-up"
    if at == "gateway":
        double.gateway.token = made_up
    given = TOKEN if at == "gateway" else made_up
    process = await start(double, path, DISCORD_TOKEN=given)
    assert await process.ended() == 1
    [said] = alarming(process)
    assert "Discord does not accept DISCORD_TOKEN" in said


@pytest.mark.parametrize("moment", MOMENTS)
async def test_told_to_stop_at_any_moment_it_does_and_alarms_nobody(
    path: Path, double: Double, moment: float
) -> None:
    async with running(double, path) as process:
        await asyncio.sleep(moment)
        assert await stop(process) in (0, ENDED_BEFORE_IT_BEGAN)
        assert alarming(process) == []


async def test_told_while_it_imports_its_libraries_it_stops_in_order(
    path: Path, double: Double
) -> None:
    process = await start(double, path, command=("-c", TOLD_WHILE_IT_IMPORTS))
    assert await process.ended() == 0
    assert "repbot.run stopped" in process.log
    assert alarming(process) == []


@pytest.mark.parametrize("moment", [0.0, 0.6, 1.2, 1.8, 2.4])
@pytest.mark.parametrize("seconds", [0.6, 60.0])
async def test_during_a_letter_too(
    path: Path, double: Double, moment: float, seconds: float
) -> None:
    await story.call_to_announce(path)
    await story.call_to_tell(path)
    double.faults.add("POST", "*/messages", delay=seconds, times=9)
    async with running(double, path) as process:
        await double.happened.until(lambda: bool(double.faults.met), "a letter")
        await asyncio.sleep(moment)
        assert await stop(process) == 0
        assert alarming(process) == []
    assert len(double.posted()) <= 1


async def test_during_a_letter_of_an_alarm(path: Path, double: Double) -> None:
    meeting = await story.call_without_letters(path)
    await story.people_to_remind(path, meeting, [5], wait=4)
    double.faults.add("POST", "*/messages", delay=0.5)
    async with running(double, path) as process:
        await double.happened.until(lambda: bool(double.faults.met), "a letter")
        assert await stop(process) == 0
        assert alarming(process) == []
    assert len(double.messages.direct(5)) == 1
