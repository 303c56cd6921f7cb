"""`/panel`, `/help` and `/start`."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot import panel, ui
from bot.app import RepBot
from bot.permissions import is_coordinator, require_coordinator
from bot.ui import Interaction
from cogs.panel import text


class PanelCog(commands.Cog):
    """The panel works for ever: its buttons are ids that the router knows after any restart."""

    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        line = "`/panel`: post and pin these buttons in this channel"
        bot.help.add("Setting me up", line, coordinators=True)

    @app_commands.command(description="Coordinators: post and pin the panel in this channel")
    @app_commands.guild_only()
    async def panel(self, interaction: Interaction) -> None:
        """Post the panel here, pin it, and take away the one that stood elsewhere."""
        require_coordinator(interaction, self.bot.setup.current())
        await ui.wait(interaction)
        posted = await panel.post(self.bot, interaction.channel_id or 0)
        await ui.reply(interaction, text.POSTED[posted])

    @app_commands.command(name="help", description="What I can do for you")
    @app_commands.guild_only()
    async def show_help(self, interaction: Interaction) -> None:
        coordinator = is_coordinator(interaction, self.bot.setup.current())
        page = text.help_page(self.bot.help.lines, coordinator=coordinator)
        await ui.reply(interaction, page, view=panel.buttons(self.bot))

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Bring the panel up to date when it shows something else than it should."""
        await panel.bring_up_to_date(self.bot)


NEWCOMER = "start:1:newcomer"
OFFERED = ("Next call", "Find a resource", "Ask anonymously")


class StartCog(commands.Cog):
    """Where a new rep begins; buttons of other features appear when these are loaded."""

    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        bot.router.button(NEWCOMER, self.first_steps)
        bot.panel.add(6, "I'm new here", NEWCOMER)
        bot.help.add("Finding your way", "`/start`: your first steps as a new rep")

    @app_commands.command(description="New here? Your first steps")
    @app_commands.guild_only()
    async def start(self, interaction: Interaction) -> None:
        await self.first_steps(interaction)

    async def first_steps(self, interaction: Interaction) -> None:
        entries = [each for each in sorted(self.bot.panel.entries) if each.label in OFFERED]
        buttons = [ui.button(each.label, each.custom_id) for each in entries]
        guide = ui.link("The national guidance", text.GUIDANCE)
        await ui.reply(interaction, text.FIRST_STEPS, view=ui.view(*buttons, guide))
