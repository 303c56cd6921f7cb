"""A bot without Discord for check-ins: a moved clock, a real database and outbox, restarts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.checkins import Feeling, Given, Step
from bot.domain.outbox import SENT, Delivery, Letter, Outcome
from bot.services.checkin_entries import Entries
from bot.services.checkins import PLANNING, PROMPT, CheckIns, Prompts
from bot.services.outbox import Outbox
from bot.vault import Vault
from db.privacy import delete_old
from tests import databases

LONDON = "Europe/London"
FINE = Given(Feeling.STEADY, False, "")


@dataclass
class World:
    """What people received, as (person, instant, step); `closed` have closed direct messages."""

    folder: Path
    now: datetime
    received: list[tuple[int, datetime, Step]] = field(default_factory=list)
    closed: set[int] = field(default_factory=set)
    answering: set[int] = field(default_factory=set)
    ring: datetime | None = None

    async def start(self) -> World:
        """Start, or start again after `stop`."""
        path = self.folder / "repbot.sqlite3"
        await databases.put(path, library=False)
        self.database = await databases.open_quickly(path)
        self.outbox = Outbox(self.database, lambda: self.now, self._wake_at)
        self.checkins = CheckIns(self.database, self.outbox, lambda: self.now)
        self.prompts = Prompts(self.database, self.outbox, lambda: self.now)
        vault = Vault.open(self.folder / "keys")
        self.entries = Entries(self.database, self.outbox, lambda: self.now, vault, LONDON)
        self.outbox.register(PROMPT, self._prompt)
        self.outbox.register(PLANNING, self._plan)
        await self.prompts.plan_all(LONDON)
        await self.outbox.start()
        return self

    async def stop(self) -> None:
        """Stop, as a process does."""
        await self.database.close()

    async def run_until(self, end: datetime) -> None:
        """Let time pass, from letter to letter."""
        while self.ring is not None and self.ring <= end:
            self.now = max(self.now, self.ring)
            await self.outbox.deliver_due()
        self.now = end

    async def down_for(self, days: float) -> None:
        """Be down for some days, and start again."""
        await self.stop()
        self.now += timedelta(days=days)
        await self.start()

    async def entry(self, person: int, given: Given = FINE) -> None:
        """Somebody answers early, or late."""
        await self.entries.keep(person, await self.entries.form(person), given)

    def prompts_of(self, person: int) -> list[datetime]:
        """Return when somebody was asked."""
        return [at for who, at, step in self.received if who == person and step is Step.ASK]

    def _wake_at(self, when: datetime | None) -> None:
        self.ring = when

    async def _prompt(self, letter: Letter) -> Outcome:
        due = await self.prompts.due(letter)
        if due.checkin is None or due.step is Step.LEAVE_OUT:
            return Outcome(Delivery.NOT_WANTED)
        if due.step is Step.DONE:
            return SENT
        if due.checkin.person in self.closed:
            await self.prompts.unreachable(due.checkin)
            return Outcome(Delivery.IMPOSSIBLE)
        self.received.append((due.checkin.person, self.now, due.step))
        await self.prompts.arrived(letter, due.checkin)
        if due.checkin.person in self.answering and due.step is Step.ASK:
            await self.entries.keep(
                due.checkin.person,
                await self.entries.form(due.checkin.person, letter.due_at),
                FINE,
            )
        return SENT

    async def _plan(self, _: Letter) -> Outcome:
        await self.prompts.plan_all(LONDON)
        async with self.database.transaction() as tx:  # as each night
            await delete_old(tx, int(self.now.timestamp()))
        return SENT


def utc(text: str) -> datetime:
    """Read an instant as 2026-11-21 10:00, UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
