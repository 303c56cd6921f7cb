"""What the commands, buttons and letters of the call share, and what is suggested while typing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

import discord
from discord.app_commands import Choice

from bot import errors, sending
from bot.app import RepBot
from bot.domain.dates import write_date
from bot.domain.meetings import Meeting
from bot.domain.outbox import PERMISSIONS, Letter
from bot.domain.times import zone_named
from bot.domain.written_dates import suggest_dates
from bot.permissions import is_coordinator, require_coordinator
from bot.services.actions import Actions
from bot.services.agenda import Agendas
from bot.services.call_letters import CallLetters
from bot.services.call_people import CallPeople
from bot.services.changes import Changes, Events
from bot.services.found_actions import FoundActions
from bot.services.meetings import Announcements, Meetings
from bot.services.notes import Notes
from bot.services.polls import Polls
from bot.services.reminders import Reminders
from bot.services.series import AllSeries
from bot.services.topic_review import TopicReview
from bot.ui import Interaction
from cogs.meetings import text


class MeetingContext:
    def __init__(self, bot: RepBot) -> None:
        database, outbox, now, vault = bot.database, bot.outbox, bot.now, bot.vault
        self.bot = bot
        self.reminders = Reminders(database, outbox, now)
        letters = CallLetters(self.reminders, now)
        self.meetings = Meetings(database, outbox, letters, now)
        self.announcements = Announcements(database, letters, now)
        zone = zone_named(bot.config.timezone)
        self.changes = Changes(database, outbox, letters, now, zone)
        self.people = CallPeople(database, outbox, letters, vault, now)
        self.series = AllSeries(database, letters, now)
        self.events = Events(database, outbox, letters, now)
        self.agendas = Agendas(database, outbox, letters, vault, now)
        self.topic_review = TopicReview(database, outbox, letters, vault, now)
        self.actions = Actions(database, outbox, vault, now, bot.config.timezone)
        self.found_actions = FoundActions(database, outbox, vault, self.actions, now, zone)
        self.polls = Polls(database, outbox, now, zone)
        self.notes = Notes(database, vault, now)

    def require_coordinator(self, interaction: Interaction) -> None:
        """Raises UserError unless the person is a coordinator."""
        require_coordinator(interaction, self.bot.setup.current())

    async def in_thread(self, letter: Letter) -> sending.Place:
        """Where the message of a letter about a call stands."""
        return sending.channel(self.bot, await self.meetings.thread_of(letter.subject))

    async def with_them(self, letter: Letter) -> sending.Place:
        """Where the message of a letter to one person stands."""
        return await self.bot.create_dm(discord.Object(letter.part))

    def channel(self) -> str:
        """The name of the channel with the announcements."""
        return self.bot.announcements_channel()

    async def trouble(self, meeting: Meeting, kind: str) -> str:
        """Why the newest letter of a kind could not be delivered; "" when all is well."""
        letters = (await self.meetings.attendance(meeting)).letters
        states = [(state, why) for each, _, state, why in letters if each == kind]
        state, why = states[-1] if states else ("", "")
        return why if state == "failed" or why in PERMISSIONS else ""

    async def as_it_stands(self, meeting: Meeting) -> Meeting:
        """Ask Discord whether announcement and thread still stand: else they are put up again."""
        if meeting.state != "announced" or self.bot.now() >= meeting.ends_at:
            return meeting
        place = self.bot.get_partial_messageable(meeting.channel_id)
        message, thread = await asyncio.gather(
            _is_gone(meeting.message_id and place.fetch_message(meeting.message_id)),
            _is_gone(meeting.thread_id and self.bot.fetch_channel(meeting.thread_id)),
        )
        if message or thread:
            return await self.announcements.lost(meeting, message=message, thread=thread)
        return meeting


async def _is_gone(asked: Awaitable[object] | int) -> bool:
    """Only where Discord says so: what cannot be known now counts as there."""
    try:
        if not isinstance(asked, int):
            await asked
    except discord.NotFound:
        return True
    except (discord.DiscordException, *sending.PASSING):
        return False
    return False


MOST_CHOICES = 25


class Suggestions:
    """Mixed into the cog; discord.py calls these with the cog."""

    context: MeetingContext

    @errors.quiet
    async def suggest_calls(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        """To coordinators, whatever they look after."""
        if not is_coordinator(interaction, self.context.bot.setup.current()):
            return []
        return _choices(await self.context.meetings.looked_after(), typed)

    @errors.quiet
    async def suggest_dates(self, _interaction: Interaction, typed: str) -> list[Choice[str]]:
        zone = zone_named(self.context.bot.config.timezone)
        today = self.context.bot.now().astimezone(zone).date()
        days = [write_date(day) for day in suggest_dates(typed, today)]
        return [Choice(name=day, value=day) for day in days]


def _choices(meetings: list[Meeting], typed: str) -> list[Choice[str]]:
    labels = [(text.choice_label(meeting), str(meeting.id)) for meeting in meetings]
    fitting = [(label, value) for label, value in labels if typed.lower() in label.lower()]
    return [Choice(name=label, value=value) for label, value in fitting[:MOST_CHOICES]]
