"""The server's settings: kept in the database, held in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace

import db.setup as rows
from db.database import Database


class Setup:
    """One process holds the database, so memory and rows agree."""

    def __init__(
        self, database: Database, is_open: Callable[[Settings], bool] = lambda _: False
    ) -> None:
        """`is_open`: whether others than coordinators read the review channel."""
        self._database = database
        self._is_open = is_open
        self._values: dict[str, str] = {}

    async def load(self) -> None:
        async with self._database.reading() as tx:
            self._values = await rows.load(tx)

    def current(self) -> Settings:
        """As chosen; but a review channel that others can read is none: nothing goes there."""
        settings = self.chosen()
        if settings.review and self._is_open(settings):
            return replace(settings, review=0)
        return settings

    def chosen(self) -> Settings:
        return Settings(**{n: int(self._values[n]) for n in NAMES if n in self._values})

    async def choose(self, **chosen: int) -> Settings:
        """Those not named stay."""
        await self.remember(**{name: str(value) for name, value in chosen.items()})
        return self.current()

    def recall(self, name: str) -> str:
        """An empty string where nothing is kept."""
        return self._values.get(name, "")

    async def remember(self, **facts: str) -> None:
        """Keep small facts: the hash of the commands, where the panel stands."""
        async with self._database.transaction() as tx:
            await rows.store(tx, facts)
        self._values |= facts


@dataclass(frozen=True)
class Settings:
    """Discord ids chosen by the coordinators; 0 where nothing has been chosen."""

    announcements: int = 0
    questions: int = 0
    review: int = 0
    support: int = 0
    coordinator: int = 0
    rep: int = 0
    listener: int = 0


CHANNELS = ("announcements", "questions", "review", "support")
ROLES = ("coordinator", "rep", "listener")
NAMES = tuple(field.name for field in fields(Settings))
