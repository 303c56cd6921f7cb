"""Peer support: check-ins, listeners, somebody to say hello, care for who listens, buddies."""

from __future__ import annotations

from bot.app import RepBot
from bot.services.safeguarding import Safeguarding
from cogs.peer_support.buddies import BuddyCog
from cogs.peer_support.checkin_responses import CheckInCog
from cogs.peer_support.duty import PeopleCard
from cogs.peer_support.hello_responses import ListenerCog
from cogs.peer_support.safeguarding import SafeguardingDeliveries, Worried


async def setup(bot: RepBot) -> None:
    checkins, listeners = CheckInCog(bot), ListenerCog(bot)
    safeguarding = Safeguarding(bot.database, bot.outbox, bot.now, bot.vault)
    await safeguarding.load()
    Worried(bot, safeguarding)
    SafeguardingDeliveries(bot, safeguarding)
    PeopleCard(bot, checkins.entries, listeners.listeners, safeguarding)
    await bot.add_cog(checkins)
    await bot.add_cog(listeners)
    await bot.add_cog(BuddyCog(bot))
