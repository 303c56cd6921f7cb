"""The checks of the first day, and of every third month: numbers to ring and links to find, one at
a time, each with one tap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord

from bot import cards, ui
from bot.app import RepBot
from bot.domain.library import Kept, Kind, numbers_mark
from bot.router import number, pair
from bot.services.library import Library
from bot.services.library_editing import Editing
from bot.ui import Interaction
from cogs.library import buttons, text

RIGHT = "resources:1:stepright"
GONE = "resources:1:stepgone"
NUMBER_GONE = "resources:1:stepbare"
ALL_GONE = "resources:1:stepretire"


class CheckingButtons:
    """After each tap the next one stands in the same card."""

    def __init__(self, bot: RepBot, library: Library, editing: Editing) -> None:
        self.library = library
        self.editing = editing
        router = bot.router
        router.button(buttons.RING, self.ring, takes=_number_or_none, coordinators=True)
        router.button(buttons.LINKS, self.find_link, takes=_number_or_none, coordinators=True)
        router.button(RIGHT, self.right, takes=pair, coordinators=True)
        router.button(GONE, self.gone, takes=number, coordinators=True)
        router.button(NUMBER_GONE, self.number_gone, takes=number, coordinators=True)
        router.button(ALL_GONE, self.all_gone, takes=number, coordinators=True)
        bot.desk.first(1, "Ring the next", buttons.RING, self._left_to_ring)
        bot.desk.first(2, "Find the next", buttons.LINKS, self._left_to_link)

    async def ring(self, interaction: Interaction, after: int) -> None:
        """Show the next number that nobody has rung lately; after the last, the first again."""
        found = await self.editing.review(Kind.LINE)
        kept = _next(found.hidden_lines, after)
        if kept is None:
            await _show(interaction, cards.card(text.ALL_RUNG))
            return
        view = ui.view(
            ui.button(
                "Right", f"{RIGHT}:{kept.id}.{numbers_mark(kept.entry)}", style=ui.Style.success
            ),
            *_others(kept, buttons.RING),
            *buttons.link_to(kept.entry, "Their page"),
        )
        await _show(interaction, await self._card(kept, text.to_ring(found), view))

    async def find_link(self, interaction: Interaction, after: int) -> None:
        """The same for core documents without an address."""
        found = await self.editing.review(Kind.RESOURCE)
        kept = _next(found.no_address, after)
        if kept is None:
            await _show(interaction, cards.card(text.ALL_LINKED))
            return
        view = ui.view(*_others(kept, buttons.LINKS))
        await _show(interaction, await self._card(kept, text.to_link(found), view))

    async def _card(self, kept: Kept, progress: str, view: discord.ui.View) -> cards.Card:
        shown = await self.library.card(kept)
        words = text.at_the_desk(shown, self.library.today(), "")
        return cards.card(progress, cards.Line(), words, actions=view)

    async def right(self, interaction: Interaction, entry_and_mark: tuple[int, int]) -> None:
        kept = await self.editing.checked(*entry_and_mark)
        await self.ring(interaction, kept.id)

    async def gone(self, interaction: Interaction, entry_id: int) -> None:
        kept = await self.editing.get(entry_id)
        line = kept.entry.kind is Kind.LINE
        bare = [ui.button("Only the number", f"{NUMBER_GONE}:{kept.id}")] if line else []
        whole = "The whole line" if line else "The document"
        view = ui.view(
            *bare,
            ui.button(whole, f"{ALL_GONE}:{kept.id}", style=ui.Style.danger),
            ui.button("Back", f"{buttons.RING if line else buttons.LINKS}:{kept.id - 1}"),
        )
        await _show(interaction, cards.card(text.what_is_gone(kept.entry), actions=view))

    async def number_gone(self, interaction: Interaction, entry_id: int) -> None:
        """The name and the page stay."""
        edited = await self.editing.edit(entry_id, {"phone": "", "text": ""})
        await self._on(interaction, edited.kept)

    async def all_gone(self, interaction: Interaction, entry_id: int) -> None:
        await self._on(interaction, await self.editing.retire(entry_id))

    async def _on(self, interaction: Interaction, kept: Kept) -> None:
        further = self.ring if kept.entry.kind is Kind.LINE else self.find_link
        await further(interaction, kept.id)

    async def _left_to_ring(self) -> str:
        return text.to_ring(await self.editing.review(Kind.LINE))

    async def _left_to_link(self) -> str:
        return text.to_link(await self.editing.review(Kind.RESOURCE))


async def _show(interaction: Interaction, shown: cards.Card) -> None:
    """In the place of the one before; the first, from a pinned card, in a card of its own."""
    message = interaction.message
    if message is not None and message.flags.ephemeral:
        await ui.update(interaction, shown)
    else:
        await ui.reply(interaction, shown)


def _others(kept: Kept, way: str) -> list[discord.ui.Item[Any]]:
    return [
        ui.button("Changed", f"{buttons.EDIT}:{kept.id}.0"),
        ui.button("Gone", f"{GONE}:{kept.id}"),
        ui.button("Skip", f"{way}:{kept.id}"),
    ]


def _next(left: Sequence[Kept], after: int) -> Kept | None:
    """By their numbers: the one after which they go on may be done by now."""
    found = sorted(left, key=lambda kept: kept.id)
    return next((kept for kept in found if kept.id > after), found[0] if found else None)


def _number_or_none(arg: str) -> int:
    return number(arg) if arg else 0
