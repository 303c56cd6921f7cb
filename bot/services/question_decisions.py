"""What others decide about a question. It is taken whatever has become of the question, and
carried out a moment later: neither the answer to a press nor its timing tells what the asker did.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

import db.outbox
import db.question_blocks as blocks
import db.question_decisions as decisions
import db.question_entries as entries
import db.questions as rows
from bot.domain.outbox import Letter
from bot.domain.questions import (
    DAY_SECONDS,
    MOMENT_SECONDS,
    Block,
    Decision,
    Entry,
    Question,
    Said,
    State,
    Told,
    Verb,
)
from bot.services.question_context import Kit
from db.database import Transaction

DECIDE = "questions.decide"
A_MOMENT_SECONDS = 10
CLOSED = (
    "That question has been closed meanwhile: withdrawn by its asker, or 30 days old. So nothing"
    " was released, sent back or declined."
)
ANSWER_BACK = (
    "The question that you answered has been closed meanwhile, so your answer went nowhere. Here it"
    " is back; thank you for writing it."
)
# The same words whether its asker has changed it, withdrawn it, or done nothing yet.
WENT_BACK = (
    "Question {0} has been sent back to its asker or declined since, and may have changed. Nothing"
    " was done for your press."
)
RELEASED_ALREADY = (
    "Question {0} had been released by then, so it was neither sent back nor declined."
)
CARD_CHANGED = (
    "Question {0} has come back with other words since, so nothing was done. Please look at its"
    " newest message and press there."
)
NO_SUCH = "I keep no question {0}, so nothing is blocked. `/question queue` shows them all."
TOO_OLD = (
    "Question {0} is too old for that, so nothing is blocked: a block can do nothing any more,"
    " because what could match its asker is kept for 14 days at most, as promised."
)
_NEW_STATES = {
    Verb.RELEASE: State.RELEASING,
    Verb.CHANGES: State.CHANGES,
    Verb.DECLINE: State.DECLINED,
}


@dataclass(frozen=True, repr=False)
class Press:
    """Who pressed, and what they typed; `card` is the review message that they looked at."""

    person: int
    name: str = ""
    words: str = ""
    card: int = 0


@dataclass(frozen=True, repr=False)
class Done:
    """What became of a press. `said` is for who pressed alone, with what they had typed."""

    verb: Verb
    press: Press
    card_of: Question | None = None
    blocked: Question | None = None
    said: str = ""


class Decisions:
    """Takes what is pressed, and carries it out, each thing once."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def take(self, verb: Verb, about: str, press: Press) -> int:
        """Keep what was pressed about a question (its handle; for a block its number).

        Nothing of the question is read. Returns the number of what was kept.
        """
        made = self._kit.new_id()
        sealed = self._kit.words.seal(
            "question_decisions", "sealed", made, json.dumps(asdict(press))
        )
        due = self._kit.seconds() + self._kit.chance.randint(*MOMENT_SECONDS)
        async with self._kit.database.transaction() as tx:
            if verb in _NEW_STATES:  # who pressed first decides
                due = max(due, await decisions.latest_due(tx, about) + 1)
            await decisions.add(tx, Decision(made, about, verb, sealed))
            await db.outbox.plan_hidden(tx, DECIDE, made, due)
        await self._kit.wake()
        return made

    async def act(self, letter: Letter) -> Done | None:
        """Carry out what was pressed; None while nothing may be shown of it.

        May be called again until `finish`: what is done already is not done twice.
        """
        async with self._kit.database.transaction() as tx:
            decision = await decisions.find(tx, letter.subject)
            typed = "" if decision is None else self._kit.words.decision(decision)
            if decision is None or not typed:
                await decisions.delete(tx, letter.subject)
                await db.outbox.erase(tx, letter.kind, letter.subject)
                return None
            if decision.verb is Verb.BLOCK:
                question = await rows.find(tx, int(decision.about))
            else:
                question = await rows.find_handle(tx, decision.about)
            press = Press(**json.loads(typed))
            done = await self._act(tx, decision, press, question)
            if done is None and question is not None:
                await self._put_off(tx, letter, question)
        await self._kit.wake()
        return done

    async def finish(self, letter: Letter) -> None:
        """Everything that follows from it has been shown."""
        async with self._kit.database.transaction() as tx:
            await decisions.delete(tx, letter.subject)
            await db.outbox.erase(tx, letter.kind, letter.subject)

    async def _put_off(self, tx: Transaction, letter: Letter, question: Question) -> None:
        """Wait until others may see that it is closed, or until its thread is made."""
        now = self._kit.seconds()
        closes = await rows.due(tx, "questions.close", question.id) or now
        await db.outbox.erase(tx, letter.kind, letter.subject)
        due = max(closes, now) + A_MOMENT_SECONDS
        await db.outbox.plan_hidden(tx, letter.kind, letter.subject, due)

    async def _act(
        self, tx: Transaction, decision: Decision, press: Press, question: Question | None
    ) -> Done | None:
        if decision.verb is Verb.BLOCK:
            return await self._block(tx, decision, press, question)
        if decision.verb is Verb.ANSWER:
            return await self._answer(tx, decision, press, question)
        return await self._review(tx, decision, press, question)

    async def _review(
        self, tx: Transaction, decision: Decision, press: Press, question: Question | None
    ) -> Done | None:
        verb = decision.verb
        if question is None:
            return Done(verb, press, said="" if decision.acted else CLOSED)
        if decision.acted:
            return Done(verb, press, card_of=question)
        if question.seen is not State.REVIEW or _other_card(question, verb, press):
            return Done(verb, press, said=_too_late(question, verb))
        if not await rows.move(tx, question.id, State.REVIEW, _NEW_STATES[verb]):
            return None
        await decisions.mark_acted(tx, decision.id)
        if verb is Verb.RELEASE:
            await db.outbox.plan_hidden(tx, "questions.publish", question.id, self._kit.seconds())
        else:
            seal = self._kit.words.seal
            note = seal("questions", "sealed_note", question.id, press.words)
            await rows.note(tx, question.id, note)
            await self._tell(tx, question)
        return Done(verb, press, card_of=question)

    async def _answer(
        self, tx: Transaction, decision: Decision, press: Press, question: Question | None
    ) -> Done | None:
        if decision.acted:
            return Done(decision.verb, press)
        if question is None or question.seen not in (State.RELEASING, State.OPEN):
            return Done(decision.verb, press, said=ANSWER_BACK)
        if question.state is not State.OPEN:
            return None
        entry_id, seal = self._kit.new_id(), self._kit.words.seal
        sealed = seal("question_entries", "sealed_text", entry_id, press.words)
        who = self._kit.words.seal_who(entry_id, press.name, press.person)
        await entries.add(tx, Entry(entry_id, question.id, 0, Said.ANSWER, sealed, who, False))
        await db.outbox.plan_hidden(tx, "questions.answer", entry_id, self._kit.seconds())
        await decisions.mark_acted(tx, decision.id)
        await self._tell(tx, question)
        return Done(decision.verb, press)

    async def _block(
        self, tx: Transaction, decision: Decision, press: Press, question: Question | None
    ) -> Done | None:
        if decision.acted:
            return Done(decision.verb, press, blocked=question)
        if question is None or not question.review_id:
            return Done(decision.verb, press, said=NO_SUCH.format(decision.about))
        if question.state is State.CLOSING:
            return None
        today, last = self._kit.seconds() // DAY_SECONDS, question.block_until
        if question.tag is None or last is None or last < today:
            return Done(decision.verb, press, said=TOO_OLD.format(question.id))
        await blocks.block(tx, Block(question.id, question.tag, (last + 1) * DAY_SECONDS))
        if await rows.move_unseen(tx, question.id, State.HELD, State.CHANGES):
            await db.outbox.erase(tx, "questions.release", question.id)
        await entries.stop_replies(tx, question.id)
        await decisions.mark_acted(tx, decision.id)
        return Done(decision.verb, press, blocked=question)

    async def _tell(self, tx: Transaction, question: Question) -> None:
        """Plan the direct message to an asker who wants it, with a hold of its own."""
        if question.address is None or await rows.due(tx, "questions.told", question.id):
            return
        read = await rows.due(tx, "questions.read", question.id)
        if question.told is Told.TOLD and read is None:
            return
        due = max(self._kit.held_until(), (read or 0) + 1)
        await db.outbox.plan_hidden(tx, "questions.told", question.id, due)


def _other_card(question: Question, verb: Verb, press: Press) -> bool:
    """Whether other words were looked at; a form may have lost its message, a release has one."""
    known = press.card or verb is Verb.RELEASE
    return bool(known) and question.review_id != press.card


def _too_late(question: Question, verb: Verb) -> str:
    """Why it was not done, as far as others may know; "" where it has happened as wished."""
    if question.seen in (State.RELEASING, State.OPEN):
        return "" if verb is Verb.RELEASE else RELEASED_ALREADY.format(question.id)
    why = CARD_CHANGED if question.seen is State.REVIEW else WENT_BACK
    return why.format(question.id)
