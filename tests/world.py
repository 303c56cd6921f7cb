"""The real bot in a simulated Discord: a server with channels, roles and people."""

from __future__ import annotations

import importlib
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import discord
from simcord import (
    ChannelHandle,
    Env,
    GuildHandle,
    InteractionResult,
    MemberActor,
    ResponseMessage,
    RoleHandle,
)
from simcord.components import walk_components

import db.safeguarding
from bot.app import RepBot
from bot.cards import TYPED
from bot.config import Config
from bot.domain.errors import UserError
from tests import databases
from tests.fakes import Clock, SilentScheduler

CHANNELS = ("general", "announcements", "questions", "review", "support")
MEMBERS = {"carol": "coordinator", "ria": "rep", "rob": "rep", "lou": "listener"}
CALL = {
    "title": "Monthly call",
    "date": "Tue 8 Dec",
    "time": "19:30",
    "link": "https://zoom.example.org/j/1",
}
IN_A_FORM = {  # the same call
    "title": CALL["title"],
    "when": "Tue 8 Dec, 19:30",
    "link": CALL["link"],
}
LOOK_SECONDS = 0.002
TEXT = discord.ComponentType.text_display.value
ROLES = ("coordinator", "rep", "listener")


@dataclass
class World:
    """Everything a test needs; `bot` is the one that runs now."""

    env: Env
    clock: Clock
    config: Config
    guild: GuildHandle
    channels: dict[str, ChannelHandle]
    roles: dict[str, RoleHandle]
    people: dict[str, MemberActor]
    bot: RepBot
    errors_expected: bool = False

    async def restart(self) -> None:
        """Stop the bot and start it anew on the same database; it remembers nothing else."""
        await self.bot.close()
        for name in [each for each in sys.modules if each.startswith("cogs.")]:
            del sys.modules[name]
        self.bot = await _make_bot(self.config, self.clock)
        await self.env.restart_bot(self.bot)

    async def later(self, **span: float) -> None:
        """Move the clock and deliver what is due, as the alarm would.

        What was pressed is carried out within its minute: else it would be together with the
        letters of a quarter of an hour later, in whichever order.
        """
        minute, whole = timedelta(minutes=1), timedelta(**span)
        for each in (minute, whole - minute) if whole > minute else (whole,):
            self.clock.at += each
            await self.bot.outbox.deliver_due()
        await self.env.settle()

    def texts(self, place: ChannelHandle) -> list[str]:
        """Return what stands in a channel or thread, oldest first."""
        return [message.content for message in place.history()]

    async def until(self, moment: datetime) -> None:
        """Move the clock from letter to letter about calls; other kinds have tests of their own."""
        while self.clock.at < moment:
            async with self.bot.database.transaction() as tx:
                await tx.execute(
                    "UPDATE outbox SET state = 'cancelled'"
                    " WHERE state = 'waiting' AND kind NOT LIKE 'meetings.%'"
                )
            await self.bot.outbox.wake()
            ring = self.bot.scheduler.next_wake or moment
            self.clock.at = min(moment, max(ring, self.clock.at + timedelta(seconds=1)))
            await self.later()

    async def slash(self, name: str, command: str, **options: Any) -> InteractionResult:
        """Let a person use a command in #general."""
        return await self.people[name].slash(self.channels["general"], command, **options)

    async def panel(self, place: str = "general") -> discord.Message:
        """Post the panel, and return it as it stands there."""
        from bot import panel

        await panel.post(self.bot, panel.PANEL, self.channels[place].id)
        (posted,) = self.channels[place].pinned_messages()
        return posted

    async def status(self) -> InteractionResult:
        """Let carol press `Status and settings` on the desk."""
        desk = await self.slash("carol", "desk")
        return await self.press("carol", desk.response, "Status and settings")

    async def press(self, name: str, message: Any, label: str) -> InteractionResult:
        """Let a person press a button."""
        return await self.people[name].click(message, label=label)

    async def fill(self, name: str, shown: InteractionResult, **typed: Any) -> InteractionResult:
        """Let a person send a form; what is not typed stays as it was filled in."""
        assert shown.modal is not None
        parts = [part.get("component", {}) for part in shown.modal["components"]]
        filled = {part["custom_id"]: part.get("value") for part in parts if part.get("value")}
        return await self.people[name].submit_modal(shown, filled | typed)

    async def privacy(self, name: str, label: str) -> InteractionResult:
        """Let a person press a button of /privacy."""
        card = await self.slash(name, "privacy")
        return await self.press(name, card.response, label)

    async def plan_call(self, pressed: str, **changes: Any) -> InteractionResult:
        """Let carol plan a call and press one of the buttons below its preview."""
        planned = await self.slash("carol", "meeting schedule", **(CALL | changes))
        await self.press("carol", planned.response, pressed)
        return planned

    async def announce_call(self, **changes: Any) -> discord.Message:
        """Let carol plan and announce a call; returns the announcement."""
        await self.plan_call("Announce now", **changes)
        return self.announcements()[-1]

    def announcements(self) -> list[discord.Message]:
        """Return what stands in #announcements and has buttons, oldest first."""
        return [m for m in self.channels["announcements"].history() if m.components]

    def cog(self, name: str) -> Any:
        """Return a feature of the bot that runs now; after a restart its classes are others."""
        return self.bot.get_cog(name)

    def events(self) -> list[Any]:
        """Return Discord's scheduled events that are still to come."""
        guild = self.env.backend.get_guild(self.guild.id)
        return [event for event in guild.scheduled_events.values() if event.status in (1, 2)]

    def thread(self) -> ChannelHandle:
        """Return the thread of the newest call."""
        return self.channels["announcements"].threads[-1]

    def add_person(self, name: str, *roles: str) -> MemberActor:
        """Let somebody join."""
        user = self.env.create_user(name, global_name=name.title())
        held = [self.roles[role] for role in roles]
        self.people[name] = self.guild.add_member(user, roles=held)
        return self.people[name]


class _Env(Env):
    """Looks every 2 ms whether the bot has come to rest; simcord looks every 50, which adds up."""

    async def _settle_internal(self, **about: Any) -> None:
        await super()._settle_internal(**(about | {"idle": LOOK_SECONDS}))


class _Bot(RepBot):
    """The real bot; where discord.py reads a feature's files anew for each bot, it imports them."""

    async def load_extension(self, name: str, *, package: str | None = None) -> None:
        """Set a feature up."""
        await importlib.import_module(name, package).setup(self)


async def _make_bot(config: Config, clock: Clock) -> RepBot:
    await databases.put(config.database_path, library=True)
    database = await databases.open_quickly(config.database_path)
    return _Bot(config, database, now=clock, scheduler=SilentScheduler(clock))


def only_for(everybody: Any, *who: Any) -> dict[Any, discord.PermissionOverwrite]:
    """Return what makes a channel that nobody else sees."""
    hidden, shown = (discord.PermissionOverwrite(view_channel=sees) for sees in (False, True))
    return {everybody: hidden} | dict.fromkeys(who, shown)


async def let_in(world: World, name: str, place: str) -> None:
    """Let a person see a channel of the coordinators."""
    channel = world.bot.get_channel(world.channels[place].id)
    assert isinstance(channel, discord.TextChannel)
    member = await channel.guild.fetch_member(world.people[name].id)
    await channel.set_permissions(member, view_channel=True)
    await world.env.settle()


async def everybody_reads(world: World, place: ChannelHandle, reads: bool) -> None:
    """Let somebody open a channel to the whole server, or close it again."""
    channel = world.bot.get_channel(place.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.set_permissions(channel.guild.default_role, view_channel=reads)
    await world.env.settle()


def said(result: InteractionResult) -> str:
    """Return what a person reads in answer, privately; it must be private."""
    assert result.response is not None
    assert result.response.ephemeral
    return "\n".join([text_of(result.response), *(text_of(each) for each in result.followups)])


def text_of(message: Any) -> str:
    """Return what a message says: its line, or the texts of its card; not what was typed."""
    return "\n".join(filter(None, [message.content, *_texts(message)[0]]))


def typed(message: Any) -> dict[str, str]:
    """Return what a card hands back of what was typed, by the names of the fields."""
    names_and_words = _texts(message)[1]
    names = [name.removeprefix("-# ") for name in names_and_words[::2]]
    return dict(zip(names, names_and_words[1::2], strict=True))


def handed_back(result: InteractionResult) -> str:
    """Return what was typed, as the answers to a form hand it back, privately."""
    every = [each for each in (result.response, *result.followups) if each is not None]
    assert all(each.ephemeral for each in every)
    return "\n".join(words for each in every for words in typed(each).values())


def _texts(message: Any) -> tuple[list[str], list[str]]:
    texts = [str(part["content"]) for part in parts_of(message) if part["type"] == TEXT]
    begins = texts.index(TYPED) if TYPED in texts else len(texts)
    return texts[:begins], texts[begins + 1 :]


def parts_of(message: Any) -> list[dict[str, Any]]:
    """Return every part of a message's components, inner ones too, as Discord gets them."""
    rows = [row if isinstance(row, dict) else row.to_dict() for row in message.components]
    return list(walk_components(rows))


def answer(result: InteractionResult) -> ResponseMessage:
    """Return the private message itself, to press or choose in."""
    assert result.response is not None
    assert result.response.ephemeral
    return result.response


def updated(result: InteractionResult) -> str:
    """Return what a private message says now, after its buttons were pressed."""
    assert result.response is not None
    return text_of(result.response)


def labels(message: Any) -> list[str]:
    """Return the labels of a message's buttons."""
    return [str(part["label"]) for part in parts_of(message) if part.get("label")]


def links(message: Any) -> list[str]:
    """Return where a message's link buttons lead."""
    return [str(part["url"]) for part in parts_of(message) if part.get("url")]


def filled(shown: InteractionResult, **changes: str) -> dict[str, Any]:
    """Return what a form would send: what it was opened with, and what a person changed."""
    assert shown.modal is not None
    fields = [part["component"] for part in shown.modal["components"] if "component" in part]
    given = {field["custom_id"]: field.get("value") or "" for field in fields}
    for field in fields:
        chosen = [o["value"] for o in field.get("options", []) if o.get("default")]
        given |= {field["custom_id"]: chosen[0]} if chosen else {}
    return given | changes


@asynccontextmanager
async def open_world(folder: Path, clock: Clock, **options: Any) -> AsyncIterator[World]:
    """Run the bot in a server that is set up: coordinator carol, reps ria and rob, listener lou."""
    approved = discord.Intents.default()
    env = _Env(discord.Client(intents=approved), approved_intents=approved, **options)
    await env.start()
    guild = env.create_guild()
    config = Config(
        guild_id=guild.id,
        token="not-a-token",
        database_path=folder / "repbot.sqlite3",
        keys_file=folder / "keys" / "repbot.keys",
    )
    roles = {name: guild.create_role(name) for name in ROLES}
    bot = await _make_bot(config, clock)
    await env.restart_bot(bot)
    private = {"review": only_for(guild.default_role, roles["coordinator"], bot.user)}
    channels = {
        name: guild.create_text_channel(name, overwrites=private.get(name)) for name in CHANNELS
    }
    world = World(env, clock, config, guild, channels, roles, {}, bot)
    await bot.setup.choose(
        **{name: channels[name].id for name in CHANNELS[1:]},
        **{name: role.id for name, role in roles.items()},
    )
    for name, role in MEMBERS.items():
        world.add_person(name, role)
    async with bot.database.transaction() as tx:
        await db.safeguarding.choose(tx, "lead", world.people["carol"].id)
    try:
        yield world
    finally:
        await world.bot.close()
        await env.shutdown()
    quiet = world.bot.failed_quietly
    unexpected: list[BaseException] = [AssertionError(f"in silence: {quiet}")] if quiet else []
    unexpected += [e for e in env.errors if not isinstance(e.__cause__ or e, UserError)]
    if unexpected and not world.errors_expected:
        raise BaseExceptionGroup("the bot raised something unexpected", unexpected)
