"""What coordinators read of questions, and undo."""

from __future__ import annotations

from dataclasses import dataclass

import db.question_entries as entries
import db.questions as rows
from bot.domain.errors import UserError
from bot.domain.questions import Question, Said, State, is_overdue
from bot.services.question_context import GONE, Kit, of_handle
from bot.services.question_endings import Destruction
from db.database import Transaction


@dataclass(frozen=True, repr=False)
class Waiting:
    """`overdue` after 48 hours without an answer, `stuck` when a letter about it has failed."""

    question: Question
    overdue: bool
    stuck: bool

    @property
    def to_look_at(self) -> bool:
        """Whether coordinators have something to do: whatever its asker does, as it was."""
        return self.overdue or self.stuck or self.question.seen is State.REVIEW


class Reviews:
    def __init__(self, kit: Kit, destruction: Destruction) -> None:
        self._kit = kit
        self._destruction = destruction

    async def queue(self) -> list[Waiting]:
        """Every question that coordinators have seen; what is stuck is named and tried again.

        What is held for the first time is left out: its coming would tell when somebody asked.
        """
        async with self._kit.database.transaction() as tx:
            waiting = await self._waiting(tx)
            await self._destruction.mend(tx)
        await self._kit.wake()
        return waiting

    async def count(self) -> int:
        """How many there are to look at; nothing is written."""
        async with self._kit.database.reading() as tx:
            return sum(one.to_look_at for one in await self._waiting(tx))

    async def _waiting(self, tx: Transaction) -> list[Waiting]:
        stuck, now = await self._destruction.stuck(tx), self._kit.now()
        return [
            Waiting(question, is_overdue(question, now), question.id in stuck)
            for question in await rows.all_kept(tx)
            if question.review_id or question.id in stuck
        ]

    async def unblock(self, handle: str) -> Question:
        """Raises UserError when the question is gone."""
        async with self._kit.database.transaction() as tx:
            question = await of_handle(tx, handle)
            await entries.unblock(tx, question.id)
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
