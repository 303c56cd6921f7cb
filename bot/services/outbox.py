"""Delivers letters: claim, send, settle, and exactly one message (SPEC 4)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import db.outbox as rows
from bot.clock import Now
from bot.domain.holdings import Holding
from bot.domain.outbox import Delivery, Letter, Outcome, pause_seconds
from db.database import Database, Transaction

Deliver = Callable[[Letter], Awaitable[Outcome]]
RingAt = Callable[[datetime | None], None]

AT_ONCE = 10
REST_SECONDS = 3
log = logging.getLogger("repbot.outbox")

HOLDINGS = (
    Holding(
        "outbox",
        None,
        "that a reminder is planned or was sent; a letter for one person names them by number",
        "so that a reminder is neither lost nor sent twice",
        "90 days after it was sent",
        "nobody; coordinators see how many reminders of a call did not arrive",
    ),
)


class Outbox:
    """One mechanism for whatever must happen later."""

    def __init__(self, database: Database, now: Now, ring_at: RingAt) -> None:
        self._database = database
        self._now = now
        self._ring_at = ring_at
        self._carried: set[asyncio.Task[None]] = set()
        self._resting = False
        self._released = False
        self._owed: dict[int, tuple[Letter, Outcome]] = {}
        self._deliverers: dict[str, Deliver] = {}

    def on(self, kind: str, deliver: Deliver) -> None:
        """Let `deliver` carry the letters of a kind."""
        self._deliverers[kind] = deliver

    def kinds(self) -> set[str]:
        """Return the kinds of letters that can be delivered."""
        return set(self._deliverers)

    async def start(self) -> None:
        """After a start: look again at what was being sent, and deliver what is overdue."""
        await self.deliver_due()

    async def wake(self) -> None:
        """Set the alarm anew; call it after a transaction that planned letters."""
        async with self._database.reading() as tx:
            earliest = await rows.next_try(tx)
        self._ring_at(None if earliest is None else datetime.fromtimestamp(earliest, UTC))

    async def deliver_due(self) -> None:
        """Deliver every letter whose time has come, several at once, then set the alarm.

        While the database cannot be written nothing is claimed; the next sweep tries again.
        """
        while not self._resting:
            try:
                letters = await self._claim()
            except Exception:
                log.exception("letters wait: the database cannot be written")
                return
            if not letters:
                break
            if len(letters) < AT_ONCE:
                await self.wake()
            tasks = {asyncio.create_task(self._carry(letter)) for letter in letters}
            self._carried |= tasks
            await asyncio.gather(*tasks)
            self._carried -= tasks
        else:
            return
        await self.wake()

    async def _claim(self) -> list[Letter]:
        """Claim what is due; before that, write down what could not be written when it ended."""
        async with self._database.transaction() as tx:
            owed = list(self._owed.values())
            released = 0 if self._released else await rows.release_claimed(tx)
            for letter, outcome in owed:
                await self._settle(tx, letter, outcome)
            letters = await rows.claim_due(tx, self._seconds(), AT_ONCE)
        self._released = True
        for letter, _ in owed:
            self._owed.pop(letter.id, None)
        if released:
            log.info("released=%d after an interruption", released)
        return letters

    async def rest(self) -> None:
        """Take up nothing more, and let what is being sent come to its end."""
        self._resting = True
        if self._carried:
            await asyncio.wait(self._carried, timeout=REST_SECONDS)

    async def health(self, upcoming: int = 3) -> tuple[dict[str, int], list[Letter]]:
        """Return how many letters are in each state, and the next ones that wait."""
        async with self._database.reading() as tx:
            return await rows.count_by_state(tx), await rows.next_waiting(tx, upcoming)

    async def _carry(self, letter: Letter) -> None:
        outcome = await self._attempt(letter)
        try:
            async with self._database.transaction() as tx:
                await self._settle(tx, letter, outcome)
        except Exception:
            log.exception("letter=%d kind=%s is not written down yet", letter.id, letter.kind)
            self._owed[letter.id] = letter, outcome
            return
        log.info("letter=%d kind=%s outcome=%s", letter.id, letter.kind, outcome.delivery.name)

    async def _settle(self, tx: Transaction, letter: Letter, outcome: Outcome) -> None:
        if outcome.delivery is Delivery.TRY_LATER:
            try_at = self._seconds() + pause_seconds(letter.attempts)
            await rows.put_off(tx, letter.id, try_at, outcome.reason)
        else:
            state = outcome.delivery.value
            await rows.settle(tx, letter.id, state, outcome.reason, self._seconds())

    async def _attempt(self, letter: Letter) -> Outcome:
        deliver = self._deliverers.get(letter.kind)
        if deliver is None:
            return Outcome(Delivery.IMPOSSIBLE, "this kind of letter is no longer known")
        try:
            return await deliver(letter)
        except Exception:
            log.exception("letter=%d kind=%s raised", letter.id, letter.kind)
            return Outcome(Delivery.TRY_LATER, "something went wrong on my side")

    def _seconds(self) -> int:
        return int(self._now().timestamp())
