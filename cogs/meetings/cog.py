"""`/meeting`: brings the parts of the feature together."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot.app import RepBot
from bot.domain.meetings import Typed
from bot.domain.rhythms import REPEATS
from bot.ui import Interaction
from cogs.meetings import calls as calls_of
from cogs.meetings import responses, text
from cogs.meetings.agenda import TOPICS, AgendaButtons
from cogs.meetings.calls import CallCards
from cogs.meetings.context import MeetingContext, Suggestions
from cogs.meetings.deliveries import AnnouncementSync, CallDeliveries, SeriesDeliveries
from cogs.meetings.manage import ManageButtons
from cogs.meetings.notes import NotesButtons
from cogs.meetings.reminding import RemindButtons
from cogs.meetings.responses import ResponseButtons
from cogs.meetings.scheduled_events import EventMirror, matters
from cogs.meetings.scheduling import PLAN, SchedulingButtons

HOW_OFTEN = [Choice(name=repeats, value=repeats) for repeats in REPEATS]


@app_commands.guild_only()
class MeetingCog(
    Suggestions, commands.GroupCog, group_name="meeting", group_description="The monthly call"
):
    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        self.context = MeetingContext(bot)
        self.deliveries = CallDeliveries(self.context)
        self.responses = ResponseButtons(self.context)
        self.scheduling = SchedulingButtons(self.context)
        self.changing = ManageButtons(self.context)
        self.agendas = AgendaButtons(self.context)
        self.reminding = RemindButtons(self.context)
        self.notes_buttons = NotesButtons(self.context)
        self.calls = CallCards(self.context)
        self.announcement_sync = AnnouncementSync(self.context)
        self.series_deliveries = SeriesDeliveries(self.context)
        self.scheduled_events = EventMirror(self.context)
        bot.privacy.reveal("topics", self.context.agendas.revealed)
        bot.panel.add(
            1, "Next call", responses.NEXT, "The call", "When it is, and the joining link"
        )
        self._add_to_desk(bot)
        bot.help.add(text.HELP)

    def _add_to_desk(self, bot: RepBot) -> None:
        topics, calls = self.agendas.review, self.calls
        bot.desk.add(1, "Plan a call", PLAN, "A new call", "You see it before anybody else")
        bot.desk.add(
            2, "Calls", calls_of.CALLS, "Our calls", "Change, cancel, write notes, who is coming"
        )
        for order, one, many, custom_id, count in (
            (21, "call to announce", "calls to announce", calls_of.DRAFTS, calls.how_many_drafts),
            (
                22,
                "call without notes",
                "calls without notes",
                calls_of.UNWRITTEN,
                calls.how_many_unwritten,
            ),
            (23, "topic without a name", "topics without a name", TOPICS, topics.how_many),
        ):
            bot.desk.waits(order, one, many, custom_id, count)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """After a start: look whether somebody changed an event while we were away."""
        await self.context.events.mend_all()

    @commands.Cog.listener()
    async def on_scheduled_event_delete(self, event: discord.ScheduledEvent) -> None:
        """Make an event anew that somebody deleted by hand."""
        await self.context.events.mend(event.id)

    @commands.Cog.listener()
    async def on_scheduled_event_update(
        self, before: discord.ScheduledEvent, after: discord.ScheduledEvent
    ) -> None:
        """Mend an event that somebody changed by hand."""
        if matters(before, after):
            await self.context.events.mend(after.id)

    @app_commands.command(description="The next call, and whether you are coming")
    async def next(self, interaction: Interaction) -> None:
        await self.calls.show_next(interaction)

    @app_commands.command(name="list", description="Every call that is planned")
    async def list_calls(self, interaction: Interaction) -> None:
        await self.calls.show_coming(interaction)

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
        self.context.require_coordinator(interaction)
        zone = zone or self.context.bot.config.timezone
        call = Typed(title, date, time, link, str(length), repeats, zone)
        await self.scheduling.plan(interaction, call)

    @app_commands.command(description="Coordinators: change or cancel a call, notes, who is coming")
    @app_commands.describe(meeting="Which call; the next one if you leave it out")
    @app_commands.autocomplete(meeting=Suggestions.suggest_calls)
    async def manage(self, interaction: Interaction, meeting: str | None = None) -> None:
        self.context.require_coordinator(interaction)
        found = await self.context.meetings.find(meeting)
        await self.calls.manage(interaction, found.id)
