"""Freshness as shared work: volunteers check three entries a month, coordinators the numbers."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import db.library as rows
import db.library_upkeep as upkeep
import db.outbox as letters
from bot.clock import Now
from bot.domain.errors import UserError
from bot.domain.library import (
    OFFERS_A_MONTH,
    Digest,
    Entry,
    Kept,
    Kind,
    Offer,
    check_ends,
    first_of_next_month,
    month_later,
    morning,
    needs_check,
    reminder_days,
)
from bot.domain.outbox import Letter
from bot.domain.support import hides_number
from bot.services.outbox import Outbox
from db.database import Database, Transaction

OFFER = "library.offer"
RUNNING_OUT = "library.running_out"
DIGEST = "library.digest"
NOT_YOURS = "That entry was offered to somebody else, or long ago. Thank you all the same."


class Checks:
    def __init__(self, database: Database, outbox: Outbox, now: Now, zone: ZoneInfo) -> None:
        self._database = database
        self._outbox = outbox
        self._now = now
        self._zone = zone

    async def plan_reminders(self) -> None:
        """Every letter to coordinators that follows from today's checks; harmless twice."""
        async with self._database.transaction() as tx:
            for kept in await rows.of_kind(tx, Kind.LINE):
                await self.plan_for(tx, kept.entry)
            await self._plan_digest(tx)
        await self._outbox.wake()

    async def plan_for(self, tx: Transaction, entry: Entry) -> None:
        """Plan the reminders before a line's check ends; one letter a day serves all lines."""
        ends = check_ends(entry, self.today())
        if entry.kind is not Kind.LINE or ends is None or ends < self.today():
            return
        for part, day in enumerate(reminder_days(ends)):
            await letters.plan(tx, RUNNING_OUT, ends.toordinal(), morning(day, self._zone), part)

    async def _plan_digest(self, tx: Transaction) -> None:
        day = first_of_next_month(self.today())
        await letters.plan(tx, DIGEST, day.toordinal(), morning(day, self._zone))

    async def running_out(self, letter: Letter) -> list[Entry]:
        """The lines whose check still ends on the day the letter is about."""
        day = date.fromordinal(letter.subject)
        async with self._database.reading() as tx:
            lines = await rows.of_kind(tx, Kind.LINE)
        return [one.entry for one in lines if check_ends(one.entry, self.today()) == day]

    async def digest(self) -> Digest:
        """Plans the next month's letter as well."""
        async with self._database.transaction() as tx:
            await self._plan_digest(tx)
            lines = await rows.of_kind(tx, Kind.LINE)
            documents = await rows.of_kind(tx, Kind.RESOURCE)
            waiting = len(await upkeep.waiting_suggestions(tx))
        hidden = [one.entry for one in lines if hides_number(one.entry, self.today())]
        stale = sum(needs_check(one.entry, self.today()) for one in documents)
        return Digest(tuple(hidden), stale, waiting)

    async def volunteer(self, person: int) -> None:
        """The first entry is offered at once."""
        async with self._database.transaction() as tx:
            known = await upkeep.number_of(tx, person)
            if known is None:
                number = await upkeep.add_checker(tx, person)
                await letters.plan(tx, OFFER, number, int(self._now().timestamp()), 1)
        await self._outbox.wake()

    async def stop(self, person: int) -> None:
        async with self._database.transaction() as tx:
            number = await upkeep.remove_checker(tx, person)
            if number is not None:
                await letters.erase(tx, OFFER, number)

    async def choose(self, letter: Letter) -> tuple[Offer, Kept] | None:
        """The same offer on every attempt; None if nobody is to be asked.

        The first letter of a month plans the next month's.
        """
        async with self._database.transaction() as tx:
            if await upkeep.person_of(tx, letter.subject) is None:
                return None
            offer = await upkeep.offered(tx, letter.subject, letter.due_at, letter.part)
            if offer is None and letter.part == 1:
                await upkeep.clear_offers_before(tx, letter.subject, letter.due_at)
                await self._plan_next_month(tx, letter)
            if offer is None:
                offer = await upkeep.offer(tx, letter.subject, letter.due_at, letter.part)
            if offer is None or offer.answered:
                return None
            kept = await rows.by_id(tx, offer.entry)
        return (offer, kept) if kept is not None and _is_document(kept) else None

    async def _plan_next_month(self, tx: Transaction, letter: Letter) -> None:
        asked_on = datetime.fromtimestamp(letter.due_at, self._zone).date()
        following = month_later(max(asked_on, self.today()))
        await letters.plan(tx, OFFER, letter.subject, morning(following, self._zone), 1)

    async def waits_for(self, letter: Letter) -> int | None:
        """The volunteer, where a new month begins; what follows a press goes at once."""
        asked_on = datetime.fromtimestamp(letter.due_at, self._zone).date()
        if letter.due_at != morning(asked_on, self._zone):
            return None
        return await self.volunteer_of(letter)

    async def volunteer_of(self, letter: Letter) -> int | None:
        async with self._database.reading() as tx:
            return await upkeep.person_of(tx, letter.subject)

    async def offer_of(self, offer_id: int, person: int) -> Offer:
        """Raises UserError if it is not theirs."""
        async with self._database.reading() as tx:
            return await self._offer_of(tx, offer_id, person)

    async def _offer_of(self, tx: Transaction, offer_id: int, person: int) -> Offer:
        offer = await upkeep.offer_of(tx, offer_id)
        if offer is None or offer.person != person:
            raise UserError(NOT_YOURS)
        return offer

    async def answer(self, offer_id: int, person: int, *, right: bool) -> bool:
        """Returns whether another offer comes. Raises UserError if this one is not theirs.

        Answering twice does no harm.
        """
        async with self._database.transaction() as tx:
            offer = await self._offer_of(tx, offer_id, person)
            first = await upkeep.answer_offer(tx, offer_id)
            kept = await rows.by_id(tx, offer.entry)
            if first and right and kept is not None and _is_document(kept):
                await rows.mark_checked(tx, offer.entry, self.today())
            another = offer.part < OFFERS_A_MONTH
            if first and another:
                now = int(self._now().timestamp())
                await letters.plan(tx, OFFER, offer.checker, now, offer.part + 1)
        await self._outbox.wake()
        return another

    def today(self) -> date:
        """Checks are judged by the date in UTC."""
        return self._now().date()


def _is_document(kept: Kept) -> bool:
    """Volunteers check documents only; since it was offered it may have become something else."""
    return kept.entry.kind is Kind.RESOURCE and not kept.entry.retired
