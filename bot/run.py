"""Runs the bot until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import math
import signal
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import ExitStack, suppress
from pathlib import Path

import aiohttp
import discord

from bot import backups, database_checks, health, key_checks, own_files, sending
from bot.app import RepBot
from bot.check import CLOCK_IS_WRONG, clock_is_set
from bot.clock import utcnow
from bot.config import Config
from bot.discord_codes import BAD_TOKEN
from bot.domain.outbox import pause_seconds
from bot.erasures import Erasures
from db.database import Database, DatabaseDamagedError, DatabaseInUseError, take_lock
from db.migrate import NewerDatabaseError

log = logging.getLogger("repbot.run")

NOT_ACCEPTED = (
    "Discord does not accept DISCORD_TOKEN. Make a new one at discord.com/developers/applications,"
    " your application, Bot, Reset Token, and put it into the settings file."
)
UNREACHABLE = (
    "Discord cannot be reached. I try again in %d seconds, and go on until it can be. If that"
    " lasts, check the internet connection."
)
LONGEST_PAUSE_SECONDS = 8 * 60
ENDS_WITHIN_SECONDS = 1.0
END = (signal.SIGTERM, signal.SIGINT)
CANNOT_OPEN = (
    "The database {path} cannot be opened or written. Check that the disk is not full, that the"
    " folder belongs to the account that runs the bot, and that the service may write there"
    " (ReadWritePaths in its unit)."
)
CANNOT_MAKE_KEYS = (
    "The keys file {path} cannot be made: {why}. Check that the disk is not full, that the folder"
    " belongs to the account that runs the bot, and that the service may write there"
    " (ReadWritePaths in its unit)."
)


async def run(config: Config) -> int:
    """Returns the exit code. Every known trouble is one sentence."""
    stopping = asyncio.Event()
    for number in END:
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, END)
    health.feed_watchdog()
    logging.getLogger("discord.client").addFilter(say_that_it_tries_again)
    for wrong in _before_opening(config):
        log.error("%s", wrong)
        return 1
    try:
        database = await Database.open(config.database_path)
    except (DatabaseInUseError, DatabaseDamagedError, NewerDatabaseError) as error:
        log.error("%s", error)
        return 1
    except (OSError, sqlite3.Error):
        log.error(CANNOT_OPEN.format(path=config.database_path))
        return 1
    with ExitStack() as held:
        bot = await _bot_of(config, database, held)
        if bot is None:
            return 1
        return await _until_told(bot, config, stopping)


def _before_opening(config: Config) -> list[str]:
    if not clock_is_set(utcnow()):
        return [CLOCK_IS_WRONG]
    full = database_checks.no_room(config)
    closed = [full] if full else own_files.database_closed_to_us(config)
    # The keys here too: opening brings the database up to date, and a refusal changes nothing.
    return closed or database_checks.problems(config) or key_checks.problems(config)


async def _bot_of(config: Config, database: Database, held: ExitStack) -> RepBot | None:
    """None when the keys do not fit, which the log says; else their lock is `held`.

    Without a bot to close it the database is closed here: left open, its thread would keep the
    process alive for good.
    """
    try:
        wrong = key_checks.problems(config)
        for problem in wrong:
            log.error("%s", problem)
        if not wrong:
            config.keys_file.parent.mkdir(parents=True, exist_ok=True)
            held.enter_context(take_lock(config.keys_file, "keys file"))
            if forgotten := key_checks.forgotten(config):
                log.warning("%s", forgotten)
                await Erasures.beside(config.keys_file).begin_anew(database, utcnow)
            bot = RepBot(config, database, now=utcnow)
            own_files.close(config)
            return bot
    except DatabaseInUseError as error:
        log.error("%s", error)
    except OSError as error:
        log.error(CANNOT_MAKE_KEYS.format(path=config.keys_file, why=error.strerror))
    except BaseException:
        await database.close()
        raise
    with suppress(sqlite3.Error):  # closing folds the log in, in its order, as a kill left it
        await database.scrub()
    await database.close()
    return None


async def _until_told(bot: RepBot, config: Config, stopping: asyncio.Event) -> int:
    running = asyncio.create_task(_stay(bot, config))
    told = asyncio.create_task(stopping.wait())
    try:
        await asyncio.wait({running, told}, return_when=asyncio.FIRST_COMPLETED)
        told.cancel()
        # Whether it waits for Discord, sets up or listens: from here on nothing new comes in.
        running.cancel()
        await asyncio.wait({running})
        await bot.rest()
        await _let_end()
    finally:
        await bot.close()
    if running.cancelled():
        log.info("stopped")
        return 0
    return _how_it_ended(running.exception(), config.database_path)


async def _stay(bot: RepBot, config: Config) -> None:
    """Log in, look after the copies, and listen, for good.

    The two are repeated each by itself, on the same bot: logging in sets the features up at its
    very end, after all that the network can spoil, and once it is done only listening is repeated.
    A new bot for each try would have to take over the database and what it already sends.
    """
    await bot.begin()
    await until_reached(lambda: bot.try_login(config.token))
    # Not before: that Discord's certificate was accepted shows that the clock is right to within
    # weeks. By a wrong one every copy would look too old.
    leaving = asyncio.Event()
    copying = asyncio.create_task(backups.at_start(config, utcnow, leaving))
    try:
        await _listen(bot)
    finally:
        leaving.set()
        await asyncio.wait({copying})  # it may have been cut off, like all else


async def _listen(bot: RepBot) -> None:
    # Later on discord.py connects again by itself; the first time it stumbles over what it never
    # had, a connection (AttributeError: its `ws` is None).
    await until_reached(
        bot.connect, lambda error: isinstance(error, AttributeError) and bot.ws is None
    )


async def until_reached(
    attempt: Callable[[], Awaitable[None]],
    passing: Callable[[Exception], bool] = lambda _: False,
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Try again, after growing pauses, while Discord cannot be reached; other errors are raised."""
    attempts = 0
    while True:
        try:
            await attempt()
            return
        except Exception as error:
            if not (_unreachable(error) or passing(error)):
                raise
            attempts += 1
            wait = min(pause_seconds(attempts), LONGEST_PAUSE_SECONDS)
            wait = max(wait, math.ceil(sending.retry_after(error)))
        log.warning(UNREACHABLE, wait)
        await pause(wait)


def say_that_it_tries_again(record: logging.LogRecord) -> bool:
    """One line a try, as at the start, for what discord.py writes with all the places in its code.

    Seconds beside a traceback are its own pause before it connects again.
    """
    match record.args:
        case (float(seconds),) if record.exc_info:
            log.warning(UNREACHABLE, math.ceil(seconds))
            return False
    return True


def _unreachable(error: Exception) -> bool:
    if isinstance(error, discord.HTTPException):
        passes = error.status >= 500 or error.status == 429
        return passes or sending.is_not_discords(error)
    # No other OSError: a full disk is one as well.
    of_network = (aiohttp.ClientError, ConnectionError, TimeoutError)
    return isinstance(error, (discord.RateLimited, discord.GatewayNotFound, *of_network))


async def _let_end() -> None:
    """Let what is being answered end, or cut it off: afterwards the database is closed.

    What ends may have begun something else, so it is looked again until nothing is left.
    """
    clock = asyncio.get_running_loop().time
    begun = clock()
    while others := asyncio.all_tasks() - {asyncio.current_task()}:
        left = begun + ENDS_WITHIN_SECONDS - clock()
        if left < -ENDS_WITHIN_SECONDS:
            return
        if left <= 0:
            for task in others:
                task.cancel()
        await asyncio.wait(others, timeout=max(left, ENDS_WITHIN_SECONDS / 10))


def _how_it_ended(error: BaseException | None, path: Path) -> int:
    refused = isinstance(error, discord.ConnectionClosed) and error.code == BAD_TOKEN
    if refused or isinstance(error, discord.LoginFailure):
        log.error(NOT_ACCEPTED)
    elif _of_the_database(error):
        log.error(CANNOT_OPEN.format(path=path))
    elif error is not None:
        log.error("stopped by an error", exc_info=error)
    return 1


def _of_the_database(error: BaseException | None) -> bool:
    """Whether an error, or what led to it, is SQLite's: a full disk is met when features load."""
    while error is not None and not isinstance(error, sqlite3.OperationalError):
        error = getattr(error, "original", None) or error.__cause__
    return error is not None
