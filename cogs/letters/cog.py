"""`/letter`: a form, then a draft as a document and as text. Nothing is kept."""

from __future__ import annotations

import io

import discord
from discord import app_commands
from discord.ext import commands

from bot import cards, modals, ui
from bot.app import RepBot
from bot.cards import Line, Section
from bot.domain.partnerships import parts
from bot.domain.trust_letters import TrustLetter
from bot.handing_over import LETTER, PLAN_SENT
from bot.modals import Values
from bot.services.partnerships import Partnerships
from bot.services.trust_letters import draft
from bot.ui import Interaction
from cogs.letters import text

FORM = "trust_letters:1:write"
SHORT, LONG = 200, 1700


class TrustLetterCog(commands.Cog):
    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        self.partnerships = Partnerships(bot.database, bot.vault)
        bot.router.button(LETTER, self.open)
        bot.router.form(FORM, self.written, opens=self._form)
        bot.help.add(text.HELP)

    @app_commands.command(description=text.DESCRIPTION)
    @app_commands.guild_only()
    async def letter(self, interaction: Interaction) -> None:
        """A choice of letters."""
        about = Section(text.CONTINUITY, ui.button("Write it", LETTER, style=ui.Style.primary))
        await ui.reply(interaction, cards.card(text.CHOICE, Line(), about))

    async def open(self, interaction: Interaction) -> None:
        await ui.show(interaction, await self._form(interaction))

    async def _form(self, interaction: Interaction) -> discord.ui.Modal:
        """With the trust of one's own partnership, where one has been chosen."""
        own = (await self.partnerships.own(interaction.user.id)).one
        mine = next(iter(parts(own.trusts)), "") if own else ""
        name, trust = text.NAME_HINT, text.TRUST_HINT
        why, wish = text.WHY_HINT, text.WISH_HINT
        return modals.form(
            text.TITLE,
            FORM,
            modals.text("name", text.NAME, max_length=SHORT, help_text=name),
            modals.text("trust", "Which trust?", default=mine, max_length=SHORT, help_text=trust),
            modals.text("why", text.WHY, long=True, max_length=LONG, help_text=why),
            modals.text("wish", text.WISH, long=True, max_length=LONG, help_text=wish),
        )

    async def written(self, interaction: Interaction, values: Values) -> None:
        """Hand out the draft, privately."""
        name, _, role = values["name"].partition(",")  # "Ria Example, lead of our MNVP"
        typed = (values["trust"], values["why"], values["wish"])
        letter = TrustLetter(name, role.strip() or text.USUAL_ROLE, *typed)
        made = await draft(letter, self.bot.now().date())
        files = [
            discord.File(io.BytesIO(made.document), "letter.docx"),
            discord.File(io.BytesIO(made.text.encode()), "letter.txt"),
        ]
        sent = ui.button(PLAN_SENT.label, PLAN_SENT.custom_id)
        view = ui.view(sent, ui.link(*text.HELPERS))
        words = text.advice(target=made.target, names=made.names)
        await ui.reply(interaction, words, view=view, files=files)
