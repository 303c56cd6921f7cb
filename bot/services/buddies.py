"""The monthly pairing: taking part, rounds, somebody else, and `Not again, please`."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import TypeAlias

import db.buddies as rows
import db.outbox as outbox_rows
from bot.clock import Now
from bot.domain.buddies import (
    ASK_AFTER_SECONDS,
    ROUNDS_APART,
    Group,
    Pair,
    next_round,
    pair_up,
    rounds_since,
)
from bot.domain.errors import UserError
from bot.domain.outbox import Letter
from bot.services.outbox import Outbox
from db.database import Database, Transaction

ROUND = "buddies.round"
MEET = "buddies.meet"
ASK = "buddies.ask"
LEFT_OVER = "buddies.left_over"
HashedPairs: TypeAlias = Callable[[Iterable[Pair]], dict[str, Pair]]
OVER = "That pairing is over. `/buddy` shows how it stands now."


@dataclass(frozen=True)
class Standing:
    """`resting` is None for who takes no part.

    How many take part is told to nobody: of two, whoever is left over would know why.
    """

    resting: bool | None
    group: Group | None
    next_at: datetime


class Buddies:
    """`hashed` gives pairs by the keyed hash of the two: a veto names nobody, nor who wished it."""

    def __init__(self, database: Database, outbox: Outbox, now: Now, hashed: HashedPairs) -> None:
        self._database = database
        self._outbox = outbox
        self._now = now
        self._hashed = hashed

    async def join(self, person: int) -> Standing:
        async with self._database.transaction() as tx:
            await rows.join(tx, person, self._seconds())
        return await self.standing(person)

    async def rest(self, person: int) -> Standing:
        async with self._database.transaction() as tx:
            await rows.rest(tx, person)
        return await self.standing(person)

    async def leave(self, person: int) -> Standing:
        """Whom they met, and vetoes, stay: so that coming back undoes neither."""
        async with self._database.transaction() as tx:
            await rows.leave(tx, person)
        return await self.standing(person)

    async def standing(self, person: int) -> Standing:
        async with self._database.reading() as tx:
            groups = await rows.groups_of(tx, person)
            latest = await rows.latest_round(tx)
            now_with = next((each for each in groups if each.round == latest), None)
            resting = await rows.is_resting(tx, person)
        return Standing(resting, now_with, next_round(self._now(), self._outbox.zone))

    async def plan_round(self) -> None:
        """The next one; planned again it is the same letter."""
        due_at = int(next_round(self._now(), self._outbox.zone).timestamp())
        async with self._database.transaction() as tx:
            await outbox_rows.plan(tx, ROUND, 0, due_at)
        await self._outbox.wake()

    async def taking_part(self) -> list[int]:
        async with self._database.reading() as tx:
            return await rows.taking_part(tx)

    async def pair(self, letter: Letter, people: list[int]) -> None:
        """Pair these people up, once for each round, also where it is tried again after a kill."""
        now, dice = self._seconds(), random.SystemRandom()
        async with self._database.reading() as tx:
            number = await rows.latest_round(tx) + 1
            met, vetoed = await rows.last_met(tx), await self._vetoed(tx, people)
        # In a thread, because many vetoes can make it take a quarter of a second.
        way = await asyncio.to_thread(pair_up, people, met, vetoed, number, dice)
        async with self._database.transaction() as tx:
            if await rows.begin_round(tx, letter.due_at):
                await rows.forget_wishes(tx)
                for group in way:
                    if len(group) == 1:
                        await outbox_rows.plan(tx, LEFT_OVER, number, now, group[0])
                    else:
                        await self._make(tx, number, now, group)
        await self.plan_round()

    async def _make(self, tx: Transaction, number: int, now: int, people: tuple[int, ...]) -> None:
        group_id = await rows.add_group(tx, number, now, people)
        await outbox_rows.plan(tx, MEET, group_id, now)
        await outbox_rows.plan(tx, ASK, group_id, now + ASK_AFTER_SECONDS)

    async def _vetoed(self, tx: Transaction, people: Iterable[int]) -> set[Pair]:
        """Whichever of two wishes it."""
        if not (held := await rows.vetoes(tx)):
            return set()
        pairs = self._hashed(Pair(two) for two in combinations(people, 2))
        return {pair for hashed, pair in pairs.items() if hashed in held}

    async def get(self, group_id: int) -> Group | None:
        """None where fewer than two are left of it."""
        async with self._database.reading() as tx:
            group = await rows.find_group(tx, group_id)
        return group if group is not None and len(group.people) > 1 else None

    async def met_in(self, group_id: int, thread: int) -> None:
        async with self._database.transaction() as tx:
            await rows.met_in(tx, group_id, thread)

    async def threads_of(self, person: int) -> list[int]:
        async with self._database.reading() as tx:
            return [each.thread for each in await rows.groups_of(tx, person) if each.thread]

    async def somebody_else(self, group_id: int, person: int) -> bool:
        """Find somebody of this round who wishes it too. Returns whether there is one; else it is
        remembered until the next round. Raises UserError for who is not in it, or once it is over.
        """
        async with self._database.transaction() as tx:
            group = await rows.find_group(tx, group_id)
            number = await rows.latest_round(tx)
            if group is None or person not in group.people or group.round != number:
                raise UserError(OVER)
            met = await rows.last_met(tx)
            waiting = await rows.wanting_other(tx, number)
            vetoed = await self._vetoed(tx, {person, *(who for _, who in waiting)})
            for theirs, other in waiting:
                pair = Pair((person, other))
                fresh = rounds_since(pair, met, number) > ROUNDS_APART
                if other not in group.people and fresh and pair not in vetoed:
                    await rows.want_other(tx, theirs, other, False)
                    await rows.want_other(tx, group_id, person, False)
                    await self._make(tx, number, self._seconds(), (person, other))
                    break
            else:
                await rows.want_other(tx, group_id, person, True)
                return False
        await self._outbox.wake()
        return True

    async def veto(self, person: int, other: int) -> None:
        """Never again, told to nobody. Raises UserError for whom they were not paired with."""
        async with self._database.transaction() as tx:
            groups = await rows.groups_of(tx, person)
            if other == person or not any(other in group.people for group in groups):
                raise UserError(OVER)
            for hashed in self._hashed([Pair((person, other))]):
                await rows.veto(tx, hashed)

    def _seconds(self) -> int:
        return int(self._now().timestamp())
