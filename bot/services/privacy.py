"""What is held about a person: shown, taken, erased; and each night, what has had its time."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import db.outbox
import db.privacy as rows
from bot.clock import Now
from bot.domain.outbox import Letter
from bot.domain.personal_data import DECLARED, PersonalData
from bot.domain.retention import DEPARTED_DAYS
from bot.domain.times import days_before
from bot.services import call_letters, checkins, hellos
from bot.services.outbox import Outbox
from db.database import Database, Transaction
from db.known_copies import not_before
from db.privacy import Facts, delete_old

NIGHTLY = "upkeep.nightly"
HOUR, MINUTE = 3, 30
log = logging.getLogger("repbot.upkeep")
IsMember = Callable[[int], Awaitable[bool | None]]
Erasing = Callable[[Transaction, int], Awaitable[None]]
Reveal = Callable[[Transaction, int], Awaitable[list[Facts]]]


@dataclass(frozen=True)
class Held:
    data: PersonalData
    rows: list[Facts]


class Privacy:
    """`hashed` gives the keyed hash by which an erasure is remembered."""

    def __init__(self, database: Database, now: Now, hashed: Callable[[int], str]) -> None:
        self._database = database
        self._now = now
        self._hashed = hashed
        self._reveals: dict[str, Reveal] = {}
        self._erasing: list[Erasing] = []
        # What a feature does at Discord before somebody is erased, while their places are known.
        self.leaving: list[Callable[[int], Awaitable[None]]] = []

    def reveal(self, table: str, rows_of: Reveal) -> None:
        """Let a feature add what only it can open: its sealed words of a person."""
        self._reveals[table] = rows_of

    def erasing(self, erase: Erasing) -> None:
        """Let a feature erase what only it can find: what is sealed with whose it is."""
        self._erasing.append(erase)

    async def held(self, user_id: int) -> list[Held]:
        """Questions are never looked up: the receipt does that."""
        async with self._database.reading() as tx:
            found = [
                Held(data, await rows.about(tx, data, user_id)) for data in DECLARED if data.person
            ]
            found += [
                Held(data, await self._reveals[data.table](tx, user_id))
                for data in DECLARED
                if data.table in self._reveals
            ]
        return [each for each in found if each.rows]

    async def letters(self, user_id: int) -> int:
        async with self._database.reading() as tx:
            return await db.outbox.count_for(tx, user_id)

    async def erase(self, user_id: int, *, again: bool = False) -> None:
        """Erase a person everywhere, and remember the day, so that a restored backup does too.

        `again`: it is such a backup, and the day stays as it is remembered. Features may plan
        letters in the same transaction (as to take a shared check-in down): wake the outbox
        afterwards.
        """
        now = self._seconds()
        async with self._database.transaction() as tx:
            if not again:
                day = await not_before(tx, datetime.fromtimestamp(now, UTC).date())
                await rows.remember_erasure(tx, self._hashed(user_id), day.isoformat())
            await checkins.delete_all(tx, user_id, now)  # another feature's goes here too
            await hellos.before_erasing(tx, user_id, now)
            await call_letters.leave_cards(tx, user_id, now)
            for erase in self._erasing:
                await erase(tx, user_id)
            for data in DECLARED:
                if data.person:
                    await rows.erase(tx, data, user_id)
            await db.outbox.erase_for(tx, user_id)

    async def people(self) -> set[int]:
        async with self._database.reading() as tx:
            return await rows.people(tx)

    async def is_here(self, user_id: int, *, here: bool) -> None:
        """What Discord said about a person: still a member of the server, or not."""
        async with self._database.transaction() as tx:
            if here:
                await rows.forget_departure(tx, user_id)
            else:
                await rows.note_departure(tx, user_id, self._seconds())

    async def departed(self, days: int = 0) -> list[int]:
        """Who left so many days ago, or more."""
        before = self._now() - timedelta(days=days)
        async with self._database.reading() as tx:
            return await rows.departed_before(tx, int(before.timestamp()))

    async def erase_departed(self, absent: set[int]) -> int:
        """Erase everybody who left 14 days ago or more and is absent now; returns how many.

        Who has come back since is not erased because Discord did not say so in time.
        """
        gone = [person for person in await self.departed(DEPARTED_DAYS) if person in absent]
        for user_id in gone:
            await self.erase(user_id)
        return len(gone)

    def _seconds(self) -> int:
        return int(self._now().timestamp())


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
        """Planning it again changes nothing."""
        here = self._now().astimezone(self._zone)
        tonight = here.replace(hour=HOUR, minute=MINUTE, second=0, microsecond=0, tzinfo=None)
        if tonight <= here.replace(tzinfo=None):
            tonight += timedelta(days=1)
        due_at = int(days_before(tonight, self._zone, 0).timestamp())
        async with self._database.transaction() as tx:
            await db.outbox.plan(tx, NIGHTLY, 0, due_at)

    async def is_replaced(self, letter: Letter) -> bool:
        """Whether another night's is due as well: of several missed nights the last one works."""
        async with self._database.reading() as tx:
            return await db.outbox.has_later(tx, letter, int(self._now().timestamp()))

    async def run(self, is_member: IsMember) -> None:
        """Do the night's work but the backup, and plan the next; each part is safe to do twice."""
        async with self._database.transaction() as tx:
            deleted = await delete_old(tx, int(self._now().timestamp()))
        left, absent = set(await self._privacy.departed()), set[int]()
        for person in await self._privacy.people():
            here = await is_member(person)
            if here is False:
                absent.add(person)
            if here is (person in left):  # only what has changed is written
                await self._privacy.is_here(person, here=here)
        erased = await self._privacy.erase_departed(absent)
        await self.plan()
        await self._outbox.wake()
        log.info("deleted=%d erased=%d", deleted, erased)
