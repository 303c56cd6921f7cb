"""Check-ins: opting in, resting, coming back and leaving; and what is held about people."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import db.checkin_answers as answers
import db.checkins as rows
import db.outbox as outbox_rows
from bot.clock import Now
from bot.domain import personal_data_text
from bot.domain.checkins import SILENT, TICKED_DAYS, WORDS_DAYS, CheckIn
from bot.domain.personal_data import PersonalData, nothing_personal
from bot.domain.rhythms import Rhythm, next_prompt, pause_until
from bot.services.outbox import Outbox
from bot.services.prompts import PROMPT, TAKE_DOWN, plan_prompts
from db.database import Database, Transaction

PERSONAL_DATA = (
    PersonalData(
        "checkins",
        "person",
        "how often you want to be asked how the role feels, and whether that rests",
        "so that the bot asks you when you want it",
        "until you leave with /checkin stop",
        "only you",
        say=personal_data_text.checkin,
    ),
    PersonalData(
        "checkin_answers",
        "person",
        "how you said the role feels (one of five words), who may see it, and whether it counts",
        "so that you can look back, and for the monthly line where you ticked it",
        f"{WORDS_DAYS} days; {TICKED_DAYS} days where you ticked the monthly line",
        "only you, or you and the listeners, as you chose each time",
        say=personal_data_text.checkin_answer,
    ),
    PersonalData(
        "checkin_words",
        None,
        "the words you wrote with it, if any, sealed",
        "so that you, and the listeners if you chose so, can read them",
        f"{WORDS_DAYS} days, and in no backup",
        "only you, or you and the listeners, as you chose each time",
        say=personal_data_text.checkin_words,
    ),
    nothing_personal("checkin_posts", "where a shared answer stands, until it is taken down"),
    nothing_personal("checkin_lines", "the monthly lines that have been shown"),
)


class CheckIns:
    """Who is asked, and when."""

    def __init__(self, database: Database, outbox: Outbox, now: Now) -> None:
        self._database = database
        self._outbox = outbox
        self._now = now

    async def opt_in(self, person: int, rhythm: Rhythm) -> datetime:
        """Begin, or change the rhythm; the first prompt (UTC) is returned."""
        async with self._database.transaction() as tx:
            checkin = await rows.opt_in(tx, person, rhythm)
            await outbox_rows.withdraw(tx, PROMPT, checkin.id)
            await plan_prompts(tx, checkin, self._now())
        await self._outbox.wake()
        return next_prompt(rhythm, self._now())

    async def of_person(self, person: int) -> CheckIn | None:
        """Return what somebody chose, or None."""
        async with self._database.reading() as tx:
            return await rows.of_person(tx, person)

    def next_for(self, checkin: CheckIn) -> datetime | None:
        """Return the next prompt (UTC), or None while it is quiet."""
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
        """Delete all of somebody's check-ins; says whether there was anything."""
        now = self._seconds()
        async with self._database.transaction() as tx:
            there = await _delete_all(tx, person, now)
        await self._outbox.wake()
        return there

    def _seconds(self) -> int:
        return int(self._now().timestamp())


async def before_erasing(tx: Transaction, person: int, now: int) -> None:
    """See to it that what a person shared is taken down, before they are erased everywhere."""
    await _delete_all(tx, person, now)


async def _delete_all(tx: Transaction, person: int, now: int) -> bool:
    """Delete somebody's check-ins, and plan to take down what stands with the listeners.

    Says whether there was anything. The letters name the answer by its number, never the person.
    """
    checkin = await rows.of_person(tx, person)
    given = await answers.of_person(tx, person)
    if checkin is not None:
        await outbox_rows.erase(tx, PROMPT, checkin.id)
    await rows.leave(tx, person)
    await answers.delete_of(tx, person)
    for answer in given:
        if await answers.post_of(tx, answer.id) is not None:
            await outbox_rows.plan(tx, TAKE_DOWN, answer.id, now)
    return checkin is not None or bool(given)
