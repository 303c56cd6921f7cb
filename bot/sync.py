"""Registers the slash commands with Discord, again only when they changed (SPEC 9)."""

from __future__ import annotations

import hashlib
import json
import logging

import discord
from discord import app_commands

from bot.services.setup import Setup

REMEMBERED_AS = "commands_hash"
log = logging.getLogger("repbot.sync")


def fingerprint(
    tree: app_commands.CommandTree[discord.Client], application_id: int, guild_id: int
) -> str:
    """Return a hash of the commands, with the application's and the server's id."""
    guild = discord.Object(guild_id)
    commands = [command.to_dict(tree) for command in tree.get_commands(guild=guild)]
    text = json.dumps([application_id, guild_id, commands], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


async def register(
    tree: app_commands.CommandTree[discord.Client],
    setup: Setup,
    application_id: int,
    guild_id: int,
) -> bool:
    """Register the commands in the server if they changed; returns whether that was needed."""
    wanted = fingerprint(tree, application_id, guild_id)
    if setup.recall(REMEMBERED_AS) == wanted:
        return False
    await tree.sync(guild=discord.Object(guild_id))
    await setup.remember(**{REMEMBERED_AS: wanted})
    log.info("commands registered in guild=%d", guild_id)
    return True
