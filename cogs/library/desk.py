"""`Library` on the desk: adding, reviewing, files, and what is to be rung or found."""

from __future__ import annotations

import io
from collections.abc import Sequence

import discord

from bot import cards, ui
from bot.app import RepBot
from bot.cards import Line, Part
from bot.domain.errors import UserError
from bot.domain.library import Kept
from bot.modals import Values
from bot.router import number
from bot.services.library import Library
from bot.services.library_editing import Editing
from bot.ui import Interaction
from cogs.library import buttons, forms, text
from cogs.library.curating import CuratingButtons


class LibraryDesk:
    def __init__(
        self, bot: RepBot, library: Library, editing: Editing, curating: CuratingButtons
    ) -> None:
        self.library = library
        self.editing = editing
        self.curating = curating
        router = bot.router
        router.button(buttons.LIBRARY, self.open, coordinators=True)
        router.button(buttons.ADD_WHICH, self.add, coordinators=True)
        router.button(buttons.EXPORT, self.export, coordinators=True)
        router.button(buttons.CHANGE, self.ask, coordinators=True)
        router.button(buttons.RING, self.ring, takes=_number_or_none, coordinators=True)
        router.button(buttons.LINKS, self.find_link, takes=_number_or_none, coordinators=True)
        router.form(buttons.CHANGE_FORM, self.change, coordinators=True, opens=self._form)
        about = "Add, change, check, bring in files"
        bot.desk.add(4, "Library", buttons.LIBRARY, "The library", about)
        waiting = editing.count_waiting
        one, many = (
            "suggestion or report for the library",
            "suggestions and reports for the library",
        )
        bot.desk.waits(4, one, many, buttons.REVIEW, waiting)
        bot.desk.first(1, "Ring the next", buttons.RING, self._left_to_ring)
        bot.desk.first(2, "Find the next", buttons.LINKS, self._left_to_link)

    async def open(self, interaction: Interaction) -> None:
        found = await self.editing.review()
        steps = [*buttons.to_ring(text.to_ring(found)), *buttons.to_link(text.to_link(found))]
        parts: list[Part] = [text.library(found), Line(), *steps, text.BRING_IN]
        await ui.reply(interaction, cards.card(*parts, actions=buttons.library_buttons()))

    async def add(self, interaction: Interaction) -> None:
        await ui.reply(interaction, text.ADD_WHAT, view=buttons.kinds())

    async def export(self, interaction: Interaction) -> None:
        table, listed = await self.editing.export()
        files = [
            discord.File(io.BytesIO(table), "library.csv"),
            discord.File(io.BytesIO(listed), "library.json"),
        ]
        await ui.reply(interaction, text.EXPORT, files=files)

    async def ask(self, interaction: Interaction) -> None:
        await ui.show(interaction, forms.which_to_change())

    async def _form(self, _interaction: Interaction) -> discord.ui.Modal:
        return forms.which_to_change()

    async def change(self, interaction: Interaction, values: Values) -> None:
        """Open the entry that was named; where that is unclear, ask which."""
        typed = values["query"].strip()
        found = (await self.library.find(typed)).found
        same = [one for one in found if one.entry.title.lower() == typed.lower()]
        named = await self.editing.named(typed) or next(iter(same if len(same) == 1 else ()), None)
        if named is None and not found:
            raise UserError(text.CHOOSE_ONE)
        if named is None and len(found) > 1:
            menu = buttons.entry_menu(buttons.REVIEW_CHOSEN, "Which one?", found)
            await ui.reply(interaction, text.WHICH_ONE, view=ui.view(menu))
            return
        await self.curating.show_desk(interaction, named or found[0])

    async def ring(self, interaction: Interaction, after: int) -> None:
        """Show the next number that nobody has rung lately; after the last, the first again."""
        hidden = (await self.editing.review()).hidden_lines
        await self._next(interaction, hidden, after, text.ALL_RUNG)

    async def find_link(self, interaction: Interaction, after: int) -> None:
        """The same for core documents without an address."""
        missing = (await self.editing.review()).no_address
        await self._next(interaction, missing, after, text.ALL_LINKED)

    async def _next(
        self, interaction: Interaction, left: Sequence[Kept], after: int, done: str
    ) -> None:
        if not left:
            await ui.reply(interaction, done)
            return
        place = next((n for n, one in enumerate(left, start=1) if one.id == after), 0)
        await self.curating.show_desk(interaction, left[place % len(left)])

    async def _left_to_ring(self) -> str:
        return text.to_ring(await self.editing.review())

    async def _left_to_link(self) -> str:
        return text.to_link(await self.editing.review())


def _number_or_none(arg: str) -> int:
    return number(arg) if arg else 0
