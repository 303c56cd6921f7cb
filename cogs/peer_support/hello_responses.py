"""Asking for a hello, coming to one, and how it goes on; the commands `/hello` and `/listener`."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.app import RepBot
from bot.domain.errors import UserError
from bot.domain.listeners import Hello, HelloState, is_night
from bot.permissions import has_role, is_coordinator
from bot.router import number
from bot.services.hello_letters import HelloLetters
from bot.services.hellos import OVER, TAKEN, Hellos
from bot.services.listeners import Listeners
from bot.ui import Interaction
from cogs.peer_support import hello_buttons, hello_text
from cogs.peer_support.duty import DutyButtons, DutyDeliveries
from cogs.peer_support.hello_calls import CallDeliveries
from cogs.peer_support.hello_deliveries import MeetingOfTwo, may_listen
from cogs.peer_support.hello_text import Told
from cogs.peer_support.private_threads import (
    ListenersThread,
    fetch_thread,
    listening,
    take_out,
)


class HelloButtons:
    def __init__(self, bot: RepBot, hellos: Hellos, letters: HelloLetters) -> None:
        self.bot = bot
        self.hellos = hellos
        self.letters = letters
        bot.router.button(hello_buttons.ASK, self.ask)
        bot.router.button(hello_buttons.CLAIM, self.claim, takes=number, gone=OVER)
        bot.router.button(hello_buttons.OTHER, self.other, takes=_hello)
        bot.router.button(hello_buttons.DONE, self.done, takes=number, gone=OVER)
        bot.router.button(hello_buttons.WITHDRAW, self.withdraw, takes=number, gone=OVER)
        bot.router.button(hello_buttons.WAITING, self.show_waiting, coordinators=True)
        one, many = "person waiting for a hello", "people waiting for a hello"
        bot.desk.waits(1, one, many, hello_buttons.WAITING, self._how_many_wait)

    async def ask(self, interaction: Interaction) -> None:
        """Where a request is open, says how it stands."""
        support = self.bot.setup.current().support
        if not support:
            raise UserError(f"{hello_text.NO_PLACE}\n\n{hello_text.OTHER_HELP}")
        hello, fresh = await self.hellos.ask(interaction.user.id)
        if hello is None:
            raise UserError(OVER)
        if not fresh:
            hello = await self._still_here(hello)
        count = await self._called(hello)
        if fresh:
            if count == 0:
                await self.letters.nobody_on_duty(hello)
            lately = await self.hellos.shared_lately(interaction.user.id)
            told = self._will_be_told()
            said = hello_text.asked(count, support, told, shared_lately=lately)
        else:
            said = hello_text.asked_before(hello, count, self.bot.outbox.zone, self.bot.now())
        waiting = hello.state is HelloState.WAITING
        view = hello_buttons.withdraw_button(hello) if waiting else None
        await ui.reply(interaction, said, view=view)

    async def _called(self, hello: Hello) -> int:
        """How many listeners could come at this moment, each asked at Discord."""
        if hello.state is not HelloState.WAITING:
            return 0
        return len(await listening(self.bot, await self.letters.to_call(hello)))

    def _will_be_told(self) -> Told:
        """What becomes of it where no listener could come."""
        if not self.bot.setup.current().review:
            return Told.NOBODY
        night = is_night(self.bot.now(), self.bot.outbox.zone)
        return Told.SILENTLY if night else Told.AT_ONCE

    async def _still_here(self, hello: Hello) -> Hello:
        """If the listener has left the server, or is none any more, others are asked; where
        somebody has deleted the thread of the two, another is opened."""
        if hello.state is not HelloState.CLAIMED:
            return hello
        if not await may_listen(self.bot, hello.listener):
            await self.letters.listener_left(hello)
        elif hello.thread and await fetch_thread(self.bot, hello.thread) is None:
            await self.letters.meet_again(hello)
        return await self.letters.get(hello.id) or hello

    async def claim(self, interaction: Interaction, hello_id: int) -> None:
        """Two cannot both come."""
        settings, person = self.bot.setup.current(), interaction.user.id
        coordinator = is_coordinator(interaction, settings)
        if not (coordinator or has_role(interaction, settings.listener)):
            raise UserError(hello_text.NOT_A_LISTENER)
        offer_rest = await self.hellos.claim(hello_id, person, coordinator=coordinator)
        view = hello_buttons.coming_buttons(offer_rest=offer_rest)
        await ui.reply(interaction, hello_text.claimed(offer_rest=offer_rest), view=view)

    async def _how_many_wait(self) -> int:
        return len(await self.hellos.told())

    async def show_waiting(self, interaction: Interaction) -> None:
        if not (told := await self.hellos.told()):
            raise UserError(TAKEN)
        shown = hello_buttons.waiting(told, self.bot.outbox.zone, self.bot.now())
        await ui.reply(interaction, shown)

    async def other(self, interaction: Interaction, hello_id: int) -> None:
        """Either of the two may wish it."""
        moved = await self.hellos.hand_over(hello_id, interaction.user.id)
        count = await self._called(moved)
        await ui.reply(interaction, hello_text.others_asked(count, self._will_be_told()))

    async def done(self, interaction: Interaction, hello_id: int) -> None:
        ended = await self.hellos.end(hello_id, interaction.user.id)
        asked = ended.asker == interaction.user.id
        said = hello_text.CLOSED if asked else hello_text.CLOSED_BY_LISTENER
        await ui.reply(interaction, said)

    async def withdraw(self, interaction: Interaction, hello_id: int) -> None:
        ended = await self.hellos.end(hello_id, interaction.user.id)
        met = ended.state is HelloState.CLOSED
        await ui.reply(interaction, hello_text.CLOSED if met else hello_text.WITHDRAWN)


def _hello(arg: str) -> int:
    return number(arg.partition(".")[0])  # behind the dot stands whose button it is


class ListenerCog(commands.Cog):
    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        letters = HelloLetters(bot.database, bot.outbox, bot.now)
        self.listeners = Listeners(bot.database, bot.outbox, bot.now)
        hellos = Hellos(bot.database, bot.outbox, bot.now)
        self.buttons = HelloButtons(bot, hellos, letters)
        self.on_duty = DutyButtons(bot, self.listeners)
        DutyDeliveries(bot, self.listeners)
        CallDeliveries(bot, letters)
        MeetingOfTwo(bot, letters)
        bot.privacy.leaving.append(self.leave)
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
        await self.on_duty.status(interaction)

    async def leave(self, person: int) -> None:
        """Take somebody who erases themselves out of the threads of those they listened to."""
        await ListenersThread(self.bot).let_out(person)
        for thread_id in await self.listeners.threads_of(person):
            if (thread := await fetch_thread(self.bot, thread_id)) is not None:
                await take_out(thread, person)
