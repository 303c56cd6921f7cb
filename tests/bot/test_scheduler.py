"""The scheduler begins when the features are loaded; nothing set before is missed."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial

import pytest

from bot.clock import utcnow
from bot.scheduler import Scheduler


@pytest.mark.calendar
async def test_an_alarm_set_before_the_watch_begins_rings_when_it_does() -> None:
    scheduler, rang = Scheduler(utcnow), asyncio.Event()

    async def ring() -> None:
        rang.set()

    scheduler.wake_at(utcnow() - timedelta(seconds=1))
    assert scheduler.state == "starting"
    scheduler.watch(ring)
    async with asyncio.timeout(5):
        await rang.wait()
    assert scheduler.state == "running"
    scheduler.stop()
    assert scheduler.state == "stopped"


@pytest.mark.calendar
async def test_it_rings_at_the_quarter_and_with_each_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.scheduler.SWEEP_SECONDS", 0.01)
    scheduler, rang = Scheduler(utcnow), asyncio.Event()

    async def ring() -> None:
        rang.set()

    scheduler.watch(nothing)
    scheduler.every_quarter(ring)
    assert scheduler._scheduler is not None
    at = scheduler._scheduler.get_job("quarter").next_run_time
    assert (at.minute % 15, at.second, at.utcoffset()) == (0, 0, timedelta(0))
    async with asyncio.timeout(5):
        await rang.wait()
    scheduler.stop()


@pytest.mark.calendar
async def test_several_things_are_done_at_once_and_then_each_minute() -> None:
    scheduler, rang = Scheduler(utcnow), [asyncio.Event(), asyncio.Event()]

    async def ring(which: int) -> None:
        rang[which].set()

    scheduler.watch(nothing)
    for which in range(2):
        scheduler.each_minute(partial(ring, which))
    async with asyncio.timeout(5):
        await asyncio.gather(*(each.wait() for each in rang))
    scheduler.stop()


async def nothing() -> None:
    pass
