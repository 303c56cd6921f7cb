"""Our plan: its steps, its reminder, and one sentence for the network."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import db.outbox
import db.own_plans as rows
from bot.clock import Now
from bot.domain import own_plans as rules
from bot.domain.errors import UserError
from bot.domain.outbox import Letter
from bot.domain.own_plans import OwnPlan, Stage
from bot.domain.rhythms import month_before, month_of
from bot.services.outbox import Outbox
from bot.services.partnerships import NONE_YET, Partnerships
from bot.vault import Vault, VaultError, of_one_length
from db.database import Database, Transaction
from db.privacy import Facts

LOOK = "partnerships.plan"


class OwnPlans:
    """A plan belongs to one person; all of it is sealed."""

    def __init__(
        self,
        database: Database,
        outbox: Outbox,
        vault: Vault,
        now: Now,
        zone: str,
        partnerships: Partnerships,
    ) -> None:
        self._database = database
        self._outbox = outbox
        self._vault = vault
        self._now = now
        self._zone_name = zone
        self._zone = ZoneInfo(zone)
        self._partnerships = partnerships

    def today(self) -> date:
        return self._now().astimezone(self._zone).date()

    async def of(self, person: int) -> OwnPlan:
        async with self._database.reading() as tx:
            return await self._of(tx, person)

    async def sent(self, person: int) -> OwnPlan:
        """The letter is out. Raises UserError where it was before."""
        return await self._keep(person, rules.sent(await self.of(person), self.today()))

    async def step(self, person: int, typed: dict[str, str]) -> OwnPlan:
        """Raises UserError, AskError."""
        plan = rules.with_steps(await self.of(person), typed, self.today())
        return await self._keep(person, plan)

    async def says(
        self, person: int, typed: dict[str, str], *, staffing: bool, priority: bool
    ) -> OwnPlan:
        """Raises UserError, AskError."""
        before, today = await self.of(person), self.today()
        plan = rules.with_words(before, typed, today, staffing=staffing, priority=priority)
        return await self._keep(person, plan)

    async def count(self, person: int, *, counted: bool) -> OwnPlan:
        """Raises UserError where no partnership is chosen: each counts once."""
        if counted and (await self._partnerships.own(person)).one is None:
            raise UserError(NONE_YET)
        return await self._keep(person, replace(await self.of(person), counted=counted))

    async def begin_anew(self, person: int) -> OwnPlan:
        """Raises UserError where nothing has happened yet."""
        return await self._keep(person, rules.a_new_round(await self.of(person)))

    async def delete(self, person: int) -> None:
        async with self._database.transaction() as tx:
            kept = await rows.of_person(tx, person)
            if kept is not None:
                await db.outbox.withdraw(tx, LOOK, kept[0])
            await rows.delete(tx, person)

    async def fill_up(self) -> None:
        """Those of an earlier version, whose length told how far; call it at the start."""
        async with self._database.transaction() as tx:
            for number, _, sealed in await rows.everybody(tx):
                with suppress(VaultError):
                    text = self._vault.unseal(sealed, _context(number))
                    if (filled := of_one_length(text)) != text:
                        fresh = self._vault.seal(filled, _context(number))
                        await rows.write(tx, number, fresh)

    async def line(self) -> str:
        """Of the last full month, frozen once it is first looked for; "" for fewer than five."""
        month = month_before(month_of(self._now(), self._zone_name))
        end = self.today().replace(day=1) - timedelta(days=1)
        async with self._database.transaction() as tx:
            if (shown := await rows.line_of(tx, month)) is not None:
                return shown
            furthest: dict[int, Stage] = {}
            for number, person, sealed in await rows.everybody(tx):
                plan = self._opened(number, sealed)
                one = (await self._partnerships.own_in(tx, person)).one
                if plan.counted and one is not None:
                    stage = rules.stage_on(plan, end)
                    furthest[one.id] = max(furthest.get(one.id, Stage.NONE), stage)
            line = rules.network_line(furthest.values())
            await rows.freeze(tx, month, line)
        return line

    async def is_wanted(self, letter: Letter) -> bool:
        """Not where the day to look again was changed, or passed a week ago."""
        async with self._database.reading() as tx:
            plan = await self._of(tx, letter.part)
        return self._due(plan) == letter.due_at and (
            int(self._now().timestamp()) - letter.due_at < timedelta(days=7).total_seconds()
        )

    async def waits_for(self, letter: Letter) -> int | None:
        return letter.part

    async def revealed(self, tx: Transaction, person: int) -> list[Facts]:
        kept = await rows.of_person(tx, person)
        if kept is None:
            return []
        plan = self._opened(*kept)
        told = "; ".join([*plan.history, *rules.lines(plan)])
        return [(("id", kept[0]), ("plan", told), ("owner", plan.owner))]

    async def _keep(self, person: int, plan: OwnPlan) -> OwnPlan:
        async with self._database.transaction() as tx:
            number = await rows.begin(tx, person)
            sealed = self._vault.seal(of_one_length(rules.written(plan)), _context(number))
            await rows.write(tx, number, sealed)
            await db.outbox.withdraw(tx, LOOK, number)
            due = self._due(plan)
            if due > int(self._now().timestamp()):
                await db.outbox.plan(tx, LOOK, number, due, person)
        await self._outbox.wake()
        return plan

    def _due(self, plan: OwnPlan) -> int:
        return int(rules.look_at(plan.look, self._zone).timestamp()) if plan.look else 0

    async def _of(self, tx: Transaction, person: int) -> OwnPlan:
        kept = await rows.of_person(tx, person)
        return self._opened(*kept) if kept else OwnPlan()

    def _opened(self, number: int, sealed: bytes) -> OwnPlan:
        try:
            return rules.read(self._vault.unseal(sealed, _context(number)))
        except VaultError:
            return OwnPlan()


def _context(number: int) -> bytes:
    return f"own_plans.sealed:{number}".encode()
