"""Listeners: on duty or resting, and how many people they were there for this week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import db.hellos as rows
import db.outbox as outbox_rows
from bot.clock import Now
from bot.domain.clock_times import parse_time
from bot.domain.errors import AskError
from bot.domain.listeners import (
    REST_AFTER,
    STILL_AFTER,
    WEEK_SECONDS,
    Hello,
    Listener,
    in_hours,
    is_carrying_enough,
)
from bot.domain.outbox import Letter
from bot.domain.times import nearest_instant
from bot.services.outbox import Outbox
from db.database import Database

DAILY = "listeners.daily"
STILL = "listeners.still"
DAILY_TIME = time(4, 10)


def _minute(field: str, written: str) -> int:
    """Of the day. What has two readings is asked back, and typed into this field of the form."""
    try:
        at = parse_time(written)
    except AskError as error:
        error.field = field
        raise
    return at.hour * 60 + at.minute


@dataclass(frozen=True)
class Status:
    """`people` in the last seven days, `others` on duty besides."""

    listener: Listener | None
    people: int
    others: int
    waiting: list[Hello]

    @property
    def on_duty(self) -> bool:
        return self.listener is not None and self.listener.on_duty

    @property
    def may_come(self) -> bool:
        """As `may_come` of bot/domain/listeners.py has it."""
        return self.on_duty and not is_carrying_enough(self.people)


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
            waiting = [
                each
                for each in await rows.waiting(tx)
                if each.asker != person and person not in await rows.who_came(tx, each.id)
            ]
            others = sum(1 for each in on_duty if each.person != person)
            return Status(await rows.get_listener(tx, person), load.get(person, 0), others, waiting)

    async def everybody(self) -> list[Listener]:
        """Those who rest as well."""
        async with self._database.reading() as tx:
            return await rows.everybody(tx)

    async def on_duty(self) -> list[int]:
        async with self._database.reading() as tx:
            return [each.person for each in await rows.on_duty(tx)]

    async def get(self, person: int) -> Listener | None:
        """None for somebody who never offered."""
        async with self._database.reading() as tx:
            return await rows.get_listener(tx, person)

    async def there_now(self, besides: int = 0) -> list[int]:
        """Those on duty and in their hours."""
        now, zone = self._now(), self._outbox.zone
        async with self._database.reading() as tx:
            on_duty = await rows.on_duty(tx)
        return [x.person for x in on_duty if x.person != besides and in_hours(x, now, zone)]

    async def choose_hours(self, person: int, begins: str, ends: str) -> Status:
        """As they are written, on the network's wall clock. Raises UserError and AskError."""
        minutes = [_minute("begins", begins), _minute("ends", ends)]
        async with self._database.transaction() as tx:
            if await rows.get_listener(tx, person) is None:
                await rows.put(tx, person, False, int(self._now().timestamp()))
            await rows.choose_hours(tx, person, *minutes)
        return await self.status(person)

    async def ask_who_still_is(self) -> list[int]:
        """Plan to ask who has been on duty for two weeks. Returns who was asked a week ago and has
        not answered: they rest now."""
        now = int(self._now().timestamp())
        gone = []
        async with self._database.transaction() as tx:
            for each in await rows.on_duty(tx):
                if not each.asked_at and each.since + STILL_AFTER <= now:
                    await outbox_rows.plan(tx, STILL, 0, each.since + STILL_AFTER, each.person)
                elif each.asked_at and each.asked_at + REST_AFTER <= now:
                    await rows.put(tx, each.person, False, now)
                    gone.append(each.person)
        await self._outbox.wake()
        return gone

    async def still_to_ask(self, letter: Letter) -> bool:
        async with self._database.reading() as tx:
            listener = await rows.get_listener(tx, letter.part)
        return listener is not None and listener.on_duty and not listener.asked_at

    async def was_asked(self, person: int) -> None:
        async with self._database.transaction() as tx:
            await rows.asked_still(tx, person, int(self._now().timestamp()))

    async def is_still_there(self, person: int) -> None:
        async with self._database.transaction() as tx:
            await rows.still_there(tx, person, int(self._now().timestamp()))

    async def is_with_somebody(self, person: int) -> bool:
        async with self._database.reading() as tx:
            return bool(await rows.with_listener(tx, person))

    async def threads_of(self, person: int) -> list[int]:
        """Where they met those they came to, as long as that is remembered."""
        async with self._database.reading() as tx:
            return await rows.threads_of(tx, person)

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
