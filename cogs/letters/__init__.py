"""The letter to the trust's board level safety champion."""

from __future__ import annotations

from bot.app import RepBot
from cogs.letters.cog import TrustLetterCog


async def setup(bot: RepBot) -> None:
    await bot.add_cog(TrustLetterCog(bot))
