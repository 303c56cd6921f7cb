"""Anonymous questions: asked, reviewed, answered and destroyed."""

from __future__ import annotations

from bot.app import RepBot
from cogs.questions.cog import Questions


async def setup(bot: RepBot) -> None:
    await bot.add_cog(Questions(bot))
