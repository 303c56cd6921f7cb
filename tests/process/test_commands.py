"""The real process keeps its commands at Discord: registered when they are not there, else not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.process.double.process import Process, running, start
from tests.process.double.server import Double

pytestmark = pytest.mark.calendar


async def health(double: Double, path: Path) -> str:
    asked = await start(double, path, ("-m", "bot", "health"))
    assert await asked.ended() == 1
    return asked.log


def registrations(double: Double) -> int:
    return sum(each.method == "PUT" and "commands" in each.path for each in double.requests)


async def come_and_go(double: Double, path: Path) -> Process:
    async with running(double, path) as process:
        await process.says("ready in guild")
        await double.happened.until(lambda: bool(double.commands), "the commands")
        process.ask_to_stop()
        assert await process.ended() == 0
    return process


async def test_a_second_start_registers_nothing(path: Path, double: Double) -> None:
    await come_and_go(double, path)
    await come_and_go(double, path)
    assert registrations(double) == 1


async def test_removed_and_invited_while_it_runs_it_has_its_commands_again(
    path: Path, double: Double
) -> None:
    async with running(double, path) as process:
        await process.says("ready in guild")
        await double.remove()
        await process.says("ERROR", "not a member of guild")
        await double.invite()
        await process.says("commands registered", times=2)
    assert len(double.commands) > 5


async def test_removed_and_invited_while_it_was_off_it_has_its_commands_again(
    path: Path, double: Double
) -> None:
    await come_and_go(double, path)
    double.commands = []
    await come_and_go(double, path)
    assert registrations(double) == 2


async def test_started_while_it_is_not_in_the_server_it_says_so_and_waits_for_the_invitation(
    path: Path, double: Double
) -> None:
    double.gateway.removed = True
    async with running(double, path, DOUBLE_PAUSE="600") as process:
        await process.says("I may not register commands in the server", times=2)
        await process.says("not a member of guild")
        assert "ready in guild" not in process.log
        assert "not in the server GUILD_ID" in await health(double, path)
        await double.invite()
        await process.says("commands registered")
        await process.says("ready in guild")
        assert "Traceback" not in process.log
        process.ask_to_stop()
        assert await process.ended() == 0


async def test_commands_that_cannot_be_registered_yet_are_registered_later_and_features_load_once(
    path: Path, double: Double
) -> None:
    double.faults.add("PUT", "*/commands", status=503)
    double.faults.add("GET", "*/commands", status=503)
    async with running(double, path, DOUBLE_PAUSE="1") as process:
        await process.says("commands not registered yet", times=2)
        await process.says("commands registered")
        process.ask_to_stop()
        assert await process.ended() == 0
        assert "ERROR" not in process.log
