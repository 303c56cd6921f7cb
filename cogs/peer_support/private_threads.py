"""Private threads under the support channel: looked for, made, and the people in them.

Discord's codes: https://discord.com/developers/docs/topics/opcodes-and-status-codes
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from typing import Final
from weakref import WeakKeyDictionary

import discord

from bot import permissions, sending
from bot.app import RepBot
from bot.domain.outbox import Delivery, Outcome
from bot.services.listeners import Listeners

LISTENERS_NAME: Final = "Listeners"
ARCHIVE_MINUTES: Final = 10080
NO_SUPPORT = Outcome(Delivery.IMPOSSIBLE, "no support channel is chosen")

log = logging.getLogger("repbot.private_threads")
_turns: WeakKeyDictionary[RepBot, asyncio.Lock] = WeakKeyDictionary()


async def find_or_open(bot: RepBot, channel_id: int, name: str) -> discord.Thread:
    """Raises Discord's errors."""
    guild_id = bot.config.guild_id
    guild = bot.get_guild(guild_id) or await bot.fetch_guild(guild_id)
    # One may stand there already, though Discord's answer to an earlier try was lost.
    for thread in await guild.active_threads():
        ours = thread.owner_id == sending.own_id(bot) and thread.parent_id == channel_id
        if ours and thread.name == name and thread.is_private():
            return thread
    channel = await bot.fetch_channel(channel_id)
    if not isinstance(channel, discord.TextChannel):
        raise sending.NotSentError(NO_SUPPORT)
    return await channel.create_thread(
        name=name,
        type=discord.ChannelType.private_thread,
        invitable=False,
        auto_archive_duration=ARCHIVE_MINUTES,
    )


async def fetch_thread(bot: RepBot, thread_id: int) -> discord.Thread | None:
    """None when it has been deleted. Raises Discord's other errors."""
    try:
        found = await bot.fetch_channel(thread_id)
    except discord.NotFound:
        return None
    return found if isinstance(found, discord.Thread) else None


async def take_out(thread: discord.Thread, person: int) -> None:
    """Whoever is not in it, is out."""
    try:
        await thread.remove_user(discord.Object(person))
    except discord.HTTPException as error:
        log.info("not taken out of thread=%d: code=%d", thread.id, error.code)


class ListenersThread:
    """Private, because everybody may see the channel above it."""

    def __init__(self, bot: RepBot) -> None:
        self._bot = bot
        self._listeners = Listeners(bot.database, bot.outbox, bot.now)
        # One at a time for each bot, so that two features never open two threads.
        self._turn = _turns.setdefault(bot, asyncio.Lock())

    async def find(self) -> discord.Thread:
        """Opened if need be with everybody on duty in it.

        Raises NotSentError when no support channel is chosen, and Discord's errors.
        """
        support = self._bot.setup.current().support
        if not support:
            raise sending.NotSentError(NO_SUPPORT)
        async with self._turn:
            known = await self._listeners.thread_under(support)
            if known and (thread := await fetch_thread(self._bot, known)) is not None:
                return thread
            thread = await find_or_open(self._bot, support, LISTENERS_NAME)
            for person in await having_role(self._bot, await self._listeners.on_duty()):
                await self._add(thread, person)
            await self._listeners.keep_thread(support, thread.id)
            return thread

    async def let_in(self, person: int) -> discord.Thread:
        """Raises like find()."""
        thread = await self.find()
        await thread.add_user(discord.Object(person))
        return thread

    async def let_out(self, person: int) -> None:
        """As far as Discord allows."""
        known = await self._listeners.thread_under(self._bot.setup.current().support)
        if known and (thread := await fetch_thread(self._bot, known)) is not None:
            await take_out(thread, person)

    async def _add(self, thread: discord.Thread, person: int) -> None:
        try:
            await thread.add_user(discord.Object(person))
        except discord.HTTPException as error:
            log.info("not let into thread=%d: code=%d", thread.id, error.code)


async def having_role(bot: RepBot, people: Iterable[int]) -> list[int]:
    """Those who have the listener role at this moment, each asked at Discord. Raises its errors."""
    role, found = bot.setup.current().listener, []
    for person in people:
        member = await permissions.find(bot, person)
        if member is not None and member.get_role(role) is not None:
            found.append(person)
    return found


async def listening(bot: RepBot, people: Iterable[int]) -> list[int]:
    """As `having_role`; whoever has lost the role is off duty at once. Raises Discord's errors."""
    asked = list(people)
    found = await having_role(bot, asked)
    listeners = Listeners(bot.database, bot.outbox, bot.now)
    for person in set(asked) - set(found):
        await listeners.forget(person)
        try:
            await ListenersThread(bot).let_out(person)
        except discord.HTTPException as error:
            log.info("not taken out of the listeners' thread: code=%d", error.code)
    return found
