"""What is held about a person, and the night's upkeep."""

from __future__ import annotations

from bot.app import RepBot
from cogs.privacy.cog import PrivacyCog


async def setup(bot: RepBot) -> None:
    cog = PrivacyCog(bot)
    await cog.nightly.plan()
    await bot.add_cog(cog)
