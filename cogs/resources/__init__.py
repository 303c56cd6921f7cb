"""The library: find, browse, share, suggest, keep true."""

from __future__ import annotations

from bot.app import RepBot
from cogs.resources.cog import ResourceCog


async def setup(bot: RepBot) -> None:
    """Load the feature."""
    await bot.add_cog(ResourceCog(bot))
