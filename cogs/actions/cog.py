"""`/action`, its list with `Done`, and the reminders in the call's thread."""

from __future__ import annotations

from datetime import date

import discord
from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot import cards, errors, modals, permissions, readings, sending, ui
from bot.app import RepBot
from bot.cards import Section
from bot.domain.actions import LONGEST_ACTION, Action
from bot.domain.dates import write_date
from bot.domain.errors import UserError
from bot.domain.outbox import Letter, Outcome, Urgency, mark
from bot.domain.times import zone_named
from bot.domain.written_dates import suggest_dates
from bot.modals import Values
from bot.permissions import is_coordinator, require_coordinator
from bot.router import number
from bot.services.actions import ACTION_DUE, GONE, Actions
from bot.ui import Interaction
from cogs.actions import text

DONE = "actions:1:done"
LIST = "actions:1:list"
TICK = "actions:1:tick"
ADD = "actions:1:add"
WHO = "actions:1:who"
ADD_FORM = "actions:1:noted"
PAGE = 6
LONGEST_WHAT, LONGEST_DUE = 3 * LONGEST_ACTION, 200


@app_commands.guild_only()
class ActionCog(
    commands.GroupCog, group_name="action", group_description="What we said we would do"
):
    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        zone = bot.config.timezone
        self.actions = Actions(bot.database, bot.outbox, bot.vault, bot.now, zone)
        bot.privacy.reveal("actions", self.actions.revealed)
        router = bot.router
        router.button(DONE, self.finish, takes=number, gone=GONE)
        router.button(LIST, self.show, takes=_from, gone=GONE)
        router.button(TICK, self.tick, takes=number, gone=GONE)
        router.button(ADD, self.choose, coordinators=True)
        router.button(WHO, self.open, takes=number, gone=GONE, coordinators=True)
        router.form(
            ADD_FORM, self.submit, takes=number, gone=GONE, coordinators=True, opens=self.form
        )
        bot.outbox.register(
            ACTION_DUE,
            self.remind,
            label="a reminder of something to do",
            rank=Urgency.CAN_WAIT,
            waits_for=self.actions.waits_for,
            look=sending.looking(bot, self._where, came=None),
        )
        bot.help.add("`/action list`: who does what")

    @app_commands.command(description="Coordinators: who does what, and by when")
    @app_commands.describe(who="Who has taken it on", what="What there is to do", due="By when")
    async def add(self, interaction: Interaction, who: discord.User, what: str, due: str) -> None:
        """Whatever is wrong with it, what was typed is handed back."""
        require_coordinator(interaction, self.bot.setup.current())
        try:
            told = await self._add(who.id, what, due)
        except UserError as error:
            typed = ui.exactly(interaction, {text.WHAT: what, text.BY_WHEN: due})
            view = readings.view(error, f"{ADD_FORM}:{who.id}")
            await ui.reply(interaction, str(error), typed=typed, view=view)
            return
        await ui.reply(interaction, told)

    @add.autocomplete("due")
    @errors.quiet
    async def suggest_due(self, _interaction: Interaction, typed: str) -> list[Choice[str]]:
        days = [write_date(day) for day in suggest_dates(typed, self._today())]
        return [Choice(name=day, value=day) for day in days]

    @app_commands.command(name="list", description="What we said we would do, and what is done")
    async def list_actions(self, interaction: Interaction) -> None:
        await self.show(interaction, 0)

    async def choose(self, interaction: Interaction) -> None:
        """Ask who has taken it on."""
        menu: discord.ui.UserSelect[discord.ui.View] = discord.ui.UserSelect(
            custom_id=WHO, placeholder=text.CHOOSE
        )
        await ui.reply(interaction, text.WHO, view=ui.view(menu))

    async def open(self, interaction: Interaction, person: int) -> None:
        await ui.show(interaction, await self.form(interaction, person))

    async def form(self, _interaction: Interaction, person: int) -> discord.ui.Modal:
        """Who it is for stands in its id."""
        return modals.form(
            text.FORM_TITLE,
            f"{ADD_FORM}:{person}",
            modals.words(text.for_whom(person)),
            modals.text("what", text.WHAT, max_length=LONGEST_WHAT, long=True),
            modals.text("due", text.BY_WHEN, max_length=LONGEST_DUE, help_text=text.LIKE),
        )

    async def submit(self, interaction: Interaction, person: int, values: Values) -> None:
        await ui.reply(interaction, await self._add(person, values["what"], values["due"]))

    async def _add(self, person: int, what: str, due: str) -> str:
        self.actions.check(what, due)
        meeting = await self.actions.call()
        if meeting is None:
            raise UserError(text.NO_CALL)
        member = await permissions.find(self.bot, person)
        if member is None or member.bot:
            raise UserError(text.A_BOT if member else text.LEFT)
        action, reminder = await self.actions.add(meeting, person, what, due)
        return text.added(action, meeting, self._today(), reminder=reminder)

    async def show(self, interaction: Interaction, first: int) -> None:
        """As many as a phone shows, from `first` on."""
        await ui.reply(interaction, await self._card(interaction, first))

    async def _card(self, interaction: Interaction, first: int = 0, above: str = "") -> cards.Card:
        every = await self.actions.to_do()
        coordinates = is_coordinator(interaction, self.bot.setup.current())
        parts: list[cards.Part] = [above, text.HEAD if every else text.NOTHING]
        for each in every[first : first + PAGE]:
            line = text.line(each, self._today())
            may = coordinates or each.user_id == interaction.user.id
            parts.append(Section(line, ui.button("Done", f"{TICK}:{each.id}")) if may else line)
        items = [ui.button("Add", ADD)] if coordinates else []
        if len(every) > first + PAGE:
            items.insert(0, ui.button("More", f"{LIST}:{first + PAGE}"))
        return cards.card(*parts, actions=ui.view(*items))

    async def tick(self, interaction: Interaction, action_id: int) -> None:
        """In the list, which then shows what is left."""
        action = await self._theirs(interaction, action_id)
        await self.actions.done(action)
        told = text.done(action, interaction.user.id)
        await ui.update(interaction, await self._card(interaction, above=told))

    async def finish(self, interaction: Interaction, action_id: int) -> None:
        """Under a reminder, which then says so, also where the list had ticked it off before."""
        action = await self._theirs(interaction, action_id)
        try:
            await self.actions.done(action)
            told = text.done(action, interaction.user.id)
        except UserError as done_already:
            told = str(done_already)
        await ui.update(interaction, text.was_done(action))
        await ui.reply(interaction, told)

    async def _theirs(self, interaction: Interaction, action_id: int) -> Action:
        """Raises UserError unless it is this person's, or they are a coordinator."""
        action = await self.actions.get(action_id)
        own = interaction.user.id == action.user_id
        if not own and not is_coordinator(interaction, self.bot.setup.current()):
            raise UserError(text.NOT_YOURS)
        return action

    async def _where(self, letter: Letter) -> sending.Place:
        return sending.channel(self.bot, await self.actions.thread_of(letter))

    async def remind(self, letter: Letter) -> Outcome:
        """Where they have left, ask the others."""
        about = await self.actions.to_remind(letter)
        if isinstance(about, Outcome):
            return about
        person, thread_id = about.action.user_id, about.meeting.thread_id
        here = await permissions.find(self.bot, person) is not None
        told = text.reminder(about.action, self._today(), here=here)
        view = ui.view(ui.button("Done", f"{DONE}:{about.action.id}", mark=mark(letter)))
        mentions = discord.AllowedMentions(users=[discord.Object(person)] if here else False)
        return await sending.post(
            self.bot, thread_id, letter, told, view=view, allowed_mentions=mentions
        )

    def _today(self) -> date:
        return self.bot.now().astimezone(zone_named(self.bot.config.timezone)).date()


def _from(arg: str) -> int:
    return number(arg) if arg else 0
