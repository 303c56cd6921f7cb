"""Editing and cancelling a call: rows, letters and revision change in one transaction."""

from __future__ import annotations

from dataclasses import dataclass

import db.changes as rows
import db.meetings
import db.outbox
from bot.clock import Now
from bot.domain.changes import (
    Before,
    as_known,
    brought_back,
    cancelled,
    edited,
    is_known,
    may_change,
)
from bot.domain.errors import UserError
from bot.domain.meetings import Meeting, Typed
from bot.domain.outbox import Delivery, Letter, Outcome
from bot.domain.reminders import MOST_MENTIONS
from bot.services.meetings import known
from bot.services.outbox import Outbox
from bot.services.reminders import (
    ANNOUNCEMENT,
    CHANGED,
    EVENT,
    NOT_PUBLIC,
    OVER,
    CallLetters,
    not_up,
)
from db.database import Database, Transaction

DECIDED = "That date has been decided already. `/meeting list` shows the calls as they are."
AS_IT_WAS = Outcome(Delivery.NOT_WANTED, "the call is as it was, so there is nothing to tell")


@dataclass(frozen=True)
class News:
    before: Before
    meeting: Meeting
    people: list[int]


class Changes:
    def __init__(self, database: Database, outbox: Outbox, letters: CallLetters, now: Now) -> None:
        self._database = database
        self._outbox = outbox
        self._letters = letters
        self._now = now

    def check(self, meeting: Meeting) -> None:
        """Raises UserError if it can no longer be changed."""
        may_change(meeting, self._now())

    async def look(self, meeting_id: int, revision: int, typed: Typed) -> tuple[Meeting, Meeting]:
        """Return the call as it is and as `edit` would leave it. Raises what `edit` raises."""
        async with self._database.reading() as tx:
            old = await known(tx, meeting_id)
        return old, edited(old, typed, revision, self._now())

    async def edit(self, meeting_id: int, revision: int, typed: Typed) -> Meeting:
        """Change a call that is still at `revision`.

        Raises UserError; OvertakenError if somebody else was faster.
        """
        async with self._database.transaction() as tx:
            old = await known(tx, meeting_id)
            new = edited(old, typed, revision, self._now())
            await db.meetings.write(tx, new)
            if (new.starts_at, new.length_minutes) != (old.starts_at, old.length_minutes):
                await self._letters.move(tx, new)
            await self._letters.card(tx, old)
            await self._tell(tx, old)
        await self._outbox.wake()
        return new

    async def look_cancelled(self, meeting_id: int, reason: str) -> tuple[Meeting, Meeting]:
        """Return the call as it is and as `cancel` would leave it. Raises what `cancel` raises."""
        async with self._database.reading() as tx:
            old = await known(tx, meeting_id)
        return old, cancelled(old, reason, self._now())

    async def cancel(self, meeting_id: int, reason: str) -> Meeting:
        """What waits for the call is withdrawn. Raises UserError."""
        async with self._database.transaction() as tx:
            old = await known(tx, meeting_id)
            new = cancelled(old, reason, self._now())
            await db.meetings.write(tx, new)
            await self._letters.move(tx, new)
            await self._letters.card(tx, old)
            await self._tell(tx, old)
        await self._outbox.wake()
        return new

    async def skip(self, meeting_id: int) -> Meeting:
        """Leave out a date that nobody was told of. Raises UserError once it was announced."""
        async with self._database.transaction() as tx:
            old = await known(tx, meeting_id)
            if old.state != "saved":
                raise UserError(DECIDED)
            new = cancelled(old, "", self._now())
            await db.meetings.write(tx, new)
            await self._letters.move(tx, new)
            await self._letters.card(tx, old)
        await self._outbox.wake()
        return new

    async def bring_back(self, meeting_id: int, revision: int) -> Meeting:
        """Let a call take place after all that was cancelled at `revision`. Raises UserError."""
        async with self._database.transaction() as tx:
            old = await known(tx, meeting_id)
            public = await db.outbox.report(tx, (ANNOUNCEMENT,), old.id)
            state = "announced" if public or old.message_id else "saved"
            new = brought_back(old, revision, state, self._now())
            await db.meetings.write(tx, new)
            await self._letters.bring_back(tx, new)
            if old.message_id:
                await self._news(tx, old)
        await self._outbox.wake()
        return new

    async def _tell(self, tx: Transaction, old: Meeting) -> None:
        if old.state == "announced":
            await self._news(tx, old)
            await self._letters.copy(tx, old)

    async def _news(self, tx: Transaction, old: Meeting) -> None:
        """What nobody has read yet is told as one."""
        untold = await rows.untold(tx, CHANGED, old.id)
        for change in untold:
            await db.outbox.withdraw(tx, CHANGED, change.id)
        before = untold[0].before if untold else as_known(old)
        change_id = await rows.add(tx, old.id, before)
        await db.outbox.plan(tx, CHANGED, change_id, int(self._now().timestamp()))

    async def thread_of(self, change_id: int) -> int:
        """0 where there is none."""
        async with self._database.reading() as tx:
            change = await rows.get(tx, change_id)
            meeting = await db.meetings.get(tx, change.meeting_id) if change else None
        return meeting.thread_id if meeting else 0

    async def to_tell(self, letter: Letter) -> News | Outcome:
        """Mentions 40 people at most; the next part is planned before this one is sent."""
        async with self._database.transaction() as tx:
            change = await rows.get(tx, letter.subject)
            meeting = await db.meetings.get(tx, change.meeting_id) if change else None
            if change is None or meeting is None or is_known(change.before, meeting):
                return AS_IT_WAS
            if (trouble := await self._in_the_way(tx, meeting)) is not None:
                return trouble
            up_to = await db.outbox.next_part(tx, letter)
            people = await db.meetings.answered(
                tx, meeting.id, letter.part, up_to, MOST_MENTIONS + 1
            )
            if up_to is None and len(people) > MOST_MENTIONS:
                people = people[:MOST_MENTIONS]
                await db.outbox.plan(tx, CHANGED, change.id, letter.due_at, people[-1])
            return News(change.before, meeting, people)

    async def _in_the_way(self, tx: Transaction, meeting: Meeting) -> Outcome | None:
        if self._now() >= meeting.ends_at:
            return OVER
        return None if meeting.thread_id else await not_up(tx, meeting)

    async def announced(self, letter: Letter) -> Meeting | Outcome:
        async with self._database.reading() as tx:
            meeting = await db.meetings.get(tx, letter.subject)
            if meeting is None or meeting.state not in ("announced", "cancelled"):
                return NOT_PUBLIC
            if not meeting.message_id:
                return await not_up(tx, meeting)
        return OVER if self._now() >= meeting.ends_at else meeting


NOT_MIRRORED = Outcome(Delivery.NOT_WANTED, "the call needs no event any more")


class Events:
    def __init__(self, database: Database, outbox: Outbox, letters: CallLetters, now: Now) -> None:
        self._database = database
        self._outbox = outbox
        self._letters = letters
        self._now = now

    async def to_mirror(self, letter: Letter) -> Meeting | Outcome:
        """Made, moved, or cancelled: the event is to be as the call is."""
        async with self._database.reading() as tx:
            meeting = await db.meetings.get(tx, letter.subject)
        if meeting is None or meeting.state not in ("announced", "cancelled"):
            return NOT_MIRRORED
        return NOT_MIRRORED if self._now() >= meeting.starts_at else meeting

    async def remember(self, meeting: Meeting, event_id: int) -> None:
        """0 once there is none."""
        async with self._database.transaction() as tx:
            await db.meetings.remember_event(tx, meeting.id, event_id)

    async def belongs_to(self, event_id: int) -> int | None:
        async with self._database.reading() as tx:
            return await db.meetings.meeting_of_event(tx, event_id)

    async def mend(self, event_id: int) -> None:
        """Look at the event again, because somebody may have changed it by hand."""
        async with self._database.transaction() as tx:
            meeting_id = await db.meetings.meeting_of_event(tx, event_id)
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
