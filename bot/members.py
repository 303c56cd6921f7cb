"""Whether somebody is in our server: Discord is asked, never a cache.

Without the members intent nothing tells when somebody leaves.
"""

from __future__ import annotations

import discord

from bot.app import RepBot
from bot.discord_codes import UNKNOWN_MEMBER, UNKNOWN_USER


async def find(bot: RepBot, person: int) -> discord.Member | None:
    """Return somebody of our server, or None for who has left. Raises Discord's other errors."""
    guild_id = bot.config.guild_id
    guild = bot.get_guild(guild_id) or await bot.fetch_guild(guild_id)
    try:
        return await guild.fetch_member(person)
    except discord.NotFound as error:
        if error.code not in (UNKNOWN_MEMBER, UNKNOWN_USER):
            raise  # it is the server that is not found, and nobody has left
        return None


async def is_here(bot: RepBot, person: int) -> bool | None:
    """Say whether somebody is in our server; None if it cannot be known now."""
    try:
        return await find(bot, person) is not None
    except discord.HTTPException:
        return None
