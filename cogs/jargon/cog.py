"""`/jargon`: what a word means, and what became of a board."""

from __future__ import annotations

from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot import errors, ui
from bot.app import RepBot
from bot.domain.errors import UserError
from bot.domain.jargon import means_exactly
from bot.domain.library import Kind
from bot.library_text import term as in_words
from bot.services.library import Library
from bot.ui import Interaction
from cogs.jargon import text

KINDS = (Kind.TERM, Kind.AREA)
MOST_CHOICES = 25


class JargonCog(commands.Cog):
    """One plain line, with old and new names."""

    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        self.library = Library(bot.database, bot.now)
        bot.help.add("Finding things", text.HELP)

    @app_commands.command(description="What a word means, or what became of your board")
    @app_commands.guild_only()
    @app_commands.describe(term="A word, like ATAIN or CCG, or your board")
    async def jargon(self, interaction: Interaction, term: str) -> None:
        """Explain a term in one plain line."""
        if not term.strip():
            raise UserError(text.NOTHING_TYPED)
        found = await self.library.find(term, KINDS)
        if not found.found:
            raise UserError(text.UNKNOWN)
        first, *others = found.found
        shown = in_words(await self.library.card(first))
        mended = found.searched if found.mended else ()
        exact = means_exactly(term, first.entry) and not mended
        await ui.reply(interaction, text.answer(shown, others, mended, exact=exact))

    @jargon.autocomplete("term")
    @errors.quiet
    async def suggest_terms(self, _interaction: Interaction, typed: str) -> list[Choice[str]]:
        """Suggest terms while somebody types; before that, those that come first."""
        if typed.strip():
            found = [(one.title, one.key) for one in await self.library.suggest(typed, KINDS)]
        else:
            every = await self.library.of_kind(Kind.TERM)
            found = [(kept.entry.title, kept.entry.key) for kept in every]
        return [Choice(name=title[:100], value=key) for title, key in found[:MOST_CHOICES]]
