"""The first steps of a new rep."""

from __future__ import annotations

from bot.app import RepBot
from cogs.start.cog import StartCog


async def setup(bot: RepBot) -> None:
    """Load the feature."""
    await bot.add_cog(StartCog(bot))
