"""`python -m bot health`, asked beside the real process."""

from __future__ import annotations

import asyncio
import stat
from pathlib import Path

import pytest

from tests.process.double.process import running, start
from tests.process.double.server import Double
from tests.process.double.wire import PATIENCE_SECONDS

pytestmark = pytest.mark.calendar
WELL = "I am connected to Discord, and nothing is overdue."


async def ask(double: Double, path: Path) -> tuple[int, str]:
    asked = await start(double, path, ("-m", "bot", "health"))
    code = await asked.ended()
    [line] = asked.lines
    return code, line


async def test_it_says_whether_the_running_bot_is_well(path: Path, double: Double) -> None:
    assert (await ask(double, path))[0] == 1
    sign = path.with_name(path.name + ".health")
    async with running(double, path) as process:
        await process.says("ready in guild")
        code, line = await ask(double, path)
        assert (code, line.partition(" Settings: ")[0]) == (0, WELL)
        assert stat.S_IMODE(sign.stat().st_mode) == 0o600
        process.ask_to_stop()
        assert await process.ended() == 0
    assert not sign.exists()
    assert (await ask(double, path))[0] == 1


async def test_before_discord_lets_it_in_it_is_not_well(path: Path, double: Double) -> None:
    double.gateway.silent = True
    async with running(double, path) as process:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while "not connected" not in (told := await ask(double, path))[1]:
                assert told[0] == 1
        assert told[0] == 1
        process.kill()
