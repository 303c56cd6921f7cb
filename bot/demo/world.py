"""The simulation: a made-up server with the real bot in it, who is there, and its clock."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import discord
from discord.webhook.async_ import async_context
from simcord import ChannelHandle, Env, GuildHandle, MemberActor
from simcord.backend.access import can_access_channel

from bot.app import RepBot
from bot.clock import Now
from bot.config import Config
from bot.scheduler import Scheduler
from db.database import Database

STEP = timedelta(days=1)
A_MOMENT_SECONDS = 0.002
SETTLE_SECONDS = 5.0  # two were too few on a busy machine
PATIENCE_SECONDS = 60.0  # before it opens nobody waits, and giving up would end it
START_HERE, FOR_COORDINATORS = "start-here", "review"


@dataclass
class Person:
    name: str
    role: str
    actor: MemberActor
    read: dict[str, int] = field(default_factory=dict)

    @property
    def direct_messages(self) -> ChannelHandle:
        return self.actor.user.dm_channel


@dataclass
class DemoWorld:
    env: Env
    clock: DemoClock
    bot: RepBot
    scheduler: DemoScheduler
    guild: GuildHandle
    channels: dict[str, ChannelHandle] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def places(self, person: Person) -> dict[str, ChannelHandle]:
        """Channels, threads, and direct messages, by a short id."""
        found = {}
        for name, channel in self.channels.items():
            if name == FOR_COORDINATORS and person.role != "coordinator":
                continue
            found[name] = channel
            found |= {
                str(thread.id): thread
                for thread in channel.threads
                if can_access_channel(self.env, thread.id, person.actor, history=True)
            }
        return {**found, "dm": person.direct_messages}

    async def advance(self, target: datetime) -> None:
        """Stop at each letter on the way, so that none is late; sleep no longer than a day."""
        async with self.scheduler.jumping():
            while (now := self.clock()) < target:
                due = self.scheduler.next_wake
                stops = [target, now + STEP, *([due] if due and due > now else [])]
                self.clock.ahead += min(stops) - now
                behind = (self.clock() - self.env.now()).total_seconds()
                await self.env.advance_time(max(behind, 0.0))
                await self.bot.outbox.deliver_due()
                await self.env.settle()

    def unread(self, person: Person, key: str, place: ChannelHandle) -> int:
        """Messages that they have not looked at; what they read may be deleted since."""
        return max(0, self._count(place) - person.read.get(key, 0))

    def has_read(self, person: Person, key: str, place: ChannelHandle) -> None:
        """Take everything that stands there as read."""
        person.read[key] = self._count(place)

    def _count(self, place: ChannelHandle) -> int:
        """Without making messages of them, as a place's history does."""
        there = self.env.backend.messages.get(place.id, {}).values()
        return sum(not message.is_ephemeral for message in there)


class QuickEnv(Env):
    """Looks again after a moment at what is about to end by itself: each form that opened took a
    twentieth of a second."""

    async def _settle_internal(self, *, idle: float = A_MOMENT_SECONDS, **others: Any) -> None:
        await super()._settle_internal(idle=idle, **others)


@asynccontextmanager
async def open_world(folder: Path, clock: DemoClock) -> AsyncIterator[DemoWorld]:
    """Everything is forgotten at the end."""
    approved = discord.Intents.default()
    env = QuickEnv(
        discord.Client(intents=approved),
        approved_intents=approved,
        settle_timeout=PATIENCE_SECONDS,
        check_errors=False,
    )
    await env.start()
    await env.advance_time((clock() - env.now()).total_seconds())
    guild = env.create_guild("Maternity voices")
    scheduler = DemoScheduler(clock)
    bot = await _bot_for(guild, folder, clock, scheduler)
    world = DemoWorld(env, clock, bot, scheduler, guild)
    await env.restart_bot(bot)
    try:
        yield world
    finally:
        await world.bot.close()
        await env.shutdown()


async def _bot_for(
    guild: GuildHandle, folder: Path, clock: DemoClock, scheduler: DemoScheduler
) -> RepBot:
    config = Config(
        guild_id=guild.id,
        token="none",  # noqa: S106
        database_path=folder / "demo.sqlite3",
        keys_file=folder / "keys" / "demo.keys",
    )
    database = await Database.open(config.database_path, keeps=False)
    return RepBot(config, database, now=clock, scheduler=scheduler)


class DemoClock:
    """Runs like `now`, ahead of it by `ahead`; behind it where that is negative."""

    def __init__(self, now: Now) -> None:
        self._now = now
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        return self._now() + self.ahead


class DemoScheduler(Scheduler):
    """The same scheduler, its timers kept apart from the work the simulation waits for."""

    _jumping = False

    @asynccontextmanager
    async def jumping(self) -> AsyncIterator[None]:
        """Ring nothing: what a ring carries would be overtaken by the clock, and come out late."""
        self._jumping = True
        try:
            if self._going:
                await asyncio.wait(set(self._going))
            yield
        finally:
            self._jumping = False
            self.wake_at(self.next_wake)

    def _begin(self, action: Callable[[], Awaitable[None]]) -> None:
        if not self._jumping:
            super()._begin(action)

    def watch(self, action: Callable[[], Awaitable[None]]) -> None:
        _apart().run(super().watch, action)

    def every_quarter(self, action: Callable[[], Awaitable[None]]) -> None:
        _apart().run(super().every_quarter, action)

    def each_minute(self, action: Callable[[], Awaitable[None]]) -> None:
        """Nothing: nobody looks after the demo's machine."""

    def wake_at(self, when: datetime | None) -> None:
        """While the clock is moved the alarm is only noted: it is set once, at the end."""
        self.next_wake = when
        if not self._jumping:
            _apart().run(super().wake_at, when)


def _apart() -> contextvars.Context:
    """A context without the simulation's marks, but with its way to answer a press later."""
    context = contextvars.Context()
    context.run(async_context.set, async_context.get())
    return context
