"""`/support` and `Urgent help`: who to ring now, whatever state the database is in."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot import ui, urgent
from bot.app import RepBot
from bot.domain.danger import danger_in_form
from bot.domain.support import NEEDS, need_named
from bot.services.library import Library
from bot.services.support import Support
from bot.ui import Interaction
from bot.urgent import Place
from cogs.library import support_text

NEED = "support:1:need"
MORE = "support:1:more"


class SupportCog(commands.Cog):
    """Nothing here may fail: the first three lines stand in code."""

    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        self.support = Support(bot.database, Library(bot.database, bot.now))
        bot.router.button(urgent.BUTTON, self.answer)
        bot.router.button(NEED, self.answer, takes=str)
        bot.router.button(MORE, self.more, takes=str)
        bot.panel.add(
            5, urgent.LABEL, urgent.BUTTON, "In danger, or in need?", "Who to ring now", danger=True
        )
        bot.help.add(support_text.HELP)

    @app_commands.command(name="support", description="Who to ring now; only you see the answer")
    @app_commands.guild_only()
    @app_commands.describe(need="What it is about, like baby loss; leave it out if you like")
    async def support_lines(self, interaction: Interaction, need: str | None = None) -> None:
        await self.answer(interaction, need or "")

    async def answer(self, interaction: Interaction, typed: str = "") -> None:
        """`typed`: a need, as typed or chosen; empty for any."""
        urgent.asked(interaction, "", sure=True)  # who to ring is said even if the answer fails
        need, asked = need_named(typed), bool(typed.strip())
        danger = danger_in_form([typed]) if need is None else ()
        if asked and need is None:
            need = await self.support.need_meant(typed)
        lines = await self.support.lines(all_of_them=asked)
        shown = support_text.answer(lines, need, self.bot.now().date(), asked=asked, danger=danger)
        needs = [(key, name, None) for key, name in NEEDS.items()]
        items: list[discord.ui.Item[Any]] = [ui.menu(NEED, "Other help, by need", needs)]
        fits = need or (support_text.ANY_NEED if asked and not danger else "")
        if fits and support_text.has_further(lines, fits):
            items.append(ui.button("More", f"{MORE}:{fits}"))
        await ui.reply(interaction, shown, view=ui.view(*items))

    async def more(self, interaction: Interaction, need: str) -> None:
        """The lines for a need that were too many for its card."""
        if need not in NEEDS:
            await self.answer(interaction)
            return
        lines = await self.support.lines(all_of_them=True)
        shown = support_text.further(lines, need, self.bot.now().date())
        await ui.reply(interaction, urgent.around(shown, Place.UNDER))

    @support_lines.autocomplete("need")
    async def suggest_needs(self, _interaction: Interaction, typed: str) -> list[Choice[str]]:
        words = typed.strip().lower()
        needs = [Choice(name=name, value=name) for name in NEEDS.values() if words in name]
        return [*urgent.choices(typed), *needs]
