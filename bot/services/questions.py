"""The asker's side: ask, open with the receipt, read, change, reply, withdraw."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Container
from dataclasses import dataclass

import db.outbox
import db.question_entries as entries
import db.questions as rows
from bot.domain.errors import UserError
from bot.domain.questions import (
    ASKS,
    REPLIES,
    Ending,
    Entry,
    EntryState,
    News,
    Question,
    Said,
    State,
    held_behind,
    is_overdue,
    pseudonym,
    release_at,
)
from bot.domain.receipts import (
    FIRST_NUMBER,
    LAST_NUMBER,
    SECRET_DIGITS,
    Receipt,
    code_refused,
    read_receipt,
)
from bot.services.question_context import GONE, STOPPED, Kit, Who
from bot.services.question_endings import Destruction
from bot.services.question_limits import AttemptLimiter, Grants, RateLimiter
from bot.vault import slow_hash, slow_match
from db.database import Transaction

# Matched where no question has the number: the time an answer takes must not tell which there are.
_NOBODYS = (
    "$argon2id$v=19$m=19456,t=2,p=1$retWOcIgbgunsBDsdnXPAA$"
    "OF4MK1EYB6g6f0UoBr/w4Gb8hBGEfEBHuN9YG0WX6zs"
)
NOT_OPEN = "You can reply once your question has been released; until then you can withdraw it."
ENDED = (
    "The coordinators have ended this question, so nothing more goes on from it. What stands here"
    " you can still read; `/support` shows who else to talk to."
)
NOT_ASKED = "No change has been asked for any more, so your question stays as it is."


ANY = News(0)


@dataclass(frozen=True, repr=False)
class Look:
    """Entries with their words, in order; `news` is the direct message that has done its work;
    `about` an entry, by its id: who answered, and why it was declined or taken down; `stuck`: it
    could not be passed on so far."""

    question: Question
    text: str
    note: str
    entries: list[tuple[Entry, str]]
    overdue: bool
    news: News | None
    unreachable: bool
    about: dict[int, tuple[Who, str]]
    stuck: bool


class Questions:
    def __init__(
        self, kit: Kit, destruction: Destruction, hash_slowly: Callable[[str], str] = slow_hash
    ) -> None:
        self._kit = kit
        self._destruction = destruction
        self._hash_slowly = hash_slowly
        self._grants, self._tries = Grants(), AttemptLimiter()
        self._asks = RateLimiter(ASKS, "questions")
        self._replies = RateLimiter(REPLIES, "replies")

    async def ask(self, person: int, text: str, *, wants_word: bool, morning: bool) -> Receipt:
        """`text` is cleaned. Raises UserError at a limit or block."""
        now = self._kit.now()
        await self._kit.refuse_blocked(person, now)
        self._asks.take(person, now)
        try:
            secret = f"{self._kit.chance.randrange(10**SECRET_DIGITS):0{SECRET_DIGITS}}"
            due = int(release_at(now, morning, self._kit.zone, self._kit.chance).timestamp())
            async with self._kit.database.reading() as tx:
                number = self._free_number(await rows.names(tx))
            receipt = Receipt(number, secret)
            # Before the transaction: it is slow on purpose, and whoever writes waits.
            hashed = await asyncio.to_thread(self._hash_slowly, receipt.hashed)
            async with self._kit.database.transaction() as tx:
                taken = (await rows.names(tx)).values()
                name = pseudonym(taken, self._kit.chance)
                question = self._kit.new_question(number, name, hashed, person, text, wants_word)
                await rows.add(tx, question)
                await db.outbox.plan_hidden(tx, "questions.release", number, due)
        except BaseException:
            self._asks.give_back(person)
            raise
        await self._kit.wake()
        return receipt

    async def take_back(self, receipt: Receipt, person: int) -> None:
        """The receipt could not be handed over, so nothing was asked."""
        self._asks.give_back(person)
        async with self._kit.database.transaction() as tx:
            await rows.delete(tx, receipt.number)

    async def open(self, person: int, code: str) -> str:
        """The grant for a receipt code.

        Raises CodeRefusedError when it does not fit, and UserError when that was too often.
        """
        self._tries.check(person, self._kit.now())
        receipt = read_receipt(code)
        left = self._tries.start(person, self._kit.now())
        async with self._kit.database.reading() as tx:
            question = await rows.find(tx, receipt.number)
        hashed = question.receipt if question is not None else None
        fits = await asyncio.to_thread(slow_match, hashed or _NOBODYS, receipt.hashed)
        if not fits or hashed is None:
            raise code_refused(left)
        self._tries.right(person)
        return self.grant(receipt)

    def grant(self, receipt: Receipt) -> str:
        """For whoever holds the code, for 15 minutes."""
        return self._grants.give(receipt.number, self._kit.now(), str(receipt))

    def code(self, grant: str) -> str:
        """The receipt code once more. Raises GrantOverError."""
        return self._grants.code(grant, self._kit.now())

    async def look(self, grant: str) -> Look:
        """Read everything, which changes no row: two that change together would be one person's.

        Who calls this deletes the direct message: that it stands no more says that it was read.
        """
        async with self._kit.database.reading() as tx:
            question = await self._granted(tx, grant)
            said = await entries.of_question(tx, question.id)
            failed = await db.outbox.has_failed(tx, rows.POSTS, question.id)
        words = self._kit.words
        return Look(
            question,
            words.question(question),
            words.note(question),
            [(entry, words.entry(entry)) for entry in said],
            is_overdue(question, self._kit.now()),
            words.news(question),
            question.address is not None and not words.address(question),
            {entry.id: (words.who(entry), words.why(entry)) for entry in said},
            failed and not question.ending,
        )

    async def change(self, grant: str, text: str) -> None:
        """Put changed words where a coordinator asked for changes; they are held once more."""
        async with self._kit.database.transaction() as tx:
            question = await self._granted(tx, grant)
            if question.blocked:
                raise UserError(STOPPED)
            if not await rows.move_unseen(tx, question.id, State.CHANGES, State.HELD):
                raise UserError(NOT_ASKED)
            sealed = self._kit.words.seal("questions", "sealed_text", question.id, text)
            await rows.write(tx, question.id, sealed)
            await db.outbox.plan_hidden(
                tx, "questions.release", question.id, self._kit.held_until()
            )
        await self._kit.wake()

    async def reply(self, grant: str, person: int, text: str) -> None:
        """Hold a reply for the thread; replies keep their order."""
        now = self._kit.now()
        self._grants.question(grant, now)
        self._replies.take(person, now)
        try:
            async with self._kit.database.transaction() as tx:
                await self._hold_reply(tx, await self._granted(tx, grant), text)
        except BaseException:
            self._replies.give_back(person)
            raise
        await self._kit.wake()

    async def share(self, grant: str) -> None:
        """Let the answered question become a resource; coordinators hear of it after a hold."""
        async with self._kit.database.transaction() as tx:
            question = await self._granted(tx, grant)
            if question.blocked:
                raise UserError(STOPPED)
            if question.ending is Ending.TAKEN_DOWN:
                raise UserError(ENDED)
            if question.state is not State.OPEN or not question.answered:
                raise UserError("There is no answer yet that could help others.")
            if not question.shared:
                await rows.share(tx, question.id)
                due = self._kit.held_until()
                await db.outbox.plan_hidden(tx, "questions.share", question.id, due)
        await self._kit.wake()

    async def withdraw(
        self, grant: str, news_is_gone: bool = True, looked: News | None = ANY
    ) -> None:
        """Close for good: what leads to the asker is deleted now.

        Unless `news_is_gone`, where the direct message stands is kept until it is deleted; its row
        stays as long in any case, so that nobody's tells whether it was. `looked`: which one that
        was; another may have been sent meanwhile.
        """
        async with self._kit.database.transaction() as tx:
            question = await self._granted(tx, grant)
            if news := self._kit.words.news(question):
                same = looked is ANY or looked == news
                kept = News(self._kit.new_id()) if news_is_gone and same else news
                sealed = self._kit.words.seal_news(question.id, kept)
                await rows.place_news(tx, question.id, sealed)
            await self._destruction.part(tx, question)
        self._grants.end(question.id)
        await self._kit.wake()

    async def _granted(self, tx: Transaction, grant: str) -> Question:
        question = await rows.find(tx, self._grants.question(grant, self._kit.now()))
        if question is None or question.receipt is None:
            raise UserError(GONE)
        return question

    async def _hold_reply(self, tx: Transaction, question: Question, text: str) -> None:
        if question.blocked:
            raise UserError(STOPPED)
        if question.ending:
            raise UserError(ENDED)
        if question.state is not State.OPEN:
            raise UserError(NOT_OPEN)
        entry_id = self._kit.new_id()
        sealed = self._kit.words.seal("question_entries", "sealed_text", entry_id, text)
        await entries.add(tx, Entry(entry_id, question.id, 0, Said.REPLY, EntryState.HELD, sealed))
        others = await entries.held_replies(tx, question.id)
        after = await db.outbox.latest_due(tx, "questions.reply", others)
        due = held_behind(self._kit.seconds(), after, self._kit.chance)
        await db.outbox.plan_hidden(tx, "questions.reply", entry_id, due)

    def _free_number(self, taken: Container[int]) -> int:
        while (number := self._kit.chance.randint(FIRST_NUMBER, LAST_NUMBER)) in taken:
            continue
        return number
