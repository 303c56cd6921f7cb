"""The pinned panel and desk, `/help`, and the first steps of a new rep."""

from __future__ import annotations

from bot.app import RepBot
from cogs.panel.cog import DeskCog, PanelCog


async def setup(bot: RepBot) -> None:
    await bot.add_cog(PanelCog(bot))
    await bot.add_cog(DeskCog(bot))
