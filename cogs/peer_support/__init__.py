"""Peer support: check-ins, listeners, and somebody to say hello."""

from __future__ import annotations

from bot.app import RepBot
from cogs.peer_support.checkin_responses import CheckInCog
from cogs.peer_support.duty import PeopleCard
from cogs.peer_support.hello_responses import ListenerCog


async def setup(bot: RepBot) -> None:
    checkins, listeners = CheckInCog(bot), ListenerCog(bot)
    PeopleCard(bot, checkins.entries, listeners.listeners)
    await bot.add_cog(checkins)
    await bot.add_cog(listeners)
