"""Ids of buttons and forms: each finds one handler, none is too long, old ones are answered."""

from __future__ import annotations

import discord
import pytest

from bot import ui
from bot.router import split_id
from tests import odd
from tests.world import World, answer, said, typed

LONGEST = f"{2**63}:{'x' * 20}~{2**40:x}.{2**33:x}"


@pytest.mark.long
async def test_the_longest_ids_fit_discords_hundred_characters(world: World) -> None:
    for prefix in world.bot.router.prefixes():
        assert len(f"{prefix}:{LONGEST}") <= 100, prefix


def test_a_mark_never_reaches_the_handler() -> None:
    assert split_id("meetings:1:link:12~3.4") == ("meetings:1:link", "12")
    assert split_id("meetings:1:next") == ("meetings:1:next", "")
    assert split_id("a:1:b:c:d") == ("a:1:b", "c:d")


async def test_a_button_of_an_older_version_says_what_to_do(world: World) -> None:
    channel = world.bot.get_partial_messageable(world.channels["general"].id)
    old = await channel.send("old", view=ui.view(ui.button("Press", "meetings:0:going:1")))
    assert "older version" in said(await world.press("ria", old, "Press"))


async def test_a_button_of_a_deleted_call_says_so(world: World) -> None:
    channel = world.bot.get_partial_messageable(world.channels["general"].id)
    for arg in ("999", "", "x" * 60, "1e9", "²"):
        view = ui.view(ui.button("Going", f"meetings:1:going:{arg}"))
        message: discord.Message = await channel.send("gone", view=view)
        assert "no longer there" in said(await world.press("ria", message, "Going"))


@pytest.mark.long
async def test_a_button_that_takes_nothing_goes_on_working_under_any_older_id(
    world: World,
) -> None:
    for arg in ("0", "9.x"):
        pressed = await odd.press(world, world.people["ria"], "start:1:newcomer", arg)
        assert "Find your partnership" in said(pressed)


async def test_a_form_whose_id_cannot_be_read_hands_back_what_was_typed(world: World) -> None:
    sent = await odd.fill(world, world.people["ria"], "resources:1:report", "x", "The page is gone")
    assert "older version" in said(sent)
    assert "The page is gone" in str(typed(answer(sent)))
