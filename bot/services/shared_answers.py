"""Answers shown to the listeners: where they stand, and when they are taken down."""

from __future__ import annotations

import db.checkin_answers as rows
import db.checkin_posts as posts
from bot.clock import Now
from bot.domain.checkins import DAY_SECONDS, WORDS_DAYS, Audience
from bot.services.sealed_words import Shown, shown
from bot.vault import Vault
from db.database import Database


class SharedAnswers:
    """What the listeners may see."""

    def __init__(self, database: Database, now: Now, vault: Vault) -> None:
        self._database = database
        self._now = now
        self._vault = vault

    async def shared(self, answer_id: int) -> Shown | None:
        """Return an answer that the listeners may see, or None: not after 30 days."""
        oldest = int(self._now().timestamp()) - WORDS_DAYS * DAY_SECONDS
        async with self._database.reading() as tx:
            answer = await rows.get(tx, answer_id)
            if answer is None or answer.audience is not Audience.LISTENERS:
                return None
            if answer.answered_at < oldest:
                return None
            return await shown(tx, self._vault, answer)

    async def keep_to_oneself(self, answer_id: int) -> None:
        """Make an answer `Only me`, as when it cannot be shown to the listeners."""
        async with self._database.transaction() as tx:
            await rows.keep_to_oneself(tx, answer_id)

    async def where(self, answer_id: int) -> tuple[int, int] | None:
        """Return thread and message of a shared answer, or None."""
        async with self._database.reading() as tx:
            return await posts.where(tx, answer_id)

    async def stands_in(self, answer_id: int, thread: int, message: int) -> None:
        """Note where a shared answer stands."""
        async with self._database.transaction() as tx:
            await posts.note(tx, answer_id, thread, message)

    async def taken_down(self, answer_id: int) -> None:
        """Note that a shared answer stands nowhere any more."""
        async with self._database.transaction() as tx:
            await posts.forget(tx, answer_id)
