"""Registers the slash commands with Discord: when they changed, or when the server lost them."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import logging
from collections.abc import Sequence

import aiohttp
import discord
from discord import app_commands

from bot.domain.outbox import pause_seconds
from bot.services.setup import Setup
from db.setup import SERVER

REMEMBERED_AS = "commands_hash"
NOT_ALLOWED = (
    "I may not register commands in the server GUILD_ID=%d. Check the number, and invite the bot"
    " with the scopes bot and applications.commands (docs/hosting.md). I try again by myself."
)
log = logging.getLogger("repbot.sync")


def fingerprint(
    tree: app_commands.CommandTree[discord.Client],
    application_id: int,
    guild_id: int,
    there: Sequence[app_commands.AppCommand],
) -> str:
    """Of our commands and of the numbers that Discord gave to those it has."""
    guild = discord.Object(guild_id)
    commands = [command.to_dict(tree) for command in tree.get_commands(guild=guild)]
    numbers = sorted(command.id for command in there)
    text = json.dumps([application_id, guild_id, commands, numbers], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


async def register(
    tree: app_commands.CommandTree[discord.Client], setup: Setup, application_id: int, guild_id: int
) -> bool:
    """Register the commands unless the server has them; returns whether that was needed.

    Discord deletes them when the bot is removed, so what it has is asked and not remembered.
    Raises discord's errors.
    """
    guild = discord.Object(guild_id)
    there = await tree.fetch_commands(guild=guild)
    known = fingerprint(tree, application_id, guild_id, there)
    needed = setup.recall(REMEMBERED_AS) != known
    if needed:
        known = fingerprint(tree, application_id, guild_id, await tree.sync(guild=guild))
    # Only now: Discord has accepted that we belong there, so a mistyped number is not remembered.
    if needed or setup.recall(SERVER) != str(guild_id):
        await setup.remember(**{REMEMBERED_AS: known, SERVER: str(guild_id)})
    if needed:
        log.info("commands registered in guild=%d", guild_id)
    return needed


async def keep(
    tree: app_commands.CommandTree[discord.Client],
    setup: Setup,
    application_id: int,
    guild_id: int,
    look_again: asyncio.Event,
) -> None:
    """Register the commands, again after growing pauses while Discord cannot or does not let us.

    `look_again`, when set, ends a pause, or has the server looked at once more.
    """
    attempts = 0
    done = False
    while not done or look_again.is_set():
        look_again.clear()
        try:
            await register(tree, setup, application_id, guild_id)
            done = True
            continue
        except discord.Forbidden:
            log.error(NOT_ALLOWED, guild_id)
        except (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError) as error:
            log.warning("commands not registered yet: %s", type(error).__name__)
        attempts += 1
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(look_again.wait(), pause_seconds(attempts))
