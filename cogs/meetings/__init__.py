"""The monthly call."""

from __future__ import annotations

from bot.app import RepBot
from cogs.meetings.cog import MeetingCog


async def setup(bot: RepBot) -> None:
    await bot.add_cog(MeetingCog(bot))
