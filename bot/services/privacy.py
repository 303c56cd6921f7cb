"""What is held about a person: shown, taken, erased; and erased when they have left."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import db.privacy
import db.privacy as rows
from bot.clock import Now
from bot.domain.personal_data import DECLARED, PersonalData
from bot.domain.retention import DEPARTED_DAYS
from bot.services import checkins
from db.database import Database, Transaction
from db.privacy import Facts

__all__ = ("Facts", "Held", "Privacy")
Reveal = Callable[[Transaction, int], Awaitable[list[Facts]]]


@dataclass(frozen=True)
class Held:
    """A person's rows of one declaration."""

    data: PersonalData
    rows: list[Facts]


class Privacy:
    """Use cases of privacy. `hashed` gives the keyed hash by which an erasure is remembered."""

    def __init__(self, database: Database, now: Now, hashed: Callable[[int], str]) -> None:
        self._database = database
        self._now = now
        self._hashed = hashed
        self._reveals: dict[str, Reveal] = {}

    def reveal(self, table: str, rows_of: Reveal) -> None:
        """Let a feature add what only it can open: its sealed words of a person."""
        self._reveals[table] = rows_of

    async def held(self, user_id: int) -> list[Held]:
        """Return every row about a person. Questions are never looked up: the receipt does that."""
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
        """Return how many letters for the person are kept."""
        async with self._database.reading() as tx:
            return await rows.letters_for(tx, user_id)

    async def erase(self, user_id: int, *, again: bool = False) -> None:
        """Erase a person everywhere, and remember the day, so that a restored backup does too.

        `again`: it is such a backup, and the day stays as it is remembered. Features may plan
        letters in the same transaction (as to take a shared check-in down): wake the outbox
        afterwards.
        """
        now = self._seconds()
        async with self._database.transaction() as tx:
            if not again:
                day = datetime.fromtimestamp(now, UTC).date().isoformat()
                await db.privacy.remember_erasure(tx, self._hashed(user_id), day)
            await checkins.before_erasing(tx, user_id, now)  # another feature's goes here too
            for data in DECLARED:
                if data.person:
                    await rows.erase(tx, data, user_id)
            await rows.erase_letters(tx, user_id)

    async def people(self) -> set[int]:
        """Return everybody about whom anything is held."""
        async with self._database.reading() as tx:
            return await rows.people(tx)

    async def is_here(self, user_id: int, *, here: bool) -> None:
        """Note what Discord said about a person: still a member of the server, or not."""
        async with self._database.transaction() as tx:
            if here:
                await rows.forget_departure(tx, user_id)
            else:
                await rows.note_departure(tx, user_id, self._seconds())

    async def erase_departed(self) -> int:
        """Erase everybody who left 14 days ago or more; returns how many."""
        before = self._now() - timedelta(days=DEPARTED_DAYS)
        async with self._database.reading() as tx:
            gone = await rows.departed_before(tx, int(before.timestamp()))
        for user_id in gone:
            await self.erase(user_id)
        return len(gone)

    def _seconds(self) -> int:
        return int(self._now().timestamp())
