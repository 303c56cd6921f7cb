"""Delivers letters: claim, send, settle, and exactly one message."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import db.outbox as rows
import db.outbox_status as status
from bot.clock import Now
from bot.domain.outbox import (
    LATE_SECONDS,
    PAUSES_SECONDS,
    PERMISSION_SECONDS,
    PERMISSION_WANTED_SECONDS,
    PERMISSIONS,
    Delivery,
    Letter,
    Outcome,
    Urgency,
    hidden,
    is_day,
    pause_seconds,
    urgency,
)
from bot.services.few_notices import FewNotices
from bot.services.letter_kinds import Kind, Kinds
from db.database import Database, Transaction

RingAt = Callable[[datetime | None], None]

UNDELIVERED = "outbox.undelivered"  # its subject is the letter that could not be delivered
AT_ONCE = 20
REST_SECONDS = 2
USUAL_ZONE = ZoneInfo("Europe/London")
log = logging.getLogger("repbot.outbox")


class Outbox(Kinds):
    """One mechanism for whatever must happen later."""

    def __init__(
        self, database: Database, now: Now, wake_at: RingAt, zone: ZoneInfo = USUAL_ZONE
    ) -> None:
        self._database = database
        self._now = now
        self._wake_at = wake_at
        self.zone = zone
        super().__init__(FewNotices(database, now, zone))
        self._carried: set[asyncio.Task[None]] = set()
        self._runs: set[asyncio.Task[None] | None] = set()
        self._resting = False
        self._released = False
        self._owed: dict[int, tuple[Letter, Outcome]] = {}
        self._failed_hidden: set[str] = set()
        self._barred = True  # whether any may wait for a permission
        self._behind = 0  # how many of those being carried are behind the others

    async def start(self) -> None:
        """After a start: look again at what was being sent, and deliver what is overdue."""
        await self.deliver_due()

    async def at_night(self, _letter: Letter) -> int | None:
        """As `waits_for`: what mentions many goes at once by day, else in the morning."""
        return None if is_day(self._now(), self.zone) else 0

    async def wake(self) -> None:
        """Set the alarm anew; call it after a transaction that planned letters."""
        async with self._database.reading() as tx:
            # What must wait for a place is taken up by whoever holds one now.
            earliest = await rows.next_try(tx, self._seconds() if self._full else None)
        self._wake_at(None if earliest is None else datetime.fromtimestamp(earliest, UTC))

    async def deliver_due(self) -> None:
        """Deliver every letter whose time has come, several at once, then set the alarm.

        While the database cannot be written nothing is claimed; the next sweep tries again.
        """
        run = asyncio.current_task()
        self._runs.add(run)
        try:
            await self._deliver_due()
        finally:
            self._runs.discard(run)

    async def _deliver_due(self) -> None:
        going: set[asyncio.Task[None]] = set()
        while not self._resting:
            room = AT_ONCE - len(going)
            try:
                letters = await self._claim(room)
            except Exception as error:
                # Not logged at once: what rang may have been a hidden letter.
                self._failed_hidden.add(f"letters waited for the database: {type(error).__name__}")
                return
            if not letters and not going:
                break
            if len(letters) < room:
                await self.wake()
            going |= {self._set_out(letter) for letter in letters}
            # While more is due, the places of those that came back are filled again: to wait for
            # the slowest of a batch would leave Discord idle meanwhile.
            few = AT_ONCE // 2 if len(letters) == room else len(going) - 1
            while len(going) > few:
                _, going = await asyncio.wait(going, return_when=asyncio.FIRST_COMPLETED)
        if self._resting:
            await asyncio.gather(*going, return_exceptions=True)
        else:
            await self.wake()

    def _set_out(self, letter: Letter) -> asyncio.Task[None]:
        behind = self._rank(letter) > Urgency.LETTER
        task = asyncio.create_task(self._carry(letter))
        self._carried.add(task)
        self._behind += behind

        def come_back(_: asyncio.Task[None]) -> None:
            self._carried.discard(task)
            self._behind -= behind

        task.add_done_callback(come_back)
        return task

    @property
    def _full(self) -> bool:
        """Whether only what is for many may set out: Discord may hold up the others for minutes,
        and whatever comes meanwhile would queue behind all that have set out."""
        return self._behind >= AT_ONCE

    def _rank(self, letter: Letter) -> Urgency:
        kind = self._kinds.get(letter.kind)
        return Urgency.LETTER if kind is None else kind.rank

    async def _claim(self, room: int) -> list[Letter]:
        """Claim what is due; before that, write down what could not be written when it ended."""
        ranks = {name: kind.rank for name, kind in self._kinds.items()}
        async with self._database.transaction() as tx:
            owed = list(self._owed.values())
            released = 0 if self._released else await rows.release_claimed(tx)
            for letter, outcome in owed:
                await self._settle(tx, letter, outcome)
            last = Urgency.LETTER if self._full else Urgency.CAN_WAIT
            letters = await rows.claim_due(tx, self._seconds(), room, ranks, last)
        self._released = True
        for letter, _ in owed:
            self._owed.pop(letter.id, None)
        if released:
            log.info("released=%d after an interruption", released)
        return letters

    async def rest(self) -> None:
        """Take up nothing more, and let what is being sent come to its end.

        What hangs is cut off; it is found in `sending` at the next start, and looked for.
        """
        self._resting = True
        if self._runs:
            await asyncio.wait([run for run in self._runs if run], timeout=REST_SECONDS)
        for task in (cut := list(self._carried)):
            task.cancel()
        if cut:
            await asyncio.wait(cut, timeout=REST_SECONDS)

    async def overdue(self, excused: Iterable[str]) -> bool:
        """Say whether anything should have gone more than five minutes ago, and could have.

        Whatever waits for one of the reasons that are excused could not. Hidden letters count, so
        nothing but yes or no is told.
        """
        now = self._seconds()
        uncounted = [name for name, kind in self._kinds.items() if not kind.counted]
        async with self._database.reading() as tx:
            until = now + PAUSES_SECONDS[-1]
            before = now - LATE_SECONDS
            return await status.any_overdue(tx, before, until, sorted(excused), uncounted)

    async def health(self) -> tuple[dict[str, int], list[Letter]]:
        """Return how many letters meant for many are in each state, and the next three that wait.

        Of what one person alone has asked for, or chosen, nobody else is told that it comes, when,
        or that it could not be delivered.
        """
        for_many = [name for name, kind in self._kinds.items() if kind.for_many]
        async with self._database.reading() as tx:
            return await status.count_by_state(tx, for_many), await status.next_waiting(
                tx, 3, for_many
            )

    async def coming(self, upcoming: int) -> list[Letter]:
        """Return the next letters of every kind that wait, but hidden ones; for the demo alone."""
        async with self._database.reading() as tx:
            return await status.next_waiting(tx, upcoming, list(self._kinds))

    async def write_down_hidden(self) -> None:
        """Log the types of errors that nothing may date, since the last call."""
        for line in sorted(self._failed_hidden):
            log.error("within this quarter %s", line)
        self._failed_hidden.clear()

    async def _carry(self, letter: Letter) -> None:
        outcome = await self._attempt(letter)
        try:
            async with self._database.transaction() as tx:
                await self._settle(tx, letter, outcome)
        except Exception as error:
            self._write_down(letter, "is not written down yet", error)
            self._owed[letter.id] = letter, outcome
            return
        if not hidden.get():
            log.info("letter=%d kind=%s outcome=%s", letter.id, letter.kind, outcome.delivery.name)

    def _write_down(self, letter: Letter, what: str, error: Exception) -> None:
        """Log where a letter failed; of a hidden one the type only, at the quarter-hour clock.

        Not how often: its tries end with what its asker takes back, and others can set them off.
        """
        if hidden.get():
            self._failed_hidden.add(
                f"a letter that nothing may date failed: {type(error).__name__}"
            )
        else:
            log.error("letter=%d kind=%s %s", letter.id, letter.kind, what, exc_info=error)

    async def _settle(self, tx: Transaction, letter: Letter, outcome: Outcome) -> None:
        kind = self._kinds.get(letter.kind)
        undelivered = outcome.delivery is Delivery.IMPOSSIBLE or outcome.reason in PERMISSIONS
        told = undelivered and kind and kind.for_many and UNDELIVERED in self._kinds
        if told and not await rows.failed_before(tx, letter):
            await rows.plan(tx, UNDELIVERED, letter.id, letter.due_at)
        if outcome.delivery is Delivery.TRY_LATER:
            pause = outcome.retry_after or pause_seconds(letter.attempts)
            try_at = math.ceil(self._now().timestamp() + pause)
            await rows.put_off(tx, letter.id, try_at, outcome.reason)
        else:
            state = outcome.delivery.value
            await rows.settle(tx, letter.id, state, outcome.reason, self._seconds())
            if kind and not kind.kept:
                await rows.forget(tx, letter.id)
            if kind and kind.failed and outcome.delivery is Delivery.IMPOSSIBLE:
                await kind.failed(tx, letter)

    async def _attempt(self, letter: Letter) -> Outcome:
        urgency.set(self._rank(letter))
        hidden.set(letter.id < 0)
        kind = self._kinds.get(letter.kind)
        if kind is None:
            return Outcome(Delivery.IMPOSSIBLE, "this kind of letter is no longer known")
        try:
            if (waits := await self._few.hold_back(letter)) is not None:
                return waits
            if letter.attempts > 1 and kind.look is not None:
                if (known := await kind.look(letter)) is not None:
                    return known
                letter = replace(letter, looked=True)
            outcome = await kind.deliver(letter)
            self._few.came_back(letter, outcome)
            return self._patiently(kind, letter, outcome)
        except Exception as error:
            self._write_down(letter, "raised", error)
            return Outcome(Delivery.TRY_LATER, "something went wrong on my side")

    def _patiently(self, kind: Kind, letter: Letter, outcome: Outcome) -> Outcome:
        """Let what a missing permission stops wait until that is back, for a week."""
        stopped = outcome.delivery is Delivery.IMPOSSIBLE and outcome.reason in PERMISSIONS
        wanted = self._seconds() - letter.due_at < PERMISSION_WANTED_SECONDS
        if not (stopped and wanted and (kind.patient or kind.for_many)):
            return outcome
        self._barred = True
        return Outcome(Delivery.TRY_LATER, outcome.reason, PERMISSION_SECONDS)

    async def permissions_changed(self) -> None:
        """Try at once what met a missing permission; otherwise it waits a quarter of an hour."""
        if not self._barred:
            return
        self._barred = False
        async with self._database.transaction() as tx:
            await rows.hurry(tx, self._seconds())
        await self.wake()

    def _seconds(self) -> int:
        return int(self._now().timestamp())
