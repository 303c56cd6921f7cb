"""`/privacy`, and the deliverer of the nightly letter."""

from __future__ import annotations

import io
from functools import partial

import discord
from discord import app_commands
from discord.ext import commands

from bot import backups, permissions, sending, ui
from bot.app import RepBot
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, Urgency
from bot.domain.times import zone_named
from bot.quarter_hour import seconds_left
from bot.services.privacy import NIGHTLY, Upkeep
from bot.ui import Interaction
from cogs.privacy import text

JOB = "What I know about you"
ERASE = "privacy:1:erase"
KEEP = "privacy:1:keep"


@app_commands.guild_only()
class PrivacyCog(commands.GroupCog, group_name="privacy", group_description=JOB):
    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        self.privacy = bot.privacy
        zone = zone_named(bot.config.timezone)
        self.nightly = Upkeep(bot.database, bot.outbox, self.privacy, bot.now, zone)
        bot.outbox.register(
            NIGHTLY, self.keep_up, label="the night's backup and tidying", rank=Urgency.CAN_WAIT
        )
        bot.router.button(ERASE, self.erase)
        bot.router.button(KEEP, self.keep)
        bot.help.add(JOB, "`/privacy notice`: what I know, and how to see, take or erase it")

    @app_commands.command(description="What I know about you, and for how long")
    async def notice(self, interaction: Interaction) -> None:
        await ui.reply(interaction, text.NOTICE)

    @app_commands.command(description="Every row about you, in words")
    async def show(self, interaction: Interaction) -> None:
        person = interaction.user.id
        held, letters = await self.privacy.held(person), await self.privacy.letters(person)
        await ui.reply(interaction, text.shown(held, letters))

    @app_commands.command(description="Everything about you, as a file")
    async def export(self, interaction: Interaction) -> None:
        person = interaction.user.id
        held, letters = await self.privacy.held(person), await self.privacy.letters(person)
        content = text.exported(held, letters, person, self.bot.now())
        file = discord.File(io.BytesIO(content.encode()), "repbot-about-me.json")
        await ui.reply(interaction, text.EXPORTED, file=file)

    @app_commands.command(description="Erase everything about you")
    async def delete(self, interaction: Interaction) -> None:
        """Ask once more before erasing."""
        view = ui.view(
            ui.button("Erase everything", ERASE, style=ui.Style.danger), ui.button("Keep it", KEEP)
        )
        await ui.reply(interaction, text.ASK_FIRST, view=view)

    async def erase(self, interaction: Interaction) -> None:
        await self.privacy.erase(interaction.user.id)
        await self.bot.outbox.wake()
        await ui.update(interaction, text.ERASED)

    async def keep(self, interaction: Interaction) -> None:
        await ui.update(interaction, "Nothing has been erased.")

    async def keep_up(self, _letter: Letter) -> Outcome:
        await self.nightly.run(partial(permissions.is_here, self.bot))
        # After the erasing, so that the copy holds nobody who was erased.
        now = self.bot.now()
        if await backups.could_be_made(self.bot.database.path, now):
            return SENT
        return Outcome(Delivery.TRY_LATER, sending.HELD_COPY, seconds_left(now))
