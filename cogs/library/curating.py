"""What coordinators press and type: deciding, adding, editing, retiring, checking."""

from __future__ import annotations

import discord

from bot import cards, ui
from bot.app import RepBot
from bot.domain.errors import UserError
from bot.domain.library import Kept, Kind
from bot.domain.support import hides_number
from bot.modals import Values
from bot.permissions import require_coordinator
from bot.router import number, pair
from bot.services.library import Library
from bot.services.library_editing import Editing
from bot.ui import Interaction
from cogs.library import buttons, forms, text


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
        accepted, edited = self.accepted, self.edited
        router.form(buttons.ACCEPT_FORM, accepted, takes=number, coordinators=True)
        router.form(buttons.EDIT_FORM, edited, takes=pair, coordinators=True)
        router.form(buttons.ADD_FORM, self.added, takes=Kind, coordinators=True)

    def require(self, interaction: Interaction) -> None:
        """Raises UserError unless a coordinator is pressing."""
        require_coordinator(interaction, self.bot.setup.current())

    async def accept(self, interaction: Interaction, suggestion_id: int) -> None:
        """Open the form to add it, or the entry a report is about."""
        waiting = await self.editing.waiting(suggestion_id)
        if waiting.entry is None:
            form = forms.add(Kind.RESOURCE, f"{buttons.ACCEPT_FORM}:{waiting.id}", waiting)
            await ui.show(interaction, form)
            return
        await self.editing.settle(waiting.id)
        await self._mark_decided(interaction, accepted=True)
        await self.show_desk(interaction, await self.editing.get(waiting.entry))

    async def accepted(self, interaction: Interaction, suggestion_id: int, values: Values) -> None:
        words = forms.texts(values, forms.ADDS[Kind.RESOURCE])
        kept = await self.editing.accept(suggestion_id, words)
        await self._mark_decided(interaction, accepted=True)
        await self.show_desk(interaction, kept, text.ADDED)

    async def decline(self, interaction: Interaction, suggestion_id: int) -> None:
        await self.editing.settle(suggestion_id)
        await self._mark_decided(interaction, accepted=False)

    async def _mark_decided(self, interaction: Interaction, *, accepted: bool) -> None:
        before = cards.text_of(interaction.message)
        name = discord.utils.escape_markdown(interaction.user.display_name)
        await ui.update(interaction, text.decided(before, name, accepted=accepted))

    async def review(self, interaction: Interaction) -> None:
        found = await self.editing.review()
        view = buttons.review_menus(found)
        await ui.reply(interaction, text.review(found), view=view)
        for waiting in found.suggestions[: text.SHOWN_AT_ONCE]:
            about = await self.editing.get(waiting.entry) if waiting.entry else None
            said = text.suggestion(waiting, about.entry if about else None)
            await ui.reply(interaction, said, view=buttons.decision_buttons(waiting.id))

    async def open(self, interaction: Interaction, entry_id: int) -> None:
        await self.show_desk(interaction, await self.editing.get(entry_id))

    async def show_desk(self, interaction: Interaction, kept: Kept, head: str = "") -> None:
        shown = await self.library.card(kept)
        words = text.at_the_desk(shown, self.library.today(), head)
        await ui.reply(interaction, words, view=buttons.desk_buttons(kept, forms.EDITS))

    async def open_edit(self, interaction: Interaction, entry_and_group: tuple[int, int]) -> None:
        entry_id, group = entry_and_group
        kept = await self.editing.get(entry_id)
        await ui.show(interaction, forms.edit(kept.id, kept.entry, group))

    async def edited(
        self, interaction: Interaction, entry_and_group: tuple[int, int], values: Values
    ) -> None:
        """A changed number stays hidden until somebody has rung it."""
        entry_id, group = entry_and_group
        kept = await self.editing.get(entry_id)
        _, names = forms.group_of(kept.entry.kind, group)
        changed = await self.editing.edit(entry_id, forms.texts(values, names))
        await self._show_written(interaction, changed, text.CHANGED)

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
        await ui.show(interaction, forms.add(kind, f"{buttons.ADD_FORM}:{kind.value}"))

    async def added(self, interaction: Interaction, kind: Kind, values: Values) -> None:
        kept = await self.editing.add(kind, forms.texts(values, forms.ADDS[kind]))
        await self._show_written(interaction, kept, text.ADDED)

    async def named(self, interaction: Interaction, typed: str) -> Kept | None:
        """The entry a coordinator chose or typed; where that is unclear, ask which."""
        kept = await self.editing.named(typed.strip())
        if kept is not None:
            return kept
        found = (await self.library.find(typed)).found
        same = [one for one in found if one.entry.title.lower() == typed.strip().lower()]
        if len(same) == 1 or len(found) == 1:
            return (same or list(found))[0]
        if not found:
            raise UserError(text.CHOOSE_ONE)
        menu = buttons.entry_menu(buttons.REVIEW_CHOSEN, "Which one?", found)
        await ui.reply(interaction, text.WHICH_ONE, view=ui.view(menu))
        return None
