"""The services of anonymous questions on a real file, with a clock and chance of our own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher

import db.outbox
from bot.domain.outbox import Letter
from bot.domain.questions import Verb
from bot.domain.receipts import Receipt
from bot.services.question_context import DECIDE, Kit
from bot.services.question_decisions import Decisions
from bot.services.question_endings import Destruction
from bot.services.question_letters import Letters
from bot.services.question_limits import Done, Press
from bot.services.question_news import Telling
from bot.services.question_review import Reviews
from bot.services.questions import Questions
from bot.vault import Vault
from cogs.questions import public_text
from db.database import Database
from tests.fakes import Clock

SERVER = 1456074443980800002
RIA, ROB = 1456074443980800017, 1456074443980800018
REVIEW, CHANNEL = 11, 12
Service = TypeVar("Service")


async def _nothing() -> None:
    """Wake nobody: tests deliver by themselves."""


def quick_hash(secret: str) -> str:
    """Hash with the same library and the least work."""
    return PasswordHasher(1, 8, 1).hash(secret)


@dataclass
class Desk:
    """Everything a test of questions needs."""

    clock: Clock
    database: Database
    kit: Kit
    destruction: Destruction
    asking: Questions
    reviews: Reviews
    letters: Letters
    decisions: Decisions
    telling: Telling

    async def ask(
        self, person: int = RIA, *, wants_word: bool = False, words: str = "How?"
    ) -> Receipt:
        """Let somebody ask."""
        return await self.asking.ask(person, words, wants_word=wants_word, morning=False)

    async def queue(self) -> str:
        """All that coordinators read in the queue."""
        waiting = await self.reviews.queue()
        return str(
            [(public_text.waiting(one), public_text.link_to(one.question, 1)) for one in waiting]
        )

    async def withdraw(self, code: str) -> None:
        """Let whoever holds the code withdraw a question."""
        await self.asking.withdraw(await self.asking.open(RIA, code))

    async def letter(self, kind: str, after: int = 16 * 60) -> Letter:
        """Move the clock and claim the one letter of a kind that is due."""
        self.clock.forward(seconds=after)
        async with self.database.transaction() as tx:
            due = await db.outbox.claim_due(tx, self.kit.seconds(), 1000)
            for other in due:
                if other.kind != kind:
                    await db.outbox.put_off(tx, other.id, other.try_at, "")
        (found,) = (letter for letter in due if letter.kind == kind)
        return found

    async def review(self, receipt: Receipt) -> str:
        """Bring a held question before the coordinators; its handle."""
        letter = await self.letter("questions.release")
        found = await self.letters.in_review(letter, REVIEW, receipt.number * 10)
        assert found
        async with self.database.reading() as tx:
            rows = await tx.execute_fetchall(
                "SELECT handle FROM questions WHERE id = ?", (receipt.number,)
            )
        return str(next(iter(rows))[0])

    async def release(self, receipt: Receipt) -> str:
        """Bring a held question into its channel; its handle."""
        handle = await self.review(receipt)
        await self.decide(Verb.RELEASE, handle, card=receipt.number * 10)
        letter = await self.letter("questions.publish", 0)
        await self.letters.published(letter, CHANNEL, receipt.number * 10)
        await self.letters.is_done(letter)  # its thread is open
        return handle

    async def press(
        self,
        verb: Verb,
        about: str | int,
        words: str = "",
        card: int = 0,
        who: int = ROB,
        entry: int = 0,
    ) -> None:
        """Let somebody press; it waits for its moment."""
        await self.decisions.take(verb, str(about), Press(who, "Rob", words, card, entry))

    async def carry(self, after: int = 60) -> Done | None:
        """Let the moment pass, and carry out what was pressed."""
        letter = await self.letter(DECIDE, after)
        done = await self.decisions.act(letter)
        if done is not None:
            await self.decisions.finish(letter)
        return done

    async def decide(
        self, verb: Verb, about: str | int, words: str = "", card: int = 0, entry: int = 0
    ) -> Done | None:
        """Let somebody press, and carry it out; what became of it."""
        await self.press(verb, about, words, card, entry=entry)
        return await self.carry()

    async def reply_in_review(self) -> int:
        """Bring the reply that is held before the coordinators; its number."""
        letter = await self.letter("questions.reply")
        assert await self.letters.reply(letter)
        assert await self.letters.reply_in_review(letter, REVIEW, 7)
        return letter.subject

    async def let_through(self, handle: str) -> None:
        """Bring the reply that is held into its thread."""
        entry = await self.reply_in_review()
        await self.decide(Verb.RELEASE, handle, entry=entry)
        await self.letters.posted(await self.letter("questions.pass", 0), 8)

    async def count(self, table: str) -> int:
        """How many rows a table has."""
        async with self.database.reading() as tx:
            rows = await tx.execute_fetchall(f"SELECT count(*) FROM {table}")
        return int(next(iter(rows))[0])

    def files(self) -> bytes:
        """Every byte of the database and its log."""
        folder, name = self.database.path.parent, self.database.path.name
        return b"".join(path.read_bytes() for path in sorted(folder.glob(f"{name}*")))


def make_desk(
    database: Database,
    clock: Clock,
    folder: Path,
    hashing: Callable[[str], str] = quick_hash,
    seed: int = 1,
) -> Desk:
    """Build the services as the bot does."""
    vault = Vault.open(folder / "keys" / "repbot.keys")
    zone = ZoneInfo("Europe/London")
    kit = Kit(database, _nothing, clock, vault, SERVER, zone, Random(seed))
    destruction = Destruction(kit)
    asking = Questions(kit, destruction, hashing)
    reviews, letters = Reviews(kit, destruction), Letters(kit)
    return Desk(
        clock, database, kit, destruction, asking, reviews, letters, Decisions(kit), Telling(kit)
    )
