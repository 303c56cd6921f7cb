"""What hides who made it: what waits for its maker neither vanishes nor is told with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.cogs.partnerships.partnership_steps import BEDS, kept, look_for
from tests.cogs.peer_support.test_buddies import MONDAY, at, join
from tests.cogs.peer_support.test_safeguarding import WORDS, WORRIED, WRITE
from tests.world import World, labels, said

WAITING = "Something that could not reach you."
# What a maker presses for something that no row says who made, but for the way there through cards
# that everybody opens for other reasons as well. A new flow of that kind has to be here.
HIDING = {
    *("safeguarding:1:worried", "safeguarding:1:write", "safeguarding:1:written"),
    *("mvp:1:add", "mvp:1:added", "mvp:1:further", "mvp:1:furthered"),
    *("mvp:1:mend", "mvp:1:mendone", "mvp:1:mended"),
    *("buddies:1:whom", "buddies:1:veto"),
    *("meetings:1:more", "meetings:1:suggest", "meetings:1:topic", "meetings:1:words"),
    *("mvp:1:tell", "mvp:1:told", "mvp:1:retell", "mvp:1:anon"),
}
Press = Callable[[Awaitable[Any]], Awaitable[Any]]


async def stored(world: World) -> list[tuple[Any, ...]]:
    async with world.bot.database.reading() as tx:
        return [tuple(row) for row in await tx.execute_fetchall("SELECT * FROM notices")]


class Watch:
    """Each press of a maker, while something waits for them."""

    def __init__(self, world: World, name: str) -> None:
        self.world, self.name = world, name

    async def __aenter__(self) -> Press:
        await self.world.bot.notices.keep(self.world.people[self.name].id, WAITING)
        self.before = await stored(self.world)
        return self.still

    async def still(self, press: Awaitable[Any]) -> Any:
        result = await press
        told = [each.content for each in (result.response, *result.followups) if each]
        assert WAITING not in "".join(told)
        assert await stored(self.world) == self.before
        return result

    async def __aexit__(self, *_: Any) -> None:
        """It is told by the next press of another kind, and nothing is written with that either."""
        assert WAITING in said(await self.world.slash(self.name, "help"))
        assert await stored(self.world) == self.before
        assert WAITING not in said(await self.world.slash(self.name, "help"))


async def test_a_concern(world: World) -> None:
    card = await world.slash("lou", "listener")
    async with Watch(world, "lou") as still:
        first = await still(world.press("lou", card.response, WORRIED))
        form = await still(world.press("lou", first.response, WRITE))
        await still(world.fill("lou", form, words=WORDS))


async def test_a_partnership_that_is_sent_in_or_mended(world: World) -> None:
    await kept(world, BEDS)
    found = await look_for(world, "ria", "Luton")
    mvp = await world.slash("ria", "mvp")
    typed = {"name": "Good MNVP", "area": "", "trusts": "", "board": ""}
    async with Watch(world, "ria") as still:
        form = await still(world.press("ria", mvp.response, "Add one"))
        sent = await still(world.people["ria"].submit_modal(form, typed))
        form = await still(world.press("ria", sent.response, "Add how to reach it"))
        await still(world.fill("ria", form, joining="come along"))
        which = await still(world.press("ria", found.response, "Mend it"))
        form = await still(world.press("ria", which.response, "Name and places"))
        await still(world.fill("ria", form, area="Luton"))


@pytest.mark.long
async def test_a_veto(world: World) -> None:
    await join(world, "ria", "rob")
    await at(world, MONDAY)
    card = await world.slash("ria", "buddy")
    async with Watch(world, "ria") as still:
        whom = await still(world.press("ria", card.response, "Not again, please"))
        await still(world.press("ria", whom.response, labels(whom.response)[0]))


@pytest.mark.parametrize("label", ["Suggest a topic", "Leave words"])
async def test_a_topic_or_words_without_a_name(world: World, label: str) -> None:
    await world.announce_call()
    call = await world.slash("ria", "meeting next")
    field = "topic" if label == "Suggest a topic" else "words"
    async with Watch(world, "ria") as still:
        shown = await still(world.press("ria", call.response, "More"))
        form = await still(world.press("ria", shown.response, label))
        refused = await still(world.fill("ria", form, **{field: " "}, sign="without"))
        form = await still(world.press("ria", refused.response, "Try again"))
        await still(world.fill("ria", form, **{field: "Parking"}, sign="without"))


def test_every_such_press_is_undated_and_tells_nothing_else(world: World) -> None:
    assert world.bot.router.prefixes() >= HIDING
    assert {each for each in HIDING if not each.startswith(world.bot.silent_after)} == set()


@pytest.mark.long
async def test_a_press_that_tells_what_waits_writes_nothing_and_the_night_clears_it(
    world: World,
) -> None:
    ria = world.people["ria"].id
    await world.bot.notices.keep(ria, WAITING)
    before = await stored(world)
    assert WAITING in said(await world.slash("ria", "help"))
    assert await stored(world) == before
    await world.later(hours=24)
    assert await stored(world) == []


async def test_what_could_not_reach_somebody_once_more_is_told_once_more(world: World) -> None:
    ria = world.people["ria"].id
    for _ in range(2):
        await world.bot.notices.keep(ria, WAITING)
        assert WAITING in said(await world.slash("ria", "help"))
    await world.bot.notices.keep(ria, WAITING)
    await world.later(hours=24)
    assert WAITING in said(await world.slash("ria", "help"))


@pytest.mark.long
async def test_after_a_start_it_may_be_told_once_more(world: World) -> None:
    await world.bot.notices.keep(world.people["ria"].id, WAITING)
    assert WAITING in said(await world.slash("ria", "help"))
    await world.restart()
    assert WAITING in said(await world.slash("ria", "help"))
