"""Asking for a hello, `/listener`, what a listener's press does, and `People` on the desk."""

from __future__ import annotations

from dataclasses import replace

import discord
from discord import app_commands
from discord.ext import commands

from bot import cards, permissions, sending, ui
from bot.app import RepBot
from bot.cards import Line
from bot.domain.errors import UserError
from bot.domain.listeners import Hello, HelloState
from bot.permissions import has_role, is_coordinator
from bot.router import number
from bot.services.checkin_entries import Entries
from bot.services.hello_letters import HelloLetters
from bot.services.hellos import OVER, Hellos
from bot.services.listeners import Listeners
from bot.ui import Interaction
from cogs.peer_support import checkin_text, hello_buttons, hello_text
from cogs.peer_support.hello_deliveries import DutyDeliveries, MeetingOfTwo
from cogs.peer_support.private_threads import ListenersThread


class HelloButtons:
    def __init__(
        self, bot: RepBot, hellos: Hellos, letters: HelloLetters, listeners: Listeners
    ) -> None:
        self.bot = bot
        self.hellos = hellos
        self.letters = letters
        self.listeners = listeners
        bot.router.button(hello_buttons.ASK, self.ask)
        bot.router.button(hello_buttons.CLAIM, self.claim, takes=number, gone=OVER)
        bot.router.button(hello_buttons.OTHER, self.other, takes=_hello)
        bot.router.button(hello_buttons.DONE, self.done, takes=number, gone=OVER)
        bot.router.button(hello_buttons.WITHDRAW, self.withdraw, takes=number, gone=OVER)
        bot.router.button(hello_buttons.ON, self.go_on_duty)
        bot.router.button(hello_buttons.OFF, self.go_off_duty)
        bot.router.button(hello_buttons.REST, self.rest)
        bot.router.button(hello_buttons.STAY, self.stay)

    async def ask(self, interaction: Interaction) -> None:
        """Where a request is open, says how it stands."""
        support = self.bot.setup.current().support
        if not support:
            raise UserError(f"{hello_text.NO_PLACE}\n\n{hello_text.OTHER_HELP}")
        hello, fresh = await self.hellos.ask(interaction.user.id)
        if hello is None:
            raise UserError(OVER)
        if fresh:
            called = len(await self.letters.to_call(hello))
            lately = await self.hellos.shared_lately(interaction.user.id)
            said = hello_text.asked(called, support, shared_lately=lately)
        else:
            hello = await self._still_here(hello)
            said = hello_text.asked_before(hello, self.bot.config.timezone, self.bot.now())
        waiting = hello.state is HelloState.WAITING
        view = hello_buttons.withdraw_button(hello) if waiting else None
        await ui.reply(interaction, said, view=view)

    async def _still_here(self, hello: Hello) -> Hello:
        """If the listener has left the server, others are asked."""
        if hello.state is not HelloState.CLAIMED:
            return hello
        if await permissions.find(self.bot, hello.listener) is None:
            await self.letters.listener_left(hello)
        return await self.letters.get(hello.id) or hello

    async def claim(self, interaction: Interaction, hello_id: int) -> None:
        """Two cannot both come."""
        settings, person = self.bot.setup.current(), interaction.user.id
        coordinator = is_coordinator(interaction, settings)
        if not (coordinator or has_role(interaction, settings.listener)):
            raise UserError(hello_text.NOT_A_LISTENER)
        offer_rest = await self.hellos.claim(hello_id, person, coordinator=coordinator)
        said, view = hello_text.claimed(), None
        if offer_rest:
            said, view = f"{said}\n\n{hello_text.OFFER_REST}", hello_buttons.rest_buttons()
        await ui.reply(interaction, said, view=view)

    async def other(self, interaction: Interaction, hello_id: int) -> None:
        """Either of the two may wish it."""
        await self.hellos.hand_over(hello_id, interaction.user.id)
        await ui.reply(interaction, hello_text.BEING_ASKED)

    async def done(self, interaction: Interaction, hello_id: int) -> None:
        await self.hellos.end(hello_id, interaction.user.id)
        await ui.reply(interaction, hello_text.CLOSED)

    async def withdraw(self, interaction: Interaction, hello_id: int) -> None:
        ended = await self.hellos.end(hello_id, interaction.user.id)
        met = ended.state is HelloState.CLOSED
        await ui.reply(interaction, hello_text.CLOSED if met else hello_text.WITHDRAWN)

    async def go_on_duty(self, interaction: Interaction) -> None:
        self._require_listener(interaction)
        if not self.bot.setup.current().support:
            raise UserError(hello_text.NO_PLACE)
        stands = await self.listeners.go_on_duty(interaction.user.id)
        try:
            thread = await ListenersThread(self.bot).let_in(interaction.user.id)
        except (discord.HTTPException, sending.NotSentError):
            raise UserError(hello_text.NO_LISTENERS_THREAD) from None
        await ui.update(interaction, hello_buttons.duty(stands, thread.id))

    async def go_off_duty(self, interaction: Interaction) -> None:
        """From the listener's own card, which shows how it stands now."""
        stands = await self.listeners.rest(interaction.user.id)
        shown = hello_buttons.duty(stands)
        if await self.listeners.is_with_somebody(interaction.user.id):
            shown = replace(shown, parts=(*shown.parts, hello_text.STILL_YOURS))
        await ui.update(interaction, shown)
        await self._let_out(interaction.user.id)

    async def rest(self, interaction: Interaction) -> None:
        """From the offer of a rest."""
        await self.listeners.rest(interaction.user.id)
        busy = await self.listeners.is_with_somebody(interaction.user.id)
        await ui.reply(
            interaction, f"{hello_text.REST} {hello_text.STILL_YOURS}" if busy else hello_text.REST
        )
        await self._let_out(interaction.user.id)

    async def _let_out(self, person: int) -> None:
        try:
            await ListenersThread(self.bot).let_out(person)
        except discord.HTTPException as error:
            sending.outcome_of(error)  # which logs a refusal

    async def stay(self, interaction: Interaction) -> None:
        """Stay on duty after the offer of a rest."""
        await ui.reply(interaction, hello_text.STAYING)

    async def status(self, interaction: Interaction) -> None:
        self._require_listener(interaction)
        stands = await self.listeners.status(interaction.user.id)
        await ui.reply(interaction, hello_buttons.duty(stands))

    def _require_listener(self, interaction: Interaction) -> None:
        role = self.bot.setup.current().listener
        if not role:
            raise UserError(hello_text.ROLE_MISSING)
        if not has_role(interaction, role):
            raise UserError(hello_text.NOT_A_LISTENER)


def _hello(arg: str) -> int:
    return number(arg.partition(".")[0])  # behind the dot stands whose button it is


class ListenerCog(commands.Cog):
    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        letters = HelloLetters(bot.database, bot.outbox, bot.now)
        self.listeners = Listeners(bot.database, bot.outbox, bot.now)
        hellos = Hellos(bot.database, bot.outbox, bot.now)
        self.buttons = HelloButtons(bot, hellos, letters, self.listeners)
        DutyDeliveries(bot, letters, self.listeners)
        MeetingOfTwo(bot, letters)
        bot.help.add("`/hello`: someone to say hello")
        bot.help.add("`/listener`: if you listen")

    async def cog_load(self) -> None:
        """Plan the daily look at each start."""
        await self.listeners.plan_day(self.bot.config.timezone)

    @app_commands.command(description="I'd like someone to say hello")
    @app_commands.guild_only()
    async def hello(self, interaction: Interaction) -> None:
        await self.buttons.ask(interaction)

    @app_commands.command(
        name="listener", description="For listeners: on or off duty, and for how many I was there"
    )
    @app_commands.guild_only()
    async def duty(self, interaction: Interaction) -> None:
        await self.buttons.status(interaction)


OPEN = "people:1:open"
EARLIER = "people:1:earlier"


class PeopleCard:
    def __init__(self, bot: RepBot, entries: Entries, listeners: Listeners) -> None:
        self.entries = entries
        self.listeners = listeners
        bot.router.button(OPEN, self.open, coordinators=True)
        bot.router.button(EARLIER, self.earlier, coordinators=True)
        bot.desk.add(5, "People", OPEN, "People", "Who listens, and how the role feels")

    async def open(self, interaction: Interaction) -> None:
        lines = await self.entries.lines()
        shown = cards.card(
            hello_text.who_listens(await self.listeners.everybody()),
            Line(),
            f"### How the role feels\n{checkin_text.lines(lines[:1])}",
            actions=ui.view(ui.button("Earlier months", EARLIER)) if lines[1:] else None,
        )
        await ui.reply(interaction, shown)

    async def earlier(self, interaction: Interaction) -> None:
        await ui.reply(interaction, checkin_text.lines((await self.entries.lines())[1:]))
