"""What coordinators read of questions, and undo."""

from __future__ import annotations

from dataclasses import dataclass

import db.question_entries as entries
import db.questions as rows
from bot.domain.errors import UserError
from bot.domain.questions import Question, Said, is_overdue
from bot.services.question_context import GONE, Kit, of_handle
from bot.services.question_endings import Destruction


@dataclass(frozen=True, repr=False)
class Waiting:
    """A question in the queue; `overdue` after 48 hours without an answer, `stuck` when a letter
    about it has failed."""

    question: Question
    overdue: bool
    stuck: bool


class Reviews:
    """The queue, an undone block, and what may become a resource."""

    def __init__(self, kit: Kit, destruction: Destruction) -> None:
        self._kit = kit
        self._destruction = destruction

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

    async def unblock(self, handle: str) -> Question:
        """End a block early. Raises UserError when the question is gone."""
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
