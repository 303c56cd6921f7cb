"""Commands of listeners, and `/hello`."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.app import RepBot
from bot.services.hello_letters import HelloLetters
from bot.services.hellos import Hellos
from bot.services.listeners import Listeners
from bot.ui import Interaction
from cogs.peer_support.hello_deliveries import DutyDeliveries, MeetingOfTwo
from cogs.peer_support.hello_responses import HelloButtons

JOB = "How you are"


class ListenerCog(commands.Cog):
    """`/hello` and `/listener`."""

    group = app_commands.Group(
        name="listener", description="For listeners: on duty or resting", guild_only=True
    )

    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        letters = HelloLetters(bot.database, bot.outbox, bot.now)
        self.listeners = Listeners(bot.database, bot.outbox, bot.now)
        hellos = Hellos(bot.database, bot.outbox, bot.now)
        self.buttons = HelloButtons(bot, hellos, letters, self.listeners)
        DutyDeliveries(bot, letters, self.listeners)
        MeetingOfTwo(bot, letters)
        bot.help.add(JOB, "`/hello`: a listener comes to say hello, privately")
        bot.help.add(JOB, "`/listener on`, `off`, `status`: for people who listen")

    async def cog_load(self) -> None:
        """Plan the daily look at each start."""
        await self.listeners.plan_day(self.bot.config.timezone)

    @app_commands.command(description="I'd like someone to say hello")
    @app_commands.guild_only()
    async def hello(self, interaction: Interaction) -> None:
        """Ask for somebody."""
        await self.buttons.ask(interaction, "0")

    @group.command(name="on", description="For listeners: call me when somebody asks")
    async def go_on_duty(self, interaction: Interaction) -> None:
        """Go on duty."""
        await self.buttons.go_on_duty(interaction)

    @group.command(name="off", description="For listeners: I rest, call others")
    async def rest(self, interaction: Interaction) -> None:
        """Rest."""
        await self.buttons.rest(interaction, "0")

    @group.command(description="For listeners: am I on duty, and for how many people was I there?")
    async def status(self, interaction: Interaction) -> None:
        """Say how a listener stands."""
        await self.buttons.status(interaction)
