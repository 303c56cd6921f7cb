"""`/jargon`: what a word means, and what became of a board."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot import errors, ui, urgent
from bot.app import RepBot
from bot.domain.errors import UserError
from bot.domain.library import Kept, Kind
from bot.domain.search import is_named, means_exactly
from bot.router import number
from bot.services.library import Card, Library
from bot.ui import Interaction
from bot.urgent import Place
from cogs.library.cards import term as in_words
from cogs.library.cards import understood

KINDS = (Kind.TERM, Kind.AREA)
MOST_CHOICES = 25
ANOTHER = "jargon:1:another"
HELP = "`/jargon`: what a word means"
NOTHING_TYPED = "Please type a word, like `ATAIN`, `CCG` or `Frimley`."
UNKNOWN = (
    "I do not have that word yet. If you tell coordinators with `/resource suggest`, they can add"
    " it; somebody in the next call may know it too."
)


def answer(shown: str, others: Sequence[Kept], understood: str, *, exact: bool) -> str:
    """`understood`: what was looked for instead of what was typed."""
    head = [understood]
    if not exact:
        head.append("I do not have exactly that. This is the nearest I have:")
    names = ", ".join(kept.entry.title for kept in others)
    tail = f"Not it? I also have: {names}." if names and not exact else ""
    return "\n\n".join(filter(None, [*head, shown, tail]))


def another(card: Card, others: Sequence[Kept]) -> discord.ui.View | None:
    """What else may be meant and what is related."""
    found = {str(kept.id): kept.entry.title for kept in others}
    found |= {str(one.id): one.named for one in card.related}
    choices = [(entry_id, title, None) for entry_id, title in found.items()]
    return ui.view(ui.menu(ANOTHER, "Explain another word", choices)) if choices else None


class JargonCog(commands.Cog):
    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        self.library = Library(bot.database, bot.now)
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
        place = urgent.asked(interaction, term, sure=sure)
        if not found.found or (place is Place.FIRST and not sure):
            await ui.reply(interaction, urgent.around(UNKNOWN, place))
            return
        first, *others = found.found
        card = await self.library.card(first)
        exact = means_exactly(term, first.entry) and not found.searched
        told = answer(in_words(card), others, understood(found), exact=exact)
        await ui.reply(interaction, urgent.around(told, place), view=another(card, others))

    async def explain(self, interaction: Interaction, entry_id: int) -> None:
        card = await self.library.card(await self.library.get(entry_id, KINDS))
        await ui.reply(interaction, in_words(card), view=another(card, ()))

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
