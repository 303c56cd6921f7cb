"""A rep's year, and questions for a meeting, read from the library."""

from __future__ import annotations

from datetime import date

import db.library as rows
from bot.domain.library import Entry, Kept, Kind, parts
from bot.domain.rep_year import this_month
from db.database import Database, Transaction


class RepYear:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def month(self, day: date) -> list[Kept]:
        """What comes in the month of that day, what has a date first."""
        async with self._database.reading() as tx:
            every = await rows.of_kind(tx, Kind.MOMENT)
        due = this_month([kept.entry for kept in every], day)
        return sorted(
            (kept for kept in every if kept.entry in due), key=lambda kept: due.index(kept.entry)
        )

    async def questions(self, theme: str) -> list[Kept]:
        async with self._database.reading() as tx:
            every = await rows.of_kind(tx, Kind.QUESTION)
        return [kept for kept in every if theme in parts(kept.entry.tags)]


async def of_month(tx: Transaction, day: date) -> Entry | None:
    """The one moment of that month that a call's agenda names."""
    every = [kept.entry for kept in await rows.of_kind(tx, Kind.MOMENT)]
    return next(iter(this_month(every, day)), None)
