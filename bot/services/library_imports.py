"""Bringing files into the library: looked at first, taken in whole, taken back for a day."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import db.imports as files
import db.library as rows
import db.library_index as index
from bot.clock import Now
from bot.domain import library_import as rules
from bot.domain.errors import UserError
from bot.domain.library import Entry, Kept
from bot.domain.library_files import Row, rows_of, write_csv, write_json
from bot.domain.library_import import Imported, Step, TwoReadings
from bot.services.library_checks import Checks
from bot.services.outbox import Outbox
from db.database import Database, Transaction

UNDO_SECONDS = 24 * 60 * 60
GONE = "That file is no longer waiting. Type `/resource import` and attach it once more."
CHANGED_SINCE = (
    "The library has been changed since you looked, so nothing was imported. Type `/resource"
    " import` once more and look at what it would do now."
)
TOO_LATE = (
    "That import can no longer be undone: a day is over, or it was undone already. `Export` shows"
    " what the library holds now."
)


@dataclass(frozen=True)
class Planned:
    """What a file would do; `number` is 0 where that is nothing. `unclear`: days with two readings,
    to be asked about first. `mark` tells later whether it would still do the same."""

    number: int
    told: Imported
    mark: int = 0
    unclear: tuple[TwoReadings, ...] = ()


@dataclass(frozen=True)
class _Work:
    there: Mapping[str, Kept]
    taken: list[Entry]
    told: Imported


class Imports:
    def __init__(self, database: Database, outbox: Outbox, now: Now, checks: Checks) -> None:
        self._database = database
        self._outbox = outbox
        self._now = now
        self._checks = checks

    async def look(self, data: bytes, name: str) -> Planned:
        """Nothing is imported yet. Raises UserError naming each bad row and why."""
        given = await asyncio.to_thread(rows_of, data, name)
        unclear = await self._unclear(given)
        work = await self._work(given, day_first=True) if not unclear else None
        if work is not None and not work.taken:
            return Planned(0, work.told)
        packed = await asyncio.to_thread(rules.pack_rows, given)
        async with self._database.transaction(scrubs=True) as tx:
            number = await files.add(tx, packed, self._seconds())
        told = work.told if work is not None else Imported()
        return Planned(number, told, _mark(told), tuple(unclear))

    async def look_again(self, number: int, *, day_first: bool) -> Planned:
        """Once the days have been asked about. Raises UserError."""
        work = await self._work(await self._waiting(number), day_first=day_first)
        return Planned(number if work.taken else 0, work.told, _mark(work.told))

    async def take(self, number: int, mark: int, *, day_first: bool) -> Imported:
        """Whole, or not at all; it can be undone for a day. Raises UserError, also where it would
        do something else by now than what was looked at."""
        work = await self._work(await self._waiting(number), day_first=day_first)
        if _mark(work.told) != mark:
            raise UserError(CHANGED_SINCE)
        steps = [_step(entry, work.there.get(entry.key)) for entry in work.taken]
        packed = await asyncio.to_thread(rules.pack_steps, steps)
        async with self._database.transaction(scrubs=True) as tx:
            if await self._everything(tx) != work.there:
                raise UserError(CHANGED_SINCE)
            await rows.put(tx, work.taken, touched=True)
            await self._after(tx, work.taken)
            await files.finish(tx, number, packed, self._seconds())
        await self._outbox.wake()
        return work.told

    async def discard(self, number: int) -> None:
        """Raises UserError if it no longer waits."""
        async with self._database.transaction() as tx:
            if not await files.remove(tx, number, done=False):
                raise UserError(GONE)

    async def last(self) -> int | None:
        """The number of what can be undone now, or None."""
        async with self._database.reading() as tx:
            return await files.latest_done(tx, self._seconds() - UNDO_SECONDS)

    async def undo(self, number: int) -> Imported:
        """What was changed since stays as it is. Raises UserError if it is too late."""
        since = self._seconds() - UNDO_SECONDS
        async with self._database.reading() as tx:
            packed = await files.packed(tx, number, since, done=True)
        steps = await asyncio.to_thread(rules.unpack_steps, packed) if packed else []
        async with self._database.transaction(scrubs=True) as tx:
            if not steps or not await files.remove(tx, number, done=True):
                raise UserError(TOO_LATE)
            there = {key: kept.entry for key, kept in (await self._everything(tx)).items()}
            back, new = rules.taken_back(steps, there)
            whole = {(step.before, step.touched) for step in steps}
            for touched in (True, False):
                some = [one for one in back if ((one, False) in whole) is not touched]
                await rows.put(tx, some, touched=touched)
            await rows.remove(tx, new)
            await self._after(tx, back)
        await self._outbox.wake()
        _, told = rules.take_in(back, there, self._checks.today())
        return Imported(len(new), told.changed, told.hidden)

    async def export(self) -> tuple[bytes, bytes]:
        """CSV and JSON, retired entries too."""
        async with self._database.reading() as tx:
            entries = [kept.entry for kept in await rows.everything(tx)]
        return (
            await asyncio.to_thread(write_csv, entries),
            await asyncio.to_thread(write_json, entries),
        )

    async def _after(self, tx: Transaction, written: list[Entry]) -> None:
        await index.reindex(tx)
        for entry in written:
            await self._checks.plan_for(tx, entry)

    async def _waiting(self, number: int) -> list[Row]:
        since = self._seconds() - UNDO_SECONDS
        async with self._database.reading() as tx:
            packed = await files.packed(tx, number, since, done=False)
        if packed is None:
            raise UserError(GONE)
        return await asyncio.to_thread(rules.unpack_rows, packed)

    async def _unclear(self, given: list[Row]) -> list[TwoReadings]:
        async with self._database.reading() as tx:
            there = await self._everything(tx)
        return rules.unclear_days(given, {key: kept.entry for key, kept in there.items()})

    async def _work(self, given: list[Row], *, day_first: bool) -> _Work:
        async with self._database.reading() as tx:
            there = await self._everything(tx)
        entries = {key: kept.entry for key, kept in there.items()}
        today = self._checks.today()

        def planned() -> tuple[list[Entry], Imported]:
            read = rules.entries_of(given, entries, today, day_first=day_first)
            return rules.take_in(read, entries, today)

        taken, told = await asyncio.to_thread(planned)
        return _Work(there, taken, told)

    async def _everything(self, tx: Transaction) -> dict[str, Kept]:
        return {kept.entry.key: kept for kept in await rows.everything(tx)}

    def _seconds(self) -> int:
        return int(self._now().timestamp())


def _step(entry: Entry, there: Kept | None) -> Step:
    return Step(there.entry if there else None, entry, touched=there is not None and there.touched)


def _mark(told: Imported) -> int:
    # It stands in the id of a button, and `hash` differs from run to run.
    return zlib.crc32(repr(told).encode())
