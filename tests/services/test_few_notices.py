"""What can wait: held back, never lost, never twice, one a day to each person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

import db.outbox as rows
from bot.domain.outbox import SENT, WAITS, Delivery, Letter, Outcome
from bot.sending import EXCUSED
from bot.services.outbox import Outbox
from db.database import Database
from tests.fakes import Clock, SilentScheduler

NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
WHO = {1: 100, 2: 100, 3: 100, 4: 200, 5: None, 6: 0}


class Month:
    """An outbox with letters that can wait; subjects 1 to 3 are for one person, 4 for another."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database, self.clock = database, clock
        self.scheduler = SilentScheduler(clock)
        self.went: list[tuple[int, str]] = []
        self.outcomes: list[Outcome] = []
        self.start()

    def start(self) -> None:
        """As after a restart: nothing is remembered but what is written down."""
        self.outbox = Outbox(self.database, self.clock, self.scheduler.wake_at)
        self.outbox.register("test", self.deliver, waits_for=self.waits_for)

    async def waits_for(self, letter: Letter) -> int | None:
        return WHO[letter.subject]

    async def deliver(self, letter: Letter) -> Outcome:
        outcome = self.outcomes.pop(0) if self.outcomes else SENT
        if outcome is SENT:
            self.went.append((letter.subject, f"{self.clock.at:%d %H:%M}"))
        return outcome

    async def plan(self, *subjects: int) -> None:
        async with self.database.transaction() as tx:
            for subject in subjects:
                await rows.plan(tx, "test", subject, int(self.clock.at.timestamp()))

    async def until(self, moment: datetime) -> None:
        """Ring as the alarm would."""
        await self.outbox.deliver_due()
        while (ring := self.scheduler.next_wake) and ring <= moment:
            self.clock.at = max(ring, self.clock.at)
            await self.outbox.deliver_due()
        self.clock.at = moment


async def test_each_person_gets_one_a_day_and_the_rest_on_the_days_after(
    database: Database, clock: Clock
) -> None:
    clock.at = NOON
    month = Month(database, clock)
    await month.plan(1, 2, 3, 4, 5)
    await month.until(NOON + timedelta(days=5))
    assert month.went == [
        (5, "01 12:00"),
        (1, "01 19:00"),
        (4, "01 19:00"),
        (2, "02 09:30"),
        (3, "03 09:30"),
    ]


async def test_a_restart_does_not_forget_who_was_told_today(
    database: Database, clock: Clock
) -> None:
    clock.at = NOON
    month = Month(database, clock)
    await month.plan(1)
    await month.until(NOON + timedelta(hours=7))
    month.start()
    await month.plan(2)
    await month.until(NOON + timedelta(days=2))
    assert month.went == [(1, "01 19:00"), (2, "02 09:30")]


@pytest.mark.parametrize("never", [Delivery.IMPOSSIBLE, Delivery.NOT_WANTED])
async def test_one_that_never_goes_leaves_the_day_to_the_next(
    database: Database, clock: Clock, never: Delivery
) -> None:
    clock.at = NOON
    month = Month(database, clock)
    month.outcomes = [Outcome(never, "")]
    await month.plan(1)
    await month.until(NOON + timedelta(hours=7))
    assert month.went == []
    await month.plan(2)
    await month.until(NOON + timedelta(days=1))
    assert month.went == [(2, "01 19:00")]


async def test_one_that_discord_puts_off_is_tried_again_the_same_evening_and_goes_once(
    database: Database, clock: Clock
) -> None:
    clock.at = NOON
    month = Month(database, clock)
    month.outcomes = [Outcome(Delivery.TRY_LATER, "no answer"), SENT]
    await month.plan(1)
    await month.until(NOON + timedelta(days=1))
    assert month.went == [(1, "01 19:00")]


async def test_after_a_night_without_a_machine_it_goes_by_day(
    database: Database, clock: Clock
) -> None:
    clock.at = NOON
    month = Month(database, clock)
    await month.plan(1)
    clock.forward(hours=14)
    month.start()
    await month.outbox.start()
    assert month.went == []
    clock.forward(hours=9)
    await month.outbox.deliver_due()
    assert month.went == [(1, "02 11:00")]


async def test_one_that_has_waited_long_enough_goes_by_day_beside_another(
    database: Database, clock: Clock
) -> None:
    clock.at = NOON + timedelta(hours=14)
    month = Month(database, clock)
    await month.plan(6, 1)
    await month.until(NOON + timedelta(days=1))
    assert sorted(month.went) == [(1, "02 09:30"), (6, "02 09:30")]


async def test_what_waits_for_its_time_of_day_is_not_overdue(
    database: Database, clock: Clock
) -> None:
    clock.at = NOON
    month = Month(database, clock)
    await month.plan(1)
    await month.outbox.deliver_due()
    clock.forward(hours=6, minutes=55)
    assert WAITS in EXCUSED
    assert not await month.outbox.overdue(EXCUSED)
    async with database.reading() as tx:
        assert await rows.report(tx, ("test",), 1) == [("test", 0, "waiting", WAITS)]
