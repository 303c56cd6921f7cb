"""Setting the bot up, and seeing that it is well."""

from __future__ import annotations

from bot.app import RepBot
from cogs.setup.cog import SetupCog


async def setup(bot: RepBot) -> None:
    await bot.add_cog(SetupCog(bot))
