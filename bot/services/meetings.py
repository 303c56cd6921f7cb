"""The monthly call: drafted, announced, answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import db.call_people
import db.changes
import db.meetings as rows
import db.outbox
import db.series
from bot.clock import Now
from bot.domain.errors import UserError
from bot.domain.meetings import Counts, Meeting, Typed, may_answer, plan
from bot.domain.outbox import PERMISSIONS, Delivery, Letter, Outcome
from bot.services.call_letters import AGAIN, CHANGED, CallLetters
from bot.services.outbox import Outbox
from bot.services.reminders import ANNOUNCEMENT
from db.database import Database, Transaction

LOOKED_AFTER = timedelta(days=90)
USED = "That preview has been used already. `/meeting list` shows the calls."
GONE = "That call is no longer there. `/meeting list` shows the calls that are coming."
NONE_COMING = "No call is planned yet. The coordinators will announce the next one."


@dataclass(frozen=True)
class Attendance:
    """`letters`: (kind, part, state, reason) of each letter of the call."""

    going: list[int]
    maybe: list[int]
    declined: list[int]
    letters: list[tuple[str, int, str, str]]


@dataclass(frozen=True)
class Beside:
    """Other calls that a coordinator should think of: at the same time, and the one before."""

    at_that_time: list[Meeting]
    last: Meeting | None


class Meetings:
    """Instants are UTC; people are Discord ids."""

    def __init__(self, database: Database, outbox: Outbox, letters: CallLetters, now: Now) -> None:
        self._database = database
        self._outbox = outbox
        self._letters = letters
        self._now = now

    async def draft(self, typed: Typed, instead_of: int = 0) -> Meeting:
        """Nobody sees it yet; it may take the place of another draft.

        Raises UserError if a rule is not met, or the other is no draft any more.
        """
        planned = plan(typed, self._now())
        async with self._database.transaction() as tx:
            if instead_of:
                if not await rows.delete_draft(tx, instead_of):
                    raise UserError(USED)
                await db.series.forget_empty(tx)
            series_id = await db.series.insert(tx, planned) if planned.rule else 0
            return await known(tx, await rows.insert(tx, planned, "draft", series_id))

    async def discard(self, meeting_id: int) -> None:
        """Raises UserError if it is no draft any more."""
        async with self._database.transaction() as tx:
            if not await rows.delete_draft(tx, meeting_id):
                raise UserError("That preview has been used already, so there is nothing left.")
            await db.series.forget_empty(tx)

    async def save(self, meeting_id: int) -> Meeting:
        """Raises UserError if it is no draft any more."""
        async with self._database.transaction() as tx:
            meeting = await rows.change_state(tx, meeting_id, ("draft",), "saved")
            if meeting is None:
                raise UserError(USED)
            await self._letters.plan(tx, meeting)
        await self._outbox.wake()
        return meeting

    async def get(self, meeting_id: int) -> Meeting:
        """Raises UserError if it is gone."""
        async with self._database.reading() as tx:
            return await known(tx, meeting_id)

    async def thread_of(self, meeting_id: int) -> int:
        """0 where there is none."""
        async with self._database.reading() as tx:
            meeting = await rows.get(tx, meeting_id)
        return meeting.thread_id if meeting else 0

    async def coming(
        self, *, saved_too: bool = False, states: tuple[str, ...] = ("announced",)
    ) -> list[Meeting]:
        """Those that are not over, the next first."""
        states = (*states, "saved") if saved_too else states
        async with self._database.reading() as tx:
            return await rows.coming(tx, int(self._now().timestamp()), states)

    async def ahead(self) -> list[Meeting]:
        """What everybody may know of, the next first: announced, to be confirmed, or cancelled.

        A single call that was cancelled before it was announced was nobody's business.
        """
        meetings = await self.coming(states=("announced", "cancelled"), saved_too=True)
        return [
            each
            for each in meetings
            if each.state != "cancelled" or each.message_id or each.series_id or each.reason
        ]

    async def beside(self, meeting: Meeting) -> Beside:
        async with self._database.reading() as tx:
            now = int(self._now().timestamp())
            others = await rows.coming(tx, now, ("announced", "saved"))
            last = await rows.last_with_link(tx, meeting)
        at_that_time = [
            each
            for each in others
            if each.id != meeting.id
            and each.starts_at < meeting.ends_at
            and meeting.starts_at < each.ends_at
        ]
        return Beside(at_that_time, last)

    async def looked_after(self) -> list[Meeting]:
        """Those that are coming, the next first, then those of the last 90 days, the last first.

        Cancelled ones are among them.
        """
        now = self._now()
        coming = await self.coming(states=("announced", "cancelled"), saved_too=True)
        async with self._database.reading() as tx:
            since = int((now - LOOKED_AFTER).timestamp())
            return coming + await rows.over(tx, int(now.timestamp()), since)

    async def find(self, text: str | None) -> Meeting:
        """Any that is looked after, by number or title; the next one if none is named.

        Of several, one that takes place comes first. Raises UserError.
        """
        meetings = await self.looked_after()
        meetings.sort(key=lambda meeting: meeting.state == "cancelled")
        return _pick(meetings, text)

    async def answer(self, meeting_id: int, user_id: int, answer: str) -> tuple[Meeting, Counts]:
        """It can be changed until the start. Raises UserError."""
        async with self._database.transaction() as tx:
            meeting = await known(tx, meeting_id)
            may_answer(meeting, self._now())
            changed = await rows.set_answer(tx, meeting_id, user_id, answer)
            if answer == "declined":
                await db.call_people.forget_arrangements(tx, meeting_id, user_id)
            # Pressed again it leaves nothing: what is pressed next may be for no name.
            fresh = changed and await self._letters.numbers(tx, meeting)
            counts = await rows.counts(tx, meeting_id)
        if fresh:
            await self._outbox.wake()
        return meeting, counts

    async def standing(self, meeting_id: int, user_id: int) -> tuple[str, Counts]:
        async with self._database.reading() as tx:
            return await rows.standing(tx, meeting_id, user_id)

    async def attendance(self, meeting: Meeting) -> Attendance:
        # A letter about a change belongs to that change.
        kinds = tuple(kind for kind in self._outbox.reported() if kind != CHANGED)
        async with self._database.reading() as tx:
            going, maybe, declined = [
                await rows.people(tx, meeting.id, answer)
                for answer in ("going", "maybe", "declined")
            ]
            letters = await db.outbox.report(tx, kinds, meeting.id)
            letters += await db.changes.report(tx, CHANGED, meeting.id)
        return Attendance(going, maybe, declined, letters)


async def known(tx: Transaction, meeting_id: int) -> Meeting:
    """Raises UserError if it is gone."""
    meeting = await rows.get(tx, meeting_id)
    if meeting is None:
        raise UserError(GONE)
    return meeting


def _pick(meetings: list[Meeting], text: str | None) -> Meeting:
    wanted = (text or "").strip().lower()
    if not wanted and meetings:
        return meetings[0]
    if not wanted:
        raise UserError(NONE_COMING)
    for meeting in meetings:
        if wanted in (str(meeting.id), meeting.title.lower()):
            return meeting
    raise UserError(
        "I know no call of that number or title. `/meeting list` shows those that are coming."
    )


@dataclass(frozen=True)
class Failure:
    """`kind` of the letter that did not go out; `waits`: for a permission, and goes then."""

    meeting: Meeting
    kind: str
    reason: str
    waits: bool


WENT = Outcome(Delivery.NOT_WANTED, "it went out after all, or its call is over")


class Announcements:
    def __init__(self, database: Database, letters: CallLetters, now: Now) -> None:
        self._database = database
        self._letters = letters
        self._now = now

    async def announce(self, meeting_id: int) -> Meeting:
        """Plans the letters alone; `deliver_due` sends them. Raises UserError."""
        async with self._database.transaction() as tx:
            meeting = await known(tx, meeting_id)
            if meeting.state == "cancelled":
                raise UserError("That call has been cancelled, so it is not announced.")
            over = meeting.ends_at if meeting.state == "announced" else meeting.starts_at
            if over <= self._now():
                raise UserError("That call has already started, so there is nothing to announce.")
            changed = await rows.change_state(tx, meeting_id, ("draft", "saved"), "announced")
            if changed is not None:
                await self._letters.announce(tx, changed)
                await self._letters.card(tx, meeting)
            elif not await self._put_up_again(tx, meeting):
                raise UserError("That call is announced already.")
        return changed or meeting

    async def _put_up_again(self, tx: Transaction, meeting: Meeting) -> bool:
        """What is missing of an announced call, or did not go out; the answers to it stay."""
        now = int(self._now().timestamp())
        changes = await db.changes.of_meeting(tx, meeting.id)
        again = await db.outbox.revive(tx, AGAIN, meeting.id, now)
        again = await db.outbox.revive(tx, CHANGED, changes, now) or again
        if meeting.message_id and meeting.thread_id:
            return again
        if await db.outbox.goes_on(tx, ANNOUNCEMENT, meeting.id) is not None:
            return again
        await self._letters.put_up(tx, meeting)
        return True

    async def lost(self, meeting: Meeting, *, message: bool, thread: bool) -> Meeting:
        """Somebody deleted it."""
        stand = 0 if message else meeting.message_id, 0 if thread else meeting.thread_id
        async with self._database.transaction() as tx:
            await rows.place(tx, meeting.id, meeting.channel_id, *stand)
            return await known(tx, meeting.id)

    async def failed(self, letter: Letter) -> Failure | Outcome:
        """What a letter to the coordinators is about."""
        async with self._database.reading() as tx:
            found = await db.outbox.find(tx, letter.subject)
            if found is None or not (found[1] == "failed" or found[2] in PERMISSIONS):
                return WENT
            subject = found[0].subject
            if found[0].kind == CHANGED:
                change = await db.changes.get(tx, subject)
                subject = change.meeting_id if change else 0
            meeting = await rows.get(tx, subject)
        if meeting is None or self._now() >= meeting.ends_at:
            return WENT
        return Failure(meeting, found[0].kind, found[2], found[1] != "failed")

    async def of(self, letter: Letter) -> Meeting | None:
        """In whatever state."""
        async with self._database.reading() as tx:
            return await rows.get(tx, letter.subject)

    async def announced_at(
        self, meeting: Meeting, channel: int, message: int, thread: int, revision: int
    ) -> None:
        """What was changed since the revision that stands there follows at once."""
        async with self._database.transaction() as tx:
            await rows.place(tx, meeting.id, channel, message, thread)
            as_it_is = await rows.get(tx, meeting.id)
            if as_it_is is not None and as_it_is.revision != revision:
                await self._letters.copy(tx, as_it_is)

    async def still_on(self, letter: Letter) -> Meeting | None:
        """The announced call that a letter is about; None once it is cancelled or over."""
        async with self._database.reading() as tx:
            meeting = await rows.get(tx, letter.subject)
        if meeting is None or meeting.state != "announced" or self._now() >= meeting.ends_at:
            return None
        return meeting
