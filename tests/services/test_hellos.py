"""A request for a hello under races, crashes and time, without Discord."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.errors import UserError
from bot.domain.listeners import Hello, HelloState
from bot.domain.outbox import SENT, Letter, Outcome
from bot.services import hellos as moves
from bot.services.hello_letters import HelloLetters
from bot.services.hellos import Hellos
from bot.services.listeners import Listeners
from bot.services.outbox import Outbox
from db.privacy import delete_old
from tests import databases
from tests.fakes import START, Clock

RIA, UNA = 501, 502
LISTENERS = range(601, 613)


class Desk:
    """Listeners, requests, and a note of every letter that was delivered."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = Clock(START)
        self.delivered: list[str] = []

    async def open(self) -> None:
        path = self.folder / "repbot.sqlite3"
        await databases.put(path, library=False)
        self.database = await databases.open_quickly(path)
        self.outbox = Outbox(self.database, self.clock, lambda _: None)
        self.hellos = Hellos(self.database, self.outbox, self.clock)
        self.letters = HelloLetters(self.database, self.outbox, self.clock)
        self.listeners = Listeners(self.database, self.outbox, self.clock)
        for kind in (*moves.WHILE_OPEN, moves.GOODBYE):
            self.outbox.register(kind, self.deliver)
        self.outbox.register(moves.END, self.end)
        await self.outbox.start()

    async def restart(self) -> None:
        await self.database.close()
        await self.open()

    async def later(self, **span: float) -> None:
        """Restart in the middle of the time that passes."""
        self.clock.at += timedelta(**span) / 2
        await self.restart()
        self.clock.at += timedelta(**span) / 2
        await self.outbox.deliver_due()

    async def deliver(self, letter: Letter) -> Outcome:
        self.delivered.append(letter.kind)
        if letter.kind == moves.TELL_COORDINATORS and (hello := await self.hello(letter.subject)):
            await self.letters.coordinators_told(hello)
            await self.letters.tell_asker(hello, letter.due_at)
        return SENT

    async def end(self, letter: Letter) -> Outcome:
        await self.letters.expire(letter.subject)
        return SENT

    async def hello(self, number: int = 1) -> Hello | None:
        return await self.letters.get(number)

    async def state(self) -> HelloState:
        hello = await self.hello()
        assert hello is not None
        return hello.state


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    made = Desk(tmp_path)
    await made.open()
    for person in LISTENERS:
        await made.listeners.go_on_duty(person)
    yield made
    await made.database.close()


@pytest.mark.long
async def test_twelve_who_claim_at_once_get_one_claim(desk: Desk) -> None:
    for number in range(1, 21):
        await desk.hellos.ask(RIA + number)
        claims = await asyncio.gather(
            *(desk.hellos.claim(number, listener) for listener in LISTENERS),
            return_exceptions=True,
        )
        won = [claim for claim in claims if isinstance(claim, bool)]
        refused = [claim for claim in claims if isinstance(claim, UserError)]
        assert (len(won), len(refused)) == (1, len(LISTENERS) - 1)


async def test_claiming_and_withdrawing_at_once_leave_no_half_state(desk: Desk) -> None:
    for number in range(1, 21):
        await desk.hellos.ask(RIA + number)
        await asyncio.gather(
            desk.hellos.claim(number, 601 + number % 12),
            desk.hellos.end(number, RIA + number),
            return_exceptions=True,
        )
        hello = await desk.hello(number)
        assert hello is not None
        assert hello.state in (HelloState.WITHDRAWN, HelloState.CLOSED)
        await desk.outbox.deliver_due()
    assert desk.delivered.count(moves.GOODBYE) == 20
    assert moves.MEET not in desk.delivered


async def test_asking_twice_at_once_makes_one_request(desk: Desk) -> None:
    answers = await asyncio.gather(*(desk.hellos.ask(RIA) for _ in range(10)))
    assert [fresh for _, fresh in answers].count(True) == 1
    assert {hello.id for hello, _ in answers if hello is not None} == {1}


async def test_honest_after_four_hours_and_expired_after_a_day_with_restarts(desk: Desk) -> None:
    await desk.hellos.ask(RIA)
    await desk.later(hours=3, minutes=59, seconds=59)
    assert desk.delivered == [moves.CALL]
    await desk.later(seconds=1)
    assert sorted(desk.delivered[1:]) == [moves.TELL_ASKER, moves.TELL_COORDINATORS]
    await desk.later(hours=19, minutes=59, seconds=59)
    assert await desk.state() is HelloState.WAITING
    await desk.later(seconds=1)
    assert await desk.state() is HelloState.EXPIRED
    assert desk.delivered[3:] == [moves.GOODBYE]


async def test_down_for_three_days_it_is_over_and_told_once(desk: Desk) -> None:
    await desk.hellos.ask(RIA)
    await desk.outbox.deliver_due()
    await desk.later(days=3)
    await desk.outbox.deliver_due()
    assert await desk.state() is HelloState.EXPIRED
    assert desk.delivered.count(moves.GOODBYE) == 1


async def test_claimed_in_time_nobody_is_told_that_someone_waits(desk: Desk) -> None:
    await desk.hellos.ask(RIA)
    await desk.later(hours=3)
    await desk.hellos.claim(1, 601)
    await desk.later(hours=20)
    assert moves.TELL_COORDINATORS not in desk.delivered
    assert desk.delivered.count(moves.LOOK) == 3
    await desk.later(hours=1)
    assert await desk.state() is HelloState.EXPIRED


async def test_who_comes_late_still_has_half_a_day(desk: Desk) -> None:
    await desk.hellos.ask(RIA)
    await desk.later(hours=23)
    await desk.hellos.claim(1, 601)
    await desk.later(hours=11, minutes=59)
    assert await desk.state() is HelloState.CLAIMED
    await desk.later(minutes=1)
    assert await desk.state() is HelloState.EXPIRED


async def test_after_it_expired_nobody_can_claim(desk: Desk) -> None:
    await desk.hellos.ask(RIA)
    desk.clock.forward(hours=24)
    with pytest.raises(UserError, match="no longer needed"):
        await desk.hellos.claim(1, 601)


async def test_nobody_claims_their_own_and_strangers_change_nothing(desk: Desk) -> None:
    await desk.hellos.ask(601)
    with pytest.raises(UserError, match="yourself"):
        await desk.hellos.claim(1, 601)
    await desk.hellos.claim(1, 602)
    for refused in (desk.hellos.end(1, UNA), desk.hellos.hand_over(1, 603)):
        with pytest.raises(UserError, match="two people"):
            await refused


async def test_handing_over_twice_at_once_asks_once(desk: Desk) -> None:
    await desk.hellos.ask(RIA)
    await desk.hellos.claim(1, 601)
    both = await asyncio.gather(
        desk.hellos.hand_over(1, 601), desk.hellos.hand_over(1, RIA), return_exceptions=True
    )
    assert sum(isinstance(each, UserError) for each in both) == 1
    hello = await desk.hello()
    assert hello is not None
    assert (hello.turn, hello.listener) == (1, 0)
    assert 601 not in await desk.letters.to_call(hello)


async def test_four_people_a_week_and_the_fifth_after_seven_days(desk: Desk) -> None:
    for number in range(1, 5):
        await desk.hellos.ask(RIA + number)
        offer_rest = await desk.hellos.claim(number, 601)
        assert offer_rest is (number == 4)
        desk.clock.forward(hours=1)
    await desk.hellos.ask(RIA)
    hello = await desk.hello(5)
    assert hello is not None
    assert 601 not in await desk.letters.to_call(hello)
    with pytest.raises(UserError, match="four people"):
        await desk.hellos.claim(5, 601)
    desk.clock.forward(days=6, hours=20)
    assert 601 in await desk.letters.to_call(hello)


async def test_meeting_the_same_person_again_is_one_person(desk: Desk) -> None:
    for number in range(1, 6):
        await desk.hellos.ask(RIA)
        assert not await desk.hellos.claim(number, 601)
        await desk.hellos.end(number, RIA)


async def night(desk: Desk) -> None:
    async with desk.database.transaction() as tx:
        await delete_old(tx, int(desk.clock().timestamp()))


async def test_requests_are_forgotten_a_week_after_they_were_over(desk: Desk) -> None:
    await desk.hellos.ask(RIA)
    await desk.hellos.claim(1, 601)
    await desk.later(hours=24)
    desk.clock.forward(days=7)
    await night(desk)
    assert await desk.hello() is not None
    desk.clock.forward(seconds=1)
    await night(desk)
    assert await desk.hello() is None
