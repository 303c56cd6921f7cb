"""My partnership, and my own meetings."""

from __future__ import annotations

from bot.app import RepBot
from cogs.partnerships.cog import PartnershipCog


async def setup(bot: RepBot) -> None:
    await bot.add_cog(PartnershipCog(bot))
