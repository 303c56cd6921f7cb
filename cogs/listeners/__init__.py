"""Listeners, and somebody to say hello."""

from __future__ import annotations

from bot.app import RepBot
from cogs.listeners.cog import ListenerCog


async def setup(bot: RepBot) -> None:
    """Load the feature."""
    await bot.add_cog(ListenerCog(bot))
