"""`/jargon`: what a word means, and what became of a board."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot import cards, errors, ui, urgent
from bot.app import RepBot
from bot.cards import Part, Section
from bot.domain.errors import UserError
from bot.domain.library import Kept, Kind, parts
from bot.domain.search import is_named, means_exactly
from bot.router import number
from bot.services.library import Card, Library
from bot.services.places import Places
from bot.ui import Interaction
from bot.urgent import Place
from cogs.library import buttons
from cogs.library.cards import is_address, plain, understood
from cogs.library.cards import term as in_words
from cogs.library.places import PlaceAnswers, unknown_place

KINDS = (Kind.TERM, Kind.AREA)
MOST_CHOICES = 25
ANOTHER = "jargon:1:another"
DRAWN = "structure"  # the words of which there is a picture
HELP = "`/jargon`: what a word means"
NOTHING_TYPED = "Please type a word, like `ATAIN`, `CCG` or `Frimley`."
UNKNOWN = (
    "I do not have that word yet. Nor do I know that place, if it is one. Suggest it, and"
    " coordinators can add it; somebody in the next call may know it too."
)


def answer(shown: str, understood: str, *, exact: bool) -> str:
    """`understood`: what was looked for instead of what was typed."""
    head = [understood]
    if not exact:
        head.append("I do not have exactly that. This is the nearest I have:")
    return "\n\n".join(filter(None, [*head, shown]))


def another(card: Card, others: Sequence[Kept]) -> discord.ui.View:
    """What else may be meant and what is related."""
    found = {str(kept.id): kept.entry.title for kept in others}
    found |= {str(one.id): one.named for one in card.related}
    choices = [(entry_id, title, None) for entry_id, title in found.items()]
    menu = [ui.menu(ANOTHER, "Explain another word", choices)] if choices else []
    drawn = DRAWN in parts(card.kept.entry.tags)
    picture = [ui.button("Who answers to whom", buttons.PICTURE)] if drawn else []
    return ui.view(*menu, *picture)


def see_also(card: Card) -> list[Part]:
    """What belongs to it. Only a document has a label; who to ring stands in `/support`."""
    shown: list[Part] = []
    for one in card.see:
        words = f"See also: {', '.join(filter(None, [plain(one.title), one.label]))}"
        opens = bool(one.label) and is_address(one.url)
        shown.append(Section(words, ui.link("Open", one.url)) if opens else words)
    return shown


class JargonCog(commands.Cog):
    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        self.library = Library(bot.database, bot.now)
        self.places = PlaceAnswers(Places(bot.database), self.library)
        bot.router.button(ANOTHER, self.explain, takes=number)
        bot.help.add(HELP)

    @app_commands.command(description="What a word means, or what became of your board")
    @app_commands.guild_only()
    @app_commands.describe(term="A word, like ATAIN or CCG, or your board")
    async def jargon(self, interaction: Interaction, term: str) -> None:
        if not term.strip():
            raise UserError(NOTHING_TYPED)
        urgent.asked(interaction, term, sure=False)  # said even where the search fails
        found = await self.library.find(term, KINDS)
        sure = bool(found.found) and is_named(term, found.found[0].entry)
        if not sure and await self.places.answer(interaction, term):
            return
        place = urgent.asked(interaction, term, sure=sure)
        if (
            place is not Place.FIRST
            and (no_place := unknown_place(found, term, bare=False)) is not None
        ):
            await ui.reply(interaction, urgent.around(no_place, place))
            return
        if not found.found or (place is Place.FIRST and not sure):
            unknown = cards.card(UNKNOWN, actions=ui.view(buttons.suggest()))
            await ui.reply(interaction, urgent.around(unknown, place))
            return
        first, *others = found.found
        card = await self.library.card(first)
        exact = means_exactly(term, first.entry) and not found.searched
        told = answer(in_words(card), understood(found), exact=exact)
        shown = cards.card(told, *see_also(card), actions=another(card, others))
        await ui.reply(interaction, urgent.around(shown, place))

    async def explain(self, interaction: Interaction, entry_id: int) -> None:
        card = await self.library.card(await self.library.get(entry_id, KINDS))
        shown = cards.card(in_words(card), *see_also(card), actions=another(card, ()))
        await ui.reply(interaction, shown)

    @jargon.autocomplete("term")
    @errors.quiet
    async def suggest_terms(self, _interaction: Interaction, typed: str) -> list[Choice[str]]:
        """Also who to ring, where the words speak of danger."""
        return [*urgent.choices(typed), *await self._terms(typed)][:MOST_CHOICES]

    @errors.quiet  # here too: where a search fails, who to ring is still suggested
    async def _terms(self, typed: str) -> list[Choice[str]]:
        """Before somebody types, those that come first."""
        if typed.strip():
            found = [(one.title, one.key) for one in await self.library.suggest(typed, KINDS)]
        else:
            every = await self.library.of_kind(Kind.TERM)
            found = [(kept.entry.title, kept.entry.key) for kept in every]
        return [Choice(name=title[:100], value=key) for title, key in found]
