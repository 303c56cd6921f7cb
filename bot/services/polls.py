"""Finding a date: a poll that is put up once, and looked at when it is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import db.outbox
import db.polls as rows
from bot.clock import Now
from bot.domain.errors import UserError
from bot.domain.outbox import Delivery, Letter, Outcome
from bot.domain.polls import Poll, poll
from bot.services.outbox import Outbox
from db.database import Database, Transaction

POLL = "meetings.poll"
POLL_OVER = "meetings.poll_over"
USED = "That poll has been put up already, or is gone. `Calls` on the desk has `Find a date`."
GONE = Outcome(Delivery.NOT_WANTED, "the poll is gone or has been looked at")
TOO_LATE = Outcome(Delivery.NOT_WANTED, "its last day was over before I could put it up")
NEVER_UP = Outcome(Delivery.NOT_WANTED, "the poll never went up")
STILL_OPEN = Outcome(Delivery.NOT_WANTED, "people can still vote")
NOT_UP = 1  # the part of a letter that says so
LOOK_AFTER = timedelta(minutes=1)  # Discord counts once more when a poll ends
COUNTED_WITHIN = timedelta(hours=1)


class Polls:
    def __init__(self, database: Database, outbox: Outbox, now: Now, zone: ZoneInfo) -> None:
        self._database = database
        self._outbox = outbox
        self._now = now
        self.zone = zone

    async def draft(self, title: str, dates: str, last: str) -> Poll:
        """Nobody sees it yet. Raises UserError."""
        found = poll(title, dates, last, self._now(), self.zone)
        async with self._database.transaction() as tx:
            return replace(found, id=await rows.insert(tx, found))

    async def get(self, poll_id: int) -> Poll:
        """Raises UserError if it is gone."""
        async with self._database.reading() as tx:
            found = await rows.get(tx, poll_id)
        if found is None:
            raise UserError(USED)
        return found

    async def put_up(self, poll_id: int) -> Poll:
        """Once; again only where it did not arrive. Raises UserError."""
        now = int(self._now().timestamp())
        async with self._database.transaction() as tx:
            found = await rows.get(tx, poll_id)
            if found is None or found.ends_at <= self._now():
                raise UserError(USED)
            if await rows.change_state(tx, poll_id, "draft", "open"):
                await db.outbox.plan(tx, POLL, poll_id, now)
                over = int((found.ends_at + LOOK_AFTER).timestamp())
                await db.outbox.plan(tx, POLL_OVER, poll_id, over)
            elif found.message_id or not await db.outbox.revive(tx, POLL, poll_id, now):
                raise UserError(USED)
        await self._outbox.wake()
        return found

    async def to_post(self, letter: Letter) -> Poll | Outcome:
        async with self._database.reading() as tx:
            found = await rows.get(tx, letter.subject)
        if found is None or found.state != "open":
            return GONE
        return found if self._now() < found.ends_at else TOO_LATE

    async def failed(self, tx: Transaction, letter: Letter) -> None:
        """Plan that coordinators are told, in the transaction that writes the failure down."""
        now = int(self._now().timestamp())
        await db.outbox.plan(tx, POLL_OVER, letter.subject, now, NOT_UP)

    async def stands_at(self, letter: Letter, channel: int, message: int) -> None:
        async with self._database.transaction() as tx:
            await rows.stands_at(tx, letter.subject, channel, message)

    async def trouble(self, poll_id: int) -> str:
        """Why it could not be put up; "" when all is well."""
        async with self._database.reading() as tx:
            letters = await db.outbox.report(tx, (POLL,), poll_id)
        failed = [reason for _, _, state, reason in letters if state == "failed"]
        return failed[-1] if failed else ""

    async def to_look_at(self, letter: Letter) -> Poll | Outcome:
        async with self._database.reading() as tx:
            found = await rows.get(tx, letter.subject)
        if found is None or found.state != "open":
            return GONE
        if letter.part == NOT_UP:
            return GONE if found.message_id else found
        return found if found.message_id else NEVER_UP

    async def not_counted(self, letter: Letter, until: datetime | None) -> bool:
        """Whether to look again later, which is planned: `until` is when Discord ends it (UTC)."""
        now = self._now()
        if until is None or now >= until + COUNTED_WITHIN:
            return False
        again = int((max(now, until) + LOOK_AFTER).timestamp())
        async with self._database.transaction() as tx:
            await db.outbox.plan(tx, POLL_OVER, letter.subject, again)
        return True

    async def looked_at(self, letter: Letter) -> None:
        async with self._database.transaction() as tx:
            await rows.change_state(tx, letter.subject, "open", "over")
