"""Letters while the database cannot be written, and while Discord hangs."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3

import db.outbox as rows
import db.outbox_status as status
from bot.domain.outbox import SENT, Letter, Outcome
from bot.services.outbox import Outbox
from db.database import Database
from tests.fakes import Clock, SilentScheduler


async def writable(database: Database, yes: bool) -> None:
    await database._writer.execute(f"PRAGMA query_only = {'OFF' if yes else 'ON'}")


async def plan(database: Database, subject: int, at: int) -> None:
    async with database.transaction() as tx:
        await rows.plan(tx, "test", subject, at)


async def states(database: Database) -> dict[str, int]:
    async with database.reading() as tx:
        return await status.count_by_state(tx, ["test"])


async def test_what_was_sent_while_nothing_could_be_written_is_not_sent_again(
    outbox: Outbox, database: Database, clock: Clock
) -> None:
    carried: list[int] = []

    async def deliver(letter: Letter) -> Outcome:
        carried.append(letter.subject)
        await writable(database, False)
        return SENT

    outbox.register("test", deliver)
    await plan(database, 1, int(clock().timestamp()))
    await outbox.deliver_due()
    assert await states(database) == {"sending": 1}
    await outbox.deliver_due()
    await writable(database, True)
    await outbox.deliver_due()
    assert await states(database) == {"sent": 1}
    assert carried == [1]


async def test_letters_wait_while_nothing_can_be_written(
    outbox: Outbox, database: Database, clock: Clock
) -> None:
    async def deliver(_letter: Letter) -> Outcome:
        return SENT

    outbox.register("test", deliver)
    await plan(database, 1, int(clock().timestamp()))
    async with database.transaction() as tx:
        await rows.claim_due(tx, int(clock().timestamp()), 1)
    await writable(database, False)
    await outbox.start()
    assert await states(database) == {"sending": 1}
    await writable(database, True)
    await outbox.deliver_due()
    assert await states(database) == {"sent": 1}


async def test_a_letter_that_hangs_holds_up_no_other(
    outbox: Outbox, database: Database, clock: Clock, scheduler: SilentScheduler
) -> None:
    hanging, begun = asyncio.Event(), asyncio.Event()

    async def deliver(letter: Letter) -> Outcome:
        if letter.subject == 1:
            begun.set()
            await hanging.wait()
        return SENT

    outbox.register("test", deliver)
    now = int(clock().timestamp())
    await plan(database, 1, now)
    await plan(database, 2, now + 60)
    first = asyncio.create_task(outbox.deliver_due())
    await begun.wait()
    assert scheduler.next_wake is not None
    assert scheduler.next_wake.timestamp() == now + 60
    clock.forward(minutes=1)
    await outbox.deliver_due()
    assert await states(database) == {"sending": 1, "sent": 1}
    hanging.set()
    await first


async def test_a_task_cancelled_while_it_waits_for_its_turn_leaves_nothing_open(
    database: Database,
) -> None:
    with contextlib.closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        task = asyncio.create_task(plan(database, 1, 0))
        for _ in range(5):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.sleep(0)
        other.execute("ROLLBACK")
    with contextlib.suppress(asyncio.CancelledError):
        await task
    await plan(database, 2, 0)
    assert await states(database) == {"waiting": 1}
