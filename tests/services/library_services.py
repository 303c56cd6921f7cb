"""A library with whoever changes it, without Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.domain.library import Entry, numbers_mark
from bot.domain.library_import import Imported
from bot.domain.times import zone_named
from bot.services.library import Library
from bot.services.library_checks import Checks
from bot.services.library_editing import Editing
from bot.services.library_imports import Imports
from bot.services.outbox import Outbox
from cogs.library.cards import card
from db.database import Database
from tests import databases
from tests.fakes import START, Clock


@dataclass
class Desk:
    """The library, what coordinators do to it, and what is read."""

    database: Database
    library: Library
    checks: Checks
    editing: Editing
    imports: Imports

    async def bring_in(self, data: bytes, name: str) -> Imported:
        """Import a file as a coordinator does who looks and goes on."""
        return await brought_in(self.imports, data, name)

    async def entry(self, key: str) -> Entry:
        """Return an entry that is there."""
        kept = await self.editing.named(key)
        assert kept is not None
        return kept.entry

    async def checked_on(self, key: str) -> date | None:
        """Return when somebody last looked at it."""
        return (await self.entry(key)).checked_on

    async def id_of(self, key: str) -> int:
        """Return the number of an entry that is there."""
        kept = await self.editing.named(key)
        assert kept is not None
        return kept.id

    async def rung(self, key: str) -> None:
        """Let a coordinator ring the number today."""
        entry = await self.entry(key)
        await self.editing.checked(await self.id_of(key), numbers_mark(entry))

    async def first_card(self, key: str) -> str:
        """Return what is read first when the entry is looked for by its key."""
        found = (await self.library.find(key)).found
        if not found or found[0].entry.key != key:  # gone, and other words were found
            return ""
        return card((await self.library.cards(found))[0], START.date())


@asynccontextmanager
async def opened(folder: Path, entries: Sequence[Entry] = ()) -> AsyncIterator[Desk]:
    """Open a library as it is delivered, or with these entries alone."""
    async with databases.opened(folder, library=not entries) as database:
        clock = Clock(START)
        outbox = Outbox(database, clock, lambda _when: None)
        checks = Checks(database, outbox, clock, zone_named("Europe/London"))
        editing = Editing(database, outbox, clock, checks)
        library = Library(database, clock)
        if entries:
            await library.seed(entries)
        imports = Imports(database, outbox, clock, checks)
        yield Desk(database, library, checks, editing, imports)


async def brought_in(imports: Imports, data: bytes, name: str) -> Imported:
    """Look at what a file would do, then do it."""
    planned = await imports.look(data, name)
    if not planned.number:
        return planned.told
    return await imports.take(planned.number, planned.mark, day_first=True)
