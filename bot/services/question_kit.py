"""What the services of anonymous questions share, and what they hold."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

import db.questions as rows
from bot.clock import Now
from bot.domain.errors import UserError
from bot.domain.holdings import Holding
from bot.domain.questions import Question, held_until
from bot.services.question_words import Words
from bot.vault import DayKeys, Vault
from db.database import Database, Transaction

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
        """Raise UserError for somebody who asked a question that is blocked."""
        async with self.database.reading() as tx:
            blocks = await rows.blocks(tx)
        for block in blocks:
            who = (self.server, person, block.question_id)
            if self.day_keys.fits(block.tag, now.date(), *who):
                raise UserError(BLOCKED)


async def of_handle(tx: Transaction, handle: str) -> Question:
    """The question whose public buttons carry the handle. Raises UserError when it is gone."""
    question = await rows.find_handle(tx, handle)
    if question is None:
        raise UserError(GONE)
    return question
