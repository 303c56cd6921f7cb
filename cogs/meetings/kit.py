"""Everything the commands, buttons and letters of the call share."""

from __future__ import annotations

from bot.app import RepBot
from bot.domain.meetings import Meeting
from bot.permissions import require_coordinator
from bot.services.actions import Actions
from bot.services.agenda import Agendas
from bot.services.announcements import Announcements
from bot.services.call_letters import CallLetters
from bot.services.changes import Changes
from bot.services.events import Events
from bot.services.meetings import Meetings
from bot.services.notes import Notes
from bot.services.reminders import Reminders
from bot.services.series import AllSeries
from bot.services.topic_review import TopicReview
from bot.ui import Interaction


class MeetingKit:
    """The bot and the services of the call."""

    def __init__(self, bot: RepBot) -> None:
        database, outbox, now, vault = bot.database, bot.outbox, bot.now, bot.vault
        self.bot = bot
        self.reminders = Reminders(database, outbox, now)
        letters = CallLetters(self.reminders, now)
        self.meetings = Meetings(database, outbox, letters, now)
        self.announcements = Announcements(database, letters, now)
        self.changes = Changes(database, outbox, letters, now)
        self.series = AllSeries(database, outbox, letters, now)
        self.events = Events(database, outbox, letters, now)
        self.agendas = Agendas(database, outbox, letters, vault, now)
        self.topic_review = TopicReview(database, outbox, letters, vault, now)
        self.actions = Actions(database, outbox, vault, now, bot.config.timezone)
        self.notes = Notes(database, vault, now)

    def require_coordinator(self, interaction: Interaction) -> None:
        """Raise UserError unless the person is a coordinator."""
        require_coordinator(interaction, self.bot.setup.current())

    async def call_just_held(self, text: str | None) -> Meeting:
        """Return the call of that number or title; otherwise the last one held, or the next."""
        wanted = (text or "").strip()
        if wanted.isascii() and wanted.isdigit() and len(wanted) < 16:
            return await self.meetings.get(int(wanted))
        held = await self.meetings.just_held()
        if held is not None and wanted.lower() in ("", held.title.lower()):
            return held
        return await self.meetings.find(text)

    async def trouble(self, meeting: Meeting, kind: str) -> str:
        """Return why the newest letter of a kind could not be delivered; "" when all is well."""
        letters = (await self.meetings.attendance(meeting)).letters
        states = [(state, why) for each, _, state, why in letters if each == kind]
        return states[-1][1] if states and states[-1][0] == "failed" else ""
