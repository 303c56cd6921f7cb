"""A listener is worried about somebody: written to the safeguarding lead alone, sealed, unkept."""

from __future__ import annotations

import json
import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum

import db.outbox as outbox_rows
import db.safeguarding as rows
from bot.clock import Now
from bot.domain.errors import UserError
from bot.domain.outbox import DAY_SECONDS, Letter
from bot.domain.retention import CONCERN_DAYS
from bot.domain.urgent_text import urgent_words
from bot.services.outbox import Outbox
from bot.vault import Vault, VaultError
from db.database import Database, Transaction

TELL = "safeguarding.tell"
UNREAD = "safeguarding.unread"
WRITER = "safeguarding.writer"
CLEAR = "safeguarding.clear"
LETTERS = (TELL, UNREAD, WRITER, CLEAR)
SAME = 10 * 60
UNREAD_SECONDS = 4 * 3600
NOBODY = (
    "There is no safeguarding lead here whom I could reach, so nothing was sent. Here is who to"
    f" ring:\n{urgent_words()}"
)
NOT_YOURS = "This is for the safeguarding lead alone, or it has been written down and destroyed."


class Role(StrEnum):
    LEAD = "lead"
    DEPUTY = "deputy"


@dataclass(frozen=True, repr=False)
class Concern:
    """`to` is who has been asked to read it, in that order, and `unheard` how many of them had not
    when its writer was to be told (0: need not be); instants in UTC seconds."""

    id: int
    writer: int
    words: str
    to: tuple[int, ...]
    sent_at: int
    read_at: int
    unheard: int = 0


class Safeguarding:
    def __init__(self, database: Database, outbox: Outbox, now: Now, vault: Vault) -> None:
        self._database = database
        self._outbox = outbox
        self._now = now
        self._vault = vault
        self._unheard: dict[int, int] = {}  # whose writer is to be told, and who that is
        self._told: set[int] = set()

    async def chosen(self) -> dict[Role, int]:
        async with self._database.reading() as tx:
            return {Role(role): person for role, person in (await rows.chosen(tx)).items()}

    async def choose(self, role: Role, person: int) -> None:
        """Whoever was asked and is neither any more reads nothing, so the next is asked."""
        async with self._database.transaction() as tx:
            await rows.choose(tx, role, person)
            chosen = await rows.chosen(tx)
            for concern in await self._every(tx):
                if not concern.read_at and not {*concern.to} & {*chosen.values()}:
                    await self._ask_next(tx, concern)
        await self._outbox.wake()

    async def load(self) -> None:
        """Learn at start who is to be told."""
        async with self._database.reading() as tx:
            every = await self._every(tx)
        self._unheard = {each.id: each.writer for each in every if each.unheard}

    async def write(self, writer: int, words: str) -> None:
        """Raises UserError where there is nobody but the writer.

        The same once more within minutes is kept once: the answer to the first was lost.
        """
        now, number = self._seconds(), 1 + secrets.randbelow(2**62)
        async with self._database.transaction() as tx:
            others = await self._others(tx, (writer,))
            if not others:
                raise UserError(NOBODY)
            for each in await self._every(tx):
                if (each.writer, each.words) == (writer, words) and now - each.sent_at < SAME:
                    return
            concern = Concern(number, writer, words, (), now, 0)
            await rows.add(tx, number, self._seal(concern), now)
            await self._ask_next(tx, concern)
            await outbox_rows.plan_hidden(tx, CLEAR, number, now + CONCERN_DAYS * DAY_SECONDS)
        await self._outbox.wake()

    async def to_read(self, letter: Letter) -> Concern | None:
        """None once it is read or gone."""
        concern = await self.get(letter.subject)
        return None if concern is None or concern.read_at else concern

    async def get(self, number: int) -> Concern | None:
        async with self._database.reading() as tx:
            return await self._find(tx, number)

    async def pass_on(self, letter: Letter) -> None:
        """It could not be delivered, or was not read: ask the next, if there is one. Whoever wrote
        it is told where it was not delivered, and where there is no other: of each reader once.
        """
        async with self._database.transaction() as tx:
            concern = await self._find(tx, letter.subject)
            if concern is None or concern.read_at:
                return
            others = await self._others(tx, (concern.writer, *concern.to))
            unheard = letter.part + 1
            tells = letter.kind == TELL or (not others and unheard > concern.unheard)
            if tells:
                concern = replace(concern, unheard=unheard)
                await rows.seal_anew(tx, concern.id, self._seal(concern))
                now = self._seconds()
                await outbox_rows.plan_hidden(tx, WRITER, concern.id, now)
            if letter.part + 1 == len(concern.to):  # else it was passed on before
                await self._ask_next(tx, concern)
        if tells:
            self._unheard[concern.id] = concern.writer
            self._told.discard(concern.id)
        await self._outbox.wake()

    async def unheard(self, writer: int, *, again: bool = False) -> list[Concern]:
        """What this person wrote that nobody has read, and is to be told; `again`: told or not."""
        found = [number for number, person in self._unheard.items() if person == writer]
        wanted = [number for number in found if again or number not in self._told]
        every = [await self.get(number) for number in wanted]
        return [each for each in every if each is not None and not each.read_at]

    def told(self, concern: Concern) -> None:
        """In memory alone: a row that changed with it would say who wrote."""
        self._told.add(concern.id)

    async def open(self, number: int, person: int) -> Concern:
        """Raises UserError for whom it was not sent to, and for who is neither any more."""
        async with self._database.transaction() as tx:
            concern = await self._for(tx, number, person)
            await rows.was_read(tx, number, self._seconds())
        return concern

    async def written_down(self, number: int, person: int) -> None:
        """The words are destroyed at once; the rest as soon as its messages are taken back. Raises
        UserError as `open` does."""
        async with self._database.transaction() as tx:
            concern = await self._for(tx, number, person)
            await rows.seal_anew(tx, number, self._seal(replace(concern, words="")))
            # Their times would go on to tell that there was one, and when.
            await outbox_rows.erase(tx, LETTERS, number)
            await outbox_rows.plan_hidden(tx, CLEAR, number, self._seconds())
        await self._outbox.wake()

    async def cleared(self, number: int) -> None:
        """None of its messages stands any more."""
        async with self._database.transaction() as tx:
            await rows.destroy(tx, number)
            await outbox_rows.erase(tx, (TELL, UNREAD, WRITER), number)
        self._unheard.pop(number, None)
        self._told.discard(number)

    async def _for(self, tx: Transaction, number: int, person: int) -> Concern:
        concern, chosen = await self._find(tx, number), await rows.chosen(tx)
        if concern is None or not concern.words or person not in concern.to:
            raise UserError(NOT_YOURS)
        if person not in chosen.values():
            raise UserError(NOT_YOURS)
        return concern

    async def _ask_next(self, tx: Transaction, concern: Concern) -> None:
        """Who has not been asked, if there is anybody; `part` counts those who were."""
        others = await self._others(tx, (concern.writer, *concern.to))
        if not others:
            return
        now, part = self._seconds(), len(concern.to)
        to = replace(concern, to=(*concern.to, others[0]))
        await rows.seal_anew(tx, concern.id, self._seal(to))
        await outbox_rows.plan_hidden(tx, TELL, concern.id, now, part)
        await outbox_rows.plan_hidden(tx, UNREAD, concern.id, now + UNREAD_SECONDS, part)

    async def _others(self, tx: Transaction, but: tuple[int, ...]) -> list[int]:
        """Lead and deputy, in this order, without some."""
        chosen = await rows.chosen(tx)
        people = [chosen[role] for role in Role if role in chosen]
        return [person for person in dict.fromkeys(people) if person not in but]

    async def _every(self, tx: Transaction) -> list[Concern]:
        """But for those that none of today's keys opens."""
        found = []
        for number in await rows.numbers(tx):
            with suppress(VaultError):
                found.append(await self._find(tx, number))
        return [each for each in found if each is not None]

    async def _find(self, tx: Transaction, number: int) -> Concern | None:
        found = await rows.find(tx, number)
        if found is None:
            return None
        sealed, sent_at, read_at = found
        held = json.loads(self._vault.unseal(sealed, _context(number)))
        to, unheard = tuple(held["to"]), held.get("unheard", 0)
        return Concern(number, held["writer"], held["words"], to, sent_at, read_at, unheard)

    def _seal(self, concern: Concern) -> bytes:
        kept = ("writer", "words", "to", "unheard")
        held = {name: getattr(concern, name) for name in kept}
        return self._vault.seal(json.dumps(held), _context(concern.id))

    def _seconds(self) -> int:
        return int(self._now().timestamp())


def _context(number: int) -> bytes:
    return b"concerns.sealed:%d" % number
