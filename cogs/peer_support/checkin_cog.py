"""`/checkin`: one's own check-ins, on a card."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.app import RepBot
from bot.services.checkin_entries import Entries, SharedEntries
from bot.services.checkins import CheckIns, Prompts
from bot.ui import Interaction
from cogs.peer_support import checkin_buttons
from cogs.peer_support.checkin_deliveries import CheckInDeliveries, SharedDeliveries
from cogs.peer_support.checkin_responses import CheckInButtons, RhythmButtons


class CheckInCog(commands.Cog):
    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        vault, zone = bot.vault, bot.config.timezone
        self.prompts = Prompts(bot.database, bot.outbox, bot.now)
        checkins = CheckIns(bot.database, bot.outbox, bot.now)
        self.entries = Entries(bot.database, bot.outbox, bot.now, vault, zone)
        shared = SharedEntries(bot.database, bot.now, vault)
        self.buttons = CheckInButtons(bot, checkins, self.entries, shared)
        RhythmButtons(bot, checkins, self.prompts)
        CheckInDeliveries(bot, self.prompts)
        SharedDeliveries(bot, shared)
        bot.privacy.reveal("checkin_words", self.entries.revealed)
        about = "For yourself alone, or for the listeners"
        bot.panel.add(4, "Check in", checkin_buttons.PANEL, "How is the role?", about)
        bot.help.add("`/checkin`: what you said before")

    async def cog_load(self) -> None:
        """Plan the coming weeks at each start."""
        await self.prompts.plan_all(self.bot.config.timezone)

    @app_commands.command(description="How the role feels, and what I said before; for you alone")
    @app_commands.guild_only()
    async def checkin(self, interaction: Interaction) -> None:
        await self.buttons.mine(interaction)
