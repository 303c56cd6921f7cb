"""The library on the desk, and what coordinators press and type there."""

from __future__ import annotations

import io

import discord
from discord.ui import Modal

from bot import cards, ui
from bot.app import RepBot
from bot.cards import Line, Part
from bot.domain.errors import UserError
from bot.domain.library import Kept, Kind
from bot.domain.library_texts import Became, Suggestion
from bot.domain.support import hides_number
from bot.modals import Values
from bot.router import EXPIRED, number, numbers, pair
from bot.services.library import Library
from bot.services.library_editing import Editing
from bot.services.library_imports import Imports
from bot.services.places import Places
from bot.ui import Interaction
from cogs.library import buttons, forms, text
from cogs.library.imports import undo


class CuratingButtons:
    def __init__(self, bot: RepBot, library: Library, editing: Editing) -> None:
        self.bot = bot
        self.library = library
        self.editing = editing
        router = bot.router
        router.button(buttons.ACCEPT, self.accept, takes=number, coordinators=True)
        router.button(buttons.DECLINE, self.decline, takes=number, coordinators=True)
        router.button(buttons.REVIEW, self.review, coordinators=True)
        router.button(buttons.REVIEW_CHOSEN, self.open, takes=number, coordinators=True)
        router.button(buttons.EDIT, self.open_edit, takes=pair, coordinators=True)
        router.button(
            buttons.CHECKED, self.checked, takes=pair, gone=text.OLD_CARD, coordinators=True
        )
        router.button(buttons.RETIRE, self.retire, takes=number, coordinators=True)
        router.button(buttons.BACK, self.bring_back, takes=number, coordinators=True)
        router.button(buttons.ADD, self.open_add, takes=Kind, coordinators=True)
        router.form(
            buttons.ACCEPT_FORM,
            self.accepted,
            takes=number,
            coordinators=True,
            opens=self._accept_form,
        )
        router.form(
            buttons.EDIT_FORM, self.edited, takes=numbers, coordinators=True, opens=self._edit_form
        )
        router.form(
            buttons.ADD_FORM, self.added, takes=Kind, coordinators=True, opens=self._add_form
        )

    async def accept(self, interaction: Interaction, suggestion_id: int) -> None:
        """Open the form to add it, or the entry a report is about."""
        waiting = await self.editing.waiting(suggestion_id)
        if waiting.entry is None:
            await ui.show(interaction, await self._accept_form(interaction, suggestion_id))
            return
        words = await self._words(waiting)
        await self.editing.settle(waiting.id, Became.TAKEN_UP)
        await self._mark_decided(interaction, words, accepted=True)
        await self.show_desk(interaction, await self.editing.get(waiting.entry))

    async def _accept_form(self, _interaction: Interaction, suggestion_id: int) -> Modal:
        waiting = await self.editing.waiting(suggestion_id)
        return forms.add(Kind.RESOURCE, f"{buttons.ACCEPT_FORM}:{waiting.id}", waiting)

    async def accepted(self, interaction: Interaction, suggestion_id: int, values: Values) -> None:
        words = await self._words(await self.editing.waiting(suggestion_id))
        typed = forms.texts(values, forms.ADDS[Kind.RESOURCE])
        kept = await self.editing.accept(suggestion_id, typed)
        await self._mark_decided(interaction, words, accepted=True)
        await self.show_desk(interaction, kept, text.ADDED)

    async def decline(self, interaction: Interaction, suggestion_id: int) -> None:
        words = await self._words(await self.editing.waiting(suggestion_id))
        await self.editing.settle(suggestion_id, Became.LEFT_OUT)
        await self._mark_decided(interaction, words, accepted=False)

    async def _words(self, waiting: Suggestion) -> str:
        about = await self.editing.get(waiting.entry) if waiting.entry else None
        return text.suggestion(waiting, about.entry if about else None)

    async def _mark_decided(self, interaction: Interaction, words: str, *, accepted: bool) -> None:
        """Where it is decided from one's own card, there is the way to the next one."""
        name = ui.name_of(interaction.user)
        message = interaction.message
        private = message is not None and message.flags.ephemeral
        left = await self.editing.count_waiting() if private else 0
        view = ui.view(ui.button("Next", buttons.REVIEW)) if left else None
        await ui.update(interaction, text.decided(words, name, accepted=accepted), view=view)

    async def review(self, interaction: Interaction) -> None:
        """One suggestion or report at a time."""
        found = await self.editing.review()
        first = [await self._words(each) for each in found.suggestions[:1]]
        parts = [part for words in first for part in (Line(), words)]
        numbers = buttons.to_ring(text.to_ring(found))
        view = buttons.review_buttons(found)
        await ui.reply(interaction, cards.card(text.review(found), *numbers, *parts, actions=view))

    async def open(self, interaction: Interaction, entry_id: int) -> None:
        await self.show_desk(interaction, await self.editing.get(entry_id))

    async def show_desk(self, interaction: Interaction, kept: Kept, head: str = "") -> None:
        shown = await self.library.card(kept)
        words = text.at_the_desk(shown, self.library.today(), head)
        words += f"\n\n-# Key: `{kept.entry.key}`"  # by which a file that is brought in names it
        await ui.reply(interaction, words, view=buttons.desk_buttons(kept, forms.EDITS))

    async def open_edit(self, interaction: Interaction, entry_and_group: tuple[int, int]) -> None:
        await ui.show(interaction, await self._edit_form(interaction, [*entry_and_group]))

    async def _edit_form(self, _interaction: Interaction, parts: list[int]) -> Modal:
        entry_id, group, shown = _of_a_form(parts)
        kept = await self.editing.get(entry_id)
        return forms.edit(kept.id, kept.entry, group, shown)

    async def edited(self, interaction: Interaction, parts: list[int], values: Values) -> None:
        """A changed number stays hidden until somebody has rung it."""
        entry_id, group, shown = _of_a_form(parts)
        kept = await self.editing.get(entry_id)
        _, names = forms.group_of(kept.entry.kind, group)
        typed = forms.texts(values, names)
        marks = dict(zip(names, shown, strict=True)) if len(shown) == len(names) else {}
        changed = await self.editing.edit(entry_id, typed, marks)
        said = text.changed(changed.overtaken)
        await self._show_written(interaction, changed.kept, said)

    async def _show_written(self, interaction: Interaction, kept: Kept, said: str) -> None:
        hidden = hides_number(kept.entry, self.library.today())
        await self.show_desk(interaction, kept, f"{said} {text.NUMBER_HIDDEN}" if hidden else said)

    async def checked(self, interaction: Interaction, entry_and_mark: tuple[int, int]) -> None:
        kept = await self.editing.checked(*entry_and_mark)
        await self.show_desk(interaction, kept, text.CHANGED)

    async def retire(self, interaction: Interaction, entry_id: int) -> None:
        await self.show_desk(interaction, await self.editing.retire(entry_id), text.RETIRED)

    async def bring_back(self, interaction: Interaction, entry_id: int) -> None:
        kept = await self.editing.retire(entry_id, retired=False)
        await self._show_written(interaction, kept, text.BACK)

    async def open_add(self, interaction: Interaction, kind: Kind) -> None:
        await ui.show(interaction, await self._add_form(interaction, kind))

    async def _add_form(self, _interaction: Interaction, kind: Kind) -> Modal:
        return forms.add(kind, f"{buttons.ADD_FORM}:{kind.value}")

    async def added(self, interaction: Interaction, kind: Kind, values: Values) -> None:
        kept = await self.editing.add(kind, forms.texts(values, forms.ADDS[kind]))
        await self._show_written(interaction, kept, text.ADDED)


def _of_a_form(parts: list[int]) -> tuple[int, int, list[int]]:
    """The entry, which of its forms, and the marks of what stood there; old ids have none."""
    if len(parts) < 2:
        raise UserError(EXPIRED)
    return parts[0], parts[1], parts[2:]


class LibraryDesk:
    def __init__(
        self,
        bot: RepBot,
        library: Library,
        editing: Editing,
        curating: CuratingButtons,
        imports: Imports,
    ) -> None:
        self.library = library
        self.imports = imports
        self.editing = editing
        self.curating = curating
        router = bot.router
        router.button(buttons.LIBRARY, self.open, coordinators=True)
        router.button(buttons.ADD_WHICH, self.add, coordinators=True)
        router.button(buttons.EXPORT, self.export, coordinators=True)
        router.button(buttons.CHANGE, self.ask, coordinators=True)
        router.form(buttons.CHANGE_FORM, self.change, coordinators=True, opens=self._form)
        self.places = Places(bot.database)
        about = "Add, change, check, bring in files"
        bot.desk.add(4, "Library", buttons.LIBRARY, "The library", about)
        waiting = editing.count_waiting
        one, many = (
            "suggestion or report for the library",
            "suggestions and reports for the library",
        )
        bot.desk.waits(4, one, many, buttons.REVIEW, waiting)

    async def open(self, interaction: Interaction) -> None:
        found = await self.editing.review()
        steps = [*buttons.to_ring(text.to_ring(found)), *buttons.to_link(text.to_link(found))]
        parts: list[Part] = [text.library(found), Line(), *steps, text.BRING_IN]
        view = buttons.library_buttons()
        if (last := await self.imports.last()) is not None:
            view.add_item(undo(last))
        await ui.reply(interaction, cards.card(*parts, actions=view))

    async def add(self, interaction: Interaction) -> None:
        await ui.reply(interaction, text.ADD_WHAT, view=buttons.kinds())

    async def export(self, interaction: Interaction) -> None:
        table, listed = await self.imports.export()
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
        typed = values["query"]
        places = tuple(await self.places.asked_for(typed))
        found = places or (await self.library.find(typed)).found
        same = [one for one in found if one.entry.title.lower() == typed.lower()]
        named = await self.editing.named(typed) or next(iter(same if len(same) == 1 else ()), None)
        if named is None and not found:
            raise UserError(text.CHOOSE_ONE)
        if named is None and len(found) > 1:
            menu = buttons.entry_menu(buttons.REVIEW_CHOSEN, "Which one?", found)
            await ui.reply(interaction, text.WHICH_ONE, view=ui.view(menu))
            return
        await self.curating.show_desk(interaction, named or found[0])
