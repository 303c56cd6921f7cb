"""What tests of listeners and hellos share: two on duty, the threads, and a meeting."""

from __future__ import annotations

from typing import Any

import discord
from simcord import ChannelHandle

from tests.world import World, updated

CLAIM = "I will say hello"


async def both_on_duty(world: World) -> World:
    """Put Lou and Lee on duty."""
    world.add_person("lee", "listener")
    for name in ("lou", "lee"):
        assert "on duty" in updated(await go_on_duty(world, name))
    return world


async def go_on_duty(world: World, name: str) -> Any:
    card = await world.slash(name, "listener")
    return await world.press(name, card.response, "Go on duty")


async def rest(world: World, name: str) -> Any:
    card = await world.slash(name, "listener")
    return await world.press(name, card.response, "Rest now")


def lose_role(world: World, name: str, role: str = "listener") -> None:
    """Take a role away, which Discord does not tell us."""
    held = world.env.backend.get_guild(world.guild.id).members[world.people[name].id].role_ids
    held.remove(world.roles[role].id)


def threads(world: World) -> dict[str, ChannelHandle]:
    return {str(each.name): each for each in world.channels["support"].threads}


def calls(world: World) -> list[discord.Message]:
    """Return the messages in the listeners' thread."""
    return threads(world)["Listeners"].history()


def of_two(world: World, name: str = "") -> ChannelHandle:
    """The only thread of two; with a name, the only one that this person is in."""
    found = [each for called, each in threads(world).items() if called.startswith("Hello")]
    [thread] = [each for each in found if not name or inside(world, each, name)]
    return thread


def is_closed(world: World, thread: ChannelHandle) -> bool:
    """Whether a thread is closed for good."""
    about = world.env.backend.get_channel(thread.id).thread_metadata
    return about is not None and about.archived and about.locked


def inside(world: World, thread: ChannelHandle, *names: str) -> list[str]:
    """Return who of these people is in a thread, as Discord says."""
    members = world.env.backend.get_channel(thread.id).thread_members
    return [name for name in names if world.people[name].id in members]


async def ask(world: World, name: str = "ria") -> Any:
    asked = await world.slash(name, "hello")
    await world.later(seconds=1)
    return asked


async def meet(world: World, listener: str = "lou") -> Any:
    """Let a listener claim the newest call, and the two meet."""
    claimed = await world.press(listener, calls(world)[-1], CLAIM)
    await world.later(seconds=1)
    return claimed
