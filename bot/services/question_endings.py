"""The end of questions: what could lead to the asker is deleted.

From the disk it goes with the next rebuild of the file (bot/quarter_hour.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, time, timedelta

import db.outbox
import db.question_entries as entries
import db.questions as rows
from bot.domain.outbox import TIMES_OF_DAY, Letter
from bot.domain.questions import (
    DAY_SECONDS,
    Entry,
    EntryState,
    Question,
    Said,
    State,
    quarter_after,
)
from bot.domain.retention import QUESTION_DAYS
from bot.domain.times import instant
from bot.services.question_care import ENDINGS, Care
from bot.services.question_context import DECIDE, Kit
from bot.services.question_limits import Press
from bot.vault import VaultError
from db.database import Transaction
from db.sealed import OF_ASKERS, seal_anew

NIGHT = time(3, 30)
OTHERS_WAIT_SECONDS = 60 * 60


class Destruction:
    """Parts questions from their askers, deletes them, and keeps the nightly round."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._care = Care(kit)

    async def part(self, tx: Transaction, question: Question, due: int = 0) -> None:
        """Delete in this transaction what leads to the asker; wake the outbox after it.

        What coordinators have seen ends for them after a hold, or, at its age, at `due` (UTC
        seconds) and after its last reply; what nobody has seen, now. Who closes it takes back what
        is still held: neither the words nor the time of the sign may tell of it.
        """
        if question.state is State.CLOSING:
            return
        if not question.review_id and await db.outbox.is_untried(
            tx, "questions.release", question.id
        ):
            await rows.delete(tx, question.id)
            return
        await rows.cut_loose(tx, question.id)
        if due:
            replies = await entries.held_replies(tx, question.id)
            due = max(due, await db.outbox.latest_due(tx, "questions.reply", replies) + 1)
        else:
            await entries.drop_replies(tx, question.id)
        # Where it was tried, a card with its words may stand, and be looked at as any other.
        if question.state is State.HELD and not await db.outbox.is_tried(
            tx, "questions.release", question.id
        ):
            await rows.write(tx, question.id, self._no_words(question.id))
        due = due or self._kit.held_until()
        await db.outbox.plan_hidden(tx, "questions.close", question.id, due)

    async def delete(
        self,
        question_id: int,
        letter: Letter | None = None,
        shown: Question | None = None,
        cards: Sequence[Press] = (),
    ) -> bool:
        """The public sign has been given: delete the question with all that belongs to it.

        Its cards in the review channel, and reports that are still on their way, go on without it.
        False where that has changed which `shown` says, or others have done something meanwhile
        that still goes on: it is to be said anew.
        A direct message to its asker goes later, by one more closing, at a quarter of an hour: as
        those of all that ended in that quarter.
        """
        async with self._kit.database.transaction() as tx:
            question = await rows.find(tx, question_id)
            if question is None:
                return True
            if letter and await others_go_first(tx, letter, self._kit.seconds()):
                return False
            if shown and how_it_stands(shown) != how_it_stands(question):
                return False
            await self._care.give_back(tx, question)
            await self._care.tell_writers(tx, question)
            await self._care.hand_reports(tx, question)
            await self._care.hand_downs(tx, question)
            await self._care.hand_acted(tx, question, but=[card.card for card in cards])
            for card in cards:
                await self._care.hand_card(tx, card)
            # Of a card that was never confirmed only `cards` tell.
            seen = question.review_id or question.thread_id or cards
            if question.news is None or not seen:
                await rows.delete(tx, question.id)
            else:
                handle = f"{self._kit.new_id():x}"
                await rows.shown_closed(tx, question.id, handle, self._no_words(question.id))
                due = quarter_after(self._kit.seconds())
                await db.outbox.plan_hidden(tx, "questions.close", question.id, due)
        await self._kit.wake()
        return True

    def _no_words(self, question_id: int) -> bytes:
        return self._kit.words.seal("questions", "sealed_text", question_id, "")

    async def renew_day_keys(self) -> None:
        """At each quarter of an hour: make the keys of tags ahead, and destroy old ones."""
        self._kit.day_keys.renew(self._kit.now().date())

    async def seal_anew(self) -> None:
        """At each quarter of an hour, whatever happened: seal every return address anew, and where
        each direct message stands. So two copies of the disk do not tell which have changed.
        """
        async with self._kit.database.transaction() as tx:
            await seal_anew(tx, self._reseal, OF_ASKERS)

    def _reseal(self, token: bytes, context: bytes) -> bytes:
        with suppress(VaultError):
            return self._kit.vault.reseal(token, context)
        return token  # its keys are gone

    async def start(self) -> None:
        """At start: see to the keys, plan the next night, and mend what is stuck."""
        await self.renew_day_keys()
        async with self._kit.database.transaction() as tx:
            await self._plan_next(tx)
            await self.mend(tx)

    async def night(self, letter: Letter) -> None:
        now = self._kit.seconds()
        async with self._kit.database.transaction() as tx:
            await entries.end_blocks(tx, now)
            await rows.end_tags(tx, now // DAY_SECONDS)
            # From the night that it should have been: a machine that was off keeps it no longer.
            await rows.end_unreleased(tx, min(now, letter.due_at) + QUESTION_DAYS * DAY_SECONDS)
            for question in await rows.all_kept(tx):
                if question.ends_at is not None and question.ends_at <= now:
                    await self.part(tx, question, due=now)
            await self.mend(tx)
            await self._plan_next(tx)
            await db.outbox.erase(tx, letter.kind, letter.subject)
        await self._kit.wake()

    async def stuck(self, tx: Transaction) -> set[int]:
        """The numbers of questions of which something could not be posted: by what failed alone,
        never by what the asker has done since.
        """
        kept, unposted = await rows.all_kept(tx), await entries.unposted(tx)
        failed = [q.id for q in kept if await db.outbox.has_failed(tx, rows.PUBLIC, q.id)]
        failed += [
            entry.question_id
            for entry in unposted
            if await db.outbox.has_failed(tx, _letter_of(entry), entry.id)
        ]
        return set(failed)

    async def mend(self, tx: Transaction) -> None:
        """Plan anew what failed for want of a channel."""
        kinds = {State.HELD: "release", State.RELEASING: "publish", State.CLOSING: "close"}
        for question in await rows.all_kept(tx):
            stopped = question.ending and question.state is State.RELEASING
            kind = f"questions.{kinds.get(question.state, 'share')}"
            wanted = question.state in kinds and not stopped
            if wanted or await db.outbox.has_failed(tx, kind, question.id):
                await self._plan_again(tx, kind, question.id)
            # What is ended goes nowhere, withdrawn or not, and then is named in the queue no more.
            publish = "questions.publish"
            if question.ending and await db.outbox.has_failed(tx, publish, question.id):
                await self._plan_again(tx, publish, question.id)
        reported = [each.id for each in await rows.all_kept(tx) if each.reported]
        for thing in [*reported, *await entries.reported(tx)]:
            if await db.outbox.has_failed(tx, "questions.report", thing):
                await self._plan_again(tx, "questions.report", thing)
        kept = [each for each in await rows.all_kept(tx) if not each.ending]
        closing = {each.id for each in kept if each.state is State.CLOSING}
        for entry in await entries.unposted(tx):
            # A letter planned anew takes the place of the one by which its card is looked for; and
            # one that is not wanted any more would tell that it was withdrawn.
            given_up = entry.said is Said.REPLY and entry.question_id in closing
            if entry.state is not EntryState.REVIEW and not given_up:
                await self._plan_again(tx, _letter_of(entry), entry.id)

    async def _plan_again(self, tx: Transaction, kind: str, subject: int) -> None:
        if await db.outbox.goes_on(tx, kind, subject) is None:
            await db.outbox.try_again(tx, kind, subject, self._kit.seconds())

    async def _plan_next(self, tx: Transaction) -> None:
        looks = [("questions.daily", at) for at in TIMES_OF_DAY]
        for kind, at in (("questions.nightly", NIGHT), *looks):
            due = self._next(at)
            await db.outbox.plan_hidden(tx, kind, due.toordinal(), int(due.timestamp()))

    def _next(self, at: time) -> datetime:
        wall = self._kit.now().astimezone(self._kit.zone)
        day = wall.date() + timedelta(days=0 if wall.time() < at else 1)
        return instant(day, at, self._kit.zone)


def how_it_stands(question: Question) -> tuple[object, ...]:
    """What its messages say of its end, and where they stand."""
    return question.ending, question.thread_id, question.review_id


async def others_go_first(tx: Transaction, letter: Letter, now: int) -> bool:
    """Whether what others have answered, ended or taken down waits to go before the public sign,
    which waits an hour at most, and not for what is to go later than that.

    What Discord is being asked to post at this moment comes first as well, or it would stand there
    for good.
    """
    last = letter.due_at + OTHERS_WAIT_SECONDS
    said = [each.id for each in await entries.of_question(tx, letter.subject)]
    goes = [await db.outbox.goes_on(tx, entries.OF_OTHERS, said)]
    goes += [await db.outbox.goes_on(tx, "questions.ended", letter.subject)]
    question = await rows.find(tx, letter.subject)
    pressed = await entries.still_to_act(tx, question.handle, ENDINGS) if question else []
    goes += [await db.outbox.goes_on(tx, DECIDE, pressed)]
    posting = await db.outbox.is_sending(tx, "questions.publish", letter.subject)
    posting |= bool(said) and await db.outbox.is_sending(tx, "questions.pass", said)
    return now < last and (posting or any(at is not None and at < last for at in goes))


def _letter_of(entry: Entry) -> str:
    """The kind that carries it on."""
    released = entry.state is EntryState.RELEASING
    return "questions.pass" if released else f"questions.{entry.said}"
