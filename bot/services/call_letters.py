"""Which letters a call needs, in each of its states."""

from __future__ import annotations

from datetime import timedelta

import db.agenda
import db.call_people
import db.meetings as rows
import db.outbox
from bot.clock import Now
from bot.domain.meetings import Meeting, day_begins, lapses_at, shown_by
from bot.domain.times import days_before
from bot.services.reminders import ANNOUNCEMENT, DIRECT, REMINDER, Reminders
from db.database import Transaction

AGENDA = "meetings.agenda"
EVENT = "meetings.event"
COPY = "meetings.copy"
TURN = "meetings.turn"
NUMBERS = "meetings.numbers"
JOB = "meetings.job"
LINK_CHECK = "meetings.linkcheck"
RUNS_LATE = "meetings.late"
CARD = "meetings.card"
RENAME = "meetings.rename"
CHANGED = "meetings.changed"
NEXT = "meetings.next"
ASK = "meetings.ask"
LAPSE = "meetings.lapse"
ASK_NOTES = "meetings.ask_notes"

ASK_NOTES_AFTER = timedelta(minutes=10)
AGENDA_DAYS_BEFORE = 1
JOB_DAYS_BEFORE = 1
ASK_DAYS_BEFORE = (10, 5)
# Where it failed, once it is asked for.
AGAIN = (ANNOUNCEMENT, REMINDER, AGENDA, EVENT, COPY, TURN, RENAME, RUNS_LATE)
OF_ITS_TIME = (REMINDER, DIRECT, AGENDA, NEXT, ASK, LAPSE, TURN, JOB, LINK_CHECK, ASK_NOTES)


async def leave_cards(tx: Transaction, user_id: int, now: int) -> None:
    """Before somebody is erased: let every card that may name them be written anew."""
    for meeting in await rows.coming(tx, now, ("announced",)):
        named = await rows.answer_of(tx, meeting.id, user_id) == "going"
        if named or user_id in (await db.call_people.jobs(tx, meeting.id)).values():
            await db.outbox.plan_again(tx, COPY, meeting.id, now)


class CallLetters:
    """What a call needs in the state it is in. Always inside the caller's transaction."""

    def __init__(self, reminders: Reminders, now: Now) -> None:
        self._reminders = reminders
        self._now = now

    async def plan(self, tx: Transaction, meeting: Meeting, *, first: bool = False) -> None:
        """What lies ahead; what is there already is left as it is.

        `first`: it was announced now, and what that was too late for goes at once.
        """
        if meeting.state == "announced":
            await self._reminders.plan(tx, meeting, first=first)
            await self.agenda(tx, meeting)
            await self.jobs(tx, meeting, first=first)
            await self._days_before(tx, LINK_CHECK, meeting, JOB_DAYS_BEFORE)
            await self._turns(tx, meeting)
            after = int((meeting.ends_at + ASK_NOTES_AFTER).timestamp())
            await db.outbox.plan(tx, ASK_NOTES, meeting.id, after)
        if meeting.state == "saved":
            for days in ASK_DAYS_BEFORE:
                await self._days_before(tx, ASK, meeting, days)
            at = lapses_at(meeting, self._now())
            await db.outbox.plan(tx, LAPSE, meeting.id, int(at.timestamp()))
        if meeting.series_id and meeting.state != "draft":
            await db.outbox.plan(tx, NEXT, meeting.id, int(meeting.ends_at.timestamp()))
        await self.others(tx, meeting)

    async def announce(self, tx: Transaction, meeting: Meeting) -> None:
        for kind in (ASK, LAPSE):
            await db.outbox.withdraw(tx, kind, meeting.id)
        now = int(self._now().timestamp())
        await db.outbox.plan(tx, ANNOUNCEMENT, meeting.id, now)
        await self.at_once(tx, EVENT, meeting)
        await self.plan(tx, meeting, first=True)

    async def put_up(self, tx: Transaction, meeting: Meeting) -> None:
        """Once more, or for what is missing of it."""
        await self.at_once(tx, ANNOUNCEMENT, meeting)
        await self.at_once(tx, EVENT, meeting)
        await self.plan(tx, meeting)

    async def bring_back(self, tx: Transaction, meeting: Meeting) -> None:
        """What went when the call was cancelled; coordinators are asked about a date."""
        now = int(self._now().timestamp())
        await self.plan(tx, meeting)
        if meeting.state == "announced":
            await db.outbox.revive(tx, ANNOUNCEMENT, meeting.id, now, "skipped")
            await self.copy(tx, meeting)
        elif meeting.series_id:
            await db.outbox.plan(tx, ASK, meeting.id, now)

    async def move(self, tx: Transaction, meeting: Meeting) -> None:
        for kind in OF_ITS_TIME:
            await db.outbox.withdraw(tx, kind, meeting.id, tried=True)
        await self.plan(tx, meeting)

    async def copy(self, tx: Transaction, meeting: Meeting) -> None:
        """The announcement, the thread's name and Discord's event."""
        for kind in (COPY, RENAME, EVENT):
            await self.at_once(tx, kind, meeting)

    async def _turns(self, tx: Transaction, meeting: Meeting) -> None:
        """Its card says when its day has come, when it is on, and when it is over."""
        for at in (day_begins(meeting), meeting.starts_at, meeting.ends_at):
            if at > self._now():
                await db.outbox.plan(tx, TURN, meeting.id, int(at.timestamp()))

    async def numbers(self, tx: Transaction, meeting: Meeting) -> bool:
        """Let the card show who is coming, soon. Returns whether that had not been planned yet."""
        due_at = int(shown_by(meeting, self._now()).timestamp())
        return await db.outbox.plan(tx, NUMBERS, meeting.id, due_at)

    async def others(self, tx: Transaction, meeting: Meeting) -> None:
        """Whether another call is our next one hangs on this: let its card say so soon."""
        for each in await rows.coming(tx, int(self._now().timestamp()), ("announced",)):
            if each.message_id and each.id != meeting.id:
                await self.numbers(tx, each)

    async def all_numbers(self, tx: Transaction) -> None:
        """Of every coming call: which of them is the next one may have changed."""
        for meeting in await rows.coming(tx, int(self._now().timestamp()), ("announced",)):
            if meeting.message_id:
                await self.at_once(tx, NUMBERS, meeting)

    async def jobs(self, tx: Transaction, meeting: Meeting, *, first: bool = False) -> None:
        """Whoever does something in the call is reminded the day before."""
        at = days_before(meeting.wall_start, meeting.zone, JOB_DAYS_BEFORE)
        if first:
            await db.outbox.withdraw(tx, JOB, meeting.id)
            at = max(at, self._now())
        for person in set((await db.call_people.jobs(tx, meeting.id)).values()):
            if at > self._now() or first:
                await db.outbox.plan(tx, JOB, meeting.id, int(at.timestamp()), person)

    async def card(self, tx: Transaction, was: Meeting) -> None:
        """What coordinators were asked about a drafted date."""
        if was.state == "saved":
            await self.at_once(tx, CARD, was)

    async def agenda(self, tx: Transaction, meeting: Meeting) -> None:
        """For the day before, once there is a topic."""
        if await db.agenda.count(tx, meeting.id):
            await self._days_before(tx, AGENDA, meeting, AGENDA_DAYS_BEFORE)

    async def at_once(self, tx: Transaction, kind: str, meeting: Meeting) -> None:
        """Even if one of its kind went out within this second."""
        await db.outbox.plan_again(tx, kind, meeting.id, int(self._now().timestamp()))

    async def _days_before(self, tx: Transaction, kind: str, meeting: Meeting, days: int) -> None:
        at = days_before(meeting.wall_start, meeting.zone, days)
        if at > self._now():
            await db.outbox.plan(tx, kind, meeting.id, int(at.timestamp()))
