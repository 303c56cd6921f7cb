"""What the services of anonymous questions share, and what they hold."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

import db.question_entries as entries
import db.questions as rows
from bot.clock import Now
from bot.domain.errors import UserError
from bot.domain.questions import Decision, Entry, News, Question, State, held_until
from bot.vault import DayKeys, Vault, VaultError
from db.database import Database, Transaction

DECIDE = "questions.decide"
STOPPED = (
    "A coordinator has stopped this question, so nothing more goes on from it. `/support` shows who"
    " else to talk to."
)
GONE = "That question is closed or taken down, so nothing more can be done about it."
BLOCKED = (
    "A coordinator has stopped questions from whoever asked an earlier one, and that fits you. They"
    " have not learnt who you are. It ends by itself within 14 days; until then you can write to a"
    " coordinator under your own name, and `/support` shows who else to talk to."
)


@dataclass(frozen=True, repr=False)
class Kit:
    """`wake` sets the alarm anew."""

    database: Database
    wake: Callable[[], Awaitable[None]]
    now: Now
    vault: Vault
    server: int
    zone: ZoneInfo
    chance: Random = field(default_factory=secrets.SystemRandom)

    @property
    def words(self) -> Words:
        return Words(self.vault)

    @property
    def day_keys(self) -> DayKeys:
        return self.vault.day_keys

    def seconds(self) -> int:
        return int(self.now().timestamp())

    def held_until(self) -> int:
        """2 to 15 minutes from now, at random (UTC seconds)."""
        return int(held_until(self.now(), self.chance).timestamp())

    def new_id(self) -> int:
        """At random: its order says nothing."""
        return self.chance.randrange(1, 2**53)

    async def refuse_blocked(self, person: int, now: datetime) -> None:
        """Raise UserError for somebody whose earlier question is blocked, and who asks anew."""
        async with self.database.reading() as tx:
            blocked = await entries.blocks(tx)
        for block in blocked:
            who = (self.server, person, block.question_id)
            if self.day_keys.fits(block.tag, now.date(), *who):
                raise UserError(BLOCKED)

    def new_question(
        self, number: int, name: str, hashed: str, person: int, text: str, wants_word: bool
    ) -> Question:
        """Who asked is in its tag, and sealed in its address."""
        words = self.words
        return Question(
            id=number,
            handle=f"{self.new_id():x}",
            state=State.HELD,
            pseudonym=name,
            sealed_text=words.seal("questions", "sealed_text", number, text),
            receipt=hashed,
            tag=self.day_keys.tag(self.now().date(), self.server, person, number),
            address=words.seal_address(number, person) if wants_word else None,
        )


async def of_handle(tx: Transaction, handle: str) -> Question:
    """Raises UserError when it is gone."""
    question = await rows.find_handle(tx, handle)
    if question is None:
        raise UserError(GONE)
    return question


LOST = "(These words can no longer be opened: the keys that sealed them are gone.)"
_ID_DIGITS = 20


def context(table: str, column: str, row_id: int) -> bytes:
    """Binds a sealed value to its place; db/sealed.py makes the same when keys change."""
    return f"{table}.{column}:{row_id}".encode()


@dataclass(frozen=True, repr=False)
class Who:
    """Who answered: for the thread, for the asker, and in case the answer comes back to them.

    `for_library`: they said yes to their words, without a name, being found there.
    """

    name: str = ""
    id: int = 0
    coordinator: bool = False
    for_library: bool = False


class Words:
    """The vault, by the columns of this feature."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def seal(self, table: str, column: str, row_id: int, text: str) -> bytes:
        return self._vault.seal(text, context(table, column, row_id))

    def seal_address(self, question_id: int, person: int) -> bytes:
        """All addresses have one length."""
        return self.seal("questions", "address", question_id, f"{person:0{_ID_DIGITS}}")

    def question(self, question: Question) -> str:
        return self._open("questions", "sealed_text", question.id, question.sealed_text)

    def note(self, question: Question) -> str:
        return self._open("questions", "sealed_note", question.id, question.sealed_note)

    def entry(self, entry: Entry) -> str:
        return self._open("question_entries", "sealed_text", entry.id, entry.sealed_text)

    def why(self, entry: Entry) -> str:
        return self._open("question_entries", "sealed_why", entry.id, entry.sealed_why)

    def seal_who(self, entry_id: int, who: Who) -> bytes:
        held = f"{who.name}\n{who.id}\n{int(who.coordinator)}{int(who.for_library)}"
        return self.seal("question_entries", "sealed_name", entry_id, held)

    def who(self, entry: Entry) -> Who:
        """Who answered; nobody where that is not known any more."""
        held = self._open("question_entries", "sealed_name", entry.id, entry.sealed_name)
        if entry.sealed_name is None or held == LOST:
            return Who()
        name, person, ticks = [*held.split("\n"), "", ""][:3]
        leads, yes = ticks[:1] == "1", ticks[1:] == "1"
        return Who(name, int(person) if person.isdecimal() else 0, leads, yes)

    def decision(self, decision: Decision) -> str:
        """What was pressed, or "" where its keys are gone."""
        held = self._open("question_decisions", "sealed", decision.id, decision.sealed)
        return "" if held == LOST else held

    def seal_news(self, question_id: int, news: News) -> bytes:
        """All have one length."""
        numbers = (news.mark, news.channel, news.message)
        text = "".join(f"{number:0{_ID_DIGITS}}" for number in numbers)
        return self.seal("question_news", "sealed", question_id, text)

    def news(self, question: Question) -> News | None:
        if question.news is None:
            return None
        try:
            held = self._vault.unseal(
                question.news, context("question_news", "sealed", question.id)
            )
        except VaultError:
            return None
        return News(*(int(held[at : at + _ID_DIGITS]) for at in range(0, len(held), _ID_DIGITS)))

    def address(self, question: Question) -> int:
        """0 for nobody."""
        if question.address is None:
            return 0
        try:
            held = self._vault.unseal(
                question.address, context("questions", "address", question.id)
            )
        except VaultError:
            return 0
        return int(held)

    def _open(self, table: str, column: str, row_id: int, sealed: bytes | None) -> str:
        if sealed is None:
            return ""
        try:
            return self._vault.unseal(sealed, context(table, column, row_id))
        except VaultError:
            return LOST
