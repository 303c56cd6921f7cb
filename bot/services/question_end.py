"""The end of questions: what could lead to the asker is destroyed, and seen to be."""

from __future__ import annotations

import sqlite3
from datetime import datetime, time, timedelta

import db.outbox
import db.question_blocks as blocks
import db.question_entries as entries
import db.questions as rows
from bot.domain.outbox import Letter
from bot.domain.questions import DAY_SECONDS, KEPT_SECONDS, Question, State
from bot.domain.times import instant
from bot.services.question_kit import Kit
from db.database import Transaction

NIGHT, DIGEST = time(3, 30), time(9)


class Destruction:
    """Parts questions from their askers, deletes them, and keeps the nightly round."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def part(self, tx: Transaction, question: Question, due: int = 0) -> None:
        """Destroy in this transaction what leads to the asker; call `finish` after it.

        What coordinators have seen ends for them after a hold, or at `due` (UTC seconds); what
        nobody has seen, now.
        """
        held = await rows.is_held(tx, question.id, self._kit.seconds())
        if question.state is not State.CLOSING and not held:
            await rows.cut_loose(tx, question.id)
            last = await rows.latest_due(tx, question.id) + 1
            due = max(due or self._kit.held_until(), last)
            await db.outbox.plan_hidden(tx, "questions.close", question.id, due)
        elif question.state is not State.CLOSING:
            await rows.delete(tx, question.id)
        await db.outbox.plan_hidden(tx, "questions.scrub", 1, self._kit.held_until())

    async def finish(self) -> bool:
        """Rebuild the file without what was deleted; whether that is seen to be complete.

        What is not complete now is tried again by the letter that `part` has planned.
        """
        try:
            done = await self._kit.database.scrub()
        except sqlite3.OperationalError:
            done = False
        if done:
            async with self._kit.database.transaction() as tx:
                await db.outbox.erase(tx, "questions.scrub", 1)
            await self._kit.database.fold_log()
        await self._kit.wake()
        return done

    async def delete(self, question_id: int) -> None:
        """Delete a question whose public sign has been given, with all that belongs to it."""
        async with self._kit.database.transaction() as tx:
            await rows.delete(tx, question_id)
            await db.outbox.plan_hidden(tx, "questions.scrub", 1, self._kit.held_until())
        await self.finish()

    async def start(self) -> None:
        """At start: destroy old keys, plan the next night, and mend what is stuck."""
        self._kit.day_keys.destroy_old(self._kit.now().date())
        async with self._kit.database.transaction() as tx:
            await self._plan_next(tx)
            await self.mend(tx)

    async def night(self, letter: Letter) -> bool:
        """The nightly round; False when it could not be completed and must be tried again."""
        now = self._kit.seconds()
        self._kit.day_keys.destroy_old(self._kit.now().date())
        async with self._kit.database.transaction() as tx:
            await blocks.end_blocks(tx, now)
            await rows.end_tags(tx, now // DAY_SECONDS)
            await rows.end_unreleased(tx, now + KEPT_SECONDS)
            for question in await rows.all_kept(tx):
                if question.ends_at is not None and question.ends_at <= now:
                    await self.part(tx, question, due=now)
            await self.mend(tx)
            await self._plan_next(tx)
        done = await self.finish()
        if done:
            async with self._kit.database.transaction() as tx:
                await db.outbox.erase(tx, "questions.nightly", letter.subject)
        return done

    async def mend(self, tx: Transaction) -> set[int]:
        """Plan anew what failed for want of a channel; the numbers of the questions concerned."""
        stuck = set()
        now = self._kit.seconds()
        kinds = {State.HELD: "release", State.RELEASING: "publish", State.CLOSING: "close"}
        for question in await rows.all_kept(tx):
            kind = kinds.get(question.state)
            if kind and await self._plan_again(tx, f"questions.{kind}", question.id, now):
                stuck.add(question.id)
            # What was stuck when it was withdrawn is seen to be stuck until it closes.
            if question.state is State.CLOSING and await rows.has_failed(tx, question.id):
                stuck.add(question.id)
        for entry in await entries.unposted(tx):
            if await self._plan_again(tx, f"questions.{entry.said}", entry.id, now):
                stuck.add(entry.question_id)
        return stuck

    async def _plan_again(self, tx: Transaction, kind: str, subject: int, now: int) -> bool:
        if await rows.due(tx, kind, subject) is not None:
            return False
        await db.outbox.erase(tx, kind, subject)
        await db.outbox.plan_hidden(tx, kind, subject, now)
        return True

    async def _plan_next(self, tx: Transaction) -> None:
        for kind, at in (("questions.nightly", NIGHT), ("questions.daily", DIGEST)):
            due = self._next(at)
            await db.outbox.plan_hidden(tx, kind, due.toordinal(), int(due.timestamp()))

    def _next(self, at: time) -> datetime:
        wall = self._kit.now().astimezone(self._kit.zone)
        day = wall.date() + timedelta(days=0 if wall.time() < at else 1)
        return instant(day, at, self._kit.zone)
