"""What is kept of whoever answers somebody's anonymous question, or decides something about it."""

from __future__ import annotations

import json

import db.outbox
import db.question_entries as entries
import db.questions as rows
from bot.domain.questions import Verb
from bot.services.question_care import Care
from bot.services.question_context import DECIDE, Kit
from bot.services.question_limits import Press
from db.database import Transaction
from db.privacy import Facts


class Writers:
    def __init__(self, kit: Kit, care: Care) -> None:
        self._kit = kit
        self._care = care

    async def given(self, tx: Transaction, person: int) -> list[Facts]:
        """What somebody has answered, as long as it is kept that they did. What was pressed and
        waits as well: whether it still does hangs on the asker."""
        words, given = self._kit.words, list[tuple[int, str]]()
        for each in await entries.who_answered(tx):
            if words.who(each).id == person:
                given.append((each.question_id, words.entry(each)))
        for decision in await entries.all_decisions(tx):
            question = await rows.find_handle(tx, decision.about)
            typed = words.decision(decision)
            if decision.verb is not Verb.ANSWER or decision.acted or not typed or question is None:
                continue
            press = Press(**json.loads(typed))
            if press.person == person:
                given.append((question.id, press.words))
        return [(("question", number), ("words", said)) for number, said in sorted(given)]

    async def forget(self, tx: Transaction, person: int) -> None:
        """The answers stay, without whose they were. What was pressed and is not carried out yet
        would name them again: it goes, and an answer with it.

        That it was pressed is remembered for its quarter of an hour all the same: whoever erased
        themselves again and again would else learn by what counts anew what has been withdrawn.
        """
        words = self._kit.words
        for each in await entries.who_answered(tx):
            if words.who(each).id == person:
                await entries.forget_who(tx, each.id)
        for decision in await entries.all_decisions(tx):
            typed = words.decision(decision)
            if typed and Press(**json.loads(typed)).person == person:
                question = await rows.find_handle(tx, decision.about)
                if question is not None:
                    await self._care.hand_acted(tx, question, person)
                await entries.delete_decision(tx, decision.id)
                await db.outbox.erase(tx, DECIDE, decision.id)
