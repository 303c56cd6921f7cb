"""The pinned panel and `/help`: the front door."""

from __future__ import annotations

from bot.app import RepBot
from cogs.panel.cog import PanelCog


async def setup(bot: RepBot) -> None:
    """Load the feature."""
    await bot.add_cog(PanelCog(bot))
