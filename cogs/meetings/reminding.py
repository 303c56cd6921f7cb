"""Where and when somebody is reminded of calls: their own choice."""

from __future__ import annotations

import discord

from bot import modals, ui
from bot.domain.errors import UserError
from bot.modals import Values
from bot.services.reminders import USUAL_BEFORE
from bot.ui import Interaction
from cogs.meetings import responses, thread_text
from cogs.meetings.context import MeetingContext

REMIND_FORM = "meetings:1:reminding"
LONGEST_TIMES = 200


class RemindButtons:
    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        context.bot.router.button(responses.REMIND, self.open)
        context.bot.router.form(REMIND_FORM, self.submit, opens=self.form)

    async def open(self, interaction: Interaction) -> None:
        await ui.show(interaction, await self.form(interaction))

    async def form(self, interaction: Interaction) -> discord.ui.Modal:
        """Begins with what the person chose before."""
        choice = await self.context.reminders.choice(interaction.user.id)
        return modals.form(
            thread_text.REMIND_TITLE,
            REMIND_FORM,
            modals.radio("how", "Where?", thread_text.WAYS, default=choice.how),
            modals.text(
                "before",
                "How long before?",
                default=choice.before,
                required=False,
                max_length=LONGEST_TIMES,
                help_text=thread_text.BEFORE,
            ),
        )

    async def submit(self, interaction: Interaction, values: Values) -> None:
        """A direct message is tried out first."""
        how, before = values["how"], values["before"]
        if how not in [way for way, _, _ in thread_text.WAYS]:
            raise UserError(thread_text.CHOOSE_WAY)
        if how == "dm":
            self.context.reminders.check(before or USUAL_BEFORE)
            try:
                await interaction.user.send(thread_text.DM_TEST)
            except discord.HTTPException:
                raise UserError(thread_text.DM_CLOSED) from None
        befores = await self.context.reminders.choose(
            interaction.user.id, how, before if how == "dm" else ""
        )
        told = thread_text.reminders_chosen(how, befores)
        ignored = how != "dm" and before.strip()
        await ui.reply(interaction, f"{told}\n{thread_text.TIMES_FOR_DM}" if ignored else told)
