"""`/panel` and `/help`."""

from __future__ import annotations

import logging

import discord
from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.app import RepBot
from bot.domain.errors import UserError
from bot.permissions import is_coordinator, require_coordinator
from bot.ui import Interaction
from cogs.panel import text

STANDS_AT = "panel"
SHOWS = "panel_shows"
GONE = (10003, 10008, 50001)
log = logging.getLogger("repbot.panel")


class PanelCog(commands.Cog):
    """The panel works for ever: its buttons are ids that the router knows after any restart."""

    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        bot.help.add("Finding your way", "`/help` shows this page")
        bot.help.add(
            "Setting me up", "`/panel` posts and pins the panel in this channel", coordinators=True
        )

    @app_commands.command(description="Coordinators: post and pin the panel in this channel")
    @app_commands.guild_only()
    async def panel(self, interaction: Interaction) -> None:
        """Post the panel here, pin it, and take away the one that stood elsewhere."""
        require_coordinator(interaction, self.bot.setup.current())
        await ui.wait(interaction)
        channel = self.bot.get_partial_messageable(
            interaction.channel_id or 0, guild_id=self.bot.config.guild_id
        )
        try:
            message = await channel.send(text.PANEL, view=self.buttons())
        except discord.Forbidden:
            raise UserError(text.NOT_POSTED) from None
        before = self.bot.setup.recall(STANDS_AT)
        await self.bot.setup.remember(
            **{STANDS_AT: f"{channel.id}:{message.id}", SHOWS: self.shown()}
        )
        await self._remove(before)
        try:
            await message.pin()
        except discord.Forbidden:
            raise UserError(text.NOT_PINNED) from None
        await ui.reply(interaction, text.POSTED)

    @app_commands.command(name="help", description="What I can do for you")
    @app_commands.guild_only()
    async def show_help(self, interaction: Interaction) -> None:
        """Show what the bot can do for this person, by job."""
        coordinator = is_coordinator(interaction, self.bot.setup.current())
        page = text.help_page(self.bot.help.lines, coordinator=coordinator)
        await ui.reply(interaction, page, view=self.buttons())

    def buttons(self) -> discord.ui.View:
        """Return the panel's buttons, in order; only what is loaded."""
        entries = sorted(self.bot.panel.entries)
        return ui.view(
            *(
                ui.button(entry.label, entry.custom_id, style=ui.Style.primary, row=index // 3)
                for index, entry in enumerate(entries)
            )
        )

    def shown(self) -> str:
        """Return what the panel shows now, to tell whether it must be brought up to date."""
        buttons = [f"{entry.label}={entry.custom_id}" for entry in sorted(self.bot.panel.entries)]
        return "|".join([text.PANEL, *buttons])

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Bring the panel up to date when it shows something else than it should."""
        place = self._message(self.bot.setup.recall(STANDS_AT))
        if place is None or self.bot.setup.recall(SHOWS) == self.shown():
            return
        try:
            await place.edit(content=text.PANEL, view=self.buttons())
        except discord.HTTPException as error:
            log.warning("panel not brought up to date: code=%d", error.code)
            if error.code not in GONE:
                return
        await self.bot.setup.remember(**{SHOWS: self.shown()})

    async def _remove(self, stood_at: str) -> None:
        if (message := self._message(stood_at)) is not None:
            try:
                await message.delete()
            except discord.HTTPException as error:
                log.info("the earlier panel stays: code=%d", error.code)

    def _message(self, stands_at: str) -> discord.PartialMessage | None:
        channel_id, _, message_id = stands_at.partition(":")
        if not message_id:
            return None
        channel = self.bot.get_partial_messageable(
            int(channel_id), guild_id=self.bot.config.guild_id
        )
        return channel.get_partial_message(int(message_id))
