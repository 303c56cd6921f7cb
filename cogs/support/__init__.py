"""Who to ring now."""

from __future__ import annotations

from bot.app import RepBot
from cogs.support.cog import SupportCog


async def setup(bot: RepBot) -> None:
    """Load the feature."""
    await bot.add_cog(SupportCog(bot))
