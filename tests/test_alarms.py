"""The scheduler begins after the features are loaded; nothing set before is missed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.alarms import Alarms
from bot.clock import utcnow
from tests.fakes import SilentAlarms
from tests.world import World


@pytest.mark.calendar
async def test_an_alarm_set_before_the_watch_begins_rings_when_it_does() -> None:
    alarms, rang = Alarms(utcnow), asyncio.Event()

    async def ring() -> None:
        rang.set()

    alarms.ring_at(utcnow() - timedelta(seconds=1))
    assert alarms.state == "starting"
    alarms.watch(ring)
    async with asyncio.timeout(5):
        await rang.wait()
    assert alarms.state == "running"
    alarms.stop()
    assert alarms.state == "stopped"


class BrokenAlarms(SilentAlarms):
    """As where APScheduler is not installed whole."""

    def watch(self, action: Callable[[], Awaitable[None]]) -> None:
        raise ImportError("no scheduler")


async def test_a_bot_whose_alarms_cannot_start_stops_and_does_not_forget_reminders(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.bot.alarms = BrokenAlarms(world.clock)
    world.bot.start_alarms()
    async with asyncio.timeout(5):
        assert world.bot.stopping is not None
        await world.bot.stopping
    assert world.bot.is_closed()
    assert "the alarms did not start" in caplog.text
