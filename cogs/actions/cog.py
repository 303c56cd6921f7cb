"""`/action`, and the reminders in the call's thread."""

from __future__ import annotations

from datetime import date

import discord
from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot import errors, permissions, sending, ui
from bot.app import RepBot
from bot.domain.dates import suggest_dates, write_date
from bot.domain.errors import UserError
from bot.domain.meetings import Meeting
from bot.domain.outbox import Letter, Outcome, Urgency, mark
from bot.domain.times import zone_named
from bot.permissions import is_coordinator, require_coordinator
from bot.services.actions import ACTION_DUE, Actions
from bot.ui import Interaction
from cogs.actions import text

DONE = "actions:1:done"


@app_commands.guild_only()
class ActionCog(
    commands.GroupCog, group_name="action", group_description="What we said we would do"
):
    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        zone = bot.config.timezone
        self.actions = Actions(bot.database, bot.outbox, bot.vault, bot.now, zone)
        bot.privacy.reveal("actions", self.actions.revealed)
        bot.router.button(DONE, self.finish, takes=str)
        bot.outbox.register(
            ACTION_DUE, self.remind, label="a reminder of something to do", rank=Urgency.CAN_WAIT
        )
        bot.help.add("`/action list`: who does what")

    @app_commands.command(description="Coordinators: who does what, and by when")
    @app_commands.describe(who="Who has taken it on", what="What there is to do", due="By when")
    async def add(self, interaction: Interaction, who: discord.User, what: str, due: str) -> None:
        """Whatever is wrong with it, what was typed is handed back."""
        require_coordinator(interaction, self.bot.setup.current())
        try:
            self.actions.check(what, due)
            meeting = await self._call()
            if (trouble := await self._cannot(who)) is not None:
                raise UserError(trouble)
            action, reminder = await self.actions.add(meeting, who.id, what, due)
        except UserError as error:
            typed = {"Who": who.mention, "What": what, "By when": due}
            await ui.reply(interaction, str(error), typed=typed)
            return
        await ui.reply(interaction, text.added(action, meeting, reminder=reminder))

    @app_commands.command(name="list", description="What is still to do")
    async def list_actions(self, interaction: Interaction) -> None:
        actions = await self.actions.to_do()
        told = text.listed(actions, self._today()) if actions else text.NOTHING
        await ui.reply(interaction, told)

    @app_commands.command(description="Say that something is done")
    @app_commands.describe(action="Which one; its number is in `/action list`")
    async def done(self, interaction: Interaction, action: str) -> None:
        await self.finish(interaction, action)

    async def finish(self, interaction: Interaction, named: str) -> None:
        """`named`: its number or wording."""
        action = await self.actions.find(named)
        own = interaction.user.id == action.user_id
        if not own and not is_coordinator(interaction, self.bot.setup.current()):
            raise UserError(text.NOT_YOURS)
        await self.actions.done(action)
        await ui.reply(interaction, text.done(action))

    async def remind(self, letter: Letter) -> Outcome:
        """Where they have left, ask the others."""
        about = await self.actions.to_remind(letter)
        if isinstance(about, Outcome):
            return about
        person, thread_id = about.action.user_id, about.meeting.thread_id
        here = await permissions.find(self.bot, person) is not None
        told = text.reminder(about.action, here=here)
        view = ui.view(ui.button("Done", f"{DONE}:{about.action.id}", mark=mark(letter)))
        mentions = discord.AllowedMentions(users=[discord.Object(person)] if here else False)
        return await sending.post(
            self.bot, thread_id, letter, told, view=view, allowed_mentions=mentions
        )

    async def _call(self) -> Meeting:
        meeting = await self.actions.call()
        if meeting is None:
            raise UserError(text.NO_CALL + text.TYPED)
        return meeting

    async def _cannot(self, who: discord.User | discord.Member) -> str | None:
        if who.bot:
            return text.A_BOT + text.TYPED
        here = isinstance(who, discord.Member) or await permissions.find(self.bot, who.id)
        return None if here else text.LEFT + text.TYPED

    @done.autocomplete("action")
    @errors.quiet
    async def suggest_actions(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        """One's own open actions; to coordinators, all of them."""
        every = is_coordinator(interaction, self.bot.setup.current())
        own = [a for a in await self.actions.to_do() if every or a.user_id == interaction.user.id]
        shown = [(text.label(each), str(each.id)) for each in own]
        fitting = [(label, value) for label, value in shown if typed.lower() in label.lower()]
        return [Choice(name=label, value=value) for label, value in fitting[:25]]

    @add.autocomplete("due")
    @errors.quiet
    async def suggest_due(self, _interaction: Interaction, typed: str) -> list[Choice[str]]:
        days = [write_date(day) for day in suggest_dates(typed, self._today())]
        return [Choice(name=day, value=day) for day in days]

    def _today(self) -> date:
        return self.bot.now().astimezone(zone_named(self.bot.config.timezone)).date()
