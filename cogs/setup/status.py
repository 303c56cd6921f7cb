"""`/status`: the bot's health."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot import backups, ui
from bot.app import RepBot
from bot.permissions import require_coordinator
from bot.ui import Interaction
from cogs.setup import needs, status_text

LATE_SECONDS = 300


class StatusCog(commands.Cog):
    """Health for coordinators: is anything late, missing or broken?"""

    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        bot.help.add("Setting me up", "`/status`: how I am doing", coordinators=True)

    @app_commands.command(description="Coordinators: how I am doing")
    @app_commands.guild_only()
    async def status(self, interaction: Interaction) -> None:
        """Show scheduler, next letters, database, backups and permissions."""
        settings = self.bot.setup.current()
        require_coordinator(interaction, settings)
        states, coming = await self.bot.outbox.health()
        guild = self.bot.get_guild(self.bot.config.guild_id)
        path = self.bot.database.path
        now = self.bot.now()
        overdue_before = now.timestamp() - LATE_SECONDS
        told = status_text.status(
            scheduler=self.bot.alarms.state,
            late=any(each.try_at < overdue_before for each in coming),
            states=states,
            coming=coming,
            size_mib=path.stat().st_size // 2**20 + 1,  # finer steps would tell when somebody asked
            backup=backups.age_in_words(path, now),
            old_backup=backups.is_old(path, now),
            missing=len(needs.check(guild, settings)) if guild else 0,
        )
        await ui.reply(interaction, told)
