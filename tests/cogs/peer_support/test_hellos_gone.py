"""Somebody erases themselves, or a thread is deleted, in the middle of a hello."""

from __future__ import annotations

import discord
import pytest

from tests import odd
from tests.cogs.peer_support.hello_steps import (
    CLAIM,
    ask,
    calls,
    inside,
    is_closed,
    meet,
    of_two,
    threads,
)
from tests.world import World, labels, said


def review(world: World) -> list[discord.Message]:
    return world.channels["review"].history()


async def erase(world: World, name: str) -> None:
    asked = await world.privacy(name, "Erase me")
    await world.press(name, asked.response, "Erase everything")
    await world.later(seconds=1)
    await world.later(seconds=1)


async def test_a_listener_who_erases_themselves_leaves_and_another_is_asked(
    listening: World,
) -> None:
    world = listening
    await ask(world)
    await meet(world)
    await erase(world, "lou")
    assert inside(world, of_two(world), "ria", "lou") == ["ria"]
    assert inside(world, threads(world)["Listeners"], "lou", "lee") == ["lee"]
    assert world.people["lee"].mention in calls(world)[-1].content
    assert "asking another listener" in of_two(world).history()[-1].content


async def test_an_asker_who_erases_themselves_takes_the_calls_button_with_them(
    listening: World,
) -> None:
    world = listening
    await ask(world)
    await world.later(hours=4)
    await world.later(seconds=1)
    standing = [calls(world)[-1], review(world)[-1]]
    assert all(labels(each) == [CLAIM] for each in standing)
    await erase(world, "ria")
    for message in (calls(world)[-1], review(world)[-1]):
        assert labels(message) == []
        assert "no longer needed" in message.content


async def test_an_asker_who_erases_themselves_closes_the_thread_of_two(listening: World) -> None:
    world = listening
    await ask(world)
    await meet(world)
    await erase(world, "ria")
    assert is_closed(world, of_two(world))
    assert "closing the thread" in of_two(world).history()[-1].content


async def test_presses_after_the_askers_erasure_say_that_it_is_over(listening: World) -> None:
    world = listening
    await ask(world)
    await meet(world)
    await erase(world, "ria")
    for name, verb in (("lou", "done"), ("lou", "other"), ("ria", "withdraw"), ("ria", "done")):
        pressed = await odd.press(world, world.people[name], f"listeners:1:{verb}", "1")
        assert "This one is over" in said(pressed), (name, verb)
    pressed = await odd.press(world, world.people["lee"], "listeners:1:claim", "1")
    assert "no longer needed" in said(pressed)
    await world.later(seconds=1)
    assert inside(world, of_two(world), "lee") == []


@pytest.mark.long
async def test_where_their_thread_was_deleted_another_one_is_opened(listening: World) -> None:
    world = listening
    await ask(world)
    await meet(world)
    first = of_two(world).id
    place = world.bot.get_channel(first)
    assert isinstance(place, discord.Thread)
    await place.delete()
    await world.restart()
    again = await ask(world)
    assert "opening a private thread" in said(again)
    assert of_two(world).id != first
    assert inside(world, of_two(world), "ria", "lou", "lee") == ["ria", "lou"]
    assert "You two can read this" in of_two(world).history()[0].content
    assert "you meet in" in said(await ask(world))
