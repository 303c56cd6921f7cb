"""Who somebody is in the server, and what they may do: looked up and checked at each press."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import discord

from bot.discord_codes import UNKNOWN_MEMBER, UNKNOWN_USER
from bot.domain.errors import UserError
from bot.domain.urgent_text import urgent_line
from bot.services.setup import Settings
from bot.ui import Interaction

if TYPE_CHECKING:
    from bot.app import RepBot

COORDINATORS_ONLY = (
    "That is for the coordinators of this network. If you need it done, ask one of them; `/help`"
    " shows what you can do here."
)

MEMBERS_ONLY = f"That is for members of the server, and you have left it.\n-# {urgent_line()}"


def has_role(interaction: Interaction, role_id: int) -> bool:
    """As Discord says with each press."""
    user = interaction.user
    return isinstance(user, discord.Member) and user.get_role(role_id) is not None


def is_coordinator(interaction: Interaction, settings: Settings) -> bool:
    """Who has the coordinator role, or may manage the server."""
    if interaction.guild_id is None:
        return False
    return interaction.permissions.manage_guild or has_role(interaction, settings.coordinator)


def require_coordinator(interaction: Interaction, settings: Settings) -> None:
    """Raises UserError."""
    if not is_coordinator(interaction, settings):
        raise UserError(COORDINATORS_ONLY)


def is_open(guild: discord.Guild, channel_id: int, rep: int) -> bool:
    """Whether everybody, or whoever has the rep role, reads along; False for an unknown channel."""
    place = guild.get_channel(channel_id)
    readers = (guild.default_role, guild.get_role(rep))
    return place is not None and _any_reads(place, readers)


async def can_others_read(bot: RepBot, channel_id: int) -> bool:
    """As `is_open`, also before READY, when no server is in the cache. Raises Discord's errors."""
    guild_id, rep = bot.config.guild_id, bot.setup.chosen().rep
    guild = bot.get_guild(guild_id)
    if guild is not None and guild.get_channel(channel_id) is not None:
        return is_open(guild, channel_id, rep)
    guild = await bot.fetch_guild(guild_id)
    place = await guild.fetch_channel(channel_id)
    readers = (guild.default_role, guild.get_role(rep))
    return isinstance(place, discord.abc.GuildChannel) and _any_reads(place, readers)


def _any_reads(place: discord.abc.GuildChannel, readers: Iterable[discord.Role | None]) -> bool:
    return any(each and place.permissions_for(each).view_channel for each in readers)


def is_role_gone(guild: discord.Guild | None, role_id: int) -> bool:
    """Whether a role that was chosen has been deleted; Discord tells of it at once."""
    return bool(guild and role_id and guild.get_role(role_id) is None)


async def find(bot: RepBot, person: int) -> discord.Member | None:
    """None for who has left. Raises Discord's other errors."""
    guild_id = bot.config.guild_id
    guild = bot.get_guild(guild_id) or await bot.fetch_guild(guild_id)
    try:
        return await guild.fetch_member(person)
    except discord.NotFound as error:
        if error.code not in (UNKNOWN_MEMBER, UNKNOWN_USER):
            raise  # it is the server that is not found, and nobody has left
        return None


async def require_member(bot: RepBot, interaction: Interaction) -> None:
    """Raises UserError for who has left: buttons of direct messages are theirs for ever."""
    if interaction.guild_id is None and await find(bot, interaction.user.id) is None:
        raise UserError(MEMBERS_ONLY)


async def is_here(bot: RepBot, person: int) -> bool | None:
    """None if it cannot be known now."""
    try:
        return await find(bot, person) is not None
    except discord.HTTPException:
        return None
