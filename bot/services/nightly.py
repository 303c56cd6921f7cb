"""What is done every night: old rows deleted, leavers noticed and erased, a backup made."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import db.outbox
from bot.clock import Now
from bot.domain.times import days_before
from bot.services.outbox import Outbox
from bot.services.privacy import Privacy
from db.database import Database
from db.privacy import delete_old

NIGHTLY = "upkeep.nightly"
HOUR, MINUTE = 3, 30
log = logging.getLogger("repbot.upkeep")

IsMember = Callable[[int], Awaitable[bool | None]]
Backup = Callable[[], Awaitable[None]]


class Upkeep:
    """One letter a night, planned anew each time; nothing of it is a timer of its own."""

    def __init__(
        self, database: Database, outbox: Outbox, privacy: Privacy, now: Now, zone: ZoneInfo
    ) -> None:
        self._database = database
        self._outbox = outbox
        self._privacy = privacy
        self._now = now
        self._zone = zone

    async def plan(self) -> None:
        """Plan the next night; planning it again changes nothing."""
        here = self._now().astimezone(self._zone)
        tonight = here.replace(hour=HOUR, minute=MINUTE, second=0, microsecond=0, tzinfo=None)
        if tonight <= here.replace(tzinfo=None):
            tonight += timedelta(days=1)
        due_at = int(days_before(tonight, self._zone, 0).timestamp())
        async with self._database.transaction() as tx:
            await db.outbox.plan(tx, NIGHTLY, 0, due_at)

    async def run(self, is_member: IsMember, backup: Backup) -> None:
        """Do the night's work and plan the next; each part is safe to do twice."""
        async with self._database.transaction() as tx:
            deleted = await delete_old(tx, int(self._now().timestamp()))
        for person in await self._privacy.people():
            here = await is_member(person)
            if here is not None:
                await self._privacy.is_here(person, here=here)
        erased = await self._privacy.erase_departed()
        await backup()
        await self.plan()
        await self._outbox.wake()
        log.info("deleted=%d erased=%d", deleted, erased)
