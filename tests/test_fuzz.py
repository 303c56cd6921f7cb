"""Odd input everywhere: no unanswered interaction, no traceback, no power for whom it is not."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import odd
from tests.fakes import START, Clock
from tests.test_commands import leaves, registered
from tests.world import World, open_world

ODD = (("carol", "1", "x" * 3900), ("ria", "1", "<@&1> *"), ("carol", "999", "@everyone *"))
KINDS = ("command", "button", "form")
ACTION = st.tuples(
    st.sampled_from(KINDS),
    st.integers(0, 10**6),
    st.sampled_from(("carol", "ria", "lou")),
    odd.ARGUMENTS,
    odd.TEXTS,
)


def in_a_world(work: Callable[[World], Awaitable[None]]) -> None:
    async def run() -> None:
        with tempfile.TemporaryDirectory() as folder:
            async with open_world(Path(folder), Clock(START)) as world:
                await work(world)

    asyncio.run(run())


async def act(world: World, action: tuple[str, int, str, str, str]) -> None:
    kind, which, who, argument, text = action
    actor = world.people[who]
    if kind == "command":
        every = [leaf for command in registered(world) for leaf in leaves(command)]
        name, leaf = every[which % len(every)]
        odd.assert_answered(await odd.use(world, actor, name, leaf, text), f"/{name} {text!r}")
        return
    router = world.bot.router
    prefixes = sorted(set(router.buttons if kind == "button" else router.forms) - {"test:1:odd"})
    prefix = prefixes[which % len(prefixes)]
    if kind == "button":
        result = await odd.press(world, actor, prefix, argument)
    else:
        result = await odd.fill(world, actor, prefix, argument, text)
    odd.assert_answered(result, f"{kind} {prefix}:{argument} {text!r}")


@pytest.mark.long
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(ACTION, min_size=10, max_size=25))
def test_whatever_people_do_they_are_answered(
    actions: list[tuple[str, int, str, str, str]],
) -> None:
    async def work(world: World) -> None:
        await world.announce_call()
        for action in actions:
            await act(world, action)

    in_a_world(work)


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_every_command_button_and_form_answers_odd_input_from_everybody(kind: str) -> None:
    async def work(world: World) -> None:
        await world.announce_call()
        every = [leaf for command in registered(world) for leaf in leaves(command)]
        router = world.bot.router
        count = {"command": len(every), "button": len(router.buttons), "form": len(router.forms)}
        for which in range(count[kind]):
            who, argument, text = ODD[which % len(ODD)]
            await act(world, (kind, which, who, argument, text))

    in_a_world(work)
