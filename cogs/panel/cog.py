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
MORE = "start:1:more"
DESK = "desk:1:open"
WAITS = "desk:1:waits"
OFFERED = ("Next call", "Find a resource")


class PanelCog(commands.Cog):
    """The panel works for ever: its buttons are ids that the router knows after any restart."""

    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        bot.router.button(NEWCOMER, self.first_steps)
        bot.router.button(MORE, self.more_steps)
        bot.panel.add(6, "I'm new here", NEWCOMER, "New here?", "Four steps, whenever you can")

    @app_commands.command(name="help", description="What I can do for you")
    @app_commands.guild_only()
    async def show_help(self, interaction: Interaction) -> None:
        coordinator = is_coordinator(interaction, self.bot.setup.current())
        lines = text.also(self.bot.help.lines, coordinator=coordinator)
        buttons = panel.buttons(self.bot.panel.entries)
        for place, each in enumerate(buttons):
            each.row = place // 3  # a phone shows no five beside each other
        await ui.reply(interaction, cards.card(text.HELP, Line(), lines), view=ui.view(*buttons))

    @app_commands.command(description="New here? Your first steps")
    @app_commands.guild_only()
    async def start(self, interaction: Interaction) -> None:
        await self.first_steps(interaction)

    async def first_steps(self, interaction: Interaction) -> None:
        """Show the first steps, with buttons to take them; only of what is loaded."""
        entries = [each for each in self.bot.panel.entries if each.label in OFFERED]
        more = ui.button("More", MORE)
        guide = ui.link("The guidance", text.GUIDANCE)
        own = [ui.button(*step) for step in self.bot.help.first_steps]
        view = ui.view(*panel.buttons(entries), *own, guide, more)
        await ui.reply(interaction, text.FIRST_STEPS, view=view)

    async def more_steps(self, interaction: Interaction) -> None:
        """Say more about the two steps that are taken elsewhere."""
        await ui.reply(interaction, text.MORE_STEPS)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        await panel.bring_up_to_date(self.bot)


class DeskCog(commands.Cog):
    """Everything a coordinator does, from one card."""

    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        bot.router.button(DESK, self.open, coordinators=True)
        bot.router.button(WAITS, self.show_waiting, coordinators=True)
        about = "Hellos, questions, dates and suggestions"
        bot.desk.add(3, "What waits", WAITS, "What waits for you", about)

    @app_commands.command(description="Coordinators: everything you do, on one card")
    @app_commands.guild_only()
    async def desk(self, interaction: Interaction) -> None:
        require_coordinator(interaction, self.bot.setup.current())
        await self.open(interaction)

    async def open(self, interaction: Interaction) -> None:
        """Show the desk with its numbers, and what is left of the first days."""
        waiting = await self._waiting()
        entries = [text.with_number(each, waiting, WAITS) for each in self.bot.desk.entries]
        await ui.reply(interaction, panel.offered(text.DESK, entries, *await self._first_days()))

    async def _first_days(self) -> list[Part]:
        """Return the next step of the first days, one at a time; nothing when all are done."""
        for step in self.bot.desk.first_steps:
            if left := await step.left():
                words = f"{text.FIRST_DAYS}\n{left}"
                return [Line(), Section(words, ui.button(step.label, step.custom_id))]
        return []

    async def show_waiting(self, interaction: Interaction) -> None:
        """Show what waits, each with the button that opens it."""
        waiting = await self._waiting()
        parts = [
            Section(f"**{count}** {what}", ui.button("Look", custom_id))
            for what, custom_id, count in waiting
        ]
        shown = {custom_id for _, custom_id, _ in waiting}
        every = [
            ui.button(each.every, each.custom_id)
            for each in self.bot.desk.waiting
            if each.every and each.custom_id not in shown
        ]
        head = text.WAITS if parts else text.NOTHING_WAITS
        await ui.reply(interaction, cards.card(head, *parts, actions=ui.view(*every)))

    async def _waiting(self) -> list[tuple[str, str, int]]:
        counted = [(each, await each.count()) for each in self.bot.desk.waiting]
        return [
            (each.one if count == 1 else each.many, each.custom_id, count)
            for each, count in counted
            if count
        ]
