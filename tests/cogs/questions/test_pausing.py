"""`Pause all questions`: for everybody, said on the panel, for a week at most."""

from __future__ import annotations

import re

import pytest

from tests.cogs.questions.question_steps import asked, asking, block, draft, queue, released
from tests.world import World, labels, said, text_of, updated


async def pause(world: World, label: str = "For a week") -> str:
    looks = await queue(world)
    asks = await world.press("carol", looks.response, "Pause all questions")
    return updated(await world.press("carol", asks.response, label))


def on_panel(world: World) -> str:
    return text_of(world.channels["general"].pinned_messages()[0])


@pytest.mark.long
async def test_while_they_are_paused_nobody_asks_and_the_panel_says_so(world: World) -> None:
    await world.panel()
    form = await asking(world)
    assert re.search(
        r"paused until \w+ \d+ \w+( \d{4})?, \d\d:\d\d London time", await pause(world)
    )
    assert "Paused by the coordinators until" in on_panel(world)
    late = await world.people["ria"].submit_modal(form, {"words": "My question"})
    assert "have paused all questions, for everybody" in said(late)
    assert draft(late) == "My question"
    await world.restart()
    card = await world.slash("ria", "ask")
    assert "have paused" in said(card)
    assert labels(card.response) == ["I have a receipt code"]
    await world.later(days=7, minutes=1)
    assert "Paused" not in on_panel(world)
    assert await asked(world)


@pytest.mark.long
async def test_a_pause_can_be_ended_and_stops_nothing_that_was_asked(world: World) -> None:
    await world.panel()
    await asked(world)
    await pause(world, "For a day")
    assert await released(world)
    ended = await world.press("carol", (await queue(world)).response, "Take questions again")
    assert "taken again" in updated(ended)
    assert "Paused" not in on_panel(world)
    assert await asked(world, "rob")


@pytest.mark.long
@pytest.mark.parametrize("days", [0, 8, 10**6])
async def test_no_pause_is_longer_than_a_week(world: World, days: int) -> None:
    from bot.ui import button, view

    place = world.bot.get_partial_messageable(world.channels["general"].id)
    made = await place.send("x", view=view(button("Pause", f"questions:1:paused:{days}")))
    await world.press("carol", made, "Pause")
    await world.later(days=7, minutes=1)
    assert "have paused" not in said(await world.slash("ria", "ask"))


async def test_the_answer_to_a_block_offers_it(world: World) -> None:
    code = await asked(world)
    await released(world)
    pressed = await block(world, code[:6])
    await world.later(minutes=1)
    assert labels(pressed.followups[0]) == ["Undo", "Pause all questions"]
