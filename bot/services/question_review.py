"""What coordinators read of questions, and undo."""

from __future__ import annotations

from dataclasses import dataclass

import db.outbox
import db.question_entries as entries
import db.questions as rows
from bot.domain.errors import UserError
from bot.domain.questions import (
    MOMENT_SECONDS,
    Ending,
    Entry,
    EntryState,
    Question,
    Said,
    State,
    is_overdue,
)
from bot.services.question_care import Care
from bot.services.question_context import GONE, Kit, of_handle
from bot.services.question_endings import Destruction
from bot.services.question_letters import Said as ToPost
from db.database import Transaction

NO_YES = (
    "Nobody who answered has ticked that their words may go into the library, so nothing is made"
    " of them. You can ask whoever answered, in the thread, and add an entry of your own."
)


@dataclass(frozen=True, repr=False)
class Waiting:
    """`overdue` after 48 hours without an answer, `stuck` when a letter about it has failed;
    `replies` that wait to be looked at."""

    question: Question
    overdue: bool
    stuck: bool
    replies: list[Entry]

    @property
    def to_look_at(self) -> bool:
        """Whether coordinators have something to do: whatever its asker does, as it was."""
        waits = self.question.seen is State.REVIEW or bool(self.replies)
        return waits or self.overdue or self.stuck


@dataclass(frozen=True, repr=False)
class Seen:
    """What others may see of a question; its words only while they wait, or stand there.

    `replies` wait to be looked at; `posted` stand in its thread, answers too.
    """

    question: Question
    words: str
    replies: list[ToPost]
    posted: list[ToPost]


class Reviews:
    def __init__(self, kit: Kit, destruction: Destruction) -> None:
        self._kit = kit
        self._destruction = destruction
        self._care = Care(kit)
        self._reported: set[int] = set()  # messages: of some nothing else is kept

    async def queue(self) -> list[Waiting]:
        """Every question that coordinators have seen; what is stuck is named and tried again.

        What is held for the first time is left out: its coming would tell when somebody asked.
        """
        async with self._kit.database.transaction() as tx:
            waiting = await self._waiting(tx)
            await self._destruction.mend(tx)
        await self._kit.wake()
        return waiting

    async def retry(self) -> None:
        """Try anew what could not be posted."""
        async with self._kit.database.transaction() as tx:
            await self._destruction.mend(tx)
        await self._kit.wake()

    async def count(self) -> int:
        """How many there are to look at; nothing is written."""
        async with self._kit.database.reading() as tx:
            return sum(one.to_look_at for one in await self._waiting(tx))

    async def _waiting(self, tx: Transaction) -> list[Waiting]:
        stuck, now = await self._destruction.stuck(tx), self._kit.now()
        waiting = [e for e in await entries.unposted(tx) if e.state is EntryState.REVIEW]
        return [
            Waiting(
                question,
                is_overdue(question, now),
                question.id in stuck,
                [each for each in waiting if each.question_id == question.id],
            )
            for question in await rows.all_kept(tx)
            if question.review_id or question.id in stuck
        ]

    async def see(self, handle: str) -> Seen:
        """As others may know it, whatever its asker has done since. Raises UserError."""
        async with self._kit.database.reading() as tx:
            question = await of_handle(tx, handle)
            said = await entries.of_question(tx, question.id)
        words, out = self._kit.words, (State.REVIEW, State.RELEASING, State.OPEN)
        shown = question.seen in out and question.ending is not Ending.TAKEN_DOWN
        replies, posted = (
            [
                ToPost(question, each, words.entry(each), words.who(each))
                for each in said
                if each.state is state and each.said is not Said.NOTE
            ]
            for state in (EntryState.REVIEW, EntryState.POSTED)
        )
        return Seen(question, words.question(question) if shown else "", replies, posted)

    async def pause_ends(self, due: int) -> None:
        """Of several pauses the letter of each comes; it looks at what is set then."""
        async with self._kit.database.transaction() as tx:
            await db.outbox.plan_hidden(tx, "questions.resume", 0, due)
        await self._kit.wake()

    async def report(self, handle: str, entry: int, why: int, place: int, number: int) -> None:
        """Once for each thing; whoever reports it, nothing of them is kept.

        Of what is not known to stand, the channel and the number of its message go on.
        """
        async with self._kit.database.transaction() as tx:
            question = await rows.find_handle(tx, handle)
            said = await entries.find(tx, entry) if entry else None
            if question is None or not _stood(question, said, entry):
                if number not in self._reported:
                    await self._care.hand_report(tx, place, number, why)
            elif await _is_new(tx, question, entry, why):
                due = self._kit.seconds() + self._kit.chance.randint(*MOMENT_SECONDS)
                subject = entry or question.id
                await db.outbox.plan_hidden(tx, "questions.report", subject, due)
        self._reported.add(number)
        await self._kit.wake()

    async def unblock(self, handle: str) -> Question:
        """Raises UserError when the question is gone."""
        async with self._kit.database.transaction() as tx:
            question = await of_handle(tx, handle)
            await entries.unblock(tx, question.id)
        return question

    async def shared(self, handle: str) -> tuple[Question, list[str]]:
        """A question that its asker lets become a resource, with the answers that may be one.

        Raises UserError when it has been closed meanwhile, or nobody who answered has said yes.
        """
        async with self._kit.database.reading() as tx:
            question = await of_handle(tx, handle)
            said = await entries.of_question(tx, question.id)
        if not question.shared or question.ending is Ending.TAKEN_DOWN:
            raise UserError(GONE)
        words = self._kit.words
        stand = [each for each in said if each.state is EntryState.POSTED]
        answers = [words.entry(each) for each in stand if words.who(each).for_library]
        if not answers:
            raise UserError(NO_YES)
        return question, answers


def _stood(question: Question, said: Entry | None, entry: int) -> bool:
    """Whether it is known to stand there, or to have stood until it was taken down."""
    if not entry:
        return question.seen is State.OPEN
    out = (EntryState.POSTED, EntryState.TAKEN_DOWN)
    return said is not None and said.question_id == question.id and said.state in out


async def _is_new(tx: Transaction, question: Question, entry: int, why: int) -> bool:
    if entry:
        return await entries.report(tx, entry, why)
    down = question.ending is Ending.TAKEN_DOWN
    return not down and await rows.report(tx, question.id, why)
