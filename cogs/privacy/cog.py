"""`/privacy`, and the deliverer of the nightly letter."""

from __future__ import annotations

import io
import logging
from functools import partial

import discord
from discord import app_commands
from discord.ext import commands

from bot import backups, permissions, ui
from bot.app import RepBot
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, Urgency
from bot.domain.times import zone_named
from bot.services.privacy import NIGHTLY, Held, Upkeep
from bot.ui import Interaction
from cogs.privacy import text

SEE = "privacy:1:see"
TAKE = "privacy:1:take"
ASK_FIRST = "privacy:1:ask"
ERASE = "privacy:1:erase"
KEEP = "privacy:1:keep"
log = logging.getLogger("repbot.privacy")


class PrivacyCog(commands.Cog):
    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        self.privacy = bot.privacy
        zone = zone_named(bot.config.timezone)
        self.nightly = Upkeep(bot.database, bot.outbox, self.privacy, bot.now, zone)
        bot.outbox.register(
            NIGHTLY, self.keep_up, label="the night's backup and tidying", rank=Urgency.CAN_WAIT
        )
        self._copy_owed = False
        self._copy_failed: Exception | None = None
        bot.quarter_hour.first.append(self._copy)
        bot.router.button(SEE, self.see)
        bot.router.button(TAKE, self.take)
        bot.router.button(ASK_FIRST, self.ask_first)
        bot.router.button(ERASE, self.erase)
        bot.router.button(KEEP, self.keep)
        bot.help.add("`/privacy`: what I know of you")

    @app_commands.command(name="privacy", description="What I know about you; see, take, erase it")
    @app_commands.guild_only()
    async def notice(self, interaction: Interaction) -> None:
        buttons = ui.view(
            ui.button("See everything", SEE, style=ui.Style.primary),
            ui.button("Take it with me", TAKE),
            ui.button("Erase me", ASK_FIRST, style=ui.Style.danger),
        )
        await ui.reply(interaction, text.notice(*await self._held(interaction)), view=buttons)

    async def see(self, interaction: Interaction) -> None:
        """Every row, in words."""
        await ui.reply(interaction, text.shown(*await self._held(interaction)))

    async def take(self, interaction: Interaction) -> None:
        """Every row, as a file."""
        person = interaction.user.id
        content = text.exported(*await self._held(interaction), person, self.bot.now())
        file = discord.File(io.BytesIO(content.encode()), "repbot-about-me.json")
        await ui.reply(interaction, text.EXPORTED, files=[file])

    async def ask_first(self, interaction: Interaction) -> None:
        view = ui.view(
            ui.button("Erase everything", ERASE, style=ui.Style.danger), ui.button("Keep it", KEEP)
        )
        await ui.reply(interaction, text.ASK_FIRST, view=view)

    async def _held(self, interaction: Interaction) -> tuple[list[Held], int]:
        person = interaction.user.id
        return await self.privacy.held(person), await self.privacy.letters(person)

    async def erase(self, interaction: Interaction) -> None:
        for leave in self.privacy.leaving:
            try:
                await leave(interaction.user.id)
            except discord.HTTPException as error:  # no reason to keep anything
                log.info("left standing at an erasure: code=%d", error.code)
        await self.privacy.erase(interaction.user.id)
        await self.bot.outbox.wake()
        await ui.update(interaction, text.ERASED)

    async def keep(self, interaction: Interaction) -> None:
        await ui.update(interaction, "Nothing has been erased.")

    async def keep_up(self, letter: Letter) -> Outcome:
        if await self.nightly.is_replaced(letter):
            return Outcome(Delivery.NOT_WANTED, "a later night's does it")
        await self.bot.notices.forget_shown()
        await self.nightly.run(partial(permissions.is_here, self.bot))
        if self._copy_owed and self._copy_failed:
            log.error(backups.FAILED_LAST_NIGHT, self._copy_failed)
        await backups.tell_left(self.bot.database.path, self.bot.now())
        self._copy_failed = None
        self._copy_owed = True  # made at the quarter-hour clock, so that no line dates it
        return SENT

    async def _copy(self) -> None:
        """Tonight's; while something is held it waits, and no row and no line tells that it does.

        After the erasing, so that the copy holds nobody who was erased. What fails is said the
        next night: a line at each quarter would be missing at one at which something is held."""
        if not self._copy_owed:
            return
        path, now = self.bot.database.path, self.bot.now()
        try:
            self._copy_owed = not await backups.could_be_made(path, now)
        except backups.FAILURES as error:
            self._copy_failed = error
