"""The simulation: a made-up server with the real bot in it, and who is there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import discord
from simcord import ChannelHandle, Env, GuildHandle, MemberActor

from bot.app import RepBot
from bot.clock import Now
from bot.config import Config
from bot.demo.clock import DemoClock, DemoScheduler
from db.database import Database

SETTLE_SECONDS = 2.0
FOR_COORDINATORS = "review"


@dataclass
class Person:
    """Somebody to be in the demo, and how many direct messages they have read."""

    name: str
    role: str
    actor: MemberActor
    read: int = 0

    @property
    def direct_messages(self) -> ChannelHandle:
        """The conversation between this person and the bot."""
        return self.actor.user.dm_channel

    @property
    def unread(self) -> int:
        """How many direct messages this person has not looked at."""
        return len(self.direct_messages.history()) - self.read


@dataclass
class DemoWorld:
    """The simulation, the bot in it, and everybody in the server."""

    env: Env
    clock: DemoClock
    bot: RepBot
    scheduler: DemoScheduler
    guild: GuildHandle
    channels: dict[str, ChannelHandle] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def places(self, person: Person) -> dict[str, ChannelHandle]:
        """Return what a person may open: channels, threads, and direct messages, by a short id."""
        found = {}
        for name, channel in self.channels.items():
            if name == FOR_COORDINATORS and person.role != "coordinator":
                continue
            found[name] = channel
            found |= {str(t.id): t for t in channel.threads if self._sees(person, t)}
        return {**found, "dm": person.direct_messages}

    def _sees(self, person: Person, thread: ChannelHandle) -> bool:
        try:
            thread.history(viewer=person.actor)
        except Exception:
            return False
        return True


@asynccontextmanager
async def open_world(folder: Path, now: Now) -> AsyncIterator[DemoWorld]:
    """Start the simulation with the bot in it; everything is forgotten at the end."""
    approved = discord.Intents.default()
    env = Env(
        discord.Client(intents=approved),
        approved_intents=approved,
        settle_timeout=SETTLE_SECONDS,
        check_errors=False,
    )
    await env.start()
    clock = DemoClock(now)
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
    database = await Database.open(config.database_path)
    return RepBot(config, database, now=clock, scheduler=scheduler)
