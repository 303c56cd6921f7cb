"""One's own card of check-ins, its forms, and `People` on the desk."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot import ui
from tests.cogs.peer_support.hello_steps import go_on_duty, rest
from tests.cogs.peer_support.test_checkins import HARD, begin, check_in, direct, press
from tests.world import World, filled, labels, said


@pytest.mark.long
@pytest.mark.parametrize(("time", "told"), [("25:00", "no such time"), ("8", "in the morning")])
async def test_a_mistake_in_when_to_ask_brings_the_form_back_as_it_was_sent(
    world: World, time: str, told: str
) -> None:
    form = await press(world, "ria", "Ask me now and then")
    sent = {"every": "fortnight", "day": "Friday", "time": time}
    refused = await world.people["ria"].submit_modal(form, sent)
    assert told in said(refused)
    await world.restart()
    again = await world.press("ria", refused.response, "Try again")
    assert filled(again) == sent
    begun = await world.people["ria"].submit_modal(again, sent | {"time": "8pm"})
    assert "every two weeks" in said(begun)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"length": "date", "until": "a few weeks"}, "`Tue 8 Dec`"),
        ({"length": "date", "until": "1/11/2026"}, "already over"),
        ({"length": "date", "until": ""}, "Write the date"),
        ({"length": "week", "until": "5 January"}, "wrote a date as well"),
    ],
)
async def test_a_mistake_in_a_rest_brings_the_form_back_as_it_was_sent(
    world: World, typed: dict[str, str], told: str
) -> None:
    await begin(world)
    form = await press(world, "ria", "Rest a while")
    refused = await world.people["ria"].submit_modal(form, typed)
    assert told in said(refused)
    again = await world.press("ria", refused.response, "Try again")
    assert filled(again) == typed
    rested = await world.people["ria"].submit_modal(again, {"length": "fortnight", "until": ""})
    assert "quiet until Saturday 5 December" in said(rested)


async def people_card(world: World) -> Any:
    """Open `People` from the desk, as carol."""
    desk = await world.slash("carol", "desk")
    return await world.press("carol", desk.response, "People")


@pytest.mark.long
async def test_the_monthly_line_needs_five_who_ticked_and_never_changes(world: World) -> None:
    names = ["ria", "rob", "lou", "carol"]
    for name in names:
        await check_in(world, name, counted=True)
    world.add_person("una", "rep")
    await check_in(world, "una", counted=False)
    assert "2026" in said(await people_card(world))
    await world.later(days=15)
    december = said(await people_card(world))
    assert "Nothing to show for **November 2026**: fewer than 5 people" in december
    for name in (*names, "una"):
        await check_in(world, name, counted=True, feeling="hard")
    await world.later(days=30)
    assert "**December 2026**: mostly hard" in said(await people_card(world))
    for name in names:
        sure = await press(world, name, "Delete my answers")
        await world.press(name, sure.response, "Delete my answers")
    again = await people_card(world)
    assert "**December 2026**: mostly hard" in said(again)
    earlier = said(await world.press("carol", again.response, "Earlier months"))
    assert "Nothing to show for **November 2026**: fewer than 5 people" in earlier


@pytest.mark.long
async def test_people_on_the_desk_shows_who_listens_and_nobodys_check_ins(world: World) -> None:
    world.add_person("lee", "listener")
    assert "Nobody is on duty" in said(await people_card(world))
    for name in ("lou", "lee"):
        await go_on_duty(world, name)
    await rest(world, "lee")
    await check_in(world, "ria", **HARD)
    shown = said(await people_card(world))
    assert f"On duty now: {world.people['lou'].mention}." in shown
    assert "One more is resting" in shown
    assert "talked over" not in shown
    assert world.people["ria"].mention not in shown
    world.guild.remove_member(world.people["lee"])
    await world.later(days=1)
    assert "resting" not in said(await people_card(world))


async def test_the_panel_opens_the_same_card_as_the_command(world: World) -> None:
    panel = await world.slash("ria", "help")
    told = await world.press("ria", panel.response, "Check in")
    assert "Nobody counts how often" in said(told)
    offered = ["Check in now", "Ask me now and then"]
    assert (
        labels(told.response) == labels((await world.slash("ria", "checkin")).response) == offered
    )
    await begin(world)
    await check_in(world, "ria", words="a long day")
    card = await world.press("ria", panel.response, "Check in")
    assert "Good" in said(card)
    assert "a long day" not in said(card)
    first = ["Check in now", "What I said", "Change the last one"]
    assert labels(card.response) == [*first, "Change when", "Rest a while", "Stop asking"]


async def test_changing_when_begins_with_what_was_chosen(world: World) -> None:
    await begin(world, every="fortnight", day="Friday", time="18:30")
    form = await press(world, "ria", "Change when")
    assert filled(form) == {"every": "fortnight", "day": "Friday", "time": "18:30"}


async def test_a_button_of_the_first_release_opens_the_form_with_what_it_said(world: World) -> None:
    old = ui.view(ui.button("Every month", "checkins:1:every:month"))
    place = await world.bot.create_dm(discord.Object(world.people["ria"].id))
    await place.send(view=old)
    form = await world.people["ria"].user.click(direct(world, "ria")[-1], label="Every month")
    assert filled(form)["every"] == "month"


@pytest.mark.long
@pytest.mark.parametrize(
    ("who", "presses"),
    [
        ("ria", ["Check in", "Check in now"]),
        ("ria", ["Check in", "Change when"]),
        ("ria", ["Check in", "What I said"]),
        ("ria", ["Check in", "Change the last one"]),
        ("ria", ["Check in", "Rest a while"]),
        ("ria", ["Check in", "Stop asking", "Stop and delete"]),
        ("carol", ["People"]),
    ],
)
async def test_each_job_of_an_old_command_is_three_presses_away_at_most(
    world: World, who: str, presses: list[str]
) -> None:
    await begin(world)
    await check_in(world, "ria")
    shown = await world.slash(who, "desk" if who == "carol" else "help")
    for label in presses:
        shown = await world.press(who, shown.response, label)
    assert len(presses) <= 3
    assert shown.modal is not None or said(shown)
