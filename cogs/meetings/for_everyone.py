"""Commands of the call for everybody."""

from __future__ import annotations

from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot import ui
from bot.domain.errors import UserError
from bot.permissions import is_coordinator
from bot.services.meetings import NONE_COMING
from bot.ui import Interaction
from cogs.meetings import text
from cogs.meetings.agendas import AgendaPresses
from cogs.meetings.kit import MeetingKit
from cogs.meetings.letters import MeetingLetters
from cogs.meetings.presses import MeetingPresses
from cogs.meetings.suggestions import Suggestions

WHICH = "Which call; the next one if you leave it out"
HOW = [
    Choice(name="thread: mention me in the call's thread", value="thread"),
    Choice(name="dm: send me a direct message", value="dm"),
    Choice(name="none: no reminders", value="none"),
]
MOST_WITH_BUTTONS = 5


class ForEveryone(commands.Cog):
    """Mixed into the cog, which discord.py searches for commands with its bases."""

    kit: MeetingKit
    presses: MeetingPresses
    agendas: AgendaPresses
    letters: MeetingLetters

    @app_commands.command(description="The next call, and whether you are coming")
    async def next(self, interaction: Interaction) -> None:
        """Show the next call."""
        await self.presses.show_next(interaction, "")

    @app_commands.command(name="list", description="Every call that is planned")
    async def list_calls(self, interaction: Interaction) -> None:
        """Show all coming calls."""
        saved_too = is_coordinator(interaction, self.kit.bot.setup.current())
        meetings = await self.kit.meetings.coming(saved_too=saved_too)
        if not meetings:
            raise UserError(NONE_COMING)
        open_ones = [meeting for meeting in meetings if meeting.state == "announced"]
        if meetings != open_ones[:1]:
            await ui.reply(interaction, text.listed(meetings))
        for meeting in open_ones[:MOST_WITH_BUTTONS]:
            await self.presses.show_call(interaction, meeting)

    @app_commands.command(description="The agenda so far")
    @app_commands.describe(meeting=WHICH)
    @app_commands.autocomplete(meeting=Suggestions.suggest_meetings)
    async def agenda(self, interaction: Interaction, meeting: str | None = None) -> None:
        """Show the agenda."""
        found = await self.kit.meetings.find(meeting)
        await self.agendas.show(interaction, found)

    @app_commands.command(description="Suggest a topic, with or without your name")
    @app_commands.describe(meeting=WHICH)
    @app_commands.autocomplete(meeting=Suggestions.suggest_meetings)
    async def suggest(self, interaction: Interaction, meeting: str | None = None) -> None:
        """Open the form for a topic."""
        found = await self.kit.meetings.find(meeting)
        await self.agendas.open(interaction, str(found.id))

    @app_commands.command(description="The coming calls for your own calendar")
    async def calendar(self, interaction: Interaction) -> None:
        """Give a calendar file."""
        await self.presses.calendar(interaction)

    @app_commands.command(name="reminders", description="Where and when I remind you of calls")
    @app_commands.describe(
        how="Where I remind you", before="For direct messages: how long before, like 1d, 1h"
    )
    @app_commands.choices(how=HOW)
    async def remind_me(
        self, interaction: Interaction, how: Choice[str], before: str | None = None
    ) -> None:
        """Choose reminders; a direct message is tested at once."""
        await self.letters.choose_reminders(interaction, how.value, before or "")
