"""Listeners: on duty or resting, and how many people they were there for this week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import db.hellos as rows
import db.outbox as outbox_rows
from bot.clock import Now
from bot.domain.listeners import WEEK_SECONDS, Hello, Listener
from bot.domain.times import nearest_instant
from bot.services.outbox import Outbox
from db.database import Database

DAILY = "listeners.daily"
DAILY_TIME = time(4, 10)


@dataclass(frozen=True)
class Status:
    """`people` in the last seven days, `others` on duty besides."""

    listener: Listener | None
    people: int
    others: int
    waiting: list[Hello]


class Listeners:
    def __init__(self, database: Database, outbox: Outbox, now: Now) -> None:
        self._database = database
        self._outbox = outbox
        self._now = now

    async def go_on_duty(self, person: int) -> Status:
        return await self._put(person, on_duty=True)

    async def rest(self, person: int) -> Status:
        """What they have open stays with them until they hand it over."""
        return await self._put(person, on_duty=False)

    async def status(self, person: int) -> Status:
        now = int(self._now().timestamp())
        async with self._database.reading() as tx:
            on_duty = await rows.on_duty(tx)
            load = await rows.load(tx, now - WEEK_SECONDS)
            waiting = [each for each in await rows.waiting(tx) if each.asker != person]
            others = sum(1 for each in on_duty if each.person != person)
            return Status(await rows.get_listener(tx, person), load.get(person, 0), others, waiting)

    async def everybody(self) -> list[Listener]:
        """Those who rest as well."""
        async with self._database.reading() as tx:
            return await rows.everybody(tx)

    async def is_with_somebody(self, person: int) -> bool:
        async with self._database.reading() as tx:
            return bool(await rows.with_listener(tx, person))

    async def forget(self, person: int) -> None:
        """For somebody who lost the role or left."""
        async with self._database.transaction() as tx:
            await rows.forget(tx, person)

    async def thread_under(self, channel: int) -> int:
        """0 when there is none."""
        async with self._database.reading() as tx:
            return await rows.thread_under(tx, channel)

    async def keep_thread(self, channel: int, thread: int) -> None:
        async with self._database.transaction() as tx:
            await rows.keep_thread(tx, channel, thread)

    async def plan_day(self, zone: str) -> None:
        """Plan tomorrow's look at who still has the role."""
        now = self._now()
        tomorrow = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
        again = nearest_instant(datetime.combine(tomorrow, DAILY_TIME), ZoneInfo(zone))
        async with self._database.transaction() as tx:
            await outbox_rows.plan(tx, DAILY, 0, int(again.timestamp()))
        await self._outbox.wake()

    async def _put(self, person: int, *, on_duty: bool) -> Status:
        async with self._database.transaction() as tx:
            await rows.put(tx, person, on_duty, int(self._now().timestamp()))
        return await self.status(person)
