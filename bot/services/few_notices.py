"""Holds back what can wait, so that nobody gets many messages, or one at night."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

import db.outbox_status
from bot.clock import Now
from bot.domain.outbox import WAITS, Delivery, Letter, Outcome, goes_at, start_of_day
from db.database import Database

# Whom a letter is for. 0: it has waited long enough, and goes by day; None: it cannot wait.
WaitsFor: TypeAlias = Callable[[Letter], Awaitable[int | None]]


class FewNotices:
    """At most one letter that can wait a day to each person. Whom it was today is in memory, and
    after a start read from the letters that went: it stands nowhere else."""

    def __init__(self, database: Database, now: Now, zone: ZoneInfo) -> None:
        self._database = database
        self._now = now
        self._zone = zone
        self.kinds: dict[str, WaitsFor] = {}
        self._day: date | None = None
        self._told: dict[int, int] = {}
        self._turn = asyncio.Lock()

    async def hold_back(self, letter: Letter) -> Outcome | None:
        """Return that it waits, or None when it goes; then it is this person's for today."""
        waits_for = self.kinds.get(letter.kind)
        if waits_for is None or (person := await waits_for(letter)) is None:
            return None
        async with self._turn:
            now = self._now()
            await self._begin_day(now)
            told = self._told.get(person, letter.id) != letter.id
            due = datetime.fromtimestamp(letter.due_at, UTC)
            at = goes_at(due, now, self._zone, told_today=told)
            if at > now:
                return Outcome(Delivery.TRY_LATER, WAITS, (at - now).total_seconds())
            if person:
                self._told[person] = letter.id
        return None

    def came_back(self, letter: Letter, outcome: Outcome) -> None:
        """What never went leaves the day to another."""
        if outcome.delivery in (Delivery.NOT_WANTED, Delivery.IMPOSSIBLE):
            self._told = {who: each for who, each in self._told.items() if each != letter.id}

    async def _begin_day(self, now: datetime) -> None:
        if self._day == (today := now.astimezone(self._zone).date()):
            return
        since = int(start_of_day(now, self._zone).timestamp())
        async with self._database.reading() as tx:
            went = await db.outbox_status.sent_since(tx, list(self.kinds), since)
        told = [(await self.kinds[each.kind](each), each.id) for each in went]
        self._told = {person: number for person, number in told if person}
        self._day = today
