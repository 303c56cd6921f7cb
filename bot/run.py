"""Runs the bot until it is told to stop.

discord.py takes longer to import than anything else at a start, so it is imported while SQLite
checks the database in its thread.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import logging
import signal
import sqlite3
from typing import TYPE_CHECKING

from bot import backups, key_checks, own_files
from bot.clock import utcnow
from bot.config import Config
from db.database import Database, DatabaseDamagedError, DatabaseInUseError
from db.migrate import NewerDatabaseError

if TYPE_CHECKING:
    from bot.app import RepBot

log = logging.getLogger("repbot.run")

NOT_ACCEPTED = (
    "Discord does not accept DISCORD_TOKEN. Make a new one at discord.com/developers/applications,"
    " your application, Bot, Reset Token, and put it into the settings file."
)
NOT_INVITED = (
    "I may not register commands in the server GUILD_ID={guild}. Check the number, and invite the"
    " bot with the scopes bot and applications.commands (docs/hosting.md)."
)
NO_NETWORK = "Discord cannot be reached. Check the internet connection, then start again."
CANNOT_OPEN = (
    "The database {path} cannot be opened or written. Check that the disk is not full and that the"
    " folder belongs to the account that runs the bot."
)
CANNOT_MAKE_KEYS = (
    "The keys file {path} cannot be made: {why}. Check that the disk is not full and that the"
    " folder belongs to the account that runs the bot."
)


async def run(config: Config) -> int:
    """Run until SIGTERM or SIGINT; returns the exit code. Every known trouble is one sentence."""
    opening = asyncio.create_task(Database.open(config.database_path))
    await asyncio.sleep(0)
    gc.disable()  # imports leave no rubbish, and looking for it takes a sixth of their time
    from bot.app import EXTENSIONS

    for feature in EXTENSIONS:
        importlib.import_module(feature)
    gc.freeze()
    gc.enable()
    try:
        database = await opening
    except (DatabaseInUseError, DatabaseDamagedError, NewerDatabaseError) as error:
        log.error("%s", error)
        return 1
    except (OSError, sqlite3.Error):
        log.error(CANNOT_OPEN.format(path=config.database_path))
        return 1
    bot = await _bot_of(config, database)
    if bot is None:
        return 1
    copying = asyncio.create_task(backups.at_start(config, utcnow))
    try:
        return await _until_told(bot, config)
    finally:
        await bot.close()
        await copying


async def _bot_of(config: Config, database: Database) -> RepBot | None:
    """Return the bot, or None when its keys do not fit, which the log says.

    Without a bot to close it the database is closed here: left open, its thread would keep the
    process alive for good.
    """
    from bot.app import RepBot

    try:
        wrong = key_checks.problems(config)
        for problem in wrong:
            log.error("%s", problem)
        if not wrong:
            bot = RepBot(config, database, now=utcnow)
            own_files.close(config)
            return bot
    except OSError as error:
        log.error(CANNOT_MAKE_KEYS.format(path=config.keys_file, why=error.strerror))
    except BaseException:
        await database.close()
        raise
    await database.close()
    return None


async def _until_told(bot: RepBot, config: Config) -> int:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    running = asyncio.create_task(bot.start(config.token))
    told = asyncio.create_task(stopping.wait())
    await asyncio.wait({running, told}, return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    if not running.done():
        await bot.close()
    await asyncio.wait({running})
    return _how_it_ended(None if running.cancelled() else running.exception(), config)


def _how_it_ended(error: BaseException | None, config: Config) -> int:
    if error is None:
        log.info("stopped")
        return 0
    import aiohttp
    import discord

    if isinstance(error, discord.LoginFailure):
        log.error(NOT_ACCEPTED)
    elif isinstance(error, discord.Forbidden):
        log.error(NOT_INVITED.format(guild=config.guild_id))
    elif isinstance(error, aiohttp.ClientConnectionError | OSError):
        log.error(NO_NETWORK)
    else:
        log.error("stopped by an error", exc_info=error)
    return 1
