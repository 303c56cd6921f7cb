"""A listener is worried about somebody: written to the safeguarding lead alone, sealed, unkept."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from enum import StrEnum

import db.outbox as outbox_rows
import db.safeguarding as rows
from bot.clock import Now
from bot.domain.errors import UserError
from bot.domain.outbox import Letter
from bot.domain.urgent_text import urgent_words
from bot.services.outbox import Outbox
from bot.vault import Vault
from db.database import Database, Transaction

TELL = "safeguarding.tell"
UNREAD = "safeguarding.unread"
WRITER = "safeguarding.writer"
UNREAD_SECONDS = 4 * 3600
NOBODY = (
    "There is no safeguarding lead here whom I could reach, so nothing was sent. Here is who to"
    f" ring:\n{urgent_words()}"
)
NOT_YOURS = "This is for the safeguarding lead alone, or it has been written down and destroyed."


class Role(StrEnum):
    LEAD = "lead"
    DEPUTY = "deputy"


@dataclass(frozen=True)
class Concern:
    """`to` is who has been asked to read it, in that order; instants in UTC seconds."""

    id: int
    writer: int
    words: str
    to: tuple[int, ...]
    sent_at: int
    read_at: int


class Safeguarding:
    def __init__(self, database: Database, outbox: Outbox, now: Now, vault: Vault) -> None:
        self._database = database
        self._outbox = outbox
        self._now = now
        self._vault = vault

    async def chosen(self) -> dict[Role, int]:
        async with self._database.reading() as tx:
            return {Role(role): person for role, person in (await rows.chosen(tx)).items()}

    async def choose(self, role: Role, person: int) -> None:
        async with self._database.transaction() as tx:
            await rows.choose(tx, role, person)

    async def write(self, writer: int, words: str) -> None:
        """Raises UserError where there is nobody but the writer."""
        now, number = self._seconds(), 1 + secrets.randbelow(2**62)
        async with self._database.transaction() as tx:
            others = await self._others(tx, (writer,))
            if not others:
                raise UserError(NOBODY)
            sealed = self._seal(number, writer, words, (others[0],))
            await rows.add(tx, number, sealed, now)
            await self._ask(tx, number, now, 0)
        await self._outbox.wake()

    async def to_read(self, letter: Letter) -> Concern | None:
        """None once it is read or gone."""
        concern = await self.get(letter.subject)
        return None if concern is None or concern.read_at else concern

    async def get(self, number: int) -> Concern | None:
        async with self._database.reading() as tx:
            return await self._find(tx, number)

    async def pass_on(self, letter: Letter) -> bool:
        """It could not be delivered, or was not read: ask the next, if there is one. Whoever wrote
        it is told where it was not delivered, and where there is no other. Returns whether it went
        on."""
        now = self._seconds()
        async with self._database.transaction() as tx:
            concern = await self._find(tx, letter.subject)
            if concern is None or concern.read_at:
                return False
            others = await self._others(tx, (concern.writer, *concern.to))
            last = letter.part + 1 == len(concern.to)  # else it was passed on before
            if others and last:
                to = (*concern.to, others[0])
                sealed = self._seal(concern.id, concern.writer, concern.words, to)
                await rows.seal_anew(tx, concern.id, sealed)
                await self._ask(tx, concern.id, now, len(concern.to))
            if letter.kind == TELL or not others:
                await outbox_rows.plan(tx, WRITER, concern.id, now, letter.part)
        await self._outbox.wake()
        return bool(others)

    async def open(self, number: int, person: int) -> Concern:
        """Raises UserError for whom it was not sent to."""
        async with self._database.transaction() as tx:
            concern = await self._find(tx, number)
            if concern is None or person not in concern.to:
                raise UserError(NOT_YOURS)
            await rows.was_read(tx, number, self._seconds())
        return concern

    async def written_down(self, number: int, person: int) -> None:
        """Destroy it. Raises UserError for whom it was not sent to."""
        async with self._database.transaction() as tx:
            concern = await self._find(tx, number)
            if concern is None or person not in concern.to:
                raise UserError(NOT_YOURS)
            await rows.destroy(tx, number)
            # Their times would go on to tell that there was one, and when.
            await outbox_rows.erase(tx, (TELL, UNREAD, WRITER), number)

    async def _ask(self, tx: Transaction, number: int, now: int, part: int) -> None:
        """`part` counts those who were asked before."""
        await outbox_rows.plan(tx, TELL, number, now, part)
        await outbox_rows.plan(tx, UNREAD, number, now + UNREAD_SECONDS, part)

    async def _others(self, tx: Transaction, but: tuple[int, ...]) -> list[int]:
        """Lead and deputy, in this order, without some."""
        chosen = await rows.chosen(tx)
        people = [chosen[role] for role in Role if role in chosen]
        return [person for person in dict.fromkeys(people) if person not in but]

    async def _find(self, tx: Transaction, number: int) -> Concern | None:
        found = await rows.find(tx, number)
        if found is None:
            return None
        sealed, sent_at, read_at = found
        held = json.loads(self._vault.unseal(sealed, _context(number)))
        to = tuple(held["to"])
        return Concern(number, held["writer"], held["words"], to, sent_at, read_at)

    def _seal(self, number: int, writer: int, words: str, to: tuple[int, ...]) -> bytes:
        held = {"writer": writer, "words": words, "to": to}
        return self._vault.seal(json.dumps(held), _context(number))

    def _seconds(self) -> int:
        return int(self._now().timestamp())


def _context(number: int) -> bytes:
    return b"concerns.sealed:%d" % number
