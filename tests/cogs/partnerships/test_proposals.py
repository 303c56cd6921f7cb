"""What members send in about partnerships: what is put in is what the card showed, and once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cogs.partnerships.partnership_steps import BEDS, kept, look_for
from tests.world import World, said, updated


async def send_in(world: World, who: str, name: str) -> Any:
    form = await world.press(who, (await world.slash(who, "mvp")).response, "Add one")
    typed = {"name": name, "area": "Luton", "trusts": "", "board": ""}
    return await world.people[who].submit_modal(form, typed)


async def look(world: World, who: str = "carol") -> Any:
    waits = await world.press(who, (await world.slash(who, "desk")).response, "What waits")
    return (await world.press(who, waits.response, "Look")).response


async def add_to(world: World, who: str, sent: Any, led_by: str) -> Any:
    form = await world.press(who, sent.response, "Add how to reach it")
    return await world.fill(who, form, led_by=led_by, papers="", joining="")


async def rows(world: World, table: str) -> list[Any]:
    async with world.bot.database.reading() as tx:
        return list(await tx.execute_fetchall(f"SELECT * FROM {table}"))


async def names(world: World) -> list[str]:
    return [row["name"] for row in await rows(world, "partnerships")]


async def test_an_old_card_puts_in_nothing_that_came_after_it(world: World) -> None:
    world.add_person("dave", "coordinator")
    await send_in(world, "ria", "Good MNVP")
    stale = await look(world)
    await world.press("dave", await look(world, "dave"), "Leave it out")
    await send_in(world, "rob", "Other MNVP")
    assert "looked at already" in said(await world.press("carol", stale, "Put it in"))
    assert await names(world) == []
    assert len(await rows(world, "partnership_proposals")) == 1


async def test_what_is_put_in_is_what_the_card_showed(world: World) -> None:
    sent = await send_in(world, "ria", "Good MNVP")
    await send_in(world, "rob", "Other MNVP")
    card = await look(world)
    await add_to(world, "ria", sent, "an independent chair")
    anew = await world.press("carol", card, "Put it in")
    assert "become another" in updated(anew)
    assert "an independent chair" in updated(anew)
    assert await names(world) == []
    await world.press("carol", await look(world), "Put it in")
    [row] = await rows(world, "partnerships")
    assert row["led_by"] == "an independent chair"


async def test_a_card_of_what_is_mended_meanwhile_shows_it_anew(world: World) -> None:
    [number] = await kept(world, BEDS)
    found = await look_for(world, "ria", "Luton")
    which = await world.press("ria", found.response, "Mend it")
    form = await world.press("ria", which.response, "Name and places")
    await world.fill("ria", form, area="Luton")
    card = await look(world)
    async with world.bot.database.transaction() as tx:
        await tx.execute("UPDATE partnerships SET board = 'Another' WHERE id = ?", (number,))
    assert "become another" in updated(await world.press("carol", card, "Put it in"))


@pytest.mark.long
async def test_after_a_restart_its_maker_reads_the_truth(world: World) -> None:
    sent = await send_in(world, "ria", "Good MNVP")
    await world.restart()
    told = said(await world.press("ria", sent.response, "Add how to reach it"))
    assert "started anew since" in told
    assert len(await rows(world, "partnership_proposals")) == 1


async def test_a_form_that_is_sent_twice_is_kept_once(world: World) -> None:
    await send_in(world, "ria", "Good MNVP")
    sent = await send_in(world, "ria", "Good MNVP")
    assert len(await rows(world, "partnership_proposals")) == 1
    await add_to(world, "ria", sent, "an independent chair")
    await send_in(world, "rob", "Good MNVP")
    assert len(await rows(world, "partnership_proposals")) == 2
