"""The monthly call: drafted, announced, answered."""

from __future__ import annotations

from dataclasses import dataclass

import db.meetings as rows
import db.outbox
from bot.clock import Now
from bot.domain.errors import UserError
from bot.domain.holdings import Holding, nothing_personal
from bot.domain.meetings import Counts, Meeting, Typed, may_answer, plan
from bot.domain.outbox import Letter
from bot.services.outbox import Outbox
from bot.services.reminders import DIRECT, REMINDER, Reminders
from db.database import Database, Transaction

ANNOUNCEMENT = "meetings.announcement"
GONE = "That call is no longer there. `/meeting list` shows the calls that are coming."
NONE_COMING = "No call is planned yet. The coordinators will announce the next one."

HOLDINGS = (
    nothing_personal("meetings", "the calls: title, time, joining link"),
    Holding(
        "answers",
        "user_id",
        "whether you are going to a call: going, maybe, or cannot make it",
        "so that the reminder reaches you and the coordinators know how many come",
        "90 days after the call",
        "coordinators; a reminder in the call's thread mentions you if you are going",
    ),
)


@dataclass(frozen=True)
class Attendance:
    """Who is coming, and what became of the letters of a call: (kind, part, state, reason)."""

    going: list[int]
    maybe: list[int]
    declined: list[int]
    letters: list[tuple[str, int, str, str]]


class Meetings:
    """Use cases of the call. Instants are UTC; people are Discord ids."""

    def __init__(self, database: Database, outbox: Outbox, reminders: Reminders, now: Now) -> None:
        self._database = database
        self._outbox = outbox
        self._reminders = reminders
        self._now = now

    async def draft(self, typed: Typed) -> Meeting:
        """Keep a call that nobody sees yet. Raises UserError if a rule is not met."""
        planned = plan(typed, self._now())
        async with self._database.transaction() as tx:
            return await _known(tx, await rows.insert(tx, planned, "draft"))

    async def discard(self, meeting_id: int) -> None:
        """Forget a draft. Raises UserError if it is none any more."""
        async with self._database.transaction() as tx:
            if not await rows.delete_draft(tx, meeting_id):
                raise UserError("That preview has been used already, so there is nothing left.")

    async def save(self, meeting_id: int) -> Meeting:
        """Keep a draft to announce later."""
        async with self._database.transaction() as tx:
            meeting = await rows.change_state(tx, meeting_id, ("draft",), "saved")
        if meeting is None:
            raise UserError("That preview has been used already. `/meeting list` shows the calls.")
        return meeting

    async def announce(self, meeting_id: int) -> Meeting:
        """Plan the announcement and the reminders, once, however often it is pressed."""
        now = self._now()
        async with self._database.transaction() as tx:
            meeting = await _known(tx, meeting_id)
            if meeting.starts_at <= now:
                raise UserError("That call has already started, so there is nothing to announce.")
            changed = await rows.change_state(tx, meeting_id, ("draft", "saved"), "announced")
            if changed is None and await self._stands(tx, meeting):
                raise UserError("That call is announced already.")
            at = int(now.timestamp())
            if not await db.outbox.revive(tx, ANNOUNCEMENT, meeting_id, at):
                await db.outbox.plan(tx, ANNOUNCEMENT, meeting_id, at)
            await self._reminders.plan(tx, meeting)
        return changed or meeting

    async def _stands(self, tx: Transaction, meeting: Meeting) -> bool:
        if meeting.state != "announced" or meeting.thread_id:
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

    async def get(self, meeting_id: int) -> Meeting:
        """Return a call. Raises UserError if it is gone."""
        async with self._database.reading() as tx:
            return await _known(tx, meeting_id)

    async def coming(self, *, saved_too: bool = False) -> list[Meeting]:
        """Return the calls that are not over, the next first."""
        states = ("announced", "saved") if saved_too else ("announced",)
        async with self._database.reading() as tx:
            return await rows.coming(tx, int(self._now().timestamp()), states)

    async def find(self, text: str | None, *, saved_too: bool = False) -> Meeting:
        """Return the call of that number or title; the next one if none is named."""
        meetings = await self.coming(saved_too=saved_too)
        wanted = (text or "").strip().lower()
        if not wanted and meetings:
            return meetings[0]
        if not wanted:
            raise UserError(NONE_COMING)
        for meeting in meetings:
            if wanted in (str(meeting.id), meeting.title.lower()):
                return meeting
        raise UserError(
            "I know no coming call of that number or title. `/meeting list` shows them all."
        )

    async def answer(self, meeting_id: int, user_id: int, answer: str) -> tuple[Meeting, Counts]:
        """Keep a person's answer; it can be changed until the start. Raises UserError."""
        async with self._database.transaction() as tx:
            meeting = await _known(tx, meeting_id)
            may_answer(meeting, self._now())
            await rows.set_answer(tx, meeting_id, user_id, answer)
            return meeting, await rows.counts(tx, meeting_id)

    async def standing(self, meeting_id: int, user_id: int) -> tuple[str, Counts]:
        """Return what a person answered, and the counts."""
        async with self._database.reading() as tx:
            own = await rows.answer_of(tx, meeting_id, user_id)
            return own, await rows.counts(tx, meeting_id)

    async def attendance(self, meeting: Meeting) -> Attendance:
        """Return who is coming, and the delivery report of the call."""
        kinds = (ANNOUNCEMENT, REMINDER, DIRECT)
        async with self._database.reading() as tx:
            going, maybe, declined = [
                await rows.people(tx, meeting.id, answer)
                for answer in ("going", "maybe", "declined")
            ]
            letters = await db.outbox.report(tx, kinds, meeting.id)
        return Attendance(going, maybe, declined, letters)


async def _known(tx: Transaction, meeting_id: int) -> Meeting:
    meeting = await rows.get(tx, meeting_id)
    if meeting is None:
        raise UserError(GONE)
    return meeting
