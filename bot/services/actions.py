"""Actions: what we said we would do, with a reminder in the call's thread."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import db.actions as rows
import db.meetings
import db.outbox
from bot.clock import Now
from bot.domain.actions import Action, checked_action, checked_due, remind_at
from bot.domain.errors import UserError
from bot.domain.meetings import Meeting
from bot.domain.outbox import Delivery, Letter, Outcome
from bot.services.outbox import Outbox
from bot.services.reminders import NO_THREAD
from bot.vault import Vault
from db.actions import SealedAction
from db.database import Database, Transaction
from db.privacy import Facts

ACTION_DUE = "actions.due"
MOST_LISTED = 50
A_YEAR = timedelta(days=366)
GONE = "I know no such action. `/action list` shows what is still to do."
DONE_ALREADY = "That is done already. Thank you."
FINISHED = Outcome(Delivery.NOT_WANTED, "it is done")


@dataclass(frozen=True)
class Due:
    action: Action
    meeting: Meeting


class Actions:
    def __init__(
        self, database: Database, outbox: Outbox, vault: Vault, now: Now, zone: str
    ) -> None:
        self._database = database
        self._outbox = outbox
        self._vault = vault
        self._now = now
        self._zone = ZoneInfo(zone)

    def check(self, what: str, due: str) -> None:
        """Raises UserError unless both can be understood."""
        checked_action(what)
        checked_due(due, self._now(), self._zone)

    async def call(self) -> Meeting | None:
        """The last one held within a year, or the next: an action belongs to its thread."""
        now = self._now()
        async with self._database.reading() as tx:
            since = int((now - A_YEAR).timestamp())
            held = await db.meetings.latest_started(tx, int(now.timestamp()), since)
            coming = await db.meetings.coming(tx, int(now.timestamp()), ("announced",))
        return held or next((each for each in coming if each.thread_id), None)

    async def add(self, meeting: Meeting, user_id: int, what: str, due: str) -> tuple[Action, bool]:
        """Returns whether a reminder will come as well. Raises UserError."""
        async with self._database.transaction() as tx:
            added = await self.keep(tx, meeting.id, user_id, what, due)
        await self._outbox.wake()
        return added

    async def keep(
        self, tx: Transaction, meeting_id: int, user_id: int, what: str, due: str
    ) -> tuple[Action, bool]:
        """As `add`, in the caller's transaction: wake the outbox afterwards. Raises UserError."""
        what, now = checked_action(what), self._now()
        due_on = checked_due(due, now, self._zone)
        at = remind_at(due_on, self._zone, now)
        action_id = await rows.insert(tx, meeting_id, user_id, due_on, self._zone)
        await rows.write(tx, action_id, self._vault.seal(what, _context(action_id)))
        if at is not None:
            await db.outbox.plan(tx, ACTION_DUE, action_id, int(at.timestamp()))
        return Action(action_id, meeting_id, user_id, what, due_on, self._zone), at is not None

    async def to_do(self) -> list[Action]:
        async with self._database.reading() as tx:
            return [self._unsealed(each) for each in await rows.open_ones(tx, MOST_LISTED)]

    async def of_meeting(self, meeting_id: int) -> list[Action]:
        async with self._database.reading() as tx:
            return [self._unsealed(each) for each in await rows.of_meeting(tx, meeting_id)]

    async def get(self, action_id: int) -> Action:
        """Raises UserError if it is gone."""
        async with self._database.reading() as tx:
            found = await rows.get(tx, action_id)
        if found is None:
            raise UserError(GONE)
        return self._unsealed(found)

    async def done(self, action: Action) -> None:
        """Raises UserError if it is done already."""
        async with self._database.transaction() as tx:
            if not await rows.set_done(tx, action.id):
                raise UserError(DONE_ALREADY)
            await db.outbox.withdraw(tx, ACTION_DUE, action.id)

    async def waits_for(self, letter: Letter) -> int | None:
        """Who took it on; from the day it is due on it has waited long enough."""
        async with self._database.reading() as tx:
            found = await rows.get(tx, letter.subject)
        today = self._now().astimezone(self._zone).date()
        return found[0].user_id if found and today < found[0].due_on else 0

    async def to_remind(self, letter: Letter) -> Due | Outcome:
        async with self._database.reading() as tx:
            found = await rows.get(tx, letter.subject)
            if found is None or found[0].state != "open":
                return FINISHED
            meeting = await db.meetings.get(tx, found[0].meeting_id)
        if meeting is None or not meeting.thread_id:
            return NO_THREAD
        return Due(self._unsealed(found), meeting)

    async def revealed(self, tx: Transaction, user_id: int) -> list[Facts]:
        return [
            (("id", each[0].id), ("action", self._unsealed(each).what))
            for each in await rows.of_person(tx, user_id)
        ]

    def _unsealed(self, found: SealedAction) -> Action:
        action, sealed = found
        return replace(action, what=self._vault.unseal(sealed, _context(action.id)))


def _context(action_id: int) -> bytes:
    return f"actions.sealed:{action_id}".encode()
