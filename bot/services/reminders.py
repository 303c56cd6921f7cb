"""Letters of a call: planned with it, still wanted or not when their time comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import db.agenda
import db.call_people
import db.changes
import db.meetings as rows
import db.outbox
from bot.clock import Now
from bot.domain.meetings import Counts, Meeting, day_begins, lapses_at, shown_by
from bot.domain.outbox import Delivery, Letter, Outcome, goes_at
from bot.domain.reminders import MOST_MENTIONS, USUAL, WEEK, Before, Choice, due, parse_before
from bot.domain.times import days_before
from bot.services.outbox import Outbox
from db.database import Database, Transaction

REMINDER = "meetings.reminder"
DIRECT = "meetings.direct"
UNREACHED = "meetings.unreached"
COUNTED_SECONDS = 10 * 60
USUAL_BEFORE = "1d, 1h"

CANCELLED = Outcome(Delivery.NOT_WANTED, "the call is no longer on")
OVER = Outcome(Delivery.NOT_WANTED, "the call was over before I could send it")
NEARLY_A_DAY = timedelta(hours=25)
REPLACED = Outcome(Delivery.NOT_WANTED, "a later reminder took its place")
DECLINED = Outcome(Delivery.NOT_WANTED, "they cannot make it")
CHOSE_ANOTHER_WAY = Outcome(Delivery.NOT_WANTED, "they chose another way to be reminded")
NOBODY_CHOSE = Outcome(Delivery.NOT_WANTED, "nobody chose to be reminded a week before")
CLOSED = Outcome(Delivery.NOT_WANTED, "their direct messages are closed: the thread reminds them")
NO_THREAD = Outcome(Delivery.IMPOSSIBLE, "the call has no thread")
NOT_YET = Outcome(Delivery.TRY_LATER, "the announcement is not up yet")
NOT_PUBLIC = Outcome(Delivery.NOT_WANTED, "the call had not been announced")


@dataclass(frozen=True)
class Reminder:
    meeting: Meeting
    people: list[int]
    counts: Counts


class Reminders:
    def __init__(self, database: Database, outbox: Outbox, now: Now) -> None:
        self._database = database
        self._outbox = outbox
        self._now = now

    @staticmethod
    def check(before: str) -> None:
        """Raises UserError unless the times can be read."""
        parse_before(before)

    async def choose(self, user_id: int, way: str, before: str) -> tuple[Before, ...]:
        """`before` is for direct messages; the ways are those of `Choice`. Raises UserError."""
        befores = parse_before(before or USUAL_BEFORE)
        how = "thread" if way == "week" else way
        codes = {"dm": ", ".join(each.code() for each in befores), "week": WEEK.code()}
        async with self._database.transaction() as tx:
            await rows.choose(tx, user_id, how, codes.get(way, ""))
            for meeting in await rows.coming(tx, self._seconds(), ("announced",)):
                await db.outbox.withdraw(tx, DIRECT, meeting.id, user_id)
                if way == "dm":
                    await self._plan_direct(tx, meeting, user_id, befores)
                elif way == "week":
                    await self._plan_one(tx, REMINDER, meeting, WEEK, 0)
        await self._outbox.wake()
        return befores

    async def choice(self, user_id: int) -> Choice:
        async with self._database.reading() as tx:
            return await rows.choice_of(tx, user_id)

    async def plan(self, tx: Transaction, meeting: Meeting, *, first: bool = False) -> None:
        """What lies ahead; reminders that are there already are left as they are.

        `first`: announced now, perhaps late: what was missed by direct message is made up for.
        """
        week = [WEEK] if await rows.anybody_chose(tx, WEEK.code()) else []
        for before in (*week, *USUAL):
            await self._plan_one(tx, REMINDER, meeting, before, 0)
        for user_id, codes in await rows.by_direct_message(tx):
            befores = parse_before(codes)
            await self._plan_direct(tx, meeting, user_id, befores)
            if first and any(_due(meeting, before) <= self._now() for before in befores):
                at = int(_made_up_for(meeting, self._now()).timestamp())
                await db.outbox.plan(tx, DIRECT, meeting.id, at, user_id)

    async def _plan_direct(
        self, tx: Transaction, meeting: Meeting, user_id: int, befores: tuple[Before, ...]
    ) -> None:
        for before in befores:
            await self._plan_one(tx, DIRECT, meeting, before, user_id)

    async def _plan_one(
        self, tx: Transaction, kind: str, meeting: Meeting, before: Before, part: int
    ) -> None:
        at = _due(meeting, before)
        if at > self._now():
            await db.outbox.plan(tx, kind, meeting.id, int(at.timestamp()), part)

    async def in_thread(self, letter: Letter) -> Reminder | Outcome:
        """Return what to post in the thread, or why nothing is to be posted.

        Each part mentions 40 people at most; the next part is planned before this one is sent,
        and a part that is tried again keeps its bounds, so nobody is left out or mentioned twice.
        """
        async with self._database.transaction() as tx:
            meeting = await self._still_on(tx, letter)
            if isinstance(meeting, Outcome):
                return meeting
            if not meeting.thread_id:
                return await not_up(tx, meeting)
            up_to = await db.outbox.next_part(tx, letter)
            week = due(meeting.wall_start, meeting.zone, meeting.starts_at, WEEK)
            chosen = WEEK.code() if letter.due_at == int(week.timestamp()) else ""
            people = await rows.to_mention(
                tx, meeting.id, letter.part, up_to, MOST_MENTIONS + 1, chosen
            )
            if chosen and not people:
                return NOBODY_CHOSE
            if chosen and meeting.starts_at - self._now() < NEARLY_A_DAY:
                return REPLACED  # after days off, beside the reminder of the day before
            if up_to is None and len(people) > MOST_MENTIONS:
                people = people[:MOST_MENTIONS]
                await db.outbox.plan(tx, REMINDER, meeting.id, letter.due_at, people[-1])
            about = Reminder(meeting, people, await rows.counts(tx, meeting.id))
        await self._outbox.wake()  # the next part goes beside this one, not at the next sweep
        return about

    async def direct(self, letter: Letter) -> Reminder | Outcome:
        """To one person, who is the letter's part."""
        async with self._database.reading() as tx:
            meeting = await self._still_on(tx, letter)
            if isinstance(meeting, Outcome):
                return meeting
            choice = await rows.choice_of(tx, letter.part)
            if choice.how != "dm":
                return CHOSE_ANOTHER_WAY
            if not choice.reachable:
                return CLOSED
            if await rows.answer_of(tx, meeting.id, letter.part) == "declined":
                return DECLINED
            return Reminder(meeting, [letter.part], await rows.counts(tx, meeting.id))

    async def _still_on(self, tx: Transaction, letter: Letter) -> Meeting | Outcome:
        meeting = await rows.get(tx, letter.subject)
        if meeting is None or meeting.state != "announced":
            return CANCELLED
        if self._now() >= meeting.ends_at:
            return OVER
        if await db.outbox.has_later(tx, letter, self._seconds()):
            return REPLACED
        return meeting

    async def could_not_reach(self, letter: Letter, *, left: bool) -> None:
        """Coordinators learn how many; who has closed direct messages is reminded in the thread."""
        # Those of the same minutes are counted as one, once all of them have been tried.
        counted = (self._seconds() // COUNTED_SECONDS + 2) * COUNTED_SECONDS
        async with self._database.transaction() as tx:
            await db.outbox.plan(tx, UNREACHED, letter.subject, counted)
            if not left:
                await rows.unreachable(tx, letter.part)

    async def unreached(self, letter: Letter) -> tuple[Meeting, int] | None:
        """How many direct reminders of a call did not arrive."""
        async with self._database.reading() as tx:
            meeting = await rows.get(tx, letter.subject)
            tried = await db.outbox.report(tx, (DIRECT,), letter.subject)
        many = sum(state == "failed" for _, _, state, _ in tried)
        return (meeting, many) if meeting and many else None

    def _seconds(self) -> int:
        return int(self._now().timestamp())


async def not_up(tx: Transaction, meeting: Meeting) -> Outcome:
    """Why a call has no announcement, or no thread: it may stand although the answer was lost."""
    if await db.outbox.goes_on(tx, ANNOUNCEMENT, meeting.id) is not None:
        return NOT_YET
    if meeting.message_id:
        return NO_THREAD
    return NOT_PUBLIC if meeting.state == "cancelled" else NOT_YET


def _due(meeting: Meeting, before: Before) -> datetime:
    return due(meeting.wall_start, meeting.zone, meeting.starts_at, before)


def _made_up_for(meeting: Meeting, now: datetime) -> datetime:
    """UTC: at once where the call is today or tomorrow, else at a good time of day."""
    days = (meeting.wall_start.date() - now.astimezone(meeting.zone).date()).days
    return now if days < 2 else goes_at(now, now, meeting.zone, told_today=False)


ANNOUNCEMENT = "meetings.announcement"
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
