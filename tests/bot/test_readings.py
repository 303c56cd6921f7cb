"""What has two readings is a question, whose buttons go on as if it had been typed."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

import pytest

from bot import readings
from bot.domain.errors import AskError, Reading
from cogs.meetings import scheduling
from tests.cogs.meetings.call_steps import managed, press
from tests.cogs.peer_support.test_checkins import begin
from tests.cogs.peer_support.test_checkins import press as press_checkin
from tests.world import CALL, IN_A_FORM, World, filled, labels, said, typed, updated

EVENING, MORNING = "7.30 in the evening", "7.30 in the morning"


@pytest.mark.long
async def test_a_command_is_asked_back_and_the_press_plans_the_call(world: World) -> None:
    asked = await world.slash("carol", "meeting schedule", **(CALL | {"time": "7.30"}))
    assert said(asked).startswith(f"Do you mean {MORNING} or {EVENING}?")
    assert labels(asked.response) == [MORNING, EVENING, "Try again"]
    await world.restart()
    planned = await world.press("carol", asked.response, EVENING)
    assert "Tuesday 8 December, 19:30 London time" in updated(planned)
    await world.press("carol", planned.response, "Announce now")
    assert "19:30" in world.announcements()[-1].content


async def test_the_answer_takes_the_place_of_the_question(world: World) -> None:
    asked = await world.slash("carol", "meeting schedule", **(CALL | {"time": "7.30"}))
    planned = await world.press("carol", asked.response, EVENING)
    assert planned.followups == []
    assert EVENING not in labels(planned.response)


async def test_two_questions_come_one_after_the_other_with_everything_kept(world: World) -> None:
    both = CALL | {"date": "next Friday", "time": "7.30", "length": 90}
    asked = await world.slash("carol", "meeting schedule", **both, repeats="weekly")
    first, second, _ = labels(asked.response)
    assert (first, second) == ("Friday 27 November", "Friday 4 December")
    again = await world.press("carol", asked.response, second)
    assert labels(again.response) == [MORNING, EVENING, "Try again"]
    assert typed(again.response)["Length"] == "90"
    form = await world.press("carol", again.response, "Try again")
    assert filled(form)["when"] == "4 Dec 2026, 7.30"
    told = updated(await world.press("carol", again.response, EVENING))
    assert "Friday 4 December, 19:30" in told
    assert "About 90 minutes" in told
    assert "every week on Friday" in told


@pytest.mark.long
async def test_forms_of_plan_and_change_ask_in_the_same_way(world: World) -> None:
    form = await press_plan(world)
    asked = await world.fill("carol", form, **(IN_A_FORM | {"when": "8 Dec 7.30"}))
    planned = await world.press("carol", asked.response, EVENING)
    await world.press("carol", planned.response, "Announce now")
    asked = await world.fill("carol", await press(world, "Change"), when="8 Dec, 8")
    shown = await world.press("carol", asked.response, "8 in the evening")
    assert "New time: **Tuesday 8 December, 20:00" in updated(shown)
    await world.press("carol", shown.response, "Yes, change it")
    assert "20:00" in said(await managed(world))


async def press_plan(world: World) -> Any:
    desk = await world.slash("carol", "desk")
    return await world.press("carol", desk.response, "Plan a call")


async def test_an_action_is_noted_once_by_the_press(world: World) -> None:
    await world.announce_call()
    about = {"who": world.people["ria"], "what": "Ring the trust", "due": "next Friday"}
    asked = await world.slash("carol", "action add", **about)
    told = updated(await world.press("carol", asked.response, "Friday 4 December"))
    assert "Ring the trust (by Friday 4 December)" in told
    async with world.bot.database.reading() as tx:
        assert len(list(await tx.execute_fetchall("SELECT id FROM actions"))) == 1


async def test_a_form_for_an_action_asks_too(world: World) -> None:
    await world.announce_call()
    form = await of_person(world)
    asked = await world.fill("carol", form, what="Ring the trust", due="by next Friday")
    told = updated(await world.press("carol", asked.response, "Friday 27 November"))
    assert "Ring the trust (by Friday 27 November)" in told


async def of_person(world: World) -> Any:
    listed = await world.slash("carol", "action list")
    who = await world.press("carol", listed.response, "Add")
    assert who.response is not None
    return await world.people["carol"].select(who.response, [world.people["ria"]])


async def test_a_rest_and_the_hour_of_check_ins_are_asked_about(world: World) -> None:
    form = await press_checkin(world, "ria", "Ask me now and then")
    sent = {"every": "fortnight", "day": "Friday", "time": "8"}
    asked = await world.people["ria"].submit_modal(form, sent)
    begun = await world.press("ria", asked.response, "8 in the evening")
    assert "every two weeks" in updated(begun)
    assert "20:00 London time" in updated(begun)
    form = await press_checkin(world, "ria", "Rest a while")
    asked = await world.people["ria"].submit_modal(form, {"length": "date", "until": "next Sun"})
    rested = await world.press("ria", asked.response, "Sunday 29 November")
    assert "quiet until Sunday 29 November" in updated(rested)


@pytest.mark.parametrize("until", ["two weeks", "until 5 December", "in a fortnight"])
async def test_a_rest_takes_a_length_in_words(world: World, until: str) -> None:
    await begin(world)
    form = await press_checkin(world, "ria", "Rest a while")
    rested = await world.people["ria"].submit_modal(form, {"length": "date", "until": until})
    assert "quiet until Saturday 5 December" in said(rested)


async def test_a_date_that_an_unseen_sign_turns_round_is_refused(world: World) -> None:
    refused = await world.slash("carol", "meeting schedule", **(CALL | {"date": "\u202e8/12"}))
    assert "cannot be seen" in said(refused)
    form = await press_plan(world)
    refused = await world.fill("carol", form, **(IN_A_FORM | {"when": "\u202e8/12, 7pm"}))
    assert "cannot be seen" in said(refused)


@pytest.mark.long
async def test_gmt_is_asked_about_and_the_press_keeps_the_rest(world: World) -> None:
    summer = CALL | {"date": "8 June 2027", "zone": "GMT", "repeats": "weekly"}
    asked = await world.slash("carol", "meeting schedule", **summer)
    told = updated(await world.press("carol", asked.response, "GMT, in summer too"))
    assert "19:30 GMT" in told
    assert "every week on Tuesday" in told
    asked = await world.slash("carol", "meeting schedule", **summer)
    told = updated(await world.press("carol", asked.response, "London time, all year"))
    assert "19:30 London time" in told


async def test_a_reading_of_a_form_that_is_gone_says_so(world: World) -> None:
    await world.plan_call("Save without announcing")
    form = await press(world, "Change")
    asked = await world.fill("carol", form, when="8 Dec, 8")
    shown = await press(world, "Cancel the call")
    await world.press("carol", shown.response, "Yes, cancel it")
    refused = await world.press("carol", asked.response, "8 in the evening")
    assert "cancelled" in said(refused)


def test_the_longest_reading_fits_a_button_in_every_zone() -> None:
    longest = Reading("", "30 Dec 2026, 10:30am-11:30 gmt")
    for zone in available_timezones():
        form_id = scheduling._form_id("monthly on the last weekday", zone)
        shown = readings.view(AskError("?", longest, field="when"), form_id)
        assert len(shown.children) == 2, zone
