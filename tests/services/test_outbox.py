"""Letters: claimed, carried, settled, put off, found again after a crash."""

from __future__ import annotations

import logging

import pytest

import db.outbox as rows
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, Reported, Urgency
from bot.services.outbox import Outbox
from db.database import Database
from tests.fakes import Clock, SilentScheduler

LATER = Outcome(Delivery.TRY_LATER, "no answer")


class Carrier:
    """Answers with the outcomes it is given, then SENT; remembers the letters."""

    def __init__(self, *outcomes: Outcome | Exception) -> None:
        self.outcomes = list(outcomes)
        self.letters: list[Letter] = []

    async def __call__(self, letter: Letter) -> Outcome:
        self.letters.append(letter)
        outcome = self.outcomes.pop(0) if self.outcomes else SENT
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


async def plan(database: Database, clock: Clock, *after: int) -> None:
    async with database.transaction() as tx:
        for seconds in after:
            await rows.plan(tx, "test", 1, int(clock().timestamp()) + seconds)


async def states(database: Database) -> list[tuple[str, str]]:
    async with database.reading() as tx:
        return [row[2:] for row in await rows.report(tx, ("test",), 1)]


async def test_a_letter_goes_when_it_is_due_and_only_once(
    outbox: Outbox, database: Database, clock: Clock, scheduler: SilentScheduler
) -> None:
    carrier = Carrier()
    outbox.register("test", carrier)
    await plan(database, clock, 60)
    await outbox.deliver_due()
    assert carrier.letters == []
    assert scheduler.next_wake is not None
    assert int(scheduler.next_wake.timestamp()) == int(clock().timestamp()) + 60
    clock.forward(seconds=60)
    await outbox.deliver_due()
    await outbox.deliver_due()
    assert len(carrier.letters) == 1
    assert await states(database) == [("sent", "")]


async def test_trouble_puts_a_letter_off_with_growing_pauses(
    outbox: Outbox, database: Database, clock: Clock
) -> None:
    carrier = Carrier(LATER, RuntimeError("words of a person"), *([LATER] * 6))
    outbox.register("test", carrier)
    await plan(database, clock, 0)
    for pause in (0, 5, 15, 45, 120, 240, 480, 960, 960):
        clock.forward(seconds=pause - 1)
        await outbox.deliver_due()
        clock.forward(seconds=1)
        await outbox.deliver_due()
    assert [letter.attempts for letter in carrier.letters] == list(range(1, 10))
    assert {letter.due_at for letter in carrier.letters} == {carrier.letters[0].due_at}
    assert await states(database) == [("sent", "")]


async def test_one_letter_that_fails_does_not_hold_up_the_next(
    outbox: Outbox, database: Database, clock: Clock
) -> None:
    outbox.register("test", Carrier(RuntimeError("x"), Outcome(Delivery.IMPOSSIBLE, "closed")))
    await plan(database, clock, 0, 1, 2)
    clock.forward(seconds=5)
    await outbox.deliver_due()
    reasons = sorted(await states(database))
    assert reasons == [
        ("failed", "closed"),
        ("sent", ""),
        ("waiting", "something went wrong on my side"),
    ]


async def test_a_letter_found_in_sending_after_a_crash_is_carried_again_not_as_the_first(
    outbox: Outbox, database: Database, clock: Clock
) -> None:
    await plan(database, clock, 0)
    async with database.transaction() as tx:
        await rows.claim_due(tx, int(clock().timestamp()), 10)
    carrier = Carrier()
    outbox.register("test", carrier)
    await outbox.start()
    assert [letter.attempts for letter in carrier.letters] == [2]


async def test_what_is_being_sent_is_left_alone_while_up(
    outbox: Outbox, database: Database, clock: Clock
) -> None:
    carrier = Carrier()
    outbox.register("test", carrier)
    await outbox.start()
    await plan(database, clock, 0)
    async with database.transaction() as tx:
        await rows.claim_due(tx, int(clock().timestamp()), 10)
    await outbox.deliver_due()
    assert carrier.letters == []


async def test_a_kind_that_nobody_knows_any_more_is_recorded_as_failed(
    outbox: Outbox, database: Database, clock: Clock
) -> None:
    await plan(database, clock, 0)
    await outbox.deliver_due()
    assert await states(database) == [("failed", "this kind of letter is no longer known")]


async def test_hundreds_of_overdue_letters_all_go(
    outbox: Outbox, database: Database, clock: Clock
) -> None:
    carrier = Carrier()
    outbox.register("test", carrier)
    await plan(database, clock, *range(-300, 0))
    await outbox.start()
    assert len(carrier.letters) == len({letter.id for letter in carrier.letters}) == 300


ENDS: tuple[Outcome | Exception, ...] = (
    LATER,
    Outcome(Delivery.IMPOSSIBLE, "closed"),
    Outcome(Delivery.NOT_WANTED),
    SENT,
    RuntimeError("words of a person"),
)


@pytest.mark.parametrize("end", ENDS, ids=lambda end: str(getattr(end, "delivery", "raised")))
@pytest.mark.parametrize("hidden", [True, False])
async def test_the_log_has_nothing_of_how_a_hidden_letter_went(
    outbox: Outbox,
    database: Database,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
    hidden: bool,
    end: Outcome | Exception,
) -> None:
    """It would end with what its asker takes back, and others can set its tries off."""
    caplog.set_level(logging.DEBUG, logger="repbot")
    outbox.register("test", Carrier(end, end))
    async with database.transaction() as tx:
        await (rows.plan_hidden if hidden else rows.plan)(tx, "test", 1, int(clock().timestamp()))
    await outbox.deliver_due()
    clock.forward(minutes=1)
    await outbox.deliver_due()
    assert ("kind=test" in caplog.text) != hidden
    assert bool(caplog.records) != hidden
    caplog.clear()
    await outbox.write_down_hidden()
    await outbox.write_down_hidden()
    assert caplog.text.count("RuntimeError") == (hidden and isinstance(end, RuntimeError))


@pytest.mark.parametrize(
    ("reported", "rank", "told"),
    [
        (Reported.EACH, Urgency.LETTER, True),
        (Reported.LATEST, Urgency.LETTER, True),
        (Reported.EACH, Urgency.TO_ONE, False),
        (Reported.NOT, Urgency.LETTER, False),
    ],
)
async def test_health_tells_of_what_is_meant_for_many_alone(
    outbox: Outbox, database: Database, clock: Clock, reported: Reported, rank: Urgency, told: bool
) -> None:
    refused = Outcome(Delivery.IMPOSSIBLE, "closed")
    outbox.register("test", Carrier(refused), reported=reported, rank=rank)
    await plan(database, clock, 0, 60)
    await outbox.deliver_due()
    counted, coming = await outbox.health()
    assert counted == ({"failed": 1, "waiting": 1} if told else {})
    assert len(coming) == told
    assert len(await outbox.coming(9)) == 1
