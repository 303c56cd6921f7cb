"""What could not reach somebody is said at their next command, and kept until it is said."""

from __future__ import annotations

from tests.cogs.questions.question_steps import count
from tests.world import World, said

WAITING = "Something that could not reach you."


async def test_a_refused_command_tells_it_as_well(world: World) -> None:
    await world.bot.notices.keep(world.people["ria"].id, WAITING)
    refused = said(await world.slash("ria", "desk"))
    assert "coordinators" in refused
    assert WAITING in refused
    assert WAITING not in said(await world.slash("ria", "help"))


async def test_what_could_not_be_shown_is_kept_until_it_is(world: World) -> None:
    await world.bot.notices.keep(world.people["ria"].id, WAITING)
    world.env.inject_error("POST", "/webhooks/*", status=404, code=10015, times=1)
    assert WAITING not in said(await world.slash("ria", "help"))
    assert await count(world, "notices") == 1
    assert WAITING in said(await world.slash("ria", "help"))
    await world.later(hours=24)
    assert await count(world, "notices") == 0


async def test_nobody_else_is_told(world: World) -> None:
    await world.bot.notices.keep(world.people["ria"].id, WAITING)
    for name in ("rob", "carol", "lou"):
        assert WAITING not in said(await world.slash(name, "help"))
