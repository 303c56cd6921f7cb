"""What readers press and type: finding, reading, sharing, suggesting."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Concatenate, ParamSpec, TypeAlias

import discord
from discord.utils import escape_markdown

from bot import ui, urgent
from bot.app import RepBot
from bot.domain.danger import may_be_title, speaks_of_people
from bot.domain.errors import UserError
from bot.domain.library import Kept, Kind
from bot.domain.library_texts import OTHER, TOPICS, in_reading_order, topic_named, topics_of
from bot.domain.support import never_changes
from bot.modals import Values
from bot.router import EXPIRED, number, numbers, pair
from bot.services.library import BEST, Finds, Library
from bot.services.library_editing import Editing
from bot.ui import Interaction
from bot.urgent import Place
from cogs.library import buttons, forms, text
from cogs.library.cards import card

SHARED_TWICE = timedelta(minutes=1)
P = ParamSpec("P")
FormHandler: TypeAlias = Callable[Concatenate[Interaction, P], Awaitable[None]]


class FindingButtons:
    def __init__(self, bot: RepBot, library: Library, editing: Editing) -> None:
        self.bot = bot
        self.library = library
        self.editing = editing
        self._shared: dict[tuple[int, int | None, int], datetime] = {}
        bot.router.button(buttons.ASK, self.ask)
        bot.router.button(buttons.OPEN, self.open, takes=number)
        bot.router.button(buttons.OPEN_CHOSEN, self.open, takes=number)
        bot.router.button(buttons.MORE, self.more, takes=numbers)
        bot.router.button(buttons.RIGHT, self.still_right, takes=number)
        bot.router.button(buttons.WRONG, self.wrong, takes=number)
        bot.router.button(buttons.SHARE, self.share, takes=number)
        bot.router.button(buttons.TOPIC, self.browse, takes=str)
        bot.router.button(buttons.TOPIC_PAGE, self.topic_page, takes=pair)
        bot.router.button(buttons.SUGGEST, self.open_suggestion)
        bot.router.form(buttons.SEARCH_FORM, self.searched)
        bot.router.form(buttons.SUGGEST_FORM, self.suggested)
        bot.router.form(buttons.WRONG_FORM, self.reported, takes=number)

    async def ask(self, interaction: Interaction) -> None:
        await ui.show(interaction, forms.search())

    async def searched(self, interaction: Interaction, values: Values) -> None:
        await self.find(interaction, values["query"])

    async def find(self, interaction: Interaction, query: str) -> None:
        """Shown privately; the words are used and forgotten.

        Who to ring stands first where the words speak of danger; then nothing follows that may
        not fit.
        """
        if not query.strip():
            raise UserError(text.NOTHING_TYPED)
        urgent.asked(interaction, query, sure=False)  # said even where the search fails
        found = await self.library.find(query)
        title = may_be_title(query, found.left_out)
        place = urgent.asked(interaction, query, sure=found.sure, title=title)
        if place is Place.FIRST:
            found = fitting(found, query)
            if not found.found:
                await ui.reply(interaction, text.NOT_LOOKED_FOR, view=buttons.nothing_buttons())
                return
        if not found.found:
            told = urgent.around(text.NOTHING_FOUND, place)
            await ui.reply(interaction, told, view=buttons.nothing_buttons())
            return
        cards = await self.library.cards(found.found)
        for number_of, shown in enumerate(cards, start=1):
            said = card(shown, self.library.today())
            if number_of == 1:  # each find is a message of its own, and the first is surely read
                said = f"{text.head(found, cards)}\n\n{said}".strip()
                said = urgent.around(said, text.place_among(cards, place))
            more = found.more if number_of == len(cards) else ()
            await ui.reply(interaction, said, view=buttons.card_view(shown.kept, more))

    async def open(self, interaction: Interaction, entry_id: int) -> None:
        kept = await self.library.get(entry_id)
        shown = await self.library.card(kept)
        view = buttons.card_view(kept)
        await ui.reply(interaction, text.alone(shown, self.library.today()), view=view)

    async def more(self, interaction: Interaction, entry_ids: list[int]) -> None:
        """The button carries their numbers, never the words."""
        kept = await self.library.several(entry_ids)
        if not kept:
            raise UserError(text.NOTHING_FOUND)
        listed = text.further(kept)
        menu = buttons.entry_menu(buttons.OPEN_CHOSEN, "Read one", kept)
        await ui.reply(interaction, listed, view=ui.view(menu))

    async def still_right(self, interaction: Interaction, entry_id: int) -> None:
        await self.library.still_right(entry_id)
        await ui.reply(interaction, text.THANKS_RIGHT, view=buttons.volunteer_buttons())

    async def wrong(self, interaction: Interaction, entry_id: int) -> None:
        await self._to_report(entry_id)
        await ui.show(interaction, forms.report(f"{buttons.WRONG_FORM}:{entry_id}"))

    async def reported(self, interaction: Interaction, entry_id: int, values: Values) -> None:
        kept = await self._to_report(entry_id)
        await self.editing.report(interaction.user.id, kept.id, values["why"].strip())
        await ui.reply(interaction, text.PASSED_ON + self._where())

    async def _to_report(self, entry_id: int) -> Kept:
        kept = await self.library.get(entry_id)
        if never_changes(kept.entry):
            raise UserError(text.NOTHING_TO_REPORT)
        return kept

    async def share(self, interaction: Interaction, entry_id: int) -> None:
        """Posted here under the person's name, without the search words."""
        kept = await self.library.get(entry_id)
        if kept.entry.kind is Kind.LINE:
            raise UserError(text.NOT_SHARED)
        here = (interaction.user.id, interaction.channel_id, kept.id)
        now = self.bot.now()
        self._shared = {k: at for k, at in self._shared.items() if now - at < SHARED_TWICE}
        if here in self._shared:
            raise UserError(text.SHARED_ALREADY)
        self._shared[here] = now
        shown = await self.library.card(kept)
        name = escape_markdown(interaction.user.display_name)
        words = text.shared(name, shown, self.library.today())
        await ui.say_openly(interaction, words)

    async def browse(self, interaction: Interaction, topic: str) -> None:
        named = topic_named(topic)
        if named is None:
            words = text.TOPIC_UNKNOWN if topic else text.TOPICS
            await ui.reply(interaction, words, view=ui.view(buttons.topic_menu()))
            return
        await self._topic(interaction, named, 0)

    async def topic_page(self, interaction: Interaction, place_and_page: tuple[int, int]) -> None:
        place, page = place_and_page
        every = [*TOPICS, OTHER]
        if place >= len(every):
            raise UserError(EXPIRED)
        await self._topic(interaction, every[place], page)

    async def _topic(self, interaction: Interaction, topic: str, page: int) -> None:
        every = await self.library.of_kind(Kind.RESOURCE)
        inside = in_reading_order([kept for kept in every if topic in topics_of(kept.entry)])
        pages = max(1, -(-len(inside) // text.PAGE_LINES))  # rounded up
        page = min(page, pages - 1)
        entries = inside[page * text.PAGE_LINES : (page + 1) * text.PAGE_LINES]
        if not entries:
            raise UserError(text.TOPIC_EMPTY)
        view = buttons.topic_page(topic, entries, page, pages)
        await ui.reply(interaction, text.topic_page(topic, entries, page, pages), view=view)

    async def open_suggestion(self, interaction: Interaction) -> None:
        await ui.show(interaction, forms.suggestion())

    async def suggested(self, interaction: Interaction, values: Values) -> None:
        title, url, why = (values[name].strip() for name in ("title", "url", "why"))
        await self.editing.suggest(interaction.user.id, title, url, why)
        await ui.reply(interaction, text.PASSED_ON + self._where())

    def _where(self) -> str:
        return "" if self.bot.setup.current().review else text.NO_REVIEW_CHANNEL


def fitting(found: Finds, query: str) -> Finds:
    """Return what may follow who to ring: a line to ring that fits best, and what holds everything
    that was typed; where somebody speaks of people, no paper ("i have a plan to end it" is not
    about co-production)."""
    whole = found.whole if found.sure else ()
    kept = dict.fromkeys([*found.found[:1], *whole])
    papers = found.sure and not speaks_of_people(query)
    fit = [one for one in kept if papers or one.entry.kind is Kind.LINE]
    return replace(found, found=tuple(fit[:BEST]), more=())


def choices(found: Sequence[tuple[str, str]]) -> list[discord.app_commands.Choice[str]]:
    """From (what is shown, value); Discord takes 25 of 100 characters."""
    return [
        discord.app_commands.Choice(name=shown[:100], value=value[:100])
        for shown, value in found[:25]
    ]
