"""What the letters about a hello need to know, and what they note when they have arrived."""

from __future__ import annotations

import db.hellos as rows
import db.outbox as outbox_rows
from bot.clock import Now
from bot.domain.listeners import WEEK_SECONDS, Hello, HelloState, called
from bot.domain.outbox import Letter
from bot.services import hellos as moves
from bot.services.outbox import Outbox
from db.database import Database


class HelloLetters:
    """Where a request stands when one of its letters is due."""

    def __init__(self, database: Database, outbox: Outbox, now: Now) -> None:
        self._database = database
        self._outbox = outbox
        self._now = now

    async def waiting(self, letter: Letter) -> Hello | None:
        """Return the letter's request if it still waits, in the same turn."""
        return await self._in_state(letter, HelloState.WAITING)

    async def claimed(self, letter: Letter) -> Hello | None:
        """Return the letter's request if the same two still meet."""
        return await self._in_state(letter, HelloState.CLAIMED)

    async def get(self, hello_id: int) -> Hello | None:
        """Return a request, or None."""
        async with self._database.reading() as tx:
            return await rows.get(tx, hello_id)

    async def to_call(self, hello: Hello) -> list[int]:
        """Return whom to call: on duty, with room in their week, and not yet part of this."""
        since = self._seconds() - WEEK_SECONDS
        async with self._database.reading() as tx:
            on_duty = await rows.on_duty(tx)
            load = await rows.load(tx, since)
            came = await rows.who_came(tx, hello.id)
        return called(on_duty, load, {hello.asker, *came})

    async def who_came(self, hello: Hello) -> set[int]:
        """Return the listeners who came to this person so far."""
        async with self._database.reading() as tx:
            return await rows.who_came(tx, hello.id)

    async def note_call(self, hello: Hello, place: int, message: int) -> None:
        """Keep where the listeners were called, to say there later that somebody came."""
        async with self._database.transaction() as tx:
            await rows.note_call(tx, hello.id, place, message)

    async def calls(self, hello: Hello) -> list[tuple[int, int]]:
        """Return where listeners were called (place, message) and the call still stands."""
        async with self._database.reading() as tx:
            return await rows.calls(tx, hello.id)

    async def forget_call(self, message: int) -> None:
        """Note that a call says by now that nobody is needed any more."""
        async with self._database.transaction() as tx:
            await rows.forget_call(tx, message)

    async def coordinators_told(self, hello: Hello) -> None:
        """Note that coordinators know that somebody waits; they may come themselves now."""
        async with self._database.transaction() as tx:
            await rows.told(tx, hello.id, self._seconds())

    async def met_in(self, hello: Hello, thread: int) -> None:
        """Note the thread of the two."""
        async with self._database.transaction() as tx:
            await rows.met_in(tx, hello.id, thread)

    async def could_not_meet(self, hello: Hello) -> None:
        """No thread could be opened: it waits again, and coordinators are told now."""
        now = self._seconds()
        async with self._database.transaction() as tx:
            moved = await rows.hand_over(tx, hello, now, hello.expires_at)
            if moved is not None:
                await outbox_rows.withdraw(tx, moves.LOOK, hello.id)
                await outbox_rows.plan(tx, moves.TELL_COORDINATORS, hello.id, now, moved.turn)
                await outbox_rows.plan(tx, moves.TELL_ASKER, hello.id, now, moved.turn)
        await self._outbox.wake()

    async def listener_left(self, hello: Hello) -> None:
        """Ask somebody else, since the listener is gone."""
        async with self._database.transaction() as tx:
            await rows.forget(tx, hello.listener)
            await moves.let_go(tx, hello, self._seconds())
        await self._outbox.wake()

    async def asker_left(self, hello: Hello) -> None:
        """End it, since the asker is gone."""
        async with self._database.transaction() as tx:
            await moves.end(tx, hello, HelloState.CLOSED, self._seconds())
        await self._outbox.wake()

    async def expire(self, hello_id: int) -> bool:
        """End a request whose time is over; says whether it was."""
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
