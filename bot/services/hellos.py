"""Somebody would like someone to say hello: asked, claimed once, handed over, ended."""

from __future__ import annotations

import db.checkins as checkins
import db.hellos as rows
import db.outbox as outbox_rows
from bot.clock import Now
from bot.domain.checkins import Audience
from bot.domain.errors import UserError
from bot.domain.listeners import (
    DAY_SECONDS,
    EXPIRES_AFTER,
    HONEST_AFTER,
    LOOKS_AFTER,
    WEEK_SECONDS,
    Hello,
    HelloState,
    expiry_after_claim,
    is_carrying_enough,
    may_come,
)
from bot.domain.retention import CHECKIN_DAYS
from bot.services.outbox import Outbox
from db.database import Database, Transaction

TAKEN = "Somebody has come already, or it is no longer needed. Thank you for offering."
WITH_THEM = "You are with them already{}."
OVER = "This one is over. `/hello` asks again whenever you like."
OWN = "You asked for this one yourself, so another listener has to come."
NOT_AGAIN = "You have been with this person, so another listener comes now. Thank you for offering."
WITH_SOMEBODY = "Somebody is with them already. Thank you for offering."
NOT_YOURS = "Only the two people who meet here can do that."
BEING_ASKED = "The others are being asked already."


class Hellos:
    """One open request for each person; one listener at a time for each request."""

    def __init__(self, database: Database, outbox: Outbox, now: Now) -> None:
        self._database = database
        self._outbox = outbox
        self._now = now

    async def ask(self, asker: int) -> tuple[Hello | None, bool]:
        """Returns the open request, and whether it is new."""
        now = int(self._now().timestamp())
        async with self._database.transaction() as tx:
            fresh = await rows.ask(tx, asker, now, now + EXPIRES_AFTER)
            if fresh is None:
                return await rows.open_of(tx, asker), False
            await call(tx, fresh)
        await self._outbox.wake()
        return fresh, True

    async def shared_lately(self, asker: int) -> bool:
        """Say whether the listeners may read a check-in of this person, with the name."""
        oldest = int(self._now().timestamp()) - CHECKIN_DAYS * DAY_SECONDS
        async with self._database.reading() as tx:
            given = await checkins.entries_of(tx, asker)
        return any(
            each.audience is Audience.LISTENERS and each.answered_at >= oldest for each in given
        )

    async def told(self) -> list[Hello]:
        """What coordinators were told of and nobody has come to, the longest wait first."""
        async with self._database.reading() as tx:
            return [each for each in await rows.waiting(tx) if each.told_at]

    async def claim(self, hello_id: int, listener: int, *, coordinator: bool = False) -> bool:
        """Claim a request for a listener, or for a coordinator who was told that somebody waits.

        Returns whether to offer the listener a rest: they carry enough now. Raises UserError when
        somebody else was first, it is over, or this person should rest.
        """
        now = int(self._now().timestamp())
        async with self._database.transaction() as tx:
            hello = await rows.get(tx, hello_id)
            if hello is None or hello.state is not HelloState.WAITING:
                raise UserError(_taken(hello, listener))
            if listener in await rows.who_came(tx, hello_id):
                raise UserError(NOT_AGAIN)
            offer_rest = await _come(tx, hello, listener, now, told=coordinator and hello.told_at)
        await self._outbox.wake()
        return offer_rest

    async def offer(self, asker: int, listener: int) -> bool:
        """Let a listener say hello to somebody whose shared check-in they have read.

        Where that person has asked for a hello, the listener comes to it. Returns and raises as
        `claim` does.
        """
        now = int(self._now().timestamp())
        async with self._database.transaction() as tx:
            if await rows.was_replaced(tx, asker, listener):
                raise UserError(NOT_AGAIN)
            fresh = await rows.ask(tx, asker, now, now + EXPIRES_AFTER, offered=True)
            hello = fresh or await rows.open_of(tx, asker)
            if hello is None or hello.state is not HelloState.WAITING:
                mine = hello is not None and hello.listener == listener
                raise UserError(_taken(hello, listener) if mine else WITH_SOMEBODY)
            offer_rest = await _come(tx, hello, listener, now)
        await self._outbox.wake()
        return offer_rest

    async def hand_over(self, hello_id: int, by: int) -> Hello:
        """Ask somebody else, wished by either of the two. Raises UserError when it is over."""
        async with self._database.transaction() as tx:
            hello = await _open_for(tx, hello_id, by)
            moved = await let_go(tx, hello, int(self._now().timestamp()))
            if moved is None or hello.state is not HelloState.CLAIMED:
                raise UserError(BEING_ASKED)
        await self._outbox.wake()
        return moved

    async def end(self, hello_id: int, by: int) -> Hello:
        """End a request: withdrawn while nobody has come, closed by either of the two later.

        Raises UserError when it is over already.
        """
        async with self._database.transaction() as tx:
            hello = await _open_for(tx, hello_id, by)
            met = hello.thread != 0 or hello.state is HelloState.CLAIMED
            state = HelloState.CLOSED if met else HelloState.WITHDRAWN
            ended = await end(tx, hello, state, int(self._now().timestamp()))
        await self._outbox.wake()
        return ended or hello


async def _come(
    tx: Transaction, hello: Hello, listener: int, now: int, *, told: bool | int = False
) -> bool:
    """`told`: it is a coordinator, who was told that somebody waits. Returns whether to offer a
    rest. Raises UserError."""
    if hello.asker == listener:
        raise UserError(OWN)
    if not told:
        may_come(await rows.get_listener(tx, listener), await _people(tx, listener, now))
    ends = expiry_after_claim(hello, now)
    claimed = await rows.claim(tx, hello.id, listener, now, ends)
    if claimed is None:
        raise UserError(TAKEN)
    await rows.visit(tx, hello.id, listener, now)
    await meet(tx, claimed, now)
    return is_carrying_enough(await _people(tx, listener, now))


def _taken(hello: Hello | None, by: int) -> str:
    if hello is None or hello.state is not HelloState.CLAIMED or hello.listener != by:
        return TAKEN
    return WITH_THEM.format(f": <#{hello.thread}>" if hello.thread else "")


async def _people(tx: Transaction, listener: int, now: int) -> int:
    return (await rows.load(tx, now - WEEK_SECONDS)).get(listener, 0)


async def _open_for(tx: Transaction, hello_id: int, by: int) -> Hello:
    hello = await rows.get(tx, hello_id)
    if hello is None or hello.state not in (HelloState.WAITING, HelloState.CLAIMED):
        raise UserError(OVER)
    if by not in (hello.asker, hello.listener):
        raise UserError(NOT_YOURS)
    return hello


CALL = "hellos.call"
MEET = "hellos.meet"
MOVED = "hellos.moved"
TELL_COORDINATORS = "hellos.tell_coordinators"
TELL_ASKER = "hellos.tell_asker"
LOOK = "hellos.look"
END = "hellos.end"
GOODBYE = "hellos.goodbye"
UNSAY = "hellos.unsay"
SHUT = "hellos.shut"
WHILE_OPEN = (CALL, MEET, MOVED, TELL_COORDINATORS, TELL_ASKER, LOOK, END)
WHILE_WAITING = (CALL, TELL_COORDINATORS, TELL_ASKER)


async def call(tx: Transaction, hello: Hello) -> None:
    """Call the listeners now, and be honest after four hours: whoever waits is told after the
    coordinators, so that it is known whether that went."""
    honest_at = hello.waiting_since + HONEST_AFTER
    await outbox_rows.plan(tx, CALL, hello.id, hello.waiting_since, hello.turn)
    await outbox_rows.plan(tx, TELL_COORDINATORS, hello.id, honest_at, hello.turn)
    await outbox_rows.plan(tx, END, hello.id, hello.expires_at)


async def meet(tx: Transaction, hello: Hello, now: int) -> None:
    """Bring the two together now, and look from time to time whether both are still here."""
    for kind in WHILE_WAITING:
        await outbox_rows.withdraw(tx, kind, hello.id, tried=False)
    await outbox_rows.plan(tx, MEET, hello.id, now, hello.turn)
    for after in LOOKS_AFTER:
        await outbox_rows.plan(tx, LOOK, hello.id, now + after, hello.turn)
    await outbox_rows.plan(tx, END, hello.id, hello.expires_at)


async def let_go(tx: Transaction, hello: Hello, now: int) -> Hello | None:
    """None when the request is no longer with that listener."""
    moved = await rows.hand_over(tx, hello, now, expiry_after_claim(hello, now))
    if moved is None:
        return None
    for kind in (MEET, LOOK):
        await outbox_rows.withdraw(tx, kind, hello.id)
    await call(tx, moved)
    if moved.thread:
        await outbox_rows.plan(tx, MOVED, hello.id, now, moved.turn)
    return moved


async def end(tx: Transaction, hello: Hello, state: HelloState, now: int) -> Hello | None:
    """None when it was over already."""
    ended = await rows.end(tx, hello.id, state)
    if ended is None:
        return None
    for kind in WHILE_OPEN:
        await outbox_rows.withdraw(tx, kind, hello.id, tried=False)
    await outbox_rows.plan(tx, GOODBYE, hello.id, now)
    return ended


async def before_erasing(tx: Transaction, person: int, now: int) -> None:
    """Somebody is about to be forgotten: what they asked for can be answered no more, and whoever
    waits for them is not left alone. These letters name messages and threads, never the person."""
    for hello in await rows.with_listener(tx, person):
        await let_go(tx, hello, now)
    for hello in await rows.all_of(tx, person):
        for place, message in await rows.calls(tx, hello.id):
            await outbox_rows.plan(tx, UNSAY, message, now, place)
        for kind in (*WHILE_OPEN, GOODBYE):
            await outbox_rows.withdraw(tx, kind, hello.id)
        if hello.thread and hello.state in (HelloState.WAITING, HelloState.CLAIMED):
            await outbox_rows.plan(tx, SHUT, hello.thread, now)
