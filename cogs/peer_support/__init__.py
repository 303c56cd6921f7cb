"""Peer support: check-ins, listeners, and somebody to say hello."""

from __future__ import annotations

from bot.app import RepBot
from cogs.peer_support.checkin_cog import CheckInCog
from cogs.peer_support.hello_responses import ListenerCog


async def setup(bot: RepBot) -> None:
    await bot.add_cog(CheckInCog(bot))
    await bot.add_cog(ListenerCog(bot))
