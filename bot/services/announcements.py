"""Announcing a call: once, however often it is pressed."""

from __future__ import annotations

import db.meetings as rows
import db.outbox
from bot.clock import Now
from bot.domain.errors import UserError
from bot.domain.meetings import Meeting
from bot.domain.outbox import Letter
from bot.services.call_letters import ANNOUNCEMENT, CallLetters
from bot.services.meetings import known
from db.database import Database, Transaction


class Announcements:
    """Use cases of the announcement."""

    def __init__(self, database: Database, letters: CallLetters, now: Now) -> None:
        self._database = database
        self._letters = letters
        self._now = now

    async def announce(self, meeting_id: int) -> Meeting:
        """Plan the announcement and all that follows; deliver_due() sends it. Raises UserError."""
        async with self._database.transaction() as tx:
            meeting = await known(tx, meeting_id)
            if meeting.state == "cancelled":
                raise UserError("That call has been cancelled, so it is not announced.")
            if meeting.starts_at <= self._now():
                raise UserError("That call has already started, so there is nothing to announce.")
            changed = await rows.change_state(tx, meeting_id, ("draft", "saved"), "announced")
            if changed is None and await self._stands(tx, meeting):
                raise UserError("That call is announced already.")
            await self._letters.announce(tx, changed or meeting)
            await self._letters.card(tx, meeting)
        return changed or meeting

    async def _stands(self, tx: Transaction, meeting: Meeting) -> bool:
        if meeting.thread_id:
            return True
        letters = await db.outbox.report(tx, (ANNOUNCEMENT,), meeting.id)
        return any(state in ("waiting", "sending") for _, _, state, _ in letters)

    async def announced_at(self, meeting: Meeting, channel: int, message: int, thread: int) -> None:
        """Remember where the announcement and its thread stand."""
        async with self._database.transaction() as tx:
            await rows.place(tx, meeting.id, channel, message, thread)

    async def to_announce(self, letter: Letter) -> Meeting | None:
        """Return the call of an announcement letter, or None if it is no longer wanted."""
        async with self._database.reading() as tx:
            meeting = await rows.get(tx, letter.subject)
        if meeting is None or meeting.state != "announced" or self._now() >= meeting.ends_at:
            return None
        return meeting
