"""The monthly call."""

from __future__ import annotations

from bot.app import RepBot
from cogs.meetings.cog import MeetingCog


async def setup(bot: RepBot) -> None:
    """Load the feature."""
    await bot.add_cog(MeetingCog(bot))
