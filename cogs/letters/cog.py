"""`/letter`: a form, then a draft as a document and as text. Nothing is kept."""

from __future__ import annotations

import io
from datetime import date
from functools import partial

import discord
from discord import app_commands
from discord.ext import commands

from bot import cards, modals, ui
from bot.app import RepBot
from bot.cards import Line, Section
from bot.domain.partnerships import parts
from bot.domain.times import zone_named
from bot.domain.trust_letters import TrustLetter
from bot.handing_over import LETTER, PLAN_SENT
from bot.modals import Values
from bot.services.partnerships import Partnerships
from bot.services.trust_letters import Kind, draft
from bot.ui import Interaction
from cogs.letters import text

FORM = "trust_letters:1:write"
WRITE_PAY, PAY_FORM = "trust_letters:1:openpay", "trust_letters:1:pay"
FORM_OF = {Kind.PLAN: FORM, Kind.PAY: PAY_FORM}
SHORT, WHY, WISH = 150, 900, 600  # so that the longest letter still is a page


class TrustLetterCog(commands.Cog):
    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        self.partnerships = Partnerships(bot.database, bot.vault)
        for kind, write in ((Kind.PLAN, LETTER), (Kind.PAY, WRITE_PAY)):
            bot.router.button(write, partial(self.open, kind))
            handler, opens = partial(self.written, kind), partial(self._form, kind)
            bot.router.form(FORM_OF[kind], handler, opens=opens)
        bot.help.add(text.HELP)

    @app_commands.command(description=text.DESCRIPTION)
    @app_commands.guild_only()
    async def letter(self, interaction: Interaction) -> None:
        """A choice of letters."""
        plan = ui.button(text.WRITE, LETTER, style=ui.Style.primary)
        pay = ui.button(text.WRITE_PAY, WRITE_PAY)
        sections = Section(text.CONTINUITY, plan), Line(), Section(text.PAY, pay)
        await ui.reply(interaction, cards.card(text.CHOICE, Line(), *sections))

    async def open(self, kind: Kind, interaction: Interaction) -> None:
        await ui.show(interaction, await self._form(kind, interaction))

    async def _form(self, kind: Kind, interaction: Interaction) -> discord.ui.Modal:
        """With the trust of one's own partnership, where one has been chosen."""
        own = (await self.partnerships.own(interaction.user.id)).one
        mine = next(iter(parts(own.trusts)), "") if own else ""
        asks = text.FORMS[kind]
        trust_hint = asks.trust_hint
        return modals.form(
            asks.title,
            FORM_OF[kind],
            modals.text("name", text.NAME, max_length=SHORT, help_text=text.NAME_HINT),
            modals.text("trust", asks.trust, default=mine, max_length=SHORT, help_text=trust_hint),
            modals.text("why", asks.why, long=True, max_length=WHY, help_text=asks.why_hint),
            modals.text("wish", asks.wish, long=True, max_length=WISH, help_text=asks.wish_hint),
        )

    async def written(self, kind: Kind, interaction: Interaction, values: Values) -> None:
        """Hand out the draft, privately."""
        name, _, role = values["name"].partition(",")  # "Ria Example, lead of our MNVP"
        typed = (values["trust"], values["why"], values["wish"])
        letter = TrustLetter(name, role.strip() or text.USUAL_ROLE, *typed)
        made = await draft(kind, letter, self._today())
        files = [
            discord.File(io.BytesIO(made.document), "letter.docx"),
            discord.File(io.BytesIO(made.text.encode()), "letter.txt"),
        ]
        words = text.advice(kind, target=made.target, names=made.names)
        sent = ui.button(PLAN_SENT.label, PLAN_SENT.custom_id)
        first = [sent] if kind is Kind.PLAN else []
        view = ui.view(*first, ui.link(*text.HELPERS[kind]))
        await ui.reply(interaction, words, view=view, files=files)

    def _today(self) -> date:
        """The day where these people live: after midnight in summer it is not that of UTC."""
        return self.bot.now().astimezone(zone_named(self.bot.config.timezone)).date()
