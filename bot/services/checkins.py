"""Check-ins: opting in, when each prompt comes, resting, leaving."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import db.checkins as rows
import db.outbox as outbox_rows
from bot.clock import Now
from bot.domain.checkins import DAY_SECONDS, SILENT, CheckIn, Stage, Step, after_sending, step
from bot.domain.outbox import Letter
from bot.domain.retention import CHECKIN_DAYS
from bot.domain.rhythms import PLAN_DAYS, Rhythm, next_prompt, pause_until, prompts
from bot.domain.times import nearest_instant
from bot.services.outbox import Outbox
from db.database import Database, Transaction


class CheckIns:
    def __init__(self, database: Database, outbox: Outbox, now: Now) -> None:
        self._database = database
        self._outbox = outbox
        self._now = now

    async def opt_in(self, person: int, rhythm: Rhythm) -> datetime:
        """Begin, or change the rhythm; returns the first prompt (UTC)."""
        async with self._database.transaction() as tx:
            checkin = await rows.opt_in(tx, person, rhythm)
            await outbox_rows.withdraw(tx, PROMPT, checkin.id)
            await plan_prompts(tx, checkin, self._now())
        await self._outbox.wake()
        return next_prompt(rhythm, self._now())

    async def of_person(self, person: int) -> CheckIn | None:
        async with self._database.reading() as tx:
            return await rows.of_person(tx, person)

    def next_for(self, checkin: CheckIn) -> datetime | None:
        """The next prompt (UTC), or None while it is quiet."""
        if checkin.stage in SILENT:
            return None
        return next_prompt(checkin.rhythm, self._now(), checkin.paused_until)

    async def pause(self, checkin: CheckIn, until: date) -> datetime:
        """Ask nothing before a local day; returns the next prompt (UTC). Raises UserError."""
        today = self._now().astimezone(ZoneInfo(checkin.rhythm.zone)).date()
        day = pause_until(until, today)
        async with self._database.transaction() as tx:
            await rows.rest(tx, checkin.id, day)
            await outbox_rows.withdraw(tx, PROMPT, checkin.id)
            if (resting := await rows.get(tx, checkin.id)) is not None:
                await plan_prompts(tx, resting, self._now())
        await self._outbox.wake()
        return next_prompt(checkin.rhythm, self._now(), day)

    async def come_back(self, person: int) -> CheckIn | None:
        """Begin again after a silence, in the old rhythm; None for somebody who is not in."""
        async with self._database.transaction() as tx:
            await rows.settle(tx, person)
            checkin = await rows.of_person(tx, person)
            if checkin is not None:
                await plan_prompts(tx, checkin, self._now())
        await self._outbox.wake()
        return checkin

    async def leave(self, person: int) -> bool:
        """Returns whether there was anything."""
        now = self._seconds()
        async with self._database.transaction() as tx:
            there = await delete_all(tx, person, now)
        await self._outbox.wake()
        return there

    def _seconds(self) -> int:
        return int(self._now().timestamp())


async def delete_all(tx: Transaction, person: int, now: int) -> bool:
    """Also plans to take down what was shared. Returns whether there was anything.

    Those letters name the answer by its number, never the person.
    """
    checkin = await rows.of_person(tx, person)
    given = await rows.entries_of(tx, person)
    if checkin is not None:
        await outbox_rows.erase(tx, PROMPT, checkin.id)
    await rows.leave(tx, person)
    await rows.delete_entries_of(tx, person)
    for entry in given:
        if await rows.post_of(tx, entry.id) is not None:
            await outbox_rows.plan(tx, TAKE_DOWN, entry.id, now)
    return checkin is not None or bool(given)


PROMPT = "checkins.prompt"
PLANNING = "checkins.daily"
SHARE = "checkins.share"
READ = "checkins.read"
TAKE_DOWN = "checkins.take_down"
PLANNING_TIME = time(4)


async def plan_prompts(
    tx: Transaction, checkin: CheckIn, now: datetime, planned: Container[tuple[int, int]] = ()
) -> None:
    """Plan somebody's prompts of the coming weeks; those planned before are left as they are.

    `planned` names letters (subject, due in UTC seconds) that are known to be there.
    """
    if checkin.stage in SILENT:
        return
    until = now + timedelta(days=PLAN_DAYS)
    for at in prompts(checkin.rhythm, now, until, checkin.paused_until):
        due = int(at.timestamp())
        if (checkin.id, due) not in planned:
            await outbox_rows.plan(tx, PROMPT, checkin.id, due)


@dataclass(frozen=True)
class Due:
    step: Step
    checkin: CheckIn | None


class Prompts:
    def __init__(self, database: Database, outbox: Outbox, now: Now) -> None:
        self._database = database
        self._outbox = outbox
        self._now = now

    async def due(self, letter: Letter) -> Due:
        now = self._seconds()
        async with self._database.reading() as tx:
            checkin = await rows.get(tx, letter.subject)
            if checkin is None:
                return Due(Step.LEAVE_OUT, None)
            latest = await rows.latest_entry(tx, checkin.person)
        at = datetime.fromtimestamp(letter.due_at, UTC)
        later = int(next_prompt(checkin.rhythm, at, checkin.paused_until).timestamp())
        answered_at = None if latest is None else latest.answered_at
        return Due(step(checkin, letter.due_at, now, later, answered_at), checkin)

    async def arrived(self, letter: Letter, checkin: CheckIn) -> None:
        stage = after_sending(checkin.stage)
        async with self._database.transaction() as tx:
            await rows.prompted(tx, checkin.id, letter.due_at, stage)
            if stage is Stage.QUIET:
                await outbox_rows.withdraw(tx, PROMPT, checkin.id)

    async def unreachable(self, checkin: CheckIn) -> None:
        """Stop asking somebody whose direct messages are closed, until they come back."""
        async with self._database.transaction() as tx:
            await rows.set_stage(tx, checkin.id, Stage.UNREACHABLE)
            await outbox_rows.withdraw(tx, PROMPT, checkin.id)

    async def plan_all(self, zone: str) -> None:
        """Plan all prompts, what is to be taken down, and the next planning."""
        now, seconds = self._now(), self._seconds()
        tomorrow = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
        again = nearest_instant(datetime.combine(tomorrow, PLANNING_TIME), ZoneInfo(zone))
        words = seconds - CHECKIN_DAYS * DAY_SECONDS
        async with self._database.transaction() as tx:
            planned = await outbox_rows.planned(tx, PROMPT, seconds)
            for checkin in await rows.asked_at_all(tx):
                await plan_prompts(tx, checkin, now, planned)
            for entry in await rows.posts_to_take_down(tx, words):
                # Due at midnight, so that planning twice in a day makes one letter.
                await outbox_rows.plan(tx, TAKE_DOWN, entry, seconds - seconds % DAY_SECONDS)
            await outbox_rows.plan(tx, PLANNING, 0, int(again.timestamp()))
        await self._outbox.wake()

    def _seconds(self) -> int:
        return int(self._now().timestamp())
