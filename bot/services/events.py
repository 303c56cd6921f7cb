"""Which of Discord's scheduled events mirrors which call."""

from __future__ import annotations

import db.changes as rows
import db.meetings
import db.outbox
from bot.clock import Now
from bot.domain.meetings import Meeting
from bot.domain.outbox import Delivery, Letter, Outcome
from bot.services.call_letters import EVENT, CallLetters
from bot.services.outbox import Outbox
from db.database import Database

NOT_MIRRORED = Outcome(Delivery.NOT_WANTED, "the call needs no event any more")


class Events:
    """Use cases of the event that mirrors a call."""

    def __init__(self, database: Database, outbox: Outbox, letters: CallLetters, now: Now) -> None:
        self._database = database
        self._outbox = outbox
        self._letters = letters
        self._now = now

    async def to_mirror(self, letter: Letter) -> Meeting | Outcome:
        """Return the call whose event is to be as the call is: made, moved, or cancelled."""
        async with self._database.reading() as tx:
            meeting = await db.meetings.get(tx, letter.subject)
        if meeting is None or meeting.state not in ("announced", "cancelled"):
            return NOT_MIRRORED
        return NOT_MIRRORED if self._now() >= meeting.starts_at else meeting

    async def remember(self, meeting: Meeting, event_id: int) -> None:
        """Remember the event of a call; 0 once there is none."""
        async with self._database.transaction() as tx:
            await rows.remember_event(tx, meeting.id, event_id)

    async def belongs_to(self, event_id: int) -> int | None:
        """Return the id of the call that an event mirrors, or None."""
        async with self._database.reading() as tx:
            return await rows.meeting_of_event(tx, event_id)

    async def mend(self, event_id: int) -> None:
        """Look at the event of a call again, because somebody may have changed it by hand."""
        async with self._database.transaction() as tx:
            meeting_id = await rows.meeting_of_event(tx, event_id)
            meeting = await db.meetings.get(tx, meeting_id) if meeting_id else None
            if meeting is None or meeting.state != "announced":
                return
            await self._letters.at_once(tx, EVENT, meeting)
        await self._outbox.wake()

    async def mend_all(self) -> None:
        """After a start: look at the event of every coming call that should have one."""
        async with self._database.transaction() as tx:
            now = int(self._now().timestamp())
            for meeting in await db.meetings.coming(tx, now, ("announced",)):
                if meeting.event_id or await db.outbox.report(tx, (EVENT,), meeting.id):
                    await self._letters.at_once(tx, EVENT, meeting)
        await self._outbox.wake()
