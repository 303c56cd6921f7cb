"""Whom news is for, and where the message that says so stands, or is about to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import db.outbox
import db.questions as rows
from bot.domain.outbox import Delivery, Letter, Outcome
from bot.domain.questions import News, Question
from bot.services.question_context import Kit
from db.database import Transaction

NOT_WANTED = Outcome(Delivery.NOT_WANTED)


@dataclass(frozen=True, repr=False)
class Told:
    """A letter of news: for whom, 0 for nobody, and the message of the last time."""

    letter: Letter
    person: int
    last: News | None


class Telling:
    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def whom_to_tell(self, letter: Letter) -> Told | Outcome:
        """NOT_WANTED where nobody wants to hear of it any more."""
        async with self._kit.database.reading() as tx:
            question = await rows.find(tx, letter.subject)
        if question is None or question.address is None:
            return NOT_WANTED
        return Told(letter, self._kit.words.address(question), self._kit.words.news(question))

    async def forget(self, letter: Letter) -> None:
        async with self._kit.database.transaction() as tx:
            await db.outbox.erase_one(tx, letter.id)

    async def due_news(self, kind: str) -> list[Told]:
        """Every letter that is due, of whoever wants to hear of news."""
        words, due = self._kit.words, await self._due(kind)
        return [
            Told(letter, words.address(of), words.news(of))
            for letter, of in due
            if of.address is not None
        ]

    def news(self, last: News | None) -> News:
        """Its mark is drawn once and sealed: neither the letter's number nor a copy of it leads
        from a direct message to a question."""
        return last or News(self._kit.new_id())

    async def sends(self, due: Mapping[Told, News | None]) -> None:
        """Remember where each message is about to stand, or stands; the last one for None."""
        async with self._kit.database.transaction() as tx:
            for each, news in due.items():
                await self._place(tx, each.letter.subject, news or self.news(each.last))

    async def told(self, due: Mapping[Told, News | None]) -> list[News]:
        """The askers were told, all at once; the messages that must go too, their questions are
        gone.

        Without news they cannot be, so the address is of no use any more and nobody's takes its
        place. Other tables name whose messages are closed, so the same rows are written for both.
        """
        gone = []
        async with self._kit.database.transaction() as tx:
            for each, news in due.items():
                letter, person = each.letter, each.person if news else 0
                address = self._kit.words.seal_address(letter.subject, person)
                await db.outbox.erase_one(tx, letter.id)
                await rows.place_address(tx, letter.subject, address)
                stands = await self._place(tx, letter.subject, news or self.news(None))
                gone += [news] if news and not stands else []
        return gone

    async def _place(self, tx: Transaction, question_id: int, news: News) -> bool:
        sealed = self._kit.words.seal_news(question_id, news)
        return await rows.place_news(tx, question_id, sealed)

    async def ended_news(self, kind: str) -> list[News]:
        """Of every question of which nothing is seen any more, and whose letter is due."""
        ended = [of for _, of in await self._due(kind) if not of.thread_id and not of.review_id]
        return [news for each in ended if (news := self._kit.words.news(each))]

    async def _due(self, kind: str) -> list[tuple[Letter, Question]]:
        due = "kind = ? AND due_at <= ?"
        async with self._kit.database.reading() as tx:
            letters = await db.outbox.letters(tx, due, (kind, self._kit.seconds()))
            found = [(each, await rows.find(tx, each.subject)) for each in letters]
        return [(letter, of) for letter, of in found if of is not None]
