"""Commands of the call for coordinators."""

from __future__ import annotations

from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot import ui
from bot.domain.errors import UserError
from bot.domain.meetings import Typed
from bot.domain.repeats import REPEATS
from bot.ui import Interaction
from cogs.meetings import report_text
from cogs.meetings.edits import Edits
from cogs.meetings.for_everyone import WHICH
from cogs.meetings.kit import MeetingKit
from cogs.meetings.notes import NotesPresses
from cogs.meetings.planning import Planning
from cogs.meetings.suggestions import Suggestions

HOW_OFTEN = [Choice(name=repeats, value=repeats) for repeats in REPEATS]
NONE_SAVED = "No saved call is waiting. `/meeting schedule` plans a new one."


class ForCoordinators(commands.Cog):
    """Mixed into the cog, which discord.py searches for commands with its bases."""

    kit: MeetingKit
    planning: Planning
    edits: Edits
    notes_presses: NotesPresses

    @app_commands.command(description="Coordinators: plan a call")
    @app_commands.describe(
        title="What the call is called",
        date="Like Tue 8 Dec, 8/12/2026 or second Tuesday",
        time="Like 19:30 or 7.30pm",
        length="In minutes; 60 if you leave it out",
        link="The joining link; only shown privately",
        repeats="How often; once if you leave it out",
        zone="The time zone, if not the usual one",
    )
    @app_commands.choices(repeats=HOW_OFTEN)
    @app_commands.autocomplete(date=Suggestions.suggest_dates)
    async def schedule(
        self,
        interaction: Interaction,
        title: str,
        date: str,
        time: str,
        length: int = 60,
        link: str = "",
        repeats: str = "once",
        zone: str = "",
    ) -> None:
        """Show a preview of a new call."""
        self.kit.require_coordinator(interaction)
        zone = zone or self.kit.bot.config.timezone
        call = Typed(title, date, time, link, str(length), repeats, zone)
        await self.planning.plan(interaction, call)

    @app_commands.command(description="Coordinators: announce a saved call")
    @app_commands.describe(meeting=WHICH)
    @app_commands.autocomplete(meeting=Suggestions.suggest_meetings)
    async def announce(self, interaction: Interaction, meeting: str | None = None) -> None:
        """Announce a call that was saved."""
        self.kit.require_coordinator(interaction)
        if meeting is None:
            waiting = await self.kit.meetings.coming(saved_too=True)
            saved = next((each for each in waiting if not each.thread_id), None)
            if saved is None:
                raise UserError(NONE_SAVED)
        else:
            saved = await self.kit.meetings.find(meeting, saved_too=True)
        await self.planning.announce(interaction, str(saved.id))

    @app_commands.command(description="Coordinators: change a call; those who answered are told")
    @app_commands.describe(meeting=WHICH)
    @app_commands.autocomplete(meeting=Suggestions.suggest_meetings)
    async def edit(self, interaction: Interaction, meeting: str | None = None) -> None:
        """Open the form for a change."""
        self.kit.require_coordinator(interaction)
        found = await self.kit.meetings.find(meeting, saved_too=True)
        await self.edits.show(interaction, found)

    @app_commands.command(description="Coordinators: cancel a call; those who answered are told")
    @app_commands.describe(meeting=WHICH, reason="Why; those who answered can read it")
    @app_commands.autocomplete(meeting=Suggestions.suggest_meetings)
    async def cancel(
        self, interaction: Interaction, meeting: str | None = None, reason: str = ""
    ) -> None:
        """Cancel a call."""
        self.kit.require_coordinator(interaction)
        found = await self.kit.meetings.find_even_cancelled(meeting)
        await self.edits.cancel(interaction, found, reason)

    @app_commands.command(description="Coordinators: post notes in the call's thread")
    @app_commands.describe(meeting="Which call; the one held last if you leave it out")
    @app_commands.autocomplete(meeting=Suggestions.suggest_held)
    async def notes(self, interaction: Interaction, meeting: str | None = None) -> None:
        """Open the form for notes."""
        self.kit.require_coordinator(interaction)
        await self.notes_presses.open(interaction, await self.kit.call_just_held(meeting))

    @app_commands.command(description="Coordinators: who is coming, and what was delivered")
    @app_commands.describe(meeting=WHICH)
    @app_commands.autocomplete(meeting=Suggestions.suggest_meetings)
    async def attendance(self, interaction: Interaction, meeting: str | None = None) -> None:
        """Show answers and the delivery report."""
        self.kit.require_coordinator(interaction)
        if meeting is None:
            found = await self.kit.meetings.find(None, saved_too=True)
        else:
            found = await self.kit.meetings.find_even_cancelled(meeting)
        about = await self.kit.meetings.attendance(found)
        await ui.reply(interaction, report_text.attendance(found, about))
