"""What the commands, buttons and letters of the call share, and what is suggested while typing."""

from __future__ import annotations

from discord.app_commands import Choice

from bot import errors
from bot.app import RepBot
from bot.domain.dates import write_date
from bot.domain.meetings import Meeting
from bot.domain.times import zone_named
from bot.domain.written_dates import suggest_dates
from bot.permissions import is_coordinator, require_coordinator
from bot.services.actions import Actions
from bot.services.agenda import Agendas
from bot.services.call_people import CallPeople
from bot.services.changes import Changes, Events
from bot.services.found_actions import FoundActions
from bot.services.meetings import Announcements, Meetings
from bot.services.notes import Notes
from bot.services.polls import Polls
from bot.services.reminders import CallLetters, Reminders
from bot.services.series import AllSeries
from bot.services.topic_review import TopicReview
from bot.services.undelivered import Undelivered
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
        self.undelivered = Undelivered(database, now)
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

    def channel(self) -> str:
        """The name of the channel with the announcements."""
        return self.bot.announcements_channel()

    async def trouble(self, meeting: Meeting, kind: str) -> str:
        """Why the newest letter of a kind could not be delivered; "" when all is well."""
        letters = (await self.meetings.attendance(meeting)).letters
        states = [(state, why) for each, _, state, why in letters if each == kind]
        return states[-1][1] if states and states[-1][0] == "failed" else ""


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
