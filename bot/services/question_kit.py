"""What the services of anonymous questions share, and what they hold."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

import db.question_blocks as blocks
import db.questions as rows
from bot.clock import Now
from bot.domain.errors import UserError
from bot.domain.holdings import Holding
from bot.domain.questions import Question, State, Told, held_until
from bot.services.question_words import Words
from bot.vault import DayKeys, Vault
from db.database import Database, Transaction

STOPPED = (
    "A coordinator has stopped this question, so nothing more goes on from it. `/support` shows who"
    " else to talk to."
)
GONE = "I keep that question no longer: it has been closed, and what led to its asker destroyed."
BLOCKED = (
    "A coordinator has stopped questions from whoever asked an earlier one, and that fits you. They"
    " have not learnt who you are. It ends by itself within 14 days; until then you can write to a"
    " coordinator under your own name, and `/support` shows who else to talk to."
)
_KEPT = "until it is closed, or 30 days after its release"

HOLDINGS = (
    Holding(
        "questions",
        None,
        "anonymous questions, sealed; who asked is not in it. If the asker wanted to be told of"
        " answers, their sealed address, which only the receipt code's owner can have removed",
        "so that a question can be asked without a name, and be answered",
        _KEPT,
        "the words: everybody, once released; who asked: nobody here",
    ),
    Holding(
        "question_entries",
        None,
        "answers and replies to anonymous questions, sealed; an answer holds the name of who"
        " gave it until it stands in its thread",
        "so that the asker can read them with the receipt code",
        _KEPT,
        "everybody who can see the thread",
    ),
    Holding(
        "question_news",
        None,
        "sealed: where my direct message to an asker stands that says there is news",
        "so that it can be deleted once they have read it",
        "until they open the question, at the latest until it is closed",
        "nobody",
    ),
    Holding(
        "question_decisions",
        None,
        "sealed: who pressed Release, Ask for changes, Decline or Answer, or blocked a question,"
        " and what they typed",
        "so that nobody learns from the answer to a press what an asker did",
        "about a minute; a quarter of an hour where the question has been closed meanwhile",
        "nobody",
    ),
    Holding(
        "question_blocks",
        None,
        "a keyed hash of a blocked question; the key is destroyed after 14 days",
        "so that an abuser can be stopped without learning who it is",
        "14 days",
        "nobody",
    ),
)


@dataclass(frozen=True, repr=False)
class Kit:
    """The tools of every service here. `wake` sets the alarm anew."""

    database: Database
    wake: Callable[[], Awaitable[None]]
    now: Now
    vault: Vault
    server: int
    zone: ZoneInfo
    chance: Random = field(default_factory=secrets.SystemRandom)

    @property
    def words(self) -> Words:
        """The vault by the columns of this feature."""
        return Words(self.vault)

    @property
    def day_keys(self) -> DayKeys:
        """The keys of tags."""
        return self.vault.day_keys

    def seconds(self) -> int:
        """Now, in UTC seconds."""
        return int(self.now().timestamp())

    def held_until(self) -> int:
        """A random instant 2 to 15 minutes from now (UTC seconds)."""
        return int(held_until(self.now(), self.chance).timestamp())

    def new_id(self) -> int:
        """A random id: its order says nothing."""
        return self.chance.randrange(1, 2**53)

    async def refuse_blocked(self, person: int, now: datetime) -> None:
        """Raise UserError for somebody whose earlier question is blocked, and who asks anew."""
        async with self.database.reading() as tx:
            blocked = await blocks.blocks(tx)
        for block in blocked:
            who = (self.server, person, block.question_id)
            if self.day_keys.fits(block.tag, now.date(), *who):
                raise UserError(BLOCKED)

    def new_question(
        self, number: int, name: str, hashed: str, person: int, text: str, wants_word: bool
    ) -> Question:
        """A question as it is kept at first; who asked is in its tag, and sealed in its address."""
        words = self.words
        return Question(
            id=number,
            handle=f"{self.new_id():x}",
            state=State.HELD,
            pseudonym=name,
            sealed_text=words.seal("questions", "sealed_text", number, text),
            sealed_note=None,
            receipt=hashed,
            tag=self.day_keys.tag(self.now().date(), self.server, person, number),
            address=words.seal_address(number, person) if wants_word else None,
            told=Told.NOT_YET,
            shared=False,
            blocked=False,
            review_place=0,
            review_id=0,
            thread_place=0,
            thread_id=0,
            released_at=None,
            ends_at=None,
            answered=False,
            seen=State.HELD,
            block_until=None,
            news=None,
        )


async def of_handle(tx: Transaction, handle: str) -> Question:
    """The question whose public buttons carry the handle. Raises UserError when it is gone."""
    question = await rows.find_handle(tx, handle)
    if question is None:
        raise UserError(GONE)
    return question
