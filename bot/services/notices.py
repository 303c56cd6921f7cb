"""Tells later whom a message did not reach."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import db.notices as notices
from bot.clock import Now
from db.database import Database

Say: TypeAlias = Callable[[str], Awaitable[None]]


class Notices:
    """Keeps who has something waiting in memory, so that most commands cost nothing.

    A press that shows something writes nothing: a row that vanished in the same second would name
    whoever sent in, without a name, what came with it. So what was shown is in memory, its row goes
    with the night's round, and after a start it may be said once more: a file that remembered it
    would be dated as well.
    """

    def __init__(self, database: Database, now: Now) -> None:
        self._database = database
        self._now = now
        self._people: set[int] = set()
        self._shown: set[tuple[int, str]] = set()
        # Of features that may keep no row here, because one kind of sentence alone would name who.
        self.kept_elsewhere: list[Callable[[int, Say], Awaitable[None]]] = []

    async def load(self) -> None:
        """Learn at start who has something waiting."""
        async with self._database.reading() as tx:
            self._people = await notices.people(tx)

    async def keep(self, user_id: int, text: str) -> None:
        """Keep a sentence for the person's next command."""
        self._shown.discard((user_id, text))
        async with self._database.transaction() as tx:
            await notices.add(tx, user_id, text, int(self._now().timestamp()))
        self._people.add(user_id)

    async def show(self, user_id: int, say: Say) -> None:
        """Say what waits for the person, once; what could not be said waits on."""
        for tell in self.kept_elsewhere:
            await tell(user_id, say)
        if user_id not in self._people:
            return
        self._people.discard(user_id)
        try:
            async with self._database.reading() as tx:
                waiting = await notices.waiting(tx, user_id)
            for text in waiting:
                if (user_id, text) not in self._shown:
                    await say(text)
                    self._shown.add((user_id, text))
        except BaseException:
            self._people.add(user_id)
            raise

    async def forget_shown(self) -> None:
        """Each night: what was said since the last."""
        shown = set(self._shown)
        async with self._database.transaction() as tx:
            for user_id, text in shown & self._shown:
                await notices.forget(tx, user_id, text)
        self._shown -= shown
