"""The coordinators' side: release, ask for changes, decline, block; and anybody's answers."""

from __future__ import annotations

from dataclasses import dataclass

import db.outbox
import db.question_entries as entries
import db.questions as rows
from bot.domain.errors import UserError
from bot.domain.questions import (
    BLOCK_SECONDS,
    Block,
    Entry,
    Question,
    Said,
    State,
    Told,
    is_overdue,
)
from bot.services.question_end import Destruction
from bot.services.question_kit import GONE, Kit, of_handle
from db.database import Transaction

# The same words whether its asker has changed it, withdrawn it, or done nothing yet: coordinators
# who press an old button again and again do not learn when the asker was there.
_WENT_BACK = (
    "has been sent back to its asker or declined since, and may have changed. Nothing was released"
)
_ALREADY = {
    State.CHANGES: _WENT_BACK,
    State.DECLINED: _WENT_BACK,
    State.RELEASING: "has been released already",
    State.OPEN: "has been released already",
    State.CLOSING: "has been withdrawn by its asker",
    State.HELD: "is on its way here. Please press the button again in a minute",
}
CARD_CHANGED = (
    "This question has come back with other words since, and nothing was released. Please look at"
    " its newest message and press Release there."
)
NOT_YET = "Its thread is being made at this moment. Please press the button again."


def _same_card(question: Question, card: int) -> None:
    if question.state is State.REVIEW and question.review_id != card:
        raise UserError(CARD_CHANGED)


@dataclass(frozen=True, repr=False)
class Waiting:
    """A question in the queue; `overdue` after 48 hours without an answer, `stuck` when a letter
    about it has failed."""

    question: Question
    overdue: bool
    stuck: bool


class Reviews:
    """What coordinators decide, each thing once."""

    def __init__(self, kit: Kit, destruction: Destruction) -> None:
        self._kit = kit
        self._destruction = destruction

    async def release(self, handle: str, card: int) -> Question:
        """Let a question go to its channel. Raises UserError when somebody was quicker.

        `card` is the review message whose words were looked at: where the question stands under
        another one, with other words, nothing is released.
        """
        async with self._kit.database.transaction() as tx:
            _same_card(await of_handle(tx, handle), card)
            question = await self._decide(tx, handle, State.RELEASING)
            await db.outbox.plan_hidden(tx, "questions.publish", question.id, self._kit.seconds())
        await self._kit.wake()
        return question

    async def ask_for_changes(self, handle: str, note: str) -> Question:
        """Send a question back with a note. Raises UserError when somebody was quicker."""
        return await self._send_back(handle, State.CHANGES, note)

    async def decline(self, handle: str, reason: str) -> Question:
        """Decline a question with a reason. Raises UserError when somebody was quicker."""
        return await self._send_back(handle, State.DECLINED, reason)

    async def answer(self, handle: str, name: str, text: str) -> None:
        """Keep an answer for the asker and its thread. Raises UserError when it is closed."""
        async with self._kit.database.transaction() as tx:
            question = await of_handle(tx, handle)
            if question.state is not State.OPEN:
                raise UserError(NOT_YET if question.state is State.RELEASING else GONE)
            entry_id = self._kit.new_id()
            seal = self._kit.words.seal
            sealed = seal("question_entries", "sealed_text", entry_id, text)
            who = seal("question_entries", "sealed_name", entry_id, name)
            await entries.add(tx, Entry(entry_id, question.id, 0, Said.ANSWER, sealed, who, False))
            await db.outbox.plan_hidden(tx, "questions.answer", entry_id, self._kit.seconds())
            await self._tell(tx, question)
        await self._kit.wake()

    async def check_open(self, handle: str) -> None:
        """Raise UserError unless the question can be answered."""
        async with self._kit.database.reading() as tx:
            if (await of_handle(tx, handle)).state not in (State.RELEASING, State.OPEN):
                raise UserError(GONE)

    async def check_waiting(self, handle: str) -> None:
        """Raise UserError unless the question still waits to be reviewed."""
        async with self._kit.database.reading() as tx:
            self._check(await of_handle(tx, handle))

    async def waiting(self, handle: str, card: int) -> tuple[Question, str]:
        """A question that waits to be reviewed under this message, with its words.

        Raises UserError when it does not, or has come back with other words.
        """
        async with self._kit.database.reading() as tx:
            question = await of_handle(tx, handle)
        self._check(question)
        _same_card(question, card)
        return question, self._kit.words.question(question)

    async def queue(self) -> list[Waiting]:
        """Every question that coordinators have seen; what is stuck is named and tried again.

        What is held for the first time is left out: its coming would tell when somebody asked.
        """
        async with self._kit.database.transaction() as tx:
            stuck = await self._destruction.mend(tx)
            kept = await rows.all_kept(tx)
        await self._kit.wake()
        now = self._kit.now()
        return [
            Waiting(question, is_overdue(question, now), question.id in stuck)
            for question in kept
            if question.review_id or question.id in stuck
        ]

    async def numbers(self) -> list[int]:
        """The numbers of all questions that coordinators have seen."""
        async with self._kit.database.reading() as tx:
            return [question.id for question in await rows.all_kept(tx) if question.review_id]

    async def block(self, number: int) -> Question:
        """Stop whoever asked it, without learning who. Raises UserError when that cannot be."""
        async with self._kit.database.transaction() as tx:
            question = await rows.find(tx, number)
            if question is None or not question.review_id:
                raise UserError(f"I keep no question {number}. `/question queue` shows them all.")
            if question.tag is None:
                raise UserError("That question can no longer be matched with anybody.")
            ends_at = self._kit.seconds() + BLOCK_SECONDS
            await rows.block(tx, Block(number, question.tag, ends_at))
        return question

    async def unblock(self, handle: str) -> Question:
        """End a block early. Raises UserError when the question is gone."""
        async with self._kit.database.transaction() as tx:
            question = await of_handle(tx, handle)
            await rows.unblock(tx, question.id)
        return question

    async def shared(self, handle: str) -> tuple[Question, list[str]]:
        """A question that its asker lets become a resource, with its words and all answers.

        Raises UserError when it has been closed meanwhile.
        """
        async with self._kit.database.reading() as tx:
            question = await of_handle(tx, handle)
            said = await entries.of_question(tx, question.id)
        if not question.shared:
            raise UserError(GONE)
        words = self._kit.words
        answers = [words.entry(entry) for entry in said if entry.said is Said.ANSWER]
        return question, [words.question(question), *answers]

    async def _send_back(self, handle: str, state: State, note: str) -> Question:
        async with self._kit.database.transaction() as tx:
            question = await self._decide(tx, handle, state)
            sealed = self._kit.words.seal("questions", "sealed_note", question.id, note)
            await rows.note(tx, question.id, sealed)
            await self._tell(tx, question)
        await self._kit.wake()
        return question

    async def _decide(self, tx: Transaction, handle: str, state: State) -> Question:
        question = await of_handle(tx, handle)
        self._check(question)
        await rows.move(tx, question.id, State.REVIEW, state)
        return question

    def _check(self, question: Question) -> None:
        if question.state is not State.REVIEW:
            back = question.sealed_note is not None
            how = _WENT_BACK if back else _ALREADY[question.state]
            raise UserError(f"Question {question.id} {how}.")

    async def _tell(self, tx: Transaction, question: Question) -> None:
        if question.address is None or question.told is Told.TOLD:
            return
        if not await rows.is_planned(tx, "questions.told", question.id):
            await db.outbox.plan_hidden(tx, "questions.told", question.id, self._kit.seconds())
