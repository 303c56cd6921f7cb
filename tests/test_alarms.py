"""The scheduler begins after the features are loaded; nothing set before is missed."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.alarms import Alarms
from bot.clock import utcnow


async def test_an_alarm_set_before_the_watch_begins_rings_when_it_does() -> None:
    alarms, rang = Alarms(), asyncio.Event()

    async def ring() -> None:
        rang.set()

    alarms.ring_at(utcnow() - timedelta(seconds=1))
    assert not alarms.running
    alarms.watch(ring)
    async with asyncio.timeout(5):
        await rang.wait()
    alarms.stop()
