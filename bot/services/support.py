"""The lines to ring, read from the library; whatever happens, the first three remain."""

from __future__ import annotations

import asyncio
import logging

import db.library as rows
from bot.domain.library import Entry, Kind
from bot.domain.support import NEEDS, needs_of
from bot.services.library import Library
from db.database import Database

LONGEST_WAIT_SECONDS = 1.0
log = logging.getLogger("repbot.support")


class Support:
    """Reads support lines, and never raises."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library

    async def lines(self, *, all_of_them: bool) -> list[Entry] | None:
        """[] where the first three, which stand in code, are enough; None after a second."""
        if not all_of_them:
            return []
        try:
            return await asyncio.wait_for(self._read(), LONGEST_WAIT_SECONDS)
        except Exception as error:
            log.error("support lines could not be read: %s", type(error).__name__)
            return None

    async def need_meant(self, text: str) -> str | None:
        """The need that the words point to without doubt, or None; None too after a second."""
        try:
            asked = self._library.find(text, (Kind.LINE,))
            found = await asyncio.wait_for(asked, LONGEST_WAIT_SECONDS)
        except Exception as error:
            log.error("support lines could not be searched: %s", type(error).__name__)
            return None
        if not found.sure:
            return None
        shared = set(NEEDS).intersection(*(needs_of(kept.entry) for kept in found.whole))
        return next((need for need in needs_of(found.found[0].entry) if need in shared), None)

    async def _read(self) -> list[Entry]:
        async with self._database.reading() as tx:
            return [kept.entry for kept in await rows.of_kind(tx, Kind.LINE)]
