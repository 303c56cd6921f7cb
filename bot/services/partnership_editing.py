"""What members send in about partnerships, and what coordinators do with it."""

from __future__ import annotations

import asyncio
import zlib
from dataclasses import asdict, dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

import db.partnerships as rows
from bot.clock import Now
from bot.domain.errors import UserError
from bot.domain.partnership_files import read_csv, write_csv
from bot.domain.partnerships import Partnership, Proposal, checked, key_of, merged
from bot.services.partnerships import GONE
from db.database import Database, Transaction

DECIDED = "That has been looked at already. Nothing is left to do here."
CHANGED = "It has become another since you opened this. Here it is as it stands now."
NO_MORE = (
    "I can add nothing to that any more. It has been looked at, or I was started anew since and no"
    " longer know who sent it in; then it waits as it is. Once it is in, `Mend it` takes the rest."
)
NOTHING_CHANGED = "That is how it stands already, so there is nothing to send in."
NO_SUCH = "I know no open partnership of that name. Add that one first, or leave the field empty."


@dataclass(frozen=True)
class Waiting:
    """`before` is what it mends, or has the same name."""

    proposal: Proposal
    before: Partnership | None

    @property
    def shown(self) -> int:
        """Differs where a card of it would read differently."""
        before = self.before and asdict(self.before)
        return zlib.crc32(repr((asdict(self.proposal.wanted), before)).encode())


@dataclass(frozen=True)
class Imported:
    """What a file brings: those not known before, and those that become others by it."""

    new: list[Partnership]
    changed: list[Partnership]


class PartnershipEditing:
    """Who sent something in is in memory alone, so that they can add to it; a restart forgets it.
    On the disk, sealed or in a notice of what became of it, it would tell where they are from."""

    def __init__(self, database: Database, now: Now, zone: str) -> None:
        self._database = database
        self._makers: dict[int, int] = {}
        self._now = now
        self._zone = ZoneInfo(zone)

    def today(self) -> date:
        return self._now().astimezone(self._zone).date()

    async def propose(self, person: int, changes: int, typed: Partnership) -> int:
        """Send in a new one (0), or how one should be. Raises UserError.

        The same once more is kept once: the answer to the first was lost.
        """
        wanted = checked(typed)
        async with self._database.transaction() as tx:
            before = await rows.get(tx, changes) if changes else None
            if changes and before is None:
                raise UserError(GONE)
            if before is not None and wanted == replace(before, id=wanted.id):
                raise UserError(NOTHING_CHANGED)
            for each in await rows.proposals(tx):
                same = (each.changes, each.wanted) == (changes, wanted)
                if same and self._makers.setdefault(each.id, person) == person:
                    return each.id
            number = await rows.propose(tx, changes, wanted)
        self._makers[number] = person
        return number

    async def add_to(self, person: int, number: int, typed: Partnership) -> None:
        """More of what this person has sent in. Raises UserError as `sent_in` does."""
        wanted = checked(typed)
        async with self._database.transaction() as tx:
            await self._mine(tx, person, number)
            await rows.rewrite(tx, number, wanted)

    async def sent_in(self, person: int, number: int) -> Partnership:
        """Raises UserError for somebody else's, for one that is gone, and after a start."""
        async with self._database.reading() as tx:
            return (await self._mine(tx, person, number)).wanted

    async def count(self) -> int:
        """Of those that are open."""
        async with self._database.reading() as tx:
            return sum(not each.closed for each in await rows.everything(tx))

    async def waiting(self) -> list[Waiting]:
        async with self._database.reading() as tx:
            every = await rows.everything(tx)
            return [Waiting(each, _before(each, every)) for each in await rows.proposals(tx)]

    async def decide(self, number: int, shown: int, *, accept: bool) -> Partnership | None:
        """Put it in, or leave it out; returns how it stands, or None where that is not what the
        card showed. Raises UserError."""
        async with self._database.transaction() as tx:
            found = await rows.proposal(tx, number)
            if found is None:
                raise UserError(DECIDED)
            before = _before(found, await rows.everything(tx))
            if Waiting(found, before).shown != shown:
                return None
            one = found.wanted
            if accept:
                one = await self._put_in(tx, before, one, whole=bool(found.changes))
            await rows.decided(tx, number)
        self._makers.pop(number, None)
        return one

    async def still_right(self, number: int) -> Partnership:
        """A person has looked today. Raises UserError."""
        return await self._change(number, checked_on=self.today())

    async def close(self, number: int, into: str) -> Partnership:
        """It ended, or merged into another, by name. Raises UserError where that is not known."""
        async with self._database.reading() as tx:
            every = await rows.everything(tx)
        named = [each for each in every if key_of(into) and key_of(each.name) == key_of(into)]
        other = next((each for each in named if each.id != number and not each.closed), None)
        if into.strip() and other is None:
            raise UserError(NO_SUCH)
        return await self._change(number, closed=True, merged_into=other.id if other else 0)

    async def reopen(self, number: int) -> Partnership:
        return await self._change(number, closed=False, merged_into=0)

    async def look_at(self, data: bytes) -> Imported:
        """What a file would do. Raises UserError naming what is wrong with it."""
        given = await asyncio.to_thread(read_csv, data, self.today())
        async with self._database.reading() as tx:
            return await self._taken_in(tx, given)

    async def import_file(self, data: bytes) -> Imported:
        """Raises UserError; then nothing is taken in."""
        given = await asyncio.to_thread(read_csv, data, self.today())
        async with self._database.transaction() as tx:
            taken = await self._taken_in(tx, given)
            for each in taken.new:
                await rows.insert(tx, each)
            for each in taken.changed:
                await rows.update(tx, each)
        return taken

    async def _taken_in(self, tx: Transaction, given: list[Partnership]) -> Imported:
        every = {key_of(each.name) or each.name: each for each in await rows.everything(tx)}
        new, changed = [], []
        for each in given:
            before = every.get(key_of(each.name) or each.name)
            if before is None:
                new.append(each)
                continue
            day = each.checked_on or before.checked_on
            after = replace(merged(before, each), checked_on=day)
            if after != before:
                changed.append(after)
        return Imported(new, changed)

    async def export(self) -> bytes:
        async with self._database.reading() as tx:
            every = [each for each in await rows.everything(tx) if not each.closed]
        return await asyncio.to_thread(write_csv, every)

    async def _put_in(
        self, tx: Transaction, before: Partnership | None, wanted: Partnership, *, whole: bool
    ) -> Partnership:
        """Two who add the same one make one entry: what the second left empty stays."""
        if before is None:
            number = await rows.insert(tx, replace(wanted, checked_on=self.today()))
            return replace(wanted, id=number)
        after = wanted if whole else merged(before, wanted)
        after = replace(
            after,
            id=before.id,
            checked_on=self.today(),
            closed=before.closed,
            merged_into=before.merged_into,
        )
        await rows.update(tx, after)
        return after

    async def _change(self, number: int, **to: object) -> Partnership:
        async with self._database.transaction() as tx:
            before = await rows.get(tx, number)
            if before is None:
                raise UserError(GONE)
            after = replace(before, **to)  # type: ignore[arg-type]
            await rows.update(tx, after)
        return after

    async def _mine(self, tx: Transaction, person: int, number: int) -> Proposal:
        found = await rows.proposal(tx, number)
        if found is None or self._makers.get(number) != person:
            raise UserError(NO_MORE)
        return found


def _before(proposal: Proposal, every: list[Partnership]) -> Partnership | None:
    if proposal.changes:
        return next((each for each in every if each.id == proposal.changes), None)
    key = key_of(proposal.wanted.name)
    return next((each for each in every if key and key_of(each.name) == key), None)
