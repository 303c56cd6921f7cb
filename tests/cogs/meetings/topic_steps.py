"""Steps that tests of topics without a name take."""

from __future__ import annotations

from typing import Any

from tests.cogs.meetings.call_steps import more
from tests.cogs.meetings.test_agenda import SECRET, suggest
from tests.world import World, said

BUTTONS = ["Put it on the agenda", "Leave it out"]


async def held(world: World, topic: str = SECRET, name: str = "ria") -> Any:
    return await suggest(world, name, topic, "without")


def cards(world: World) -> list[Any]:
    return [m for m in world.channels["review"].history() if "opic without" in m.content]


async def reviewed(world: World, topic: str = SECRET) -> Any:
    """Let ria suggest a topic without her name, and its hold pass; returns its card."""
    await held(world, topic)
    await world.later(minutes=16)
    return cards(world)[-1]


async def put_on(world: World, card: Any) -> bool:
    """Let carol put it on the agenda; whether everybody reads it there now."""
    await world.press("carol", card, BUTTONS[0])
    return SECRET in said(await agenda(world))


async def agenda(world: World, name: str = "rob") -> Any:
    return await more(world, "Agenda", name)


async def topics(world: World) -> list[tuple[Any, ...]]:
    async with world.bot.database.reading() as tx:
        rows = await tx.execute_fetchall("SELECT id, state, user_id FROM topics ORDER BY id")
        return [tuple(row) for row in rows]
