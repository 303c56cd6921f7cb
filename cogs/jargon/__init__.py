"""Jargon in plain words."""

from __future__ import annotations

from bot.app import RepBot
from cogs.jargon.cog import JargonCog


async def setup(bot: RepBot) -> None:
    """Load the feature."""
    await bot.add_cog(JargonCog(bot))
