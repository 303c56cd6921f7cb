"""A meeting of one's own: planned, prepared, and none of it anybody else's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests import odd
from tests.cogs.partnerships.partnership_steps import (
    EVE,
    EVENING,
    TITLE,
    at,
    direct,
    go_on,
    pages,
    plan_own,
    tables,
    tell,
)
from tests.fakes import losing
from tests.world import World, handed_back, said, updated


@pytest.mark.long
async def test_a_meeting_has_a_card_the_evening_before_and_one_after_each_once(
    world: World,
) -> None:
    planned = await plan_own(world)
    assert TITLE in said(planned)
    assert "neonatal" in said(planned)
    await at(world, EVE - timedelta(minutes=1))
    assert direct(world) == []
    await at(world, EVE)
    (before,) = direct(world)
    assert "Tomorrow at 14:00" in before.content.split("\n")[0]
    assert "Words that may come up" in before.content
    assert before.content.count("\n> ") == 2
    assert TITLE not in before.content
    card = await world.people["ria"].user.click(before, label="Prepare")
    assert TITLE in said(card)
    await at(world, EVENING)
    assert len(direct(world)) == 2
    assert "How was your meeting today?" in direct(world)[-1].content
    await world.restart()
    await world.later(days=2)
    assert len(direct(world)) == 2


async def test_points_are_my_own_and_stand_on_the_card(world: World) -> None:
    planned = await plan_own(world)
    form = await world.press("ria", planned.response, "Write my points")
    card = await world.people["ria"].submit_modal(form, {"points": "Beds for parents\nFood"})
    assert "1. Beds for parents\n2. Food" in said(card)
    stored = pages(world)
    assert b"Beds for parents" not in stored
    assert TITLE.encode() not in stored
    assert "Beds for parents" in said(await world.privacy("ria", "See everything"))


async def test_another_like_it_is_planned_in_one_form(world: World) -> None:
    planned = await plan_own(world)
    form = await world.press("ria", planned.response, "Add another like it")
    assert form.modal is not None
    given = {
        part["component"]["custom_id"]: part["component"].get("value")
        for part in form.modal["components"]
    }
    assert given["title"] == TITLE
    assert given["when"] == "Wed 30 Dec 2026, 14:00"
    card = await world.fill("ria", form, cards=["before"])
    assert "30 December" in said(card)


@pytest.mark.parametrize(
    ("when", "sentence"),
    [("Fri 20 Nov 2026, 2pm", "already passed"), ("2 Dec 2029, 2pm", "two years")],
)
async def test_a_meeting_in_the_past_is_refused_and_comes_back(
    world: World, when: str, sentence: str
) -> None:
    refused = await plan_own(world, when=when)
    assert sentence in said(refused)
    assert TITLE in handed_back(refused)


async def test_a_time_with_two_readings_is_asked_back(world: World) -> None:
    asked = await plan_own(world, when="Wed 2 Dec, 7.30")
    card = await world.press("ria", asked.response, "7.30 in the evening")
    assert "19:30" in updated(card)


@pytest.mark.long
async def test_a_meeting_that_moved_has_its_cards_at_the_new_day(world: World) -> None:
    planned = await plan_own(world)
    form = await world.press("ria", planned.response, "Change")
    await world.fill("ria", form, when="Wed 9 Dec, 2pm", cards=["before", "after"])
    await at(world, EVENING)
    assert direct(world) == []
    await at(world, EVE + timedelta(days=7))
    assert len(direct(world)) == 1


@pytest.mark.long
async def test_what_was_deleted_or_has_begun_or_whose_owner_left_brings_no_card(
    world: World,
) -> None:
    planned = await plan_own(world)
    await world.press("ria", planned.response, "Delete")
    await plan_own(world, "rob")
    world.guild.remove_member(world.people["rob"])
    await plan_own(world, "lou", when="Wed 2 Dec, 7pm")
    await at(world, EVENING + timedelta(minutes=1))
    for who in ("ria", "rob", "lou"):
        assert direct(world, who) == []


async def test_a_card_that_was_missed_wakes_nobody_at_night(world: World) -> None:
    await plan_own(world)
    await at(world, EVE + timedelta(hours=4))
    assert direct(world) == []
    await at(world, datetime(2026, 12, 2, 9, 30, tzinfo=UTC))
    assert "Today at 14:00" in direct(world)[0].content


@pytest.mark.long
async def test_two_cards_without_an_answer_and_it_is_quiet_until_asked_again(
    world: World,
) -> None:
    for day in ("2 Dec", "9 Dec", "16 Dec"):
        await plan_own(world, when=f"{day} 2026, 2pm", cards=["after"])
    for week in range(3):
        await at(world, EVENING + timedelta(weeks=week))
    assert len(direct(world)) == 2
    assert "I will be quiet" in direct(world)[1].content
    card = await world.slash("ria", "mvp")
    mine = await world.press("ria", card.response, "My meetings")
    assert "gone quiet" in said(mine)
    await world.press("ria", mine.response, "Send the cards again")
    await plan_own(world, when="23 Dec 2026, 2pm", cards=["after"])
    await at(world, EVENING + timedelta(weeks=3))
    assert len(direct(world)) == 3


async def test_nobody_opens_a_meeting_of_somebody_else(world: World) -> None:
    await plan_own(world)
    for who in ("rob", "carol"):
        for verb, arg in (("plan", "1.0"), ("delete", "1"), ("points", "1"), ("prepare", "1.1")):
            pressed = await odd.press(world, world.people[who], f"mvp:1:{verb}", arg)
            assert "no such meeting" in said(pressed), verb


async def test_closed_direct_messages_are_told_to_that_person_alone(world: World) -> None:
    await plan_own(world)
    path = f"/channels/{world.people['ria'].user.dm_channel.id}/messages"
    world.env.inject_error("POST", path, status=403, code=50007, times=None)
    await at(world, EVE)
    world.env.backend.faults.clear()
    assert "could not reach you" in said(await world.slash("ria", "mvp"))
    assert "could not reach" not in said(await world.slash("carol", "desk"))


@pytest.mark.long
async def test_a_card_whose_answer_was_lost_stands_once_and_counts_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await plan_own(world, cards=["after"])
    with losing(monkeypatch):
        await at(world, EVENING)
    await world.restart()
    await world.later(minutes=1)
    assert len(direct(world)) == 1
    async with world.bot.database.reading() as tx:
        rows = await tx.execute_fetchall("SELECT unanswered FROM own_partnerships")
    assert [row[0] for row in rows] == [1]


@pytest.mark.long
async def test_whoever_is_erased_leaves_no_word_of_their_meetings(world: World) -> None:
    await plan_own(world)
    await at(world, EVENING)
    await go_on(world, await tell(world), "Keep it for me")
    await world.bot.privacy.erase(world.people["ria"].id)
    assert tables(world) == []
    async with world.bot.database.reading() as tx:
        rows = await tx.execute_fetchall("SELECT 1 FROM outbox WHERE kind LIKE 'partnerships.%'")
    assert list(rows) == []
