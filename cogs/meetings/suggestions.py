"""What is suggested while somebody types an option."""

from __future__ import annotations

from discord.app_commands import Choice

from bot import errors
from bot.domain.dates import suggest_dates, write_date
from bot.domain.meetings import Meeting
from bot.domain.times import zone_named
from bot.permissions import is_coordinator
from bot.ui import Interaction
from cogs.meetings import text
from cogs.meetings.kit import MeetingKit

MOST_CHOICES = 25


class Suggestions:
    """Mixed into the cog; discord.py calls these with the cog."""

    kit: MeetingKit

    @errors.quiet
    async def suggest_meetings(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        """Suggest coming calls."""
        saved_too = is_coordinator(interaction, self.kit.bot.setup.current())
        return _choices(await self.kit.meetings.coming(saved_too=saved_too), typed)

    @errors.quiet
    async def suggest_held(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        """Suggest the call held last, then the coming ones."""
        held = await self.kit.meetings.just_held()
        coming = await self.kit.meetings.coming()
        first = [held] if held is not None and held not in coming else []
        return _choices([*first, *coming], typed)

    @errors.quiet
    async def suggest_dates(self, _interaction: Interaction, typed: str) -> list[Choice[str]]:
        """Suggest whole dates."""
        zone = zone_named(self.kit.bot.config.timezone)
        today = self.kit.bot.now().astimezone(zone).date()
        days = [write_date(day) for day in suggest_dates(typed, today)]
        return [Choice(name=day, value=day) for day in days]


def _choices(meetings: list[Meeting], typed: str) -> list[Choice[str]]:
    labels = [(text.choice_label(meeting), str(meeting.id)) for meeting in meetings]
    fitting = [(label, value) for label, value in labels if typed.lower() in label.lower()]
    return [Choice(name=label, value=value) for label, value in fitting[:MOST_CHOICES]]
