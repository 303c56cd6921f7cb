"""What we said we would do."""

from __future__ import annotations

from bot.app import RepBot
from cogs.actions.cog import ActionCog


async def setup(bot: RepBot) -> None:
    await bot.add_cog(ActionCog(bot))
