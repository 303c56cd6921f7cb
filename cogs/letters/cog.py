"""`/letter`: a form, then a draft as a document and as text. Nothing is kept."""

from __future__ import annotations

import io

import discord
from discord import app_commands
from discord.ext import commands

from bot import modals, ui
from bot.app import RepBot
from bot.domain.trust_letters import TrustLetter
from bot.modals import Values
from bot.services.trust_letters import draft
from bot.ui import Interaction
from cogs.letters import text

FORM = "trust_letters:1:write"
FIELDS = ("name", "role", "trust", "why", "wish")


class TrustLetterCog(commands.Cog):
    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        bot.router.form(FORM, self.written)
        bot.help.add(text.HELP)

    @app_commands.command(description=text.DESCRIPTION)
    @app_commands.guild_only()
    async def letter(self, interaction: Interaction) -> None:
        await ui.show(interaction, self.form())

    def form(self) -> discord.ui.Modal:
        return modals.form(
            text.TITLE,
            FORM,
            modals.text("name", "Your name"),
            modals.text("role", "Your role", default=text.USUAL_ROLE),
            modals.text("trust", "Which trust?", help_text=text.TRUST_HINT),
            modals.text("why", text.WHY, long=True, help_text=text.WHY_HINT),
            modals.text("wish", text.WISH, long=True, help_text=text.WISH_HINT),
        )

    async def written(self, interaction: Interaction, values: Values) -> None:
        """Hand out the draft, privately."""
        await ui.wait(interaction)
        letter = TrustLetter(*(values[name] for name in FIELDS))
        made = await draft(letter, self.bot.now().date())
        files = [
            discord.File(io.BytesIO(made.document), "letter.docx"),
            discord.File(io.BytesIO(made.text.encode()), "letter.txt"),
        ]
        await ui.reply(interaction, text.advice(target=made.target, names=made.names), files=files)
