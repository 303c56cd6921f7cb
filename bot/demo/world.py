"""The made-up server: two coordinators, six reps, two listeners, and a call next week."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
from simcord import ChannelHandle, Env, GuildHandle, MemberActor, RoleHandle

from bot.app import RepBot
from bot.config import Config
from bot.demo.clock import DemoAlarms, DemoClock
from bot.domain.dates import DAYS, write_date
from db.database import Database

SETTLE_SECONDS = 2.0
CHANNELS = ("general", "announcements", "questions", "support")
FOR_COORDINATORS = "review"
PEOPLE = {
    "coordinator": ("Amina", "Bryony"),
    "rep": ("Chloe", "Dana", "Erin", "Farah", "Grace", "Hannah"),
    "listener": ("Imogen", "Jaya"),
}
TUESDAY = DAYS.index("tuesday")
SOONEST_CALL = timedelta(days=4)


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
    guild: GuildHandle
    channels: dict[str, ChannelHandle]
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
async def open_world(folder: Path) -> AsyncIterator[DemoWorld]:
    """Start the simulation with the bot in it; everything is forgotten at the end."""
    approved = discord.Intents.default()
    env = Env(
        discord.Client(intents=approved),
        approved_intents=approved,
        settle_timeout=SETTLE_SECONDS,
        check_errors=False,
    )
    await env.start()
    clock = DemoClock()
    await env.advance_time((clock() - env.now()).total_seconds())
    guild = env.create_guild("Maternity voices")
    world = DemoWorld(env, clock, await _bot_for(guild, folder, clock), guild, _channels(guild))
    await env.restart_bot(world.bot)
    try:
        await _settle_in(world)
        yield world
    finally:
        await world.bot.close()
        await env.shutdown()


async def _bot_for(guild: GuildHandle, folder: Path, clock: DemoClock) -> RepBot:
    config = Config(
        guild_id=guild.id,
        token="none",  # noqa: S106
        database_path=folder / "demo.sqlite3",
        keys_file=folder / "keys" / "demo.keys",
    )
    database = await Database.open(config.database_path)
    return RepBot(config, database, now=clock, alarms=DemoAlarms(clock))


def _channels(guild: GuildHandle) -> dict[str, ChannelHandle]:
    return {name: guild.create_text_channel(name) for name in CHANNELS}


def _close_off(world: DemoWorld, coordinator: RoleHandle) -> None:
    """Let only coordinators and the bot see the review channel."""
    hidden, shown = (discord.PermissionOverwrite(view_channel=sees) for sees in (False, True))
    everyone: dict[Any, discord.PermissionOverwrite] = {
        world.guild.default_role: hidden,
        coordinator: shown,
    }
    if world.bot.user is not None:
        everyone[world.bot.user] = shown
    review = world.guild.create_text_channel(FOR_COORDINATORS, overwrites=everyone)
    world.channels[FOR_COORDINATORS] = review


async def _settle_in(world: DemoWorld) -> None:
    """Do what coordinators do on their first evening, through the same commands."""
    roles = {role: world.guild.create_role(role.capitalize()) for role in PEOPLE}
    for role, names in PEOPLE.items():
        for name in names:
            user = world.env.create_user(name.lower(), global_name=name)
            actor = world.guild.add_member(user, roles=[roles[role]])
            world.people[name.lower()] = Person(name, role, actor)
    _close_off(world, roles["coordinator"])
    await world.bot.setup.choose(**{role: made.id for role, made in roles.items()})
    amina, general = world.people["amina"].actor, world.channels["general"]
    chosen = {name: world.channels[name] for name in (*CHANNELS[1:], FOR_COORDINATORS)}
    await amina.slash(general, "setup channels", **chosen)
    await amina.slash(general, "panel")
    planned = await amina.slash(
        general,
        "meeting schedule",
        title="Monthly call",
        date=_next_week(world),
        time="19:30",
        link="https://example.org/call/8123",
    )
    if planned.response is not None:
        await amina.click(planned.response, label="Announce now")


def _next_week(world: DemoWorld) -> str:
    day = world.clock().date() + SOONEST_CALL
    return write_date(day + timedelta(days=(TUESDAY - day.weekday()) % 7))
