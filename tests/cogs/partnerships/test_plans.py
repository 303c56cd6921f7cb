"""Our plan: asked for, promised, received; mine alone, and one sentence for the network."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot import handing_over
from tests.cogs.partnerships.partnership_steps import (
    BEDS,
    at,
    choose,
    direct,
    kept,
    open_plan,
    send_letter,
)
from tests.world import World, handed_back, labels, said, updated

FOUR_WEEKS = datetime(2026, 12, 19, 9, 30, tzinfo=UTC)


async def step(world: World, who: str = "ria", **days: str) -> Any:
    card = await open_plan(world, who)
    form = await world.press(who, card.response, "How far we are")
    return await world.fill(who, form, **days)


async def mine(world: World, who: str = "ria") -> None:
    await kept(world, BEDS)
    await choose(world, who)


@pytest.mark.long
async def test_a_letter_that_was_sent_begins_it_and_is_asked_after_four_weeks_later(
    world: World,
) -> None:
    await mine(world)
    card = await send_letter(world, "ria")
    assert "Saturday 19 December" in said(card)
    await at(world, FOUR_WEEKS)
    (reminder,) = direct(world)
    assert "A look at our plan is due today" in reminder.content.split("\n")[0]
    await world.later(days=1)
    assert len(direct(world)) == 1
    again = await send_letter(world, "ria")
    assert "asked for the plan on Saturday 21 November" in said(again)


@pytest.mark.long
async def test_what_came_is_a_dated_line_with_what_stands_in_it_and_a_history(
    world: World,
) -> None:
    await mine(world)
    await step(world, asked="2 Nov 2026", received="20 Nov 2026", look="1 Feb 2027")
    card = await open_plan(world)
    form = await world.press("ria", card.response, "What the plan says")
    given = {"owner": "the head of quality at ours", "dated": "1 Oct 2026", "review": "1 Mar 2027"}
    told = said(await world.people["ria"].submit_modal(form, given | {"says": ["staffing"]}))
    assert "Friday 20 November 2026: received" in told
    assert "safe staffing first; does not name who gains first; next review" in told
    card = await open_plan(world)
    anew = await world.press("ria", card.response, "A new round")
    assert "Earlier: Monday 2 November 2026: asked for" in said(anew)
    with closing(sqlite3.connect(world.config.database_path)) as file:
        assert b"head of quality at ours" not in file.serialize()
    assert "Nothing has happened" in said(await open_other(world))


async def open_other(world: World) -> Any:
    await choose(world, "rob")
    return await open_plan(world, "rob")


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ({"asked": "10 Nov 2026", "received": "9 Nov 2026"}, "before you asked"),
        ({"asked": "10 Nov 2026", "promised": "1 Nov 2026"}, "before you asked"),
        ({"asked": "", "received": "9 Nov 2026"}, "when you asked"),
        ({"asked": "1 Dec 2026"}, "not come yet"),
        ({"asked": "10 Nov 2026", "look": "11 Nov 2026"}, "already passed"),
    ],
)
async def test_what_cannot_have_been_in_that_order_is_refused_and_comes_back(
    world: World, days: dict[str, str], sentence: str
) -> None:
    await mine(world)
    refused = await step(world, **days)
    assert sentence in said(refused)
    assert all(each in handed_back(refused) for each in days.values())
    assert "Nothing has happened" in said(await open_plan(world))


async def test_what_came_on_the_very_day_it_was_asked_for_is_taken(world: World) -> None:
    await mine(world)
    told = said(await step(world, asked="10 Nov 2026", received="10 Nov 2026"))
    assert "10 November 2026: received" in told


async def test_a_day_without_a_year_is_the_last_of_that_name(
    world: World,
) -> None:
    await mine(world)
    assert "2 November 2026: asked for" in said(await step(world, asked="2 Nov"))
    assert "3 December 2025: asked for" in said(await step(world, asked="3/12"))


@pytest.mark.parametrize(("seconds", "comes"), [(-1, 1), (0, 0)])
async def test_a_week_late_nobody_is_asked_to_look_again(
    world: World, seconds: int, comes: int
) -> None:
    await mine(world)
    await send_letter(world, "ria")
    await at(world, FOUR_WEEKS + timedelta(days=7, seconds=seconds))
    assert len(direct(world)) == comes


async def test_a_day_to_look_again_that_was_changed_brings_one_reminder_at_the_new_day(
    world: World,
) -> None:
    await mine(world)
    await send_letter(world, "ria")
    await step(world, look="21 Dec 2026")
    await at(world, FOUR_WEEKS)
    assert direct(world) == []
    await at(world, datetime(2026, 12, 21, 9, 30, tzinfo=UTC))
    assert len(direct(world)) == 1


@pytest.mark.long
async def test_the_networks_line_counts_each_partnership_once_at_its_furthest_from_five_on(
    world: World,
) -> None:
    await kept(world, *(replace(BEDS, name=f"MNVP {n}", area=f"Town{n}") for n in range(5)))
    people = ["ria", "rob", "lou", "carol", "ann", "bea"]
    for name in ("ann", "bea"):
        world.add_person(name, "rep")
    for number, name in enumerate(people):
        await choose(world, name, f"Town{min(number, 4)}")
        await step(world, name, asked="2 Oct 2026")
    await step(world, "bea", received="20 Oct 2026")
    assert "In the network" not in said(await open_plan(world))
    world.clock.at = datetime(2026, 12, 3, 12, 0, tzinfo=UTC)
    for name in people:
        card = await open_plan(world, name)
        await world.press(name, card.response, "Count ours in the network's line")
    assert "In the network" not in said(await open_plan(world))  # November was looked for before
    world.clock.at = datetime(2027, 1, 3, 12, 0, tzinfo=UTC)
    line = "Of 5 partnerships that asked for their plan, 1 has received it"
    assert line in said(await open_plan(world))
    card = await open_plan(world, "bea")
    await world.press("bea", card.response, "Do not count ours")
    assert line in said(await open_plan(world))
    world.clock.at = datetime(2027, 2, 3, 12, 0, tzinfo=UTC)
    assert "5 partnerships that asked for their plan, none have" in said(await open_plan(world))


async def test_it_is_deleted_with_its_reminder(world: World) -> None:
    await mine(world)
    await send_letter(world, "ria")
    card = await open_plan(world)
    assert "Nothing of our plan" in updated(await world.press("ria", card.response, "Delete"))
    await at(world, FOUR_WEEKS)
    assert direct(world) == []
    assert "I have sent it" in labels((await open_plan(world)).response)


async def test_what_leads_from_one_feature_to_another_is_there(world: World) -> None:
    router = world.bot.router
    forms = (handing_over.QUESTION, handing_over.CHECK_IN, handing_over.TOPIC)
    assert {":".join(each.split(":")[:3]) for each in forms} <= router.forms.keys()
    assert {handing_over.LETTER, handing_over.PLAN_SENT.custom_id} <= router.buttons.keys()


@pytest.mark.long
async def test_a_reminder_that_cannot_arrive_is_told_to_that_person_alone(world: World) -> None:
    await send_letter(world, "ria")
    path = f"/channels/{world.people['ria'].user.dm_channel.id}/messages"
    world.env.inject_error("POST", path, status=403, code=50007, times=None)
    await at(world, FOUR_WEEKS)
    world.env.backend.faults.clear()
    assert "could not reach you" in said(await world.slash("ria", "mvp"))
    assert "could not reach" not in said(await world.slash("carol", "desk"))
