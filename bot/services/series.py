"""Calls that repeat: the next date drafts itself, and coordinators are asked to confirm it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import db.meetings
import db.outbox
import db.series as rows
from bot.clock import Now
from bot.domain.changes import LAPSED, lapsed
from bot.domain.errors import UserError
from bot.domain.meetings import Meeting, Plan, carried
from bot.domain.outbox import Delivery, Letter, Outcome
from bot.domain.rhythms import ONCE, Series, last_day, next_wall, rule_for, rule_until
from bot.domain.times import nearest_instant, read_zone
from bot.domain.written_dates import parse_date
from bot.services.call_letters import ASK, LAPSE, NEXT, CallLetters
from bot.services.meetings import known
from bot.services.reminders import REPLACED
from db.database import Database, Transaction

ENDED = Outcome(Delivery.NOT_WANTED, "this call no longer repeats")
CONFIRMED = Outcome(Delivery.NOT_WANTED, "the coordinators have decided already")
NO_REVIEW = Outcome(Delivery.IMPOSSIBLE, "no review channel is chosen")


@dataclass(frozen=True)
class NextDate:
    """`at` is UTC; `title` that of the call."""

    at: datetime
    zone: ZoneInfo
    confirmed: bool
    title: str


class AllSeries:
    def __init__(self, database: Database, letters: CallLetters, now: Now) -> None:
        self._database = database
        self._letters = letters
        self._now = now

    async def draft_next(self, letter: Letter) -> Meeting | Outcome:
        """Once only; returned if it waits to be confirmed."""
        async with self._database.transaction() as tx:
            last = await db.meetings.get(tx, letter.subject)
            series = await rows.get(tx, last.series_id) if last else None
            if last is None or last.occurrence is None or series is None:
                return ENDED
            if series.state == "ended":
                return ENDED
            found = self._next_ahead(series, last)
            if found is None:
                return ENDED
            meeting = await db.meetings.of_occurrence(tx, series.id, found)
            if meeting is None:
                meeting = await self._insert(tx, series, found)
        return meeting if meeting.state == "saved" else CONFIRMED

    def _next_ahead(self, series: Series, last: Meeting) -> datetime | None:
        """Return the next occurrence that still lies ahead, as naive wall time."""
        wall = last.occurrence
        length = timedelta(minutes=last.length_minutes)
        while wall is not None:
            wall = next_wall(series, wall)
            if wall is not None and nearest_instant(wall, series.zone) + length > self._now():
                break
        return wall

    async def _insert(self, tx: Transaction, series: Series, wall: datetime) -> Meeting:
        model = await db.meetings.latest_of_series(tx, series.id)
        if model is None:
            raise UserError("That call is no longer there.")
        of_the_series = {
            **carried(Plan, series),
            "wall_start": wall,
            "starts_at": nearest_instant(wall, series.zone),
        }
        plan = Plan(**carried(Plan, model) | of_the_series)
        meeting = await known(tx, await db.meetings.insert(tx, plan, "saved", series.id))
        await self._letters.plan(tx, meeting)
        return meeting

    async def to_ask(self, letter: Letter) -> Meeting | Outcome:
        async with self._database.reading() as tx:
            meeting = await db.meetings.get(tx, letter.subject)
            if meeting is None or meeting.state != "saved" or self._now() >= meeting.starts_at:
                return CONFIRMED
            now = int(self._now().timestamp())
            for kind in (ASK, LAPSE):  # after an absence, that it lapses says everything
                if await db.outbox.has_later(tx, replace(letter, kind=kind), now):
                    return REPLACED
        return meeting

    async def lapse(self, letter: Letter) -> Meeting | Outcome:
        """Let a date go that nobody announced; what is asked about it elsewhere says so."""
        async with self._database.transaction() as tx:
            meeting = await db.meetings.get(tx, letter.subject)
            if meeting is None or meeting.state == "announced":
                return CONFIRMED
            if meeting.state == "saved":
                await db.outbox.withdraw(tx, ASK, meeting.id)
                await self._letters.card(tx, meeting)
                meeting = lapsed(meeting)
                await db.meetings.write(tx, meeting)
                await self._letters.others(tx, meeting)
        return meeting if meeting.reason == LAPSED else CONFIRMED

    async def drafted(self, letter: Letter) -> Meeting | Outcome:
        async with self._database.reading() as tx:
            meeting = await db.meetings.get(tx, letter.subject)
        return CONFIRMED if meeting is None else meeting

    async def stop(self, meeting_id: int) -> Meeting:
        """Let the series end after this call. Raises UserError if it has ended."""
        async with self._database.transaction() as tx:
            meeting = await known(tx, meeting_id)
            await self._end(tx, meeting)
        return meeting

    @staticmethod
    async def _end(tx: Transaction, meeting: Meeting) -> None:
        if not meeting.series_id or not await rows.end(tx, meeting.series_id):
            raise UserError("This call does not repeat any more, so there is nothing to stop.")
        await db.outbox.withdraw(tx, NEXT, meeting.id)

    async def of(self, meeting: Meeting) -> Series | None:
        """None where the call does not repeat (any more)."""
        if not meeting.series_id:
            return None
        async with self._database.reading() as tx:
            series = await rows.get(tx, meeting.series_id)
        return series if series and series.state == "running" else None

    async def out_of_step(self, meeting: Meeting) -> bool:
        """Whether a call differs from what its series says: title, length, or time."""
        series = await self.of(meeting)
        if series is None:
            return False
        moved = meeting.occurrence != meeting.wall_start
        own = (meeting.title, meeting.length_minutes)
        return moved or own != (series.title, series.length_minutes)

    async def follow(self, meeting_id: int) -> None:
        """Let the calls after this one follow its title, length, day and time. Raises UserError."""
        async with self._database.transaction() as tx:
            meeting = await known(tx, meeting_id)
            series = await self._running(tx, meeting)
            rule = rule_for(series.repeats, meeting.wall_start.date())
            await self._follow(
                tx, meeting, replace(series, rule=rule_until(rule, last_day(series.rule)))
            )

    @staticmethod
    async def _follow(tx: Transaction, meeting: Meeting, series: Series) -> None:
        taken = await db.meetings.of_occurrence(tx, series.id, meeting.wall_start)
        if taken is not None and taken.id != meeting.id:
            raise UserError("Another call of this series stands at that time already.")
        await rows.follow(tx, meeting, series)

    async def change(self, meeting_id: int, repeats: str, until: str, zone: str) -> Series | None:
        """Let the calls after this one go by another rhythm, zone or last date, as typed.

        None where there shall be none. Raises UserError.
        """
        async with self._database.transaction() as tx:
            meeting = await known(tx, meeting_id)
            series = await self._running(tx, meeting)
            day, today = meeting.wall_start.date(), self._now().astimezone(meeting.zone).date()
            last = parse_date(until, today, "until") if until.strip() else None
            if last is not None and last < day:
                raise UserError("That last date is before this call. Choose a later one.")
            rule = rule_until(rule_for(repeats, day), last)
            series = replace(series, repeats=repeats, rule=rule, zone=read_zone(zone))
            if repeats == ONCE:
                await self._end(tx, meeting)
                return None
            await self._follow(tx, meeting, series)
            await self._letters.card(tx, meeting)
            return await self._running(tx, meeting)

    async def running(self, meeting: Meeting) -> Series:
        """Raises UserError where the call does not repeat (any more)."""
        async with self._database.reading() as tx:
            return await self._running(tx, meeting)

    @staticmethod
    async def _running(tx: Transaction, meeting: Meeting) -> Series:
        series = await rows.get(tx, meeting.series_id)
        if series is None or series.state == "ended":
            raise UserError("This call does not repeat any more, so nothing follows it.")
        return series

    async def next_after(self, meeting: Meeting) -> NextDate | None:
        now = int(self._now().timestamp())
        async with self._database.reading() as tx:
            coming = await db.meetings.coming(tx, now, ("announced", "saved"))
        later = [each for each in coming if each.starts_at > meeting.starts_at]
        if later:
            after = later[0]
            confirmed = after.state == "announced"
            return NextDate(after.starts_at, after.zone, confirmed, after.title)
        series = await self.of(meeting)
        wall = next_wall(series, meeting.occurrence) if series and meeting.occurrence else None
        if series is None or wall is None:
            return None
        at = nearest_instant(wall, series.zone)
        return NextDate(at, series.zone, confirmed=False, title=meeting.title)
