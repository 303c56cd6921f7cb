"""What readers press and type: finding, reading, sharing, suggesting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import discord

from bot import cards, ui, urgent
from bot.app import RepBot
from bot.cards import Line, Part
from bot.domain.danger import may_be_title, speaks_of_people
from bot.domain.errors import UserError
from bot.domain.library import Kept, Kind
from bot.domain.library_texts import OTHER, TOPICS, in_reading_order, topic_named, topics_of
from bot.domain.support import is_told_of, never_changes
from bot.domain.urgent_text import HIDES
from bot.modals import Values
from bot.permissions import is_coordinator
from bot.router import EXPIRED, number, numbers, pair
from bot.services.library import BEST, GONE, Card, Finds, Library
from bot.services.library_editing import Editing
from bot.services.places import Places
from bot.services.question_limits import RateLimiter
from bot.ui import Interaction
from bot.urgent import Place
from cogs.library import buttons, forms, text
from cogs.library.cards import card, in_brief, notice
from cogs.library.places import PlaceAnswers, unknown_place

SHARED_AGAIN = timedelta(days=1)  # the same in the same place, by anybody
MOST_SHARED = ((10 * 60, 3),)


class FindingButtons:
    def __init__(self, bot: RepBot, library: Library, editing: Editing) -> None:
        self.bot = bot
        self.library = library
        self.editing = editing
        self.places = PlaceAnswers(Places(bot.database), library)
        self._shared: dict[tuple[int | None, int], datetime] = {}
        self._limit = RateLimiter(MOST_SHARED, too_many=text.SHARED_OFTEN)
        bot.router.button(buttons.ASK, self.ask)
        bot.router.button(buttons.OPEN, self.open, takes=number)
        bot.router.button(buttons.OPEN_CHOSEN, self.open, takes=number)
        bot.router.button(buttons.MORE, self.more, takes=numbers)
        bot.router.button(buttons.RIGHT, self.still_right, takes=numbers)
        bot.router.button(buttons.WRONG, self.wrong, takes=numbers)
        bot.router.button(buttons.SHARE, self.share, takes=numbers)
        bot.router.button(buttons.SHARE_IT, self.share_it, takes=number)
        bot.router.button(buttons.TOPIC, self.browse, takes=str)
        bot.router.button(buttons.TOPIC_PAGE, self.topic_page, takes=pair)
        bot.router.button(buttons.SUGGEST, self.open_suggestion)
        bot.router.form(buttons.SEARCH_FORM, self.searched, opens=self._search_form)
        bot.router.form(buttons.SUGGEST_FORM, self.suggested, opens=self._suggestion_form)
        bot.router.form(buttons.WRONG_FORM, self.reported, takes=number, opens=self._report_form)

    async def ask(self, interaction: Interaction) -> None:
        await ui.show(interaction, forms.search())

    async def _search_form(self, _interaction: Interaction) -> discord.ui.Modal:
        return forms.search()

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
        if await self.places.answer(interaction, query):
            return
        found = await self.library.find(query)
        title = may_be_title(query, found.unseen)
        place = urgent.asked(interaction, query, sure=found.sure, title=title)
        if place is Place.FIRST:
            lines = await self.library.find(query, (Kind.LINE,))
            found = fitting(found, lines.found, query)
        if place is not Place.FIRST and (no_place := unknown_place(found, query)) is not None:
            await ui.reply(interaction, urgent.around(no_place, place))
            return
        if not found.found:
            nothing = cards.card(text.nothing(found), actions=buttons.topics(found.more))
            if place is Place.FIRST:  # with who to ring on one screen of a phone
                nothing = cards.card(text.NOT_LOOKED_FOR, actions=ui.view(buttons.topic_menu()))
            await ui.reply(interaction, urgent.around(nothing, place))
            return
        finds = await self.library.cards(found.found)
        if place is Place.FIRST:
            await ui.reply(interaction, self._in_danger(interaction, found, finds))
            return
        shown = self._finds(interaction, found, finds, query)
        await ui.reply(interaction, urgent.around(shown, text.place_among(finds, place)))

    def _finds(
        self, interaction: Interaction, found: Finds, finds: Sequence[Card], query: str
    ) -> cards.Card:
        today = self.library.today()
        sections: list[Part] = []
        for one in finds:
            sections += [Line(), buttons.section(one, today)]
        actions = buttons.under_finds(
            found.found, found.more, may_share=may_write_here(interaction)
        )
        return cards.card(text.head(found, finds, query), *sections, actions=actions)

    def _in_danger(
        self, interaction: Interaction, found: Finds, finds: Sequence[Card]
    ) -> cards.Card:
        """Only the lines that fit; no button stands before `Urgent help`, and the words are not
        repeated."""
        opens = [
            each
            for one in finds
            for each in buttons.link_to(one.kept.entry, f"Open: {one.kept.entry.title}")
        ]
        lines = [in_brief(one, self.library.today()) for one in finds]
        safe = HIDES in urgent.words(interaction)
        return cards.card(text.head(found, finds, safe=safe), *lines, actions=ui.view(*opens))

    async def open(self, interaction: Interaction, entry_id: int) -> None:
        kept = await self.library.get(entry_id)
        shown = await self.library.card(kept)
        view = buttons.under_entry(
            kept,
            may_share=may_write_here(interaction),
            coordinator=is_coordinator(interaction, self.bot.setup.current()),
        )
        whole = cards.card(text.alone(shown, self.library.today()), actions=view)
        place = text.place_among([shown], Place.NOWHERE)
        await ui.reply(interaction, urgent.around(whole, place))

    async def more(self, interaction: Interaction, entry_ids: list[int]) -> None:
        """The button carries their numbers, never the words."""
        kept = await self.library.several(entry_ids)
        if not kept:
            raise UserError(GONE)
        if len(kept) == 1:
            await self.open(interaction, kept[0].id)
            return
        menu = buttons.entry_menu(buttons.OPEN_CHOSEN, "Read one", kept)
        further = entry_ids[buttons.shown_of(entry_ids) :]
        listed = [one for one in kept if one.id in further]
        await ui.reply(interaction, text.further(listed), view=ui.view(menu))

    async def _which(
        self, interaction: Interaction, prefix: str, entry_ids: list[int]
    ) -> Kept | None:
        """The entry a button is about; where it stands under several, ask which.

        Raises UserError where none of them is there any more.
        """
        kept = await self.library.several(entry_ids)
        if not kept:
            raise UserError(GONE)
        if len(kept) == 1:
            return kept[0]
        await ui.reply(interaction, text.WHICH, view=buttons.which(prefix, kept))
        return None

    async def still_right(self, interaction: Interaction, entry_ids: list[int]) -> None:
        if (kept := await self._which(interaction, buttons.RIGHT, entry_ids)) is not None:
            await self.library.still_right(kept.id)
            await ui.reply(interaction, text.THANKS_RIGHT, view=buttons.volunteer_buttons())

    async def wrong(self, interaction: Interaction, entry_ids: list[int]) -> None:
        if (kept := await self._which(interaction, buttons.WRONG, entry_ids)) is not None:
            await ui.show(interaction, await self._report_form(interaction, kept.id))

    async def _report_form(self, _interaction: Interaction, entry_id: int) -> discord.ui.Modal:
        kept = await self._to_report(entry_id)
        return forms.report(f"{buttons.WRONG_FORM}:{entry_id}", kept.entry)

    async def reported(self, interaction: Interaction, entry_id: int, values: Values) -> None:
        kept = await self._to_report(entry_id)
        await self.editing.report(interaction.user.id, kept.id, values["why"])
        await ui.reply(interaction, text.PASSED_ON + self._where())

    async def _to_report(self, entry_id: int) -> Kept:
        kept = await self.library.get(entry_id)
        if never_changes(kept.entry):
            raise UserError(text.NOTHING_TO_REPORT)
        return kept

    async def share(self, interaction: Interaction, entry_ids: list[int]) -> None:
        """What everybody here would read is shown first."""
        kept = await self._which(interaction, buttons.SHARE, entry_ids)
        if kept is None:
            return
        shown = await self._to_share(interaction, kept)
        words = card(shown, self.library.today())
        view = buttons.share_it(kept.id)
        await ui.reply(interaction, cards.card(text.SHARING, Line(), words, actions=view))

    async def share_it(self, interaction: Interaction, entry_id: int) -> None:
        """Posted here under the person's name, without the search words."""
        kept = await self.library.get(entry_id)
        shown = await self._to_share(interaction, kept)
        here, now = (interaction.channel_id, kept.id), self.bot.now()
        self._shared = {k: at for k, at in self._shared.items() if now - at < SHARED_AGAIN}
        if here in self._shared:
            raise UserError(text.SHARED_ALREADY)
        self._limit.take(interaction.user.id, now)
        self._shared[here] = now
        name = ui.name_of(interaction.user)
        opens = buttons.link_to(kept.entry)
        under = {"view": ui.view(*opens)} if opens else {}
        embed = notice(shown, self.library.today())
        await ui.say_openly(interaction, text.shared(name, shown), embed=embed, **under)

    async def _to_share(self, interaction: Interaction, kept: Kept) -> Card:
        if kept.entry.kind is Kind.LINE:
            raise UserError(text.NOT_SHARED)
        if not may_write_here(interaction):
            raise UserError(text.NOT_HERE)
        return await self.library.card(kept)

    async def browse(self, interaction: Interaction, topic: str) -> None:
        named = topic_named(topic)
        if named is None:
            words = text.TOPIC_UNKNOWN if topic else text.TOPICS
            await ui.reply(interaction, words, view=buttons.library())
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
            await ui.reply(interaction, text.TOPIC_EMPTY, view=buttons.topics())
            return
        view = buttons.topic_page(topic, entries, page, pages)
        listed = text.topic_page(topic, entries, page, pages)
        await ui.reply(interaction, cards.card(*listed, actions=view))

    async def open_suggestion(self, interaction: Interaction) -> None:
        await ui.show(interaction, forms.suggestion())

    async def _suggestion_form(self, _interaction: Interaction) -> discord.ui.Modal:
        return forms.suggestion()

    async def suggested(self, interaction: Interaction, values: Values) -> None:
        title, url, why = (values[name] for name in ("title", "url", "why"))
        await self.editing.suggest(interaction.user.id, title, url, why)
        await ui.reply(interaction, text.PASSED_ON + self._where())

    def _where(self) -> str:
        return "" if self.bot.setup.current().review else text.NO_REVIEW_CHANNEL


def may_write_here(interaction: Interaction) -> bool:
    here = interaction.permissions
    thread = isinstance(interaction.channel, discord.Thread)
    return here.send_messages_in_threads if thread else here.send_messages


def fitting(found: Finds, lines: Sequence[Kept], query: str) -> Finds:
    """Return what may follow who to ring: a line that fits best or is told of by a phrase of its
    own ("hearing voices" is no paper about hearing all voices), and what holds everything typed;
    where somebody speaks of people, no paper ("i have a plan to end it" is not about
    co-production)."""
    whole = found.whole if found.sure else ()
    best = [one for one in found.found if found.close and one.entry.kind is Kind.LINE]
    told = [one for one in lines if is_told_of(one.entry, query)]
    kept = dict.fromkeys([*best[:1], *told, *whole])
    papers = found.sure and not speaks_of_people(query)
    fit = [one for one in kept if papers or one.entry.kind is Kind.LINE]
    return replace(found, found=tuple(fit[:BEST]), more=())


def choices(found: Sequence[tuple[str, str]]) -> list[discord.app_commands.Choice[str]]:
    """From (what is shown, value); Discord takes 25 of 100 characters."""
    return [
        discord.app_commands.Choice(name=shown[:100], value=value[:100])
        for shown, value in found[:25]
    ]
