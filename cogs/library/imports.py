"""`/resource import`: what a file would do, then doing it, and undoing it for a day."""

from __future__ import annotations

from typing import Any

import discord

from bot import cards, ui
from bot.app import RepBot
from bot.domain.errors import UserError
from bot.router import number, numbers
from bot.services.library_imports import Imports, Planned
from bot.ui import Interaction
from cogs.library import import_text as text

BIGGEST_FILE_BYTES = 8_000_000
READ = "resources:1:importread"
TAKE = "resources:1:import"
DISCARD = "resources:1:importnot"
UNDO = "resources:1:undo"


class ImportButtons:
    """The file itself is kept in the database: its number stands in the buttons."""

    def __init__(self, bot: RepBot, imports: Imports) -> None:
        self.bot = bot
        self.imports = imports
        bot.router.button(READ, self.read_days, takes=numbers, coordinators=True)
        bot.router.button(TAKE, self.take, takes=numbers, coordinators=True)
        bot.router.button(DISCARD, self.discard, takes=number, coordinators=True)
        bot.router.button(UNDO, self.undo, takes=number, coordinators=True)

    async def look(self, interaction: Interaction, file: discord.Attachment) -> None:
        if file.size > BIGGEST_FILE_BYTES:
            raise UserError(text.TOO_BIG)
        await ui.wait(interaction)
        try:
            data = await file.read()
        except discord.HTTPException:
            raise UserError(text.NOT_READ) from None
        for is_theirs, take in self.bot.imports:
            if is_theirs(data):
                await take(interaction, data)
                return
        planned = await self.imports.look(data, file.filename)
        if planned.unclear:
            words, view = text.which_days(planned.unclear), _which_days(planned)
            await ui.reply(interaction, cards.card(words, actions=view))
            return
        await self._preview(interaction, planned, day_first=True)

    async def _preview(
        self, interaction: Interaction, planned: Planned, *, day_first: bool
    ) -> None:
        """In place of the card whose button was pressed: nothing on that is to be pressed again."""
        say = ui.reply if interaction.message is None else ui.update
        if not planned.number:
            await say(interaction, text.NOTHING_NEW)
            return
        take = f"{TAKE}:{planned.number}.{int(day_first)}.{planned.mark}"
        view = ui.view(
            ui.button("Import now", take, style=ui.Style.primary), _discard(planned.number)
        )
        await say(interaction, cards.card(text.preview(planned), actions=view))

    async def read_days(self, interaction: Interaction, parts: list[int]) -> None:
        """`parts`: the file, and whether its days come before its months."""
        file, day_first = _parts(parts, 2)
        planned = await self.imports.look_again(file, day_first=bool(day_first))
        await self._preview(interaction, planned, day_first=bool(day_first))

    async def take(self, interaction: Interaction, parts: list[int]) -> None:
        file, day_first, mark = _parts(parts, 3)
        told = await self.imports.take(file, mark, day_first=bool(day_first))
        await ui.update(interaction, cards.card(text.imported(told), actions=ui.view(undo(file))))

    async def discard(self, interaction: Interaction, file: int) -> None:
        await self.imports.discard(file)
        await ui.update(interaction, text.DISCARDED)

    async def undo(self, interaction: Interaction, file: int) -> None:
        await ui.reply(interaction, text.undone(await self.imports.undo(file)))


def undo(file: int) -> discord.ui.Button[Any]:
    return ui.button("Undo the import", f"{UNDO}:{file}")


def _discard(file: int) -> discord.ui.Button[Any]:
    return ui.button("Discard", f"{DISCARD}:{file}")


def _which_days(planned: Planned) -> discord.ui.View:
    """A button for each reading of the first such day: all of the file go by it."""
    first = planned.unclear[0]
    return ui.view(
        ui.button(text.day(first.day_first), f"{READ}:{planned.number}.1"),
        ui.button(text.day(first.month_first), f"{READ}:{planned.number}.0"),
        _discard(planned.number),
    )


def _parts(parts: list[int], count: int) -> list[int]:
    if len(parts) != count:
        raise UserError(text.DISCARDED)
    return parts
