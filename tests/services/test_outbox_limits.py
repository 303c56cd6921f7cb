"""Letters under Discord's limits: when each is tried again, and which go first."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import discord
import pytest

import db.outbox as rows
from bot.domain.outbox import SENT, SLOW_DOWN, Delivery, Letter, Outcome, Urgency, urgency
from bot.sending import outcome_of
from bot.services.outbox import AT_ONCE, Outbox
from db.database import Database
from tests.fakes import Clock, SilentScheduler
from tests.services.test_outbox import Carrier, plan, states


@pytest.mark.parametrize(("asked", "seconds"), [(100.0, 100), (0.3, 1), (3599.2, 3600)])
async def test_what_discord_asks_for_is_waited_to_the_second_however_long(
    outbox: Outbox, database: Database, clock: Clock, asked: float, seconds: int
) -> None:
    carrier = Carrier(outcome_of(discord.RateLimited(asked)))
    outbox.register("test", carrier)
    await plan(database, clock, 0)
    await outbox.deliver_due()
    clock.forward(seconds=seconds - 1)
    await outbox.deliver_due()
    assert len(carrier.letters) == 1
    clock.forward(seconds=1)
    await outbox.deliver_due()
    assert len(carrier.letters) == 2


async def test_a_part_of_a_second_never_lets_it_go_too_early(
    outbox: Outbox, database: Database, clock: Clock
) -> None:
    carrier = Carrier(outcome_of(discord.RateLimited(100)))
    outbox.register("test", carrier)
    await plan(database, clock, 0)
    clock.forward(seconds=0.9)
    await outbox.deliver_due()
    clock.forward(seconds=99.5)
    await outbox.deliver_due()
    assert len(carrier.letters) == 1


@pytest.mark.parametrize(
    ("headers", "wait"), [({"Retry-After": "600"}, 600), ({}, 0), ({"Retry-After": "soon"}, 0)]
)
def test_a_429_that_comes_as_an_error_says_how_long_too(
    headers: dict[str, str], wait: float
) -> None:
    answer: Any = SimpleNamespace(status=429, reason="", headers=headers)
    assert outcome_of(discord.HTTPException(answer, "banned")) == Outcome(
        Delivery.TRY_LATER, SLOW_DOWN, wait
    )


async def test_what_can_wait_lets_the_others_go_first(
    outbox: Outbox, database: Database, clock: Clock
) -> None:
    carrier = Carrier()
    outbox.register("test", carrier)
    outbox.register("direct", carrier, rank=Urgency.TO_ONE)
    outbox.register("digest", carrier, rank=Urgency.CAN_WAIT)
    now = int(clock().timestamp())
    async with database.transaction() as tx:
        for number in range(AT_ONCE):
            await rows.plan(tx, "digest", number, now - 60)
            await rows.plan(tx, "direct", number, now - 30)
            await rows.plan(tx, "test", number, now)
    await outbox.deliver_due()
    kinds = [each.kind for each in carrier.letters]
    assert kinds == [kind for kind in ("test", "direct", "digest") for _ in range(AT_ONCE)]


async def test_each_letter_says_how_urgent_it_is_to_whoever_paces_requests(
    outbox: Outbox, database: Database, clock: Clock
) -> None:
    seen: list[Urgency] = []

    async def deliver(_letter: Letter) -> Outcome:
        seen.append(urgency.get())
        return SENT

    outbox.register("test", deliver)
    outbox.register("digest", deliver, rank=Urgency.CAN_WAIT)
    await plan(database, clock, 0)
    async with database.transaction() as tx:
        await rows.plan(tx, "digest", 1, int(clock().timestamp()))
    await outbox.deliver_due()
    assert seen == [Urgency.LETTER, Urgency.CAN_WAIT]
    assert urgency.get() is Urgency.PRESS


async def test_the_places_of_those_that_came_back_are_filled_while_others_hang(
    outbox: Outbox, database: Database, clock: Clock
) -> None:
    hanging = asyncio.Event()
    sent: list[int] = []

    async def deliver(letter: Letter) -> Outcome:
        if not sent and letter.subject == 0:
            await hanging.wait()
        sent.append(letter.subject)
        if len(sent) == 2 * AT_ONCE:
            hanging.set()
        return SENT

    outbox.register("test", deliver)
    async with database.transaction() as tx:
        for number in range(2 * AT_ONCE + 1):
            await rows.plan(tx, "test", number, int(clock().timestamp()))
    async with asyncio.timeout(5):
        await outbox.deliver_due()
    assert len(sent) == 2 * AT_ONCE + 1


async def test_at_rest_what_hangs_is_cut_off_and_carried_at_the_next_start(
    outbox: Outbox, database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.outbox.REST_SECONDS", 0.01)
    begun = asyncio.Event()

    async def hang(_letter: Letter) -> Outcome:
        begun.set()
        await asyncio.Event().wait()
        return SENT

    outbox.register("test", hang)
    await plan(database, clock, 0, 1)
    run = asyncio.create_task(outbox.deliver_due())
    await begun.wait()
    await outbox.rest()
    await run
    assert sorted(await states(database)) == [("sending", ""), ("waiting", "")]
    again, carrier = Outbox(database, clock, SilentScheduler(clock).wake_at), Carrier()
    again.register("test", carrier)
    await again.start()
    assert [letter.attempts for letter in carrier.letters] == [2]


async def test_letters_to_single_people_never_take_the_places_of_those_for_many(
    outbox: Outbox, database: Database, clock: Clock, scheduler: SilentScheduler
) -> None:
    carrier, going, full = Carrier(), asyncio.Event(), asyncio.Event()
    arrived: list[int] = []

    async def direct(letter: Letter) -> Outcome:
        arrived.append(letter.subject)
        if len(arrived) == AT_ONCE:
            full.set()
        await going.wait()
        return SENT

    outbox.register("direct", direct, rank=Urgency.TO_ONE)
    outbox.register("test", carrier)
    now = int(clock().timestamp())
    async with database.transaction() as tx:
        for number in range(3 * AT_ONCE):
            await rows.plan(tx, "direct", number, now)
    first = asyncio.create_task(outbox.deliver_due())
    await full.wait()
    await plan(database, clock, 0, 30)
    for _ in range(3):
        await outbox.deliver_due()
    assert len(arrived) == AT_ONCE
    assert len(carrier.letters) == 1
    assert scheduler.next_wake is not None
    assert scheduler.next_wake.timestamp() == now + 30
    going.set()
    async with asyncio.timeout(5):
        await first
    assert sorted(arrived) == list(range(3 * AT_ONCE))
