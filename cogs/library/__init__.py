"""The library, jargon in plain words, and who to ring."""

from __future__ import annotations

from bot.app import RepBot
from cogs.library.cog import ResourceCog
from cogs.library.jargon import JargonCog
from cogs.library.support import SupportCog


async def setup(bot: RepBot) -> None:
    for cog in (ResourceCog, JargonCog, SupportCog):
        await bot.add_cog(cog(bot))
