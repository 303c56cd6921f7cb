"""Editing and cancelling a call: rows, letters and revision change in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

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
    is_for_all,
    is_known,
    may_change,
    only_changed,
    running_late,
)
from bot.domain.errors import UserError
from bot.domain.meetings import Meeting, Typed, from_seconds
from bot.domain.outbox import LATE_SECONDS, ONE_DAY, Delivery, Letter, Outcome, goes_at
from bot.domain.reminders import MOST_MENTIONS
from bot.services.call_letters import (
    CHANGED,
    COPY,
    EVENT,
    LINK_CHECK,
    RENAME,
    RUNS_LATE,
    CallLetters,
)
from bot.services.meetings import known
from bot.services.outbox import Outbox
from bot.services.reminders import ANNOUNCEMENT, NOT_PUBLIC, OVER, not_up
from db.database import Database, Transaction

DECIDED = "That date has been decided already. `/meeting list` shows the calls as they are."
AS_IT_WAS = Outcome(Delivery.NOT_WANTED, "the call is as it was, so there is nothing to tell")
TOO_LONG_AGO = "This call has been changed since you opened that form. Press `Try again` to see it."


@dataclass(frozen=True)
class News:
    before: Before
    meeting: Meeting
    people: list[int]


class Changes:
    def __init__(
        self, database: Database, outbox: Outbox, letters: CallLetters, now: Now, zone: ZoneInfo
    ) -> None:
        self._database = database
        self._outbox = outbox
        self._letters = letters
        self._now = now
        self._zone = zone

    def check(self, meeting: Meeting) -> None:
        """Raises UserError if it can no longer be changed."""
        may_change(meeting, self._now())

    async def look(self, meeting_id: int, revision: int, typed: Typed) -> tuple[Meeting, Meeting]:
        """Return the call as it is and as `edit` would leave it. Raises what `edit` raises."""
        async with self._database.reading() as tx:
            old = await known(tx, meeting_id)
            return old, await self._edited(tx, old, revision, typed)

    async def _edited(self, tx: Transaction, old: Meeting, revision: int, typed: Typed) -> Meeting:
        """Of a form over an older revision only what was changed in it counts."""
        if revision != old.revision:
            opened_over = await rows.version(tx, old.id, revision)
            if opened_over is None:
                raise UserError(TOO_LONG_AGO)
            typed = only_changed(typed, opened_over, old)
        return edited(old, typed, self._now())

    async def edit(self, meeting_id: int, revision: int, typed: Typed) -> Meeting:
        """Change a call by a form that was opened over `revision`. Raises UserError."""
        async with self._database.transaction() as tx:
            old = await known(tx, meeting_id)
            new = await self._edited(tx, old, revision, typed)
            await self._write(tx, old, new)
            if (new.starts_at, new.length_minutes) != (old.starts_at, old.length_minutes):
                await self._letters.move(tx, new)
            if new.state == "announced" and old.link and not new.link:
                await self._letters.at_once(tx, LINK_CHECK, new)
            await self._letters.card(tx, old)
            await self._tell(tx, old)
        await self._outbox.wake()
        return new

    @staticmethod
    async def _write(tx: Transaction, old: Meeting, new: Meeting) -> None:
        await rows.keep_version(tx, old)
        await db.meetings.write(tx, new)

    async def run_late(self, meeting_id: int, minutes: int) -> Meeting:
        """Tell who said Going or Maybe that it begins later. Raises UserError."""
        async with self._database.transaction() as tx:
            old = await known(tx, meeting_id)
            new = running_late(old, minutes, self._now())
            await self._write(tx, old, new)
            await db.outbox.withdraw(tx, RUNS_LATE, old.id)
            await self._letters.at_once(tx, RUNS_LATE, new)
            await self._letters.at_once(tx, COPY, new)
        await self._outbox.wake()
        return new

    async def to_tell_late(self, letter: Letter) -> News | Outcome:
        """40 people at most; the next part is planned before this one is sent."""
        async with self._database.transaction() as tx:
            meeting = await db.meetings.get(tx, letter.subject)
            if meeting is None or meeting.state != "announced" or not meeting.late_minutes:
                return AS_IT_WAS
            if (trouble := await self._in_the_way(tx, meeting)) is not None:
                return trouble
            people = await self._part(tx, letter, meeting, declined_too=False)
        await self._outbox.wake()  # the next part goes beside this one
        return News(as_known(meeting), meeting, people)

    async def _part(
        self, tx: Transaction, letter: Letter, meeting: Meeting, *, declined_too: bool
    ) -> list[int]:
        up_to = await db.outbox.next_part(tx, letter)
        people = await db.meetings.answered(
            tx, meeting.id, letter.part, up_to, MOST_MENTIONS + 1, declined_too=declined_too
        )
        if len(people) > MOST_MENTIONS:
            people = people[:MOST_MENTIONS]
            await db.outbox.plan(tx, letter.kind, letter.subject, letter.due_at, people[-1])
        return people

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
            await self._write(tx, old, new)
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
            await self._write(tx, old, new)
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
        """What nobody has read yet is told as one.

        Where some have read it and others have not, each learn of what is new to them: the part
        of the news that waits says from whom on nobody has.
        """
        untold = await rows.untold(tx, CHANGED, old.id)
        told_up_to = await db.outbox.first_waiting_part(tx, CHANGED, untold[0].id) if untold else 0
        for change in untold:
            await db.outbox.withdraw(tx, CHANGED, change.id)
        now = int(self._now().timestamp())
        if not untold or told_up_to:
            change_id = await rows.add(tx, old.id, as_known(old))
            await db.outbox.plan(tx, CHANGED, change_id, now)
            if told_up_to:  # a part that is not sent is where this news ends
                await db.outbox.plan(tx, CHANGED, change_id, now, told_up_to)
                await db.outbox.withdraw(tx, CHANGED, change_id, told_up_to)
        if untold:
            change_id = await rows.add(tx, old.id, untold[0].before)
            await db.outbox.plan(tx, CHANGED, change_id, now, told_up_to)

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
            for_all = is_for_all(change.before, meeting)
            people = await self._part(tx, letter, meeting, declined_too=for_all)
        await self._outbox.wake()  # the next part goes beside this one
        return News(change.before, meeting, people)

    async def waits_for(self, letter: Letter) -> int | None:
        """For nobody in particular it waits, unless the call is, or was, today or tomorrow."""
        async with self._database.reading() as tx:
            change = await rows.get(tx, letter.subject)
            meeting = await db.meetings.get(tx, change.meeting_id) if change else None
        soon = change and meeting and self._is_soon(change.before, meeting, self._now())
        return 0 if change and meeting and not soon else None

    def is_late(self, letter: Letter, about: News) -> bool:
        """Whether it should have gone minutes ago; waiting for a time of day is not late."""
        should = from_seconds(letter.due_at)
        if not self._is_soon(about.before, about.meeting, should):
            should = goes_at(should, should, self._zone, told_today=False)
        return (self._now() - should).total_seconds() > LATE_SECONDS

    def told_at(self, before: Before, meeting: Meeting) -> datetime | None:
        """When news goes that is planned now, on the wall clock of the network; None: at once."""
        now = self._now()
        if self._is_soon(before, meeting, now):
            return None
        return goes_at(now, now, self._zone, told_today=False).astimezone(self._zone)

    def _is_soon(self, before: Before, meeting: Meeting, at: datetime) -> bool:
        tomorrow = at.astimezone(self._zone).date() + ONE_DAY
        days = [at.astimezone(self._zone).date() for at in (before.starts_at, meeting.starts_at)]
        return min(days) <= tomorrow

    async def _in_the_way(self, tx: Transaction, meeting: Meeting) -> Outcome | None:
        if self._now() >= meeting.ends_at:
            return OVER
        return None if meeting.thread_id else await not_up(tx, meeting)

    async def announced(self, letter: Letter) -> Meeting | Outcome:
        async with self._database.reading() as tx:
            meeting = await db.meetings.get(tx, letter.subject)
            if meeting is None or meeting.state not in ("announced", "cancelled"):
                return NOT_PUBLIC
            over = self._now() >= meeting.ends_at
            if not meeting.message_id and not over:
                return await not_up(tx, meeting)
        return OVER if over and (letter.kind == RENAME or not meeting.message_id) else meeting


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
