"""Prompts: planned weeks ahead, idempotently, and what a due one becomes."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import db.checkin_answers as answers
import db.checkins as rows
import db.outbox as outbox_rows
from bot.clock import Now
from bot.domain.checkins import (
    DAY_SECONDS,
    SILENT,
    TICKED_DAYS,
    WORDS_DAYS,
    CheckIn,
    Stage,
    Step,
    after_sending,
    step,
)
from bot.domain.outbox import Letter
from bot.domain.rhythms import PLAN_DAYS, moment, next_prompt, prompts
from bot.services.outbox import Outbox
from db.database import Database, Transaction

PROMPT = "checkins.prompt"
PLANNING = "checkins.daily"
SHARE = "checkins.share"
TAKE_DOWN = "checkins.take_down"
PLANNING_TIME = time(4)


async def plan_prompts(
    tx: Transaction,
    checkin: CheckIn,
    now: datetime,
    planned: Container[tuple[int, int]] = (),
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
    """A prompt that is due, what to do with it, and for whom."""

    step: Step
    checkin: CheckIn | None


class Prompts:
    """Who is asked when, and what has arrived."""

    def __init__(self, database: Database, outbox: Outbox, now: Now) -> None:
        self._database = database
        self._outbox = outbox
        self._now = now

    async def due(self, letter: Letter) -> Due:
        """Say what to do with a prompt letter now."""
        now = self._seconds()
        async with self._database.reading() as tx:
            checkin = await rows.get(tx, letter.subject)
            if checkin is None:
                return Due(Step.LEAVE_OUT, None)
            latest = await answers.latest(tx, checkin.person)
        at = datetime.fromtimestamp(letter.due_at, UTC)
        later = int(next_prompt(checkin.rhythm, at, checkin.paused_until).timestamp())
        answered_at = None if latest is None else latest.answered_at
        return Due(step(checkin, letter.due_at, now, later, answered_at), checkin)

    async def arrived(self, letter: Letter, checkin: CheckIn) -> None:
        """Note that a prompt, or the note that it goes quiet, has arrived."""
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
        """Plan all prompts and the next planning, and delete what has had its time."""
        now, seconds = self._now(), self._seconds()
        tomorrow = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
        again = moment(tomorrow, PLANNING_TIME, zone)
        words = seconds - WORDS_DAYS * DAY_SECONDS
        async with self._database.transaction() as tx:
            planned = await rows.planned(tx, PROMPT, seconds)
            for checkin in await rows.asked_at_all(tx):
                await plan_prompts(tx, checkin, now, planned)
            for answer in await answers.posts_to_take_down(tx, words):
                await outbox_rows.plan(tx, TAKE_DOWN, answer, seconds - seconds % DAY_SECONDS)
            await answers.delete_older(tx, words, seconds - TICKED_DAYS * DAY_SECONDS)
            await outbox_rows.plan(tx, PLANNING, 0, int(again.timestamp()))
        await self._outbox.wake()

    def _seconds(self) -> int:
        return int(self._now().timestamp())
