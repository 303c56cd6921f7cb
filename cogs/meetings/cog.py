"""`/meeting`: brings the parts of the feature together."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import RepBot
from cogs.meetings import buttons, help_text
from cogs.meetings.agendas import AgendaPresses
from cogs.meetings.copies import Copies
from cogs.meetings.edits import Edits
from cogs.meetings.events import EventMirror, matters
from cogs.meetings.for_coordinators import ForCoordinators
from cogs.meetings.for_everyone import ForEveryone
from cogs.meetings.kit import MeetingKit
from cogs.meetings.letters import MeetingLetters
from cogs.meetings.notes import NotesPresses
from cogs.meetings.planning import Planning
from cogs.meetings.presses import MeetingPresses
from cogs.meetings.series_letters import SeriesLetters
from cogs.meetings.suggestions import Suggestions


@app_commands.guild_only()
class MeetingCog(
    ForEveryone,
    ForCoordinators,
    Suggestions,
    commands.GroupCog,
    group_name="meeting",
    group_description="The monthly call",
):
    """`/meeting`: for everybody, and for coordinators."""

    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        self.kit = MeetingKit(bot)
        self.letters = MeetingLetters(self.kit)
        self.presses = MeetingPresses(self.kit)
        self.planning = Planning(self.kit)
        self.edits = Edits(self.kit)
        self.agendas = AgendaPresses(self.kit)
        self.notes_presses = NotesPresses(self.kit)
        self.copies = Copies(self.kit)
        self.series_letters = SeriesLetters(self.kit)
        self.mirror = EventMirror(self.kit)
        bot.panel.add(1, "Next call", f"{buttons.NEXT}:0")
        for line in help_text.FOR_EVERYONE:
            bot.help.add(help_text.JOB, line)
        for line in help_text.FOR_COORDINATORS:
            bot.help.add(help_text.JOB, line, coordinators=True)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """After a start: look whether somebody changed an event while we were away."""
        await self.kit.events.mend_all()

    @commands.Cog.listener()
    async def on_scheduled_event_delete(self, event: discord.ScheduledEvent) -> None:
        """Make an event anew that somebody deleted by hand."""
        await self.kit.events.mend(event.id)

    @commands.Cog.listener()
    async def on_scheduled_event_update(
        self, before: discord.ScheduledEvent, after: discord.ScheduledEvent
    ) -> None:
        """Mend an event that somebody changed by hand."""
        if matters(before, after):
            await self.kit.events.mend(after.id)
