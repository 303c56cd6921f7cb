"""Finding a town, a hospital or a trust. Nothing that is asked for is kept."""

from __future__ import annotations

import db.library as rows
import db.places as places
from bot.domain.library import Kept
from bot.domain.places import names_in, shown_apart
from db.database import Database


class Places:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def asked_for(self, query: str) -> list[Kept]:
        """The places that have the name that was typed; of several names in it the longest counts.

        Empty where something else was typed, or a place that nobody told us.
        """
        names = names_in(query)
        if not names:
            return []
        async with self._database.reading() as tx:
            found = await places.named(tx, names)
            ids = next((found[name] for name in names if name in found), [])
            kept = await rows.by_ids(tx, ids) if ids else []
        apart = shown_apart([one.entry for one in kept])
        return [one for one in kept if one.entry in apart]
