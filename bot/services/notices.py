"""Tells later whom a message did not reach."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import db.notices as notices
from bot.clock import Now
from db.database import Database


class Notices:
    """Keeps who has something waiting in memory, so that most commands cost nothing."""

    def __init__(self, database: Database, now: Now) -> None:
        self._database = database
        self._now = now
        self._people: set[int] = set()

    async def load(self) -> None:
        """Learn at start who has something waiting."""
        async with self._database.reading() as tx:
            self._people = await notices.people(tx)

    async def keep(self, user_id: int, text: str) -> None:
        """Keep a sentence for the person's next command."""
        async with self._database.transaction() as tx:
            await notices.add(tx, user_id, text, int(self._now().timestamp()))
        self._people.add(user_id)

    async def show(self, user_id: int, say: Callable[[str], Awaitable[None]]) -> None:
        """Say what waits for the person, once; what could not be said waits on."""
        if user_id not in self._people:
            return
        self._people.discard(user_id)
        try:
            async with self._database.reading() as tx:
                waiting = await notices.waiting(tx, user_id)
            for number, text in waiting:
                await say(text)
                async with self._database.transaction() as tx:
                    await notices.forget(tx, number)
        except BaseException:
            self._people.add(user_id)
            raise
