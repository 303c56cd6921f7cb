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


@pytest.mark.calendar
async def test_it_rings_at_the_quarter_and_with_each_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.alarms.SWEEP_SECONDS", 0.01)
    alarms, rang = Alarms(utcnow), asyncio.Event()

    async def ring() -> None:
        rang.set()

    alarms.watch(nothing)
    alarms.every_quarter(ring)
    assert alarms._scheduler is not None
    at = alarms._scheduler.get_job("quarter").next_run_time
    assert (at.minute % 15, at.second, at.utcoffset()) == (0, 0, timedelta(0))
    async with asyncio.timeout(5):
        await rang.wait()
    alarms.stop()


async def nothing() -> None:
    pass


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
