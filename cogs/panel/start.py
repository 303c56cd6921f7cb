"""`/start`, and the panel's button for newcomers."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.app import RepBot
from bot.ui import Interaction
from cogs.panel import text

NEWCOMER = "start:1:newcomer"
OFFERED = ("Next call", "Find a resource", "Ask anonymously")


class StartCog(commands.Cog):
    """Where a new rep begins; buttons of other features appear when these are loaded."""

    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        bot.router.button(NEWCOMER, self.press)
        bot.panel.add(6, "I'm new here", f"{NEWCOMER}:0")
        bot.help.add("Finding your way", "`/start`: your first steps as a new rep")

    @app_commands.command(description="New here? Your first steps")
    @app_commands.guild_only()
    async def start(self, interaction: Interaction) -> None:
        """Show the first steps."""
        await self.press(interaction, "")

    async def press(self, interaction: Interaction, _arg: str) -> None:
        """Show the first steps, with buttons to take them."""
        entries = [each for each in sorted(self.bot.panel.entries) if each.label in OFFERED]
        buttons = [ui.button(each.label, each.custom_id) for each in entries]
        guide = ui.link("The national guidance", text.GUIDANCE)
        await ui.reply(interaction, text.FIRST_STEPS, view=ui.view(*buttons, guide))
