"""The simulation: a made-up server with the real bot in it, who is there, and its clock."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import discord
from simcord import ChannelHandle, Env, GuildHandle, MemberActor, RoleHandle

from bot import panel
from bot.app import RepBot
from bot.clock import Now
from bot.config import Config
from bot.domain.dates import write_date
from bot.domain.rhythms import LAST_WEEKDAY, SAME_WEEKDAY
from bot.domain.times import zone_named
from bot.domain.written import DAYS
from bot.scheduler import Scheduler
from db.database import Database

SETTLE_SECONDS = 5.0  # two were too few on a busy machine
FOR_COORDINATORS = "review"


@dataclass
class Person:
    name: str
    role: str
    actor: MemberActor
    read: dict[str, int] = field(default_factory=dict)

    @property
    def direct_messages(self) -> ChannelHandle:
        return self.actor.user.dm_channel

    def unread(self, key: str, place: ChannelHandle) -> int:
        """Messages there that this person has not looked at."""
        return _count(place) - self.read.get(key, 0)

    def has_read(self, key: str, place: ChannelHandle) -> None:
        """Take everything that stands there as read."""
        self.read[key] = _count(place)


def _count(place: ChannelHandle) -> int:
    return sum(not message.flags.ephemeral for message in place.history())


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
    """Everything is forgotten at the end."""
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


class DemoClock:
    """Runs like `now`, ahead of it by `ahead`."""

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

    def _begin(self, action: Callable[[], Awaitable[None]]) -> None:
        if not self._jumping:
            super()._begin(action)

    def watch(self, action: Callable[[], Awaitable[None]]) -> None:
        contextvars.Context().run(super().watch, action)

    def every_quarter(self, action: Callable[[], Awaitable[None]]) -> None:
        contextvars.Context().run(super().every_quarter, action)

    def each_minute(self, action: Callable[[], Awaitable[None]]) -> None:
        """Nothing: nobody looks after the demo's machine."""

    def wake_at(self, when: datetime | None) -> None:
        contextvars.Context().run(super().wake_at, when)


START_HERE = "start-here"
CHANNELS = ("general", "announcements", "questions", "support")
PEOPLE = {
    "coordinator": ("Amina", "Bryony"),
    "rep": ("Chloe", "Dana", "Erin", "Farah", "Grace", "Hannah"),
    "listener": ("Imogen", "Jaya"),
}
FOUR_WEEKS_DAYS = 28
NUMBERS_RUNG = 10
TUESDAY = DAYS.index("tuesday")
CALL_TIME = "19:30"
# In dates: even late at night, and when clocks change, the ninth one is eight whole days off, so
# that the reminder a week before is still to come.
SOONEST_CALL = timedelta(days=9)


def _make_channels(world: DemoWorld, coordinator: RoleHandle) -> None:
    """In #start-here only the bot writes; the review channel only coordinators and the bot see."""
    everybody, bot = world.guild.default_role, world.bot.user
    may, may_not = (discord.PermissionOverwrite(send_messages=may) for may in (True, False))
    shown, hidden = (discord.PermissionOverwrite(view_channel=sees) for sees in (True, False))
    make = world.guild.create_text_channel
    for name in (START_HERE, *CHANNELS, FOR_COORDINATORS):
        who: dict[Any, discord.PermissionOverwrite] = {}
        if name == START_HERE:
            who = {everybody: may_not, bot: may}
        elif name == FOR_COORDINATORS:
            who = {everybody: hidden, coordinator: shown, bot: shown}
        world.channels[name] = make(name, overwrites=who)


async def fill(world: DemoWorld) -> None:
    """Do what coordinators do on their first evening, through the same commands."""
    if world.bot.user is not None:
        await world.bot.user.edit(username="repbot")
    roles = {role: world.guild.create_role(role.capitalize()) for role in PEOPLE}
    for role, names in PEOPLE.items():
        for name in names:
            user = world.env.create_user(name.lower(), global_name=name)
            actor = world.guild.add_member(user, roles=[roles[role]])
            world.people[name.lower()] = Person(name, role, actor)
    _make_channels(world, roles["coordinator"])
    await world.bot.setup.choose(**{role: made.id for role, made in roles.items()})
    amina, general = world.people["amina"].actor, world.channels["general"]
    chosen = {name: world.channels[name] for name in (*CHANNELS[1:], FOR_COORDINATORS)}
    await amina.slash(general, "setup channels", **chosen)
    await panel.post(world.bot, panel.PANEL, world.channels[START_HERE].id)
    await panel.post(world.bot, panel.DESK, world.channels[FOR_COORDINATORS].id)
    await _choose_safeguarding_lead(world, amina)
    for listener in PEOPLE["listener"]:
        actor = world.people[listener.lower()].actor
        card = await actor.slash(general, "listener")
        if card.response is not None:
            await actor.click(card.response, label="Go on duty")
    await _ring_most_numbers(world, amina)
    await _announce_a_call(world, amina)


async def _choose_safeguarding_lead(world: DemoWorld, amina: MemberActor) -> None:
    desk = await amina.slash(world.channels["general"], "desk")
    people = desk.response and await amina.click(desk.response, label="People")
    for label, lead in (("Safeguarding lead", "bryony"), ("Deputy", "amina")):
        asked = people and people.response and await amina.click(people.response, label=label)
        if asked and asked.response is not None:
            await amina.select(asked.response, [world.people[lead].actor])


async def _ring_most_numbers(world: DemoWorld, amina: MemberActor) -> None:
    """As on a first day; a few are left, so that a visitor can try it."""
    desk = await amina.slash(world.channels["general"], "desk")
    if desk.response is None:
        return
    shown = await amina.click(desk.response, label="Ring the next")
    for _ in range(NUMBERS_RUNG):
        if shown.response is not None:
            await amina.click(shown.response, label="Right")


async def _announce_a_call(world: DemoWorld, amina: MemberActor) -> None:
    day = call_day(world.clock().astimezone(zone_named(world.bot.config.timezone)).date())
    planned = await amina.slash(
        world.channels["general"],
        "meeting schedule",
        title="Monthly call",
        date=write_date(day),
        repeats=repeats_on(day),
        time=CALL_TIME,
        link="https://example.org/call/8123",
    )
    if planned.response is not None:
        await amina.click(planned.response, label="Announce now")


def call_day(today: date) -> date:
    """The first Tuesday that is far enough from a wall date for every reminder."""
    day = today + SOONEST_CALL
    return day + timedelta(days=(TUESDAY - day.weekday()) % 7)


def repeats_on(day: date) -> str:
    """A fifth Tuesday is the last one."""
    return LAST_WEEKDAY if day.day > FOUR_WEEKS_DAYS else SAME_WEEKDAY
