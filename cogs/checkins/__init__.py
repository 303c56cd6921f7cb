"""Check-ins: ten seconds, never a duty."""

from __future__ import annotations

from bot.app import RepBot
from cogs.checkins.cog import CheckInCog


async def setup(bot: RepBot) -> None:
    """Load the feature."""
    await bot.add_cog(CheckInCog(bot))
