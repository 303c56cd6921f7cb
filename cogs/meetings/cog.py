"""`/meeting`: brings the parts of the feature together."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot import ui
from bot.app import RepBot
from bot.domain.errors import UserError
from bot.domain.meetings import Typed
from bot.domain.rhythms import REPEATS
from bot.permissions import is_coordinator
from bot.services.meetings import NONE_COMING
from bot.ui import Interaction
from cogs.meetings import responses, text
from cogs.meetings.agenda_and_notes import AgendaButtons, NotesButtons
from cogs.meetings.context import MeetingContext, Suggestions
from cogs.meetings.deliveries import AnnouncementSync, CallDeliveries, SeriesDeliveries
from cogs.meetings.manage import ManageButtons
from cogs.meetings.responses import ResponseButtons
from cogs.meetings.scheduled_events import EventMirror, matters
from cogs.meetings.scheduling import SchedulingButtons

WHICH = "Which call; the next one if you leave it out"
HOW = [
    Choice(name="thread: mention me in the call's thread", value="thread"),
    Choice(name="dm: send me a direct message", value="dm"),
    Choice(name="none: no reminders", value="none"),
]
MOST_WITH_BUTTONS = 5
HOW_OFTEN = [Choice(name=repeats, value=repeats) for repeats in REPEATS]
NONE_SAVED = "No saved call is waiting. `/meeting schedule` plans a new one."


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
        self.manage = ManageButtons(self.context)
        self.agendas = AgendaButtons(self.context)
        self.notes_buttons = NotesButtons(self.context)
        self.announcement_sync = AnnouncementSync(self.context)
        self.series_deliveries = SeriesDeliveries(self.context)
        self.scheduled_events = EventMirror(self.context)
        bot.privacy.reveal("topics", self.context.agendas.revealed)
        bot.panel.add(
            1, "Next call", responses.NEXT, "The call", "When it is, and the joining link"
        )
        bot.help.add(text.HELP)

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
        await self.responses.show_next(interaction)

    @app_commands.command(name="list", description="Every call that is planned")
    async def list_calls(self, interaction: Interaction) -> None:
        saved_too = is_coordinator(interaction, self.context.bot.setup.current())
        meetings = await self.context.meetings.coming(saved_too=saved_too)
        if not meetings:
            raise UserError(NONE_COMING)
        open_ones = [meeting for meeting in meetings if meeting.state == "announced"]
        if meetings != open_ones[:1]:
            await ui.reply(interaction, text.listed(meetings))
        for meeting in open_ones[:MOST_WITH_BUTTONS]:
            await self.responses.show_call(interaction, meeting)

    @app_commands.command(description="The agenda so far")
    @app_commands.describe(meeting=WHICH)
    @app_commands.autocomplete(meeting=Suggestions.suggest_meetings)
    async def agenda(self, interaction: Interaction, meeting: str | None = None) -> None:
        found = await self.context.meetings.find(meeting)
        await self.agendas.show(interaction, found)

    @app_commands.command(description="Suggest a topic, with or without your name")
    @app_commands.describe(meeting=WHICH)
    @app_commands.autocomplete(meeting=Suggestions.suggest_meetings)
    async def suggest(self, interaction: Interaction, meeting: str | None = None) -> None:
        found = await self.context.meetings.find(meeting)
        await self.agendas.open(interaction, found.id)

    @app_commands.command(description="The coming calls for your own calendar")
    async def calendar(self, interaction: Interaction) -> None:
        await self.responses.calendar(interaction)

    @app_commands.command(name="reminders", description="Where and when I remind you of calls")
    @app_commands.describe(
        how="Where I remind you", before="For direct messages: how long before, like 1d, 1h"
    )
    @app_commands.choices(how=HOW)
    async def remind_me(
        self, interaction: Interaction, how: Choice[str], before: str | None = None
    ) -> None:
        """A direct message is tested at once."""
        await self.deliveries.choose_reminders(interaction, how.value, before or "")

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

    @app_commands.command(description="Coordinators: announce a saved call")
    @app_commands.describe(meeting=WHICH)
    @app_commands.autocomplete(meeting=Suggestions.suggest_meetings)
    async def announce(self, interaction: Interaction, meeting: str | None = None) -> None:
        self.context.require_coordinator(interaction)
        if meeting is None:
            waiting = await self.context.meetings.coming(saved_too=True)
            saved = next((each for each in waiting if not each.thread_id), None)
            if saved is None:
                raise UserError(NONE_SAVED)
        else:
            saved = await self.context.meetings.find(meeting, saved_too=True)
        await self.scheduling.announce(interaction, saved.id)

    @app_commands.command(description="Coordinators: change a call; those who answered are told")
    @app_commands.describe(meeting=WHICH)
    @app_commands.autocomplete(meeting=Suggestions.suggest_meetings)
    async def edit(self, interaction: Interaction, meeting: str | None = None) -> None:
        self.context.require_coordinator(interaction)
        found = await self.context.meetings.find(meeting, saved_too=True)
        await self.manage.open(interaction, found.id)

    @app_commands.command(description="Coordinators: cancel a call; those who answered are told")
    @app_commands.describe(meeting=WHICH, reason="Why; those who answered can read it")
    @app_commands.autocomplete(meeting=Suggestions.suggest_meetings)
    async def cancel(
        self, interaction: Interaction, meeting: str | None = None, reason: str = ""
    ) -> None:
        self.context.require_coordinator(interaction)
        found = await self.context.meetings.find_even_cancelled(meeting)
        await self.manage.cancel(interaction, found, reason)

    @app_commands.command(description="Coordinators: post notes in the call's thread")
    @app_commands.describe(meeting="Which call; the one held last if you leave it out")
    @app_commands.autocomplete(meeting=Suggestions.suggest_held)
    async def notes(self, interaction: Interaction, meeting: str | None = None) -> None:
        self.context.require_coordinator(interaction)
        await self.notes_buttons.open(interaction, await self.context.call_just_held(meeting))

    @app_commands.command(description="Coordinators: who is coming, and what was delivered")
    @app_commands.describe(meeting=WHICH)
    @app_commands.autocomplete(meeting=Suggestions.suggest_meetings)
    async def attendance(self, interaction: Interaction, meeting: str | None = None) -> None:
        self.context.require_coordinator(interaction)
        if meeting is None:
            found = await self.context.meetings.find(None, saved_too=True)
        else:
            found = await self.context.meetings.find_even_cancelled(meeting)
        about = await self.context.meetings.attendance(found)
        await ui.reply(interaction, text.attendance(found, about, self.bot.outbox))
