"""What the letters of questions say, whether they are still wanted, and what follows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import db.outbox
import db.question_entries as entries
import db.questions as rows
from bot.domain.outbox import TIMES_OF_DAY, Delivery, Letter, Outcome, is_late
from bot.domain.questions import (
    DAY_SECONDS,
    Ending,
    Entry,
    EntryState,
    Question,
    State,
    block_until,
    is_overdue,
)
from bot.domain.questions import Said as Voice
from bot.domain.retention import QUESTION_DAYS
from bot.services.question_care import THREAD_GONE, Care
from bot.services.question_context import Kit, Who
from bot.services.question_endings import how_it_stands, others_go_first
from bot.services.question_limits import Press
from db.database import Transaction

NOT_WANTED = Outcome(Delivery.NOT_WANTED)
OTHERS_FIRST = Outcome(Delivery.TRY_LATER, "what others have done is still on its way")


@dataclass(frozen=True, repr=False)
class Said:
    """An answer or reply, its words, and who answered."""

    question: Question
    entry: Entry
    text: str
    who: Who
    why: str = ""


@dataclass(frozen=True, repr=False)
class Digest:
    """How many wait for review, how many of them for whole days; what has waited 48 hours for an
    answer; how many replies wait for review."""

    waiting: int
    long: int
    unanswered: list[Question]
    replies: int = 0


class Letters:
    """Reads before a letter is sent, and settles afterwards; sent letters are erased."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._care = Care(kit)

    async def question(self, letter: Letter, *states: State) -> tuple[Question, str] | None:
        async with self._kit.database.reading() as tx:
            question = await rows.find(tx, letter.subject)
        if question is None or question.state not in states:
            return None
        if question.ending and question.state is State.RELEASING:  # stopped on its way
            return None
        return question, self._kit.words.question(question)

    async def asked(self, letter: Letter) -> Question | None:
        """The question that a letter is about, whatever has become of it."""
        async with self._kit.database.reading() as tx:
            return await rows.find(tx, letter.subject)

    async def entry(self, letter: Letter) -> Said | None:
        """What is to go on into its thread; None once it is posted, stopped, or taken back."""
        said = await self.written(letter)
        if said is None or said.question.ending:
            return None
        reply = said.entry.said is Voice.REPLY
        if reply and said.question.blocked:
            return None
        going = EntryState.RELEASING if reply else EntryState.HELD
        if said.entry.state is not going or (reply and self._is_taken_back(said.question)):
            return None
        return said

    async def reply(self, letter: Letter) -> Said | None:
        """A reply that coordinators have to look at. One that they have seen stays as it was,
        whatever its asker has done since.
        """
        said = await self.written(letter)
        if said is None or said.entry.state not in (EntryState.HELD, EntryState.REVIEW):
            return None
        unseen = said.entry.state is EntryState.HELD
        return None if unseen and self._is_taken_back(said.question) else said

    async def written(self, letter: Letter) -> Said | None:
        """An answer or reply, whatever has become of it."""
        async with self._kit.database.reading() as tx:
            entry = await entries.find(tx, letter.subject)
            question = None if entry is None else await rows.find(tx, entry.question_id)
        if entry is None or question is None:
            return None
        words = self._kit.words
        return Said(question, entry, words.entry(entry), words.who(entry), words.why(entry))

    def _is_taken_back(self, question: Question) -> bool:
        before_its_age = (question.ends_at or 0) > self._kit.seconds()
        return question.state is State.CLOSING and before_its_age

    async def closing(self, letter: Letter) -> Question | Outcome:
        """It waits for what others have answered, ended or taken down by then."""
        async with self._kit.database.reading() as tx:
            question = await rows.find(tx, letter.subject)
            wait = await others_go_first(tx, letter, self._kit.seconds())
        if question is None or question.state is not State.CLOSING:
            return NOT_WANTED
        return OTHERS_FIRST if wait else question

    async def replies_with_cards(self, question: Question) -> list[Entry]:
        """Those whose words stand in the review channel with buttons."""
        async with self._kit.database.reading() as tx:
            every = await entries.of_question(tx, question.id)
        waiting = (EntryState.REVIEW, EntryState.RELEASING, EntryState.STOPPED)
        return [each for each in every if each.state in waiting and each.card_id]

    async def tried(self, question: Question) -> tuple[list[Letter], list[Letter]]:
        """The letters of an ended question whose message may stand without being known here: those
        to its channel, and those to the review channel."""
        async with self._kit.database.reading() as tx:
            said = [each.id for each in await entries.of_question(tx, question.id)]
            public = await db.outbox.tried(tx, "questions.publish", question.id)
            public += await db.outbox.tried(tx, "questions.answer", said)
            cards = ("questions.release", "questions.card")
            found = await db.outbox.tried(tx, cards, question.id)
            return public, found + await db.outbox.tried(tx, "questions.reply", said)

    async def is_done(self, letter: Letter) -> None:
        """It was looked for and made no message, or nothing is left of it to do."""
        async with self._kit.database.transaction() as tx:
            await db.outbox.erase(tx, letter.kind, letter.subject)
            question = await rows.find(tx, letter.subject)
            if question and question.ending and question.thread_id:  # its thread says so as well
                await db.outbox.plan_hidden(tx, "questions.ended", question.id, self._kit.seconds())

    async def forget(self, letter: Letter) -> None:
        """Erase a letter that is not wanted any more, unless it is to be looked for.

        Of a withdrawn question what failed, or was tried before, stays as well until it closes.
        """
        async with self._kit.database.transaction() as tx:
            await _forget(tx, letter)

    async def goes_nowhere(self, letter: Letter) -> None:
        """An answer or reply does not stand in its thread, and is not wanted there any more."""
        async with self._kit.database.transaction() as tx:
            entry = await entries.find(tx, letter.subject)
            question = None if entry is None else await rows.find(tx, entry.question_id)
            await _forget(tx, letter)
            if entry and question and (question.ending or question.blocked):
                await self._care.stop_one(tx, entry)
        await self._kit.wake()

    async def in_review(self, letter: Letter, channel: int, message: int) -> bool:
        """It stands in the review channel; False when it is kept no more.

        Withdrawn while it was being posted, it says so there after its hold, as any other.
        """
        async with self._kit.database.transaction() as tx:
            # Where it failed for days, its hold ended when it was first due, not when it went.
            due = await db.outbox.first_due(tx, letter.kind, letter.subject)
            await db.outbox.erase(tx, letter.kind, letter.subject)
            await rows.move(tx, letter.subject, State.HELD, State.REVIEW)
            until = block_until(min(letter.due_at, due or letter.due_at))
            return await rows.place_review(tx, letter.subject, channel, message, until)

    async def published(self, letter: Letter, channel: int, thread: int) -> None:
        """It stands in its channel: 48 hours and 30 days count from now. Withdrawn on its way, it
        counts as never released: its words go with the sign. The letter goes on to its thread."""
        now = self._kit.seconds()
        async with self._kit.database.transaction() as tx:
            question = await rows.find(tx, letter.subject)
            if question is None or question.thread_id:
                return
            released_at = None if question.state is State.CLOSING else now
            ends_at = now + QUESTION_DAYS * DAY_SECONDS
            await rows.place_thread(tx, question.id, channel, thread, released_at, ends_at)
            await rows.show_open(tx, question.id)
            await rows.move(tx, question.id, State.RELEASING, State.OPEN)
            if question.ending:  # while it was on its way
                await db.outbox.plan_hidden(tx, "questions.ended", question.id, now)
        await self._kit.wake()

    async def thread_waits(self, question: Question) -> bool:
        """Whether it could not be opened so far."""
        async with self._kit.database.reading() as tx:
            return await db.outbox.goes_on(tx, "questions.publish", question.id) is not None

    async def found_at_its_end(self, question: Question, channel: int, thread: int) -> None:
        """It stands there. In review it waits still, as far as others know, so that its card there
        is closed after the public sign."""
        async with self._kit.database.transaction() as tx:
            now = self._kit.seconds()
            ends_at = now + QUESTION_DAYS * DAY_SECONDS
            await rows.place_thread(tx, question.id, channel, thread, now, ends_at)

    async def posted(self, letter: Letter, message: int) -> None:
        async with self._kit.database.transaction() as tx:
            await db.outbox.erase(tx, letter.kind, letter.subject)
            await entries.mark_posted(tx, letter.subject, message)

    async def reply_in_review(self, letter: Letter, channel: int, message: int) -> bool:
        """It stands in the review channel; False when nothing is to be decided of it any more: its
        letter is kept then, until that is said there.

        Withdrawn while it was being posted, it is closed there by the public sign.
        """
        async with self._kit.database.transaction() as tx:
            waits = await entries.place_card(tx, letter.subject, channel, message)
            if waits:
                await db.outbox.erase(tx, letter.kind, letter.subject)
        return waits

    async def card_again(self, letter: Letter) -> tuple[Question, str] | None:
        """A question whose card was deleted while it waits, as far as others know."""
        async with self._kit.database.reading() as tx:
            question = await rows.find(tx, letter.subject)
        if question is None or question.seen is not State.REVIEW:
            return None
        return question, self._kit.words.question(question)

    async def card_placed(self, letter: Letter, channel: int, message: int) -> Question | None:
        """It stands there again, unless there is a newer one; None when it is kept no more."""
        async with self._kit.database.transaction() as tx:
            question = await rows.find(tx, letter.subject)
            if question and question.review_id < message:
                await rows.place_card(tx, letter.subject, channel, message)
            return await rows.find(tx, letter.subject)

    async def cards(self) -> list[tuple[str, int, int, int]]:
        """(kind, subject, channel, message) of every card that waits in the review channel: the
        letter that would post it again. One that is on its way is left out.
        """
        async with self._kit.database.reading() as tx:
            found = [
                ("questions.card", each.id, each.review_place, each.review_id)
                for each in await rows.all_kept(tx)
                if each.seen is State.REVIEW
            ]
            found += [
                ("questions.reply", each.id, each.card_place, each.card_id)
                for each in await entries.unposted(tx)
                if each.state is EntryState.REVIEW
            ]
            return [card for card in found if not await db.outbox.goes_on(tx, card[0], card[1])]

    async def post_again(self, kind: str, subject: int) -> None:
        async with self._kit.database.transaction() as tx:
            await db.outbox.try_again(tx, kind, subject, self._kit.seconds())
        await self._kit.wake()

    async def thread_gone(self, letter: Letter, question: Question) -> None:
        """Somebody has deleted the thread: what is still held of it goes nowhere."""
        async with self._kit.database.transaction() as tx:
            await db.outbox.erase(tx, letter.kind, letter.subject)
            now = await rows.find(tx, question.id)
            if now and not now.ending:
                await self._care.end(tx, now, Ending.CLOSED, THREAD_GONE)
                for kind in ("questions.ended", "questions.tidy"):
                    await db.outbox.plan_hidden(tx, kind, question.id, self._kit.seconds())
            elif entry := await entries.find(tx, letter.subject):  # ended in that moment
                await self._care.stop_one(tx, entry)
        await self._kit.wake()

    async def hand_cards(self, cards: Sequence[Press]) -> None:
        """Cards that are to say nothing else any more. Nothing in the review channel holds up what
        everybody sees."""
        async with self._kit.database.transaction() as tx:
            for card in cards:
                await self._care.hand_card(tx, card)
        await self._kit.wake()

    async def of_card(self, number: int) -> Question | None:
        """The question whose card a message is."""
        async with self._kit.database.reading() as tx:
            return await rows.of_card(tx, number)

    async def of_button(self, named: str) -> Question | None:
        """The question that a button (":down:…") is about."""
        async with self._kit.database.reading() as tx:
            return await rows.find_handle(tx, named.rpartition(":")[2].partition(".")[0])

    async def shown(self, letter: Letter, question: Question | None) -> bool:
        """Erase this letter, and no other of its kind; False where the question has been ended
        otherwise since it was read, so that this must be shown anew: a kill leaves the letter too.
        """
        async with self._kit.database.transaction() as tx:
            now = await rows.find(tx, letter.subject)
            if (now and how_it_stands(now)) != (question and how_it_stands(question)):
                return False
            await db.outbox.erase_one(tx, letter.id)
        return True

    def words(self, thing: Said | Question) -> str:
        return self._kit.words.question(thing) if isinstance(thing, Question) else thing.text

    async def reported(self, letter: Letter) -> Said | Question | None:
        """What was reported, unless it is gone or taken down meanwhile."""
        async with self._kit.database.reading() as tx:
            question = await rows.find(tx, letter.subject)
        if question is not None:
            return None if question.ending is Ending.TAKEN_DOWN else question
        said = await self.written(letter)
        return said if said and said.entry.state is EntryState.POSTED else None

    async def digest(self, letter: Letter) -> Digest:
        """Look at what waits; in the evening at what has waited for whole days by then, alone."""
        look = self._wall(letter.due_at)
        async with self._kit.database.transaction() as tx:
            if not is_late(letter, self._kit.seconds()):  # it may have come there since
                await rows.note_waiting(tx, letter.due_at)
            kept = await rows.all_kept(tx)
            replies = [e for e in await entries.unposted(tx) if e.state is EntryState.REVIEW]
        waiting = [question for question in kept if question.seen is State.REVIEW]
        since = [self._wall(q.waits_since) for q in waiting if q.waits_since is not None]
        long = sum(at.time() == look.time() and at.date() < look.date() for at in since)
        if look.time() != TIMES_OF_DAY[0]:
            return Digest(long, long, [])
        unanswered = [q for q in kept if is_overdue(q, self._kit.now())]
        return Digest(len(waiting), long, unanswered, len(replies))

    def _wall(self, seconds: int) -> datetime:
        return datetime.fromtimestamp(seconds, UTC).astimezone(self._kit.zone)


async def _forget(tx: Transaction, letter: Letter) -> None:
    entry = await entries.find(tx, letter.subject)
    question = await rows.find(tx, entry.question_id if entry else letter.subject)
    closing = question is not None and question.state is State.CLOSING
    kept = ("failed",) if closing and question and not question.ending else ()
    if kept:
        await db.outbox.rest(tx, letter.kind, letter.subject)
    if kept and letter.attempts > 1:
        return  # Discord may still make what it was asked for: the sign looks for it once more
    await db.outbox.erase(tx, letter.kind, letter.subject, but=kept)
