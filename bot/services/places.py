"""Finding a town, a hospital or a trust. Nothing that is asked for is kept."""

from __future__ import annotations

from collections.abc import Sequence

import db.library as rows
import db.places as places
from bot.domain.library import Kept
from bot.domain.places import halves_of, names_in, shown_apart
from db.database import Database, Transaction


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
            ids = ids or await self._unit_in_town(tx, names)
            kept = await rows.by_ids(tx, ids) if ids else []
        apart = shown_apart([one.entry for one in kept])
        return [one for one in kept if one.entry in apart]

    async def _unit_in_town(self, tx: Transaction, names: Sequence[str]) -> list[int]:
        """A unit that has both names, since its town is one of them (Musgrove Park, Taunton)."""
        pairs = [pair for name in names for pair in halves_of(name)]
        halves = dict.fromkeys(half for pair in pairs for half in pair)
        found = await places.named(tx, list(halves))
        shared = ([i for i in found.get(a, ()) if i in found.get(b, ())] for a, b in pairs)
        return next(filter(None, shared), [])
