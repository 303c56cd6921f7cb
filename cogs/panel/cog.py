"""`/help`, `/start`, and `/desk` with what waits."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot import cards, panel, ui
from bot.app import RepBot
from bot.cards import Line, Part, Section
from bot.permissions import is_coordinator, require_coordinator
from bot.ui import Interaction
from cogs.panel import text

NEWCOMER = "start:1:newcomer"
DESK = "desk:1:open"
WAITS = "desk:1:waits"
POST = "desk:1:post"
OFFERED = ("Next call", "Find a resource", "Ask anonymously")


class PanelCog(commands.Cog):
    """The panel works for ever: its buttons are ids that the router knows after any restart."""

    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        bot.router.button(NEWCOMER, self.first_steps)
        bot.panel.add(6, "I'm new here", NEWCOMER, "New here?", "Four steps, whenever you can")

    @app_commands.command(name="help", description="What I can do for you")
    @app_commands.guild_only()
    async def show_help(self, interaction: Interaction) -> None:
        coordinator = is_coordinator(interaction, self.bot.setup.current())
        shown = cards.card(
            *panel.sections(self.bot.panel.entries),
            Line(),
            text.also(self.bot.help.lines, coordinator=coordinator),
        )
        await ui.reply(interaction, shown)

    @app_commands.command(description="New here? Your first steps")
    @app_commands.guild_only()
    async def start(self, interaction: Interaction) -> None:
        await self.first_steps(interaction)

    async def first_steps(self, interaction: Interaction) -> None:
        """Show the first steps, with buttons to take them; only of what is loaded."""
        entries = [each for each in self.bot.panel.entries if each.label in OFFERED]
        buttons = [ui.button(each.label, each.custom_id) for each in entries]
        guide = ui.link("The national guidance", text.GUIDANCE)
        await ui.reply(interaction, text.FIRST_STEPS, view=ui.view(*buttons, guide))

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        await panel.bring_up_to_date(self.bot)


class DeskCog(commands.Cog):
    """Everything a coordinator does, from one card."""

    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        bot.router.button(DESK, self.open, coordinators=True)
        bot.router.button(WAITS, self.show_waiting, coordinators=True)
        bot.desk.add(3, "What waits", WAITS, "What waits for you", "Nothing is forgotten here")

    @app_commands.command(description="Coordinators: everything you do, on one card")
    @app_commands.guild_only()
    async def desk(self, interaction: Interaction) -> None:
        require_coordinator(interaction, self.bot.setup.current())
        await self.open(interaction)

    async def open(self, interaction: Interaction) -> None:
        """Show the desk with its numbers, and what is left of the first days."""
        waiting = await self._waiting()
        first: list[Part] = []
        for step in self.bot.desk.first_steps:
            if left := await step.left():
                first.append(Section(left, ui.button(step.label, step.custom_id)))
        entries = [text.with_number(each, waiting, WAITS) for each in self.bot.desk.entries]
        head = [text.FIRST_DAYS, *first, Line()] if first else []
        await ui.reply(interaction, cards.card(text.DESK, Line(), *head, *panel.sections(entries)))

    async def show_waiting(self, interaction: Interaction) -> None:
        """Show what waits, each with the button that opens it."""
        waiting = await self._waiting()
        parts = [
            Section(f"**{count}** {what}", ui.button("Look", custom_id))
            for what, custom_id, count in waiting
        ]
        await ui.reply(interaction, cards.card(text.WAITS if parts else text.NOTHING_WAITS, *parts))

    async def _waiting(self) -> list[tuple[str, str, int]]:
        counted = [(each, await each.count()) for each in self.bot.desk.waiting]
        return [(each.what, each.custom_id, count) for each, count in counted if count]
