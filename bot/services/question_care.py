"""What coordinators do about what they have read: let replies through, write to the asker, end it.

Who wrote what was taken down is told why. What is still held of an ended question goes nowhere: a
reply stays with its asker, an answer comes back to its writer.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, replace

import db.outbox
import db.question_entries as entries
import db.questions as rows
from bot.domain.questions import (
    DAY_SECONDS,
    Decision,
    Ending,
    Entry,
    EntryState,
    Question,
    Said,
    State,
    Verb,
    quoted,
)
from bot.services.question_context import DECIDE, Kit
from bot.services.question_limits import (
    ANSWER_DOWN,
    CLOSED,
    DECIDED,
    DOWN_BY_HAND,
    ENDED_ALREADY,
    ENDED_ON_ITS_WAY,
    IS_CLOSED,
    IS_DOWN,
    NOT_OUT,
    NOT_POSTED,
    REPLY_DECIDED,
    REPLY_STOPPED,
    Done,
    Press,
    was_decided,
)
from db.database import Transaction

ENDINGS = {Verb.TAKE_DOWN: Ending.TAKEN_DOWN, Verb.CLOSE: Ending.CLOSED}
ENDED = {Ending.TAKEN_DOWN: IS_DOWN, Ending.CLOSED: IS_CLOSED}
THREAD_GONE = "Its thread has been deleted in Discord."
REPORT_OVER = "What was reported about question {0} has been taken down."
REPLY_OVER = (
    "This reply to question {0} has been decided already, or was stopped when the question was"
    " blocked or ended. Nothing needs doing."
)


class Care:
    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def act(
        self, tx: Transaction, decision: Decision, press: Press, question: Question | None
    ) -> Done | None:
        """Carry out what was pressed; None while nothing may be shown of it."""
        if not decision.about:  # it was handed over
            if not press.person:
                return Done(decision.verb, press)
            return Done(decision.verb, replace(press, words=""), said=yours_is_down(press.words))
        if question is None:
            closed = DOWN_BY_HAND if decision.verb is Verb.TAKE_DOWN else CLOSED
            return Done(decision.verb, press, said="" if decision.acted else closed)
        if decision.verb is Verb.NOTE:
            return await self._note(tx, decision, press, question)
        if press.entry:
            entry = await entries.find(tx, press.entry)
            if entry is None or entry.question_id != question.id:
                return Done(decision.verb, press, said=REPLY_DECIDED.format(question.id))
            if decision.verb is Verb.TAKE_DOWN:
                return await self._take_down_entry(tx, decision, press, question, entry)
            return await self._reply(tx, decision, press, question, entry)
        return await self._end(tx, decision, press, question)

    async def _note(
        self, tx: Transaction, decision: Decision, press: Press, question: Question
    ) -> Done | None:
        if decision.acted:
            return Done(decision.verb, press)
        if question.state is State.CLOSING:
            return None
        entry_id = self._kit.new_id()
        sealed = self._kit.words.seal("question_entries", "sealed_text", entry_id, press.words)
        note = Entry(entry_id, question.id, 0, Said.NOTE, EntryState.HELD, sealed)
        await entries.add(tx, note)
        await entries.mark_posted(tx, entry_id)
        await entries.mark_acted(tx, decision.id)
        await self.tell(tx, question)
        return Done(decision.verb, press)

    async def _reply(
        self, tx: Transaction, decision: Decision, press: Press, question: Question, entry: Entry
    ) -> Done | None:
        verb = decision.verb
        if decision.acted:
            return Done(verb, press, card_of=question, entry=entry)
        if entry.state is EntryState.HELD:  # the same words when it has been withdrawn
            return Done(verb, press, said=NOT_POSTED.format(question.id))
        if entry.state is not EntryState.REVIEW:
            out = entry.state in (EntryState.RELEASING, EntryState.POSTED)
            if out and verb is Verb.RELEASE:
                return Done(verb, press)
            stopped = entry.state is EntryState.STOPPED
            why = REPLY_STOPPED if stopped else REPLY_DECIDED
            return Done(verb, press, said=why.format(question.id))
        if question.state is State.CLOSING:
            return None
        if verb is Verb.RELEASE:
            await entries.move(tx, entry.id, EntryState.REVIEW, EntryState.RELEASING)
            await db.outbox.plan_hidden(tx, "questions.pass", entry.id, self._kit.seconds())
        else:
            sealed = self._kit.words.seal("question_entries", "sealed_why", entry.id, press.words)
            await entries.move(tx, entry.id, EntryState.REVIEW, EntryState.DECLINED, sealed)
            await self.tell(tx, question)
        await entries.mark_acted(tx, decision.id)
        return Done(verb, press, card_of=question, entry=entry)

    async def _take_down_entry(
        self, tx: Transaction, decision: Decision, press: Press, question: Question, entry: Entry
    ) -> Done | None:
        done = Done(decision.verb, press, said=ANSWER_DOWN.format(question.id))
        if decision.acted:
            return done
        if entry.state is EntryState.TAKEN_DOWN:
            return Done(decision.verb, press)
        if entry.state is not EntryState.POSTED:
            if await db.outbox.is_tried(tx, entries.TO_THREAD, entry.id):
                return None  # it may stand; that is known once it has been looked for
            return Done(decision.verb, press, said=NOT_OUT.format(question.id))
        why = self._kit.words.seal("question_entries", "sealed_why", entry.id, press.words)
        await entries.move(tx, entry.id, EntryState.POSTED, EntryState.TAKEN_DOWN, why)
        await db.outbox.plan_hidden(tx, "questions.down", entry.id, self._kit.seconds())
        if entry.sealed_name is not None:
            await db.outbox.plan_hidden(tx, "questions.writer", entry.id, self._kit.seconds())
        await entries.mark_acted(tx, decision.id)
        await self.tell(tx, question)
        return done

    async def _end(
        self, tx: Transaction, decision: Decision, press: Press, question: Question
    ) -> Done | None:
        """The same where its asker has withdrawn it: the words stand there all the same."""
        verb, ending = decision.verb, ENDINGS[decision.verb]
        out = question.seen is State.OPEN
        said = (ENDED[ending] if out else ENDED_ON_ITS_WAY).format(question.id)
        shown = self._kit.words.question(question) if verb is Verb.TAKE_DOWN else ""
        done = Done(verb, press, card_of=question, said=said, shown=shown)
        if decision.acted:  # its card, unless another has ended it otherwise since
            return done if question.ending is ending else Done(verb, press, said=said)
        if not out and question.seen is not State.RELEASING:
            return Done(verb, press, said=NOT_OUT.format(question.id))
        if question.ending is ending:
            return Done(verb, press)
        if question.ending is Ending.TAKEN_DOWN:
            return Done(verb, press, said=ENDED_ALREADY.format(question.id))
        await self.end(tx, question, ending, press.words)
        await db.outbox.plan_hidden(tx, "questions.ended", question.id, self._kit.seconds())
        await plan_tidying(tx, question, self._kit.seconds())
        await entries.mark_acted(tx, decision.id)
        await self.tell(tx, question)
        return done

    async def end(self, tx: Transaction, question: Question, ending: Ending, why: str) -> None:
        """Take nothing more for it. What its asker has not read yet can still be read."""
        note = self._kit.words.seal("questions", "sealed_note", question.id, why)
        await rows.end(tx, question.id, ending, note)
        over = REPLY_OVER.format(question.id)
        for entry in await entries.of_question(tx, question.id):
            blocked = entry.state is EntryState.STOPPED and entry.card_id  # its card still asks
            if blocked or entry.state in (EntryState.REVIEW, EntryState.RELEASING):
                await self.hand_card(tx, on_card(entry.card_place, entry.card_id, over))
        # Stopped on its way it may stand; what failed is looked for once more.
        await db.outbox.revive(tx, "questions.publish", question.id, self._kit.seconds())
        for entry in await self.stop(tx, question):
            if not await db.outbox.is_tried(tx, "questions.answer", entry.id):
                await self._give_back(tx, entry)

    async def stop(self, tx: Transaction, question: Question) -> list[Entry]:
        """Stop its replies; what failed of its entries may stand, and is looked for once more."""
        await entries.stop_replies(tx, question.id)
        every = await entries.of_question(tx, question.id)
        kinds = (*entries.TO_THREAD, "questions.reply")
        await db.outbox.revive(tx, kinds, [each.id for each in every], self._kit.seconds())
        return every

    async def stop_one(self, tx: Transaction, entry: Entry) -> None:
        """It was looked for in its thread, and is not there."""
        if await entries.move(tx, entry.id, EntryState.RELEASING, EntryState.STOPPED):
            over = REPLY_OVER.format(entry.question_id)
            await self.hand_card(tx, on_card(entry.card_place, entry.card_id, over))
        await self._give_back(tx, entry)

    async def give_back(self, tx: Transaction, question: Question) -> None:
        """Hand answers that are not posted to whoever wrote them, as late ones are."""
        for entry in await entries.of_question(tx, question.id):
            await self._give_back(tx, entry)

    async def _give_back(self, tx: Transaction, entry: Entry) -> None:
        words, who = self._kit.words, self._kit.words.who(entry)
        if entry.said is not Said.ANSWER or entry.state is not EntryState.HELD:
            return
        if who.id:  # So it is carried out as one that came too late.
            await self._hand(tx, Verb.ANSWER, Press(who.id, who.name, words.entry(entry)))
        await entries.delete(tx, entry.id)

    async def tell_writers(self, tx: Transaction, question: Question) -> None:
        """Its rows go with the sign: who has not been told yet why their answer was taken down,
        because that waits for a time of day, is told now."""
        words = self._kit.words
        for entry in await entries.of_question(tx, question.id):
            waits = await db.outbox.goes_on(tx, "questions.writer", entry.id) is not None
            if waits and (who := words.who(entry)).id:
                await self._hand(tx, Verb.TAKE_DOWN, Press(who.id, who.name, words.why(entry)))

    async def hand_reports(self, tx: Transaction, question: Question) -> None:
        """What was reported, and no coordinator has read yet."""
        things = [(question.id, question.reported, question.thread_place, question.thread_id)]
        if question.ending is Ending.TAKEN_DOWN:
            things.clear()
        for each in await entries.of_question(tx, question.id):
            if each.state is EntryState.POSTED:
                number = each.message_id or question.thread_id
                things.append((each.id, each.reported, question.thread_id, number))
        for subject, why, place, number in things:
            waits = await db.outbox.goes_on(tx, "questions.report", subject) is not None
            if why and (waits or await db.outbox.has_failed(tx, "questions.report", subject)):
                await self.hand_report(tx, place, number, why)

    async def hand_downs(self, tx: Transaction, question: Question) -> None:
        """What was taken down, and still stands in its thread."""
        for each in await entries.of_question(tx, question.id):
            waits = await db.outbox.goes_on(tx, "questions.down", each.id) is not None
            if waits or await db.outbox.has_failed(tx, "questions.down", each.id):
                over = REPORT_OVER.format(question.id)
                named = f":down:{question.handle}.{each.id}"
                down = on_card(question.thread_id, each.message_id, over, named)
                await self._hand(tx, Verb.TAKE_DOWN, down)

    async def hand_report(self, tx: Transaction, place: int, number: int, why: int) -> None:
        """Of a message that stands in its channel, whatever is kept of its question. Once, so the
        number of the message is that of the row."""
        if await entries.find_decision(tx, number) is None:
            await self._hand(tx, Verb.NOTE, on_card(place, number, f"{why}"), number)

    async def hand_acted(
        self, tx: Transaction, question: Question, person: int = 0, but: Collection[int] = ()
    ) -> None:
        """The cards of what is carried out and could not be shown on them yet (of `person`), `but`
        those messages."""
        for decision in await entries.all_decisions(tx):
            typed = self._kit.words.decision(decision) if decision.acted else ""
            if not typed or decision.about != question.handle or decision.verb not in DECIDED:
                continue
            press = Press(**json.loads(typed))
            entry = await entries.find(tx, press.entry) if press.entry else None
            if (person and press.person != person) or (entry and decision.verb is Verb.TAKE_DOWN):
                continue
            words = f"{was_decided(question, decision.verb, reply=entry is not None)}."
            card = on_card(question.review_place, press.card or question.review_id, words)
            if entry is not None:
                card = on_card(entry.card_place, entry.card_id, words)
            if card.card not in but:
                await self.hand_card(tx, card)

    async def hand_card(self, tx: Transaction, card: Press) -> None:
        """A card in the review channel that is to say nothing else any more: it holds up neither
        the public sign nor the end of the rows. Once, however often that is tried."""
        waiting = {self._kit.words.decision(each) for each in await entries.all_decisions(tx)}
        if json.dumps(asdict(card)) not in waiting:
            await self._hand(tx, Verb.CLOSE, card)

    async def _hand(self, tx: Transaction, verb: Verb, press: Press, number: int = 0) -> None:
        """To one person, or about one message; about no question."""
        made = number or self._kit.new_id()
        sealed = self._kit.words.seal(
            "question_decisions", "sealed", made, json.dumps(asdict(press))
        )
        await entries.add_decision(tx, Decision(made, "", verb, sealed))
        await db.outbox.plan_hidden(tx, DECIDE, made, self._kit.seconds())

    async def tell(self, tx: Transaction, question: Question) -> None:
        """Plan the direct message to an asker who wants it, with a hold of its own.

        Whether the last one has been read is asked when it goes: no letter may tell. One that is
        due, and is held up, has perhaps been sent: it gives way, or this would not be told.
        """
        due = await db.outbox.first_due(tx, "questions.told", question.id)
        if question.address is None or (due is not None and due > self._kit.seconds()):
            return
        await db.outbox.erase(tx, "questions.told", question.id)
        await db.outbox.plan_hidden(tx, "questions.told", question.id, self._kit.held_until())


def on_card(place: int, number: int, words: str, marked: str = "") -> Press:
    """What is handed over about a message; one without a number is looked for by its mark."""
    return Press(0, marked, words, card=number, entry=place)


def yours_is_down(why: str) -> str:
    """For whoever wrote an answer that was taken down."""
    return (
        "An answer of yours to an anonymous question is being taken down by the coordinators. They"
        f" wrote why:\n{quoted(why)}"
    )


async def plan_tidying(tx: Transaction, question: Question, now: int) -> None:
    """The reason shows to the other coordinators for a day."""
    await db.outbox.erase(tx, "questions.tidy", question.id)
    await db.outbox.plan_hidden(tx, "questions.tidy", question.id, now + DAY_SECONDS)
