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
from bot.domain.meetings import Counts, Meeting
from bot.domain.outbox import Delivery, Letter, Outcome, goes_at
from bot.domain.reminders import MOST_MENTIONS, USUAL, WEEK, Before, Choice, due, parse_before
from bot.services.outbox import Outbox
from db.database import Database, Transaction

ANNOUNCEMENT = "meetings.announcement"
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
