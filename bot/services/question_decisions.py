"""What others decide about a question. It is taken whatever has become of the question, and
carried out a moment later: neither the answer to a press nor its timing tells what the asker did.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import db.outbox
import db.question_entries as entries
import db.questions as rows
from bot.domain.errors import UserError
from bot.domain.outbox import Letter
from bot.domain.questions import (
    DAY_SECONDS,
    MOMENT_SECONDS,
    Block,
    Decision,
    Entry,
    EntryState,
    Question,
    Said,
    State,
    Verb,
)
from bot.services.question_care import Care, plan_tidying
from bot.services.question_context import DECIDE, Kit, Who
from bot.services.question_limits import (
    ANSWER_BACK,
    ANSWER_RULES,
    CLOSED,
    ENOUGH_ANSWERS,
    ENOUGH_NOTES,
    NO_SUCH,
    NOT_POSTED,
    TOO_OLD,
    Done,
    Press,
    RateLimiter,
    Repeats,
    is_being_posted,
    other_card,
    too_late,
    what,
)
from db.database import Transaction

A_MOMENT_SECONDS = 10
IN_TURN_SECONDS = 60  # longer than a moment: within it those just pressed take turns
_ENDING = (Verb.TAKE_DOWN, Verb.CLOSE)
_NEW_STATES = {
    Verb.RELEASE: State.RELEASING,
    Verb.CHANGES: State.CHANGES,
    Verb.DECLINE: State.DECLINED,
}


class Decisions:
    """Takes what is pressed, and carries it out, each thing once."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        # Of the same words again the first alone is told; other words would be a look each.
        self._limits = {
            Verb.ANSWER: RateLimiter(ANSWER_RULES, too_many=ENOUGH_ANSWERS),
            Verb.NOTE: RateLimiter(ANSWER_RULES, too_many=ENOUGH_NOTES),
        }
        self._repeats = Repeats()
        self._undone: set[str] = set()
        self._care = Care(kit)

    async def take(self, verb: Verb, about: str, press: Press) -> int:
        """Keep what was pressed about a question (its handle; for a block its number).

        Nothing of the question is read. Returns the number of what was kept, or 0 where the same
        person pressed the same within a quarter of an hour: that is told once. Raises UserError
        for an answer or a note too many.
        """
        undone = verb is Verb.BLOCK and about in self._undone
        pressed, now = what(verb, about, press), self._kit.now()
        wait = self._repeats.left(press.person, pressed, now, undone=undone)
        if wait and not undone:
            return 0
        self._undone.discard(about)
        limit = self._limits.get(verb)
        if limit is not None:
            try:
                limit.take(press.person, self._kit.now(), about)
            except UserError:
                self._repeats.forget(press.person, pressed)
                raise
        try:
            return await self._keep(verb, about, press, wait)
        except BaseException:
            self._repeats.forget(press.person, pressed)
            if limit is not None:
                limit.give_back(press.person, about)
            raise

    def undone(self, question: Question) -> None:
        """A coordinator has ended a block, so it may be wished again."""
        self._undone.add(str(question.id))

    async def _keep(self, verb: Verb, about: str, press: Press, wait: int) -> int:
        made = self._kit.new_id()
        sealed = self._kit.words.seal(
            "question_decisions", "sealed", made, json.dumps(asdict(press))
        )
        due = self._kit.seconds() + wait + self._kit.chance.randint(*MOMENT_SECONDS)
        async with self._kit.database.transaction() as tx:
            if verb in _ENDING or verb in _NEW_STATES:  # who pressed first decides
                others = await entries.decisions_about(tx, about)
                # Not behind what waits for Discord or for the public sign: an ending would find
                # nothing to end, and the silence of what comes too late would tell of the sign.
                until = self._kit.seconds() + IN_TURN_SECONDS
                due = max(due, await db.outbox.latest_due(tx, DECIDE, others, until) + 1)
            await entries.add_decision(tx, Decision(made, about, verb, sealed))
            await db.outbox.plan_hidden(tx, DECIDE, made, due)
        await self._kit.wake()
        return made

    async def act(self, letter: Letter) -> Done | None:
        """Carry out what was pressed; None while nothing may be shown of it.

        May be called again until `finish`: what is done already is not done twice.
        """
        async with self._kit.database.transaction() as tx:
            decision = await entries.find_decision(tx, letter.subject)
            typed = "" if decision is None else self._kit.words.decision(decision)
            if decision is None or not typed:
                await entries.delete_decision(tx, letter.subject)
                await db.outbox.erase(tx, letter.kind, letter.subject)
                return None
            if decision.verb is Verb.BLOCK:
                question = await rows.find(tx, int(decision.about))
            else:
                question = await rows.find_handle(tx, decision.about)
            press = Press(**json.loads(typed))
            done = await self._act(tx, decision, press, question)
            if done is None and question is not None:
                done = await self._put_off(tx, letter, question, Done(decision.verb, press))
        await self._kit.wake()
        if done is not None and done.said:
            self._repeats.forget(press.person, what(done.verb, decision.about, press))
        return done

    async def hand_card(self, card: Press) -> None:
        """It could not be changed now."""
        async with self._kit.database.transaction() as tx:
            await self._care.hand_card(tx, card)
        await self._kit.wake()

    async def finish(self, letter: Letter) -> None:
        """Everything that follows from it has been shown."""
        async with self._kit.database.transaction() as tx:
            await entries.delete_decision(tx, letter.subject)
            await db.outbox.erase(tx, letter.kind, letter.subject)

    async def _put_off(
        self, tx: Transaction, letter: Letter, question: Question, done: Done
    ) -> Done | None:
        """Wait until others may see that it is closed, or until it is posted; not for nothing."""
        now, about = self._kit.seconds(), str(question.id)
        said = await db.outbox.goes_on(tx, entries.TO_THREAD, done.press.entry)
        closing = question.state is State.CLOSING and not said
        kinds = ("questions.close",) if closing else (*rows.POSTS, "questions.card")
        goes = said or await db.outbox.goes_on(tx, kinds, question.id)
        if goes is None:
            closed = {Verb.ANSWER: ANSWER_BACK, Verb.BLOCK: NO_SUCH}.get(done.verb, CLOSED)
            return replace(done, said=(closed if closing else NOT_POSTED).format(about))
        await db.outbox.erase(tx, letter.kind, letter.subject)
        # So late after the sign that nothing pressed before it takes its turn behind this.
        after = A_MOMENT_SECONDS + (IN_TURN_SECONDS if closing else 0)
        due = max(now, goes) + after
        others = await entries.decisions_about(tx, question.handle)
        # Behind what waits for the same; in an outage who pressed seconds later may come first.
        until = due + IN_TURN_SECONDS
        due = max(due, await db.outbox.latest_due(tx, DECIDE, others, until) + 1)
        await db.outbox.plan_hidden(tx, letter.kind, letter.subject, due)
        return None

    async def _act(
        self, tx: Transaction, decision: Decision, press: Press, question: Question | None
    ) -> Done | None:
        if decision.verb is Verb.BLOCK:
            return await self._block(tx, decision, press, question)
        if decision.verb is Verb.ANSWER:
            return await self._answer(tx, decision, press, question)
        if press.entry or decision.verb not in _NEW_STATES:
            return await self._care.act(tx, decision, press, question)
        return await self._review(tx, decision, press, question)

    async def _review(
        self, tx: Transaction, decision: Decision, press: Press, question: Question | None
    ) -> Done | None:
        verb = decision.verb
        if question is None:
            return Done(verb, press, said="" if decision.acted else CLOSED)
        shown = self._kit.words.question(question) if verb is Verb.DECLINE else ""
        if decision.acted:  # the card that was looked at; what ended it since says so there
            card = replace(question, review_id=press.card or question.review_id)
            return Done(verb, press, card_of=None if question.ending else card, shown=shown)
        if is_being_posted(question, press):
            failed = await db.outbox.has_failed(tx, "questions.release", question.id)
            return Done(verb, press, said=NOT_POSTED.format(question.id)) if failed else None
        if question.seen is not State.REVIEW or other_card(question, verb, press):
            return Done(verb, press, said=too_late(question, verb))
        if not await rows.move(tx, question.id, State.REVIEW, _NEW_STATES[verb]):
            return None
        await entries.mark_acted(tx, decision.id)
        if verb is Verb.RELEASE:
            await db.outbox.plan_hidden(tx, "questions.publish", question.id, self._kit.seconds())
        else:
            seal = self._kit.words.seal
            note = seal("questions", "sealed_note", question.id, press.words)
            await rows.note(tx, question.id, note)
            if verb is Verb.DECLINE:
                await plan_tidying(tx, question, self._kit.seconds())
            await self._care.tell(tx, question)
        return Done(verb, press, card_of=question, shown=shown)

    async def _answer(
        self, tx: Transaction, decision: Decision, press: Press, question: Question | None
    ) -> Done | None:
        if decision.acted:
            return Done(decision.verb, press)
        unseen = question is None or question.seen not in (State.RELEASING, State.OPEN)
        if question is None or unseen or question.ending:
            return Done(decision.verb, press, said=ANSWER_BACK)
        if question.seen is State.RELEASING and await db.outbox.has_failed(
            tx, "questions.publish", question.id
        ):
            return Done(decision.verb, press, said=NOT_POSTED.format(question.id))
        if question.state is not State.OPEN:
            return None
        entry_id, seal = self._kit.new_id(), self._kit.words.seal
        sealed = seal("question_entries", "sealed_text", entry_id, press.words)
        who = Who(press.name, press.person, press.coordinator, press.for_library)
        held = self._kit.words.seal_who(entry_id, who)
        answer = Entry(entry_id, question.id, 0, Said.ANSWER, EntryState.HELD, sealed, held)
        await entries.add(tx, answer)
        await db.outbox.plan_hidden(tx, "questions.answer", entry_id, self._kit.seconds())
        await entries.mark_acted(tx, decision.id)
        await self._care.tell(tx, question)
        return Done(decision.verb, press)

    async def _block(
        self, tx: Transaction, decision: Decision, press: Press, question: Question | None
    ) -> Done | None:
        if decision.acted:
            return Done(decision.verb, press, blocked=question)
        verb, letter = decision.verb, "questions.release"
        tried = question is not None and await db.outbox.is_tried(tx, letter, question.id)
        closing = question is not None and question.state is State.CLOSING
        if question is not None and question.block_until is None:  # never seen in review so far
            if await db.outbox.has_failed(tx, letter, question.id):
                return Done(verb, press, said=NOT_POSTED.format(question.id))
            if tried or closing:
                return None
        if question is None or not question.review_id:
            return Done(verb, press, said=NO_SUCH.format(decision.about))
        today, last = self._kit.seconds() // DAY_SECONDS, question.block_until
        if last is None or last < today or (question.tag is None and not closing):
            return Done(verb, press, said=TOO_OLD.format(question.id))
        if question.tag is None:
            return None
        await entries.block(tx, Block(question.id, question.tag, (last + 1) * DAY_SECONDS))
        # What is on its way already may stand there: it is not held any more, so it is let in.
        if not tried and await rows.move_unseen(tx, question.id, State.HELD, State.CHANGES):
            await db.outbox.erase(tx, letter, question.id)
            await rows.note(tx, question.id, None)  # the change it asked for has been made
        await self._care.stop(tx, question)
        await entries.mark_acted(tx, decision.id)
        return Done(decision.verb, press, blocked=question)
