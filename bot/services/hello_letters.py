"""What the letters about a hello need to know, and what they note when they have arrived."""

from __future__ import annotations

from datetime import UTC, datetime

import db.hellos as rows
import db.outbox as outbox_rows
from bot.clock import Now
from bot.domain.listeners import (
    WEEK_SECONDS,
    Hello,
    HelloState,
    Listener,
    called,
    hours_began,
    hours_begin,
    in_hours,
    is_night,
    next_morning,
)
from bot.domain.outbox import Letter
from bot.services import hellos as moves
from bot.services.outbox import Outbox
from db.database import Database

EVER = datetime.min.replace(tzinfo=UTC)


class HelloLetters:
    """Where a request stands when one of its letters is due."""

    def __init__(self, database: Database, outbox: Outbox, now: Now) -> None:
        self._database = database
        self._outbox = outbox
        self._now = now

    async def waiting(self, letter: Letter) -> Hello | None:
        """None once it no longer waits, or waits in another turn."""
        return await self._in_state(letter, HelloState.WAITING)

    async def claimed(self, letter: Letter) -> Hello | None:
        """None once the same two meet no longer."""
        return await self._in_state(letter, HelloState.CLAIMED)

    async def get(self, hello_id: int) -> Hello | None:
        async with self._database.reading() as tx:
            return await rows.get(tx, hello_id)

    async def to_call(self, hello: Hello, letter: Letter | None = None) -> list[int]:
        """Those on duty and in their hours, with room in their week, and not yet part of this.

        `letter`: a call. A later one than the first is for those whose hours began with it.
        """
        now, zone = self._now(), self._outbox.zone
        found = [each for each in await self._callable(hello) if in_hours(each, now, zone)]
        if letter is not None and letter.due_at > hello.waiting_since:
            since = datetime.fromtimestamp(letter.due_at, UTC)
            found = [each for each in found if (hours_began(each, now, zone) or EVER) >= since]
        return [each.person for each in found]

    async def call_later(self, hello: Hello) -> None:
        """Call again when the hours of the next on duty begin, if it lasts so long."""
        now, zone = self._now(), self._outbox.zone
        away = [each for each in await self._callable(hello) if not in_hours(each, now, zone)]
        at = min((int(hours_begin(each, now, zone).timestamp()) for each in away), default=0)
        if 0 < at < hello.expires_at:
            await self._plan(moves.CALL, hello, at)

    async def _callable(self, hello: Hello) -> list[Listener]:
        since = self._seconds() - WEEK_SECONDS
        async with self._database.reading() as tx:
            on_duty = await rows.on_duty(tx)
            load = await rows.load(tx, since)
            came = await rows.who_came(tx, hello.id)
        return called(on_duty, load, {hello.asker, *came})

    async def nobody_on_duty(self, hello: Hello) -> None:
        """Coordinators are told at once; planned twice it is one letter."""
        await self._plan(moves.TELL_COORDINATORS, hello, hello.waiting_since)

    async def tell_asker(self, hello: Hello, due_at: int) -> None:
        """How it stands, once coordinators were told, or could not be."""
        await self._plan(moves.TELL_ASKER, hello, due_at)

    async def _plan(self, kind: str, hello: Hello, due_at: int) -> None:
        async with self._database.transaction() as tx:
            await outbox_rows.plan(tx, kind, hello.id, due_at, hello.turn)
        await self._outbox.wake()

    async def who_came(self, hello: Hello) -> set[int]:
        async with self._database.reading() as tx:
            return await rows.who_came(tx, hello.id)

    async def note_call(self, hello: Hello, place: int, message: int) -> None:
        """Keep where the listeners were called, to say there later that somebody came."""
        async with self._database.transaction() as tx:
            await rows.note_call(tx, hello.id, place, message)

    async def calls(self, hello: Hello) -> list[tuple[int, int]]:
        """(place, message) of each call that still stands."""
        async with self._database.reading() as tx:
            return await rows.calls(tx, hello.id)

    async def forget_call(self, message: int) -> None:
        async with self._database.transaction() as tx:
            await rows.forget_call(tx, message)

    async def coordinators_told(self, hello: Hello) -> None:
        """They may come themselves from now on. What was said at night is said again by day."""
        now, zone = self._now(), self._outbox.zone
        async with self._database.transaction() as tx:
            await rows.told(tx, hello.id, self._seconds())
            morning = int(next_morning(now, zone).timestamp())
            if is_night(now, zone) and morning < hello.expires_at:
                await outbox_rows.plan(tx, moves.TELL_COORDINATORS, hello.id, morning, hello.turn)
        await self._outbox.wake()

    async def met_in(self, hello: Hello, thread: int) -> None:
        async with self._database.transaction() as tx:
            await rows.met_in(tx, hello.id, thread)

    async def meet_again(self, hello: Hello) -> None:
        """Their thread is gone."""
        async with self._database.transaction() as tx:
            await rows.met_in(tx, hello.id, 0)
            await outbox_rows.plan(tx, moves.MEET, hello.id, self._seconds(), hello.turn)
        await self._outbox.wake()

    async def could_not_meet(self, hello: Hello) -> None:
        """No thread could be opened: it waits again, and coordinators are told now."""
        now = self._seconds()
        async with self._database.transaction() as tx:
            moved = await rows.hand_over(tx, hello, now, hello.expires_at)
            if moved is not None:
                await outbox_rows.withdraw(tx, moves.LOOK, hello.id)
                # A second later than what is said where nobody is on duty, which this is not.
                await outbox_rows.plan(tx, moves.TELL_COORDINATORS, hello.id, now + 1, moved.turn)
        await self._outbox.wake()

    async def listener_left(self, hello: Hello) -> None:
        async with self._database.transaction() as tx:
            await rows.forget(tx, hello.listener)
            await moves.let_go(tx, hello, self._seconds())
        await self._outbox.wake()

    async def asker_left(self, hello: Hello) -> None:
        async with self._database.transaction() as tx:
            await moves.end(tx, hello, HelloState.CLOSED, self._seconds())
        await self._outbox.wake()

    async def expire(self, hello_id: int) -> bool:
        """Returns whether its time was over."""
        now = self._seconds()
        async with self._database.transaction() as tx:
            hello = await rows.get(tx, hello_id)
            if hello is None or hello.expires_at > now:
                return False
            ended = await moves.end(tx, hello, HelloState.EXPIRED, now)
        await self._outbox.wake()
        return ended is not None

    async def _in_state(self, letter: Letter, state: HelloState) -> Hello | None:
        hello = await self.get(letter.subject)
        if hello is None or hello.state is not state or hello.turn != letter.part:
            return None
        if hello.expires_at <= self._seconds():
            return None
        return hello

    def _seconds(self) -> int:
        return int(self._now().timestamp())
