"""What is said around a hello is so: who is told, when, and how it ended."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import discord
import pytest

from bot.services.listeners import Listeners
from tests.cogs.peer_support.hello_steps import (
    CLAIM,
    ask,
    calls,
    go_on_duty,
    inside,
    lose_role,
    meet,
    of_two,
    rest,
    threads,
)
from tests.cogs.peer_support.test_checkins import direct
from tests.world import World, answer, labels, said, text_of

NIGHT = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
PING = "<@&"


def review(world: World) -> list[discord.Message]:
    return world.channels["review"].history()


async def hours(world: World, name: str, begins: str, ends: str) -> str:
    card = await world.slash(name, "listener")
    form = await world.press(name, card.response, "My hours")
    return said(await world.fill(name, form, begins=begins, ends=ends))


async def test_with_nobody_on_duty_coordinators_are_told_at_once_and_again(world: World) -> None:
    asked = said(await ask(world))
    assert "No listener is on duty" in asked
    assert "telling the coordinators now" in asked
    assert "116 123" in asked
    [told] = review(world)
    assert re.search(
        r"since \w+ \d+ \w+, \d\d:\d\d London time: no listener is on duty who", told.content
    )
    assert world.roles["coordinator"].mention in told.content
    assert "Ria" not in told.content
    assert direct(world, "ria") == []
    await world.later(hours=4)
    await world.later(seconds=1)
    assert len(review(world)) == 2
    [honest] = direct(world, "ria")
    assert "I have told the coordinators" in honest.content


async def test_a_coordinator_may_come_at_once_where_no_listener_could(world: World) -> None:
    await ask(world)
    await world.press("carol", review(world)[-1], CLAIM)
    await world.later(seconds=1)
    assert inside(world, of_two(world), "ria", "carol") == ["ria", "carol"]
    assert "somebody has come" in review(world)[-1].content


async def test_the_desk_has_who_waits_even_where_the_message_is_gone(world: World) -> None:
    await ask(world)
    [told] = review(world)
    await told.delete()
    desk = await world.slash("carol", "desk")
    assert "1 person waiting for a hello" in said(desk)
    waits = await world.press("carol", desk.response, "What waits")
    shown = await world.press("carol", waits.response, "Look")
    assert "no listener has been able to come" in said(shown)
    assert "Ria" not in said(shown)
    await world.press("carol", shown.response, CLAIM)
    await world.later(seconds=1)
    assert inside(world, of_two(world), "ria", "carol") == ["ria", "carol"]
    assert "hello" not in said(await world.slash("carol", "desk"))


async def test_the_desk_has_no_hello_that_listeners_alone_were_asked_for(world: World) -> None:
    await go_on_duty(world, "lou")
    await ask(world)
    assert "hello" not in said(await world.slash("carol", "desk"))


async def test_at_night_coordinators_are_not_called_before_eight(world: World) -> None:
    world.clock.at = NIGHT
    asked = said(await ask(world))
    assert "can see that somebody waits, and I call them at 8:00" in asked
    assert "116 123" in asked
    [silent] = review(world)
    assert PING not in silent.content
    await world.later(hours=4)
    await world.later(seconds=1)
    assert [PING in each.content for each in review(world)] == [False, False]
    assert "It is night" in direct(world, "ria")[-1].content
    world.clock.at = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
    await world.later(seconds=1)
    assert [PING in each.content for each in review(world)] == [False, False, True]
    assert "I have told the coordinators" in direct(world, "ria")[-1].content


async def test_nobody_is_said_to_have_been_told_who_was_not(world: World) -> None:
    await world.bot.setup.choose(review=0)
    asked = said(await ask(world))
    assert "nobody else whom I could tell" in asked
    assert "coordinators" not in asked
    await world.later(seconds=1)
    assert "could not tell the coordinators" in direct(world, "ria")[-1].content


async def test_who_asks_again_reads_how_it_stands_and_who_knows(listening: World) -> None:
    world = listening
    await ask(world)
    asked = said(await ask(world))
    assert "You asked not long ago" in asked
    assert "2 listeners are on duty now. I will go on asking" in asked
    await world.later(hours=4)
    await world.later(seconds=1)
    asked = said(await ask(world))
    assert "nobody has come yet" in asked
    assert "The coordinators know that someone is waiting" in asked
    await meet(world)
    assert f"you meet in <#{of_two(world).id}>" in said(await ask(world))


async def test_where_no_thread_can_be_opened_nobody_is_said_to_be_told_who_was_not(
    listening: World,
) -> None:
    world = listening
    await world.bot.setup.choose(review=0)
    await ask(world)
    world.env.inject_error("POST", "/channels/*/threads", status=403, code=50013)
    await meet(world)
    await world.later(seconds=2)
    assert "could not tell the coordinators" in direct(world, "ria")[-1].content
    for name in ("ria", "lou"):
        told = said(await world.slash(name, "help"))
        assert "could not open a private thread" in told
        assert "telling the coordinators" not in told


async def test_who_lost_the_role_is_neither_called_nor_counted_and_out_at_once(
    listening: World,
) -> None:
    world = listening
    lose_role(world, "lee")
    assert "the one listener who is on duty" in said(await ask(world))
    [call] = calls(world)
    assert world.people["lou"].mention in call.content
    assert world.people["lee"].mention not in call.content
    assert inside(world, threads(world)["Listeners"], "lou", "lee") == ["lou"]
    # Discord gives a list of a thread's members to bots with an intent that we do not have.
    listing = [each.path for each in world.env.http_requests if each.method == "GET"]
    assert not [path for path in listing if "thread-members" in path]
    lose_role(world, "lou")
    assert "listener role" in said(await world.press("lou", call, CLAIM))


async def test_who_loses_the_role_between_asking_and_the_call_is_not_called(
    listening: World,
) -> None:
    world = listening
    await world.slash("ria", "hello")
    lose_role(world, "lee")
    await world.later(seconds=1)
    [call] = calls(world)
    assert world.people["lou"].mention in call.content
    assert world.people["lee"].mention not in call.content


async def test_a_listener_who_lost_the_role_while_with_somebody_is_replaced(
    listening: World,
) -> None:
    world = listening
    await ask(world)
    await meet(world)
    lose_role(world, "lou")
    await world.later(hours=1)
    await world.later(seconds=1)
    assert inside(world, of_two(world), "ria", "lou") == ["ria"]


async def test_nobody_is_called_outside_their_hours_but_when_these_begin(
    listening: World,
) -> None:
    world = listening
    assert "between 18:00 and 21:00" in await hours(world, "lee", "6pm", "21:00")
    assert "any hour" in await hours(world, "lou", "0:00", "0:00")
    assert "the one listener who is on duty" in said(await ask(world))
    assert world.people["lee"].mention not in calls(world)[-1].content
    await world.later(hours=5, minutes=59)
    assert len(calls(world)) == 1
    await world.later(minutes=1)
    assert len(calls(world)) == 2
    assert world.people["lee"].mention in calls(world)[-1].content
    assert world.people["lou"].mention not in calls(world)[-1].content


@pytest.mark.parametrize(("begins", "told"), [("25:00", "no such time"), ("8", "in the morning")])
async def test_hours_that_are_none_bring_the_form_back(
    listening: World, begins: str, told: str
) -> None:
    assert told in await hours(listening, "lou", begins, "22:00")


async def test_somebody_else_is_never_the_same_one_again(listening: World) -> None:
    world = listening
    await ask(world)
    await meet(world)
    await world.press("ria", of_two(world).history()[0], "Someone else, please")
    await world.later(seconds=1)
    again = await world.press("lou", calls(world)[-1], CLAIM)
    assert "another listener comes now" in said(again)
    card = await world.slash("lou", "listener")
    assert CLAIM not in labels(card.response)
    assert "waiting for a hello" not in said(card)


async def test_where_nobody_else_is_on_duty_that_is_what_is_said(listening: World) -> None:
    world = listening
    await rest(world, "lee")
    await ask(world)
    await meet(world)
    other = await world.press("ria", of_two(world).history()[0], "Someone else, please")
    assert "No other listener is on duty" in said(other)
    assert "telling the coordinators now" in said(other)
    await world.later(seconds=1)
    assert "No other listener is on duty" in of_two(world).history()[-1].content
    assert "no listener is on duty who could come" in review(world)[-1].content


async def test_the_end_is_told_as_it_was(listening: World) -> None:
    world = listening
    asked = await ask(world)
    await world.press("ria", asked.response, "Never mind")
    await world.later(seconds=1)
    assert "no longer needed" in calls(world)[-1].content
    await ask(world)
    await world.later(hours=4)
    await world.later(hours=20)
    await world.later(seconds=1)
    for message in (calls(world)[-1], review(world)[-1]):
        assert "nobody could come in time" in message.content
        assert labels(message) == []
    await ask(world)
    await meet(world)
    await world.press("ria", of_two(world).history()[0], "Someone else, please")
    await world.later(seconds=1)
    await world.press("ria", of_two(world).history()[-1], "We are done")
    await world.later(seconds=1)
    assert "no longer needed" in calls(world)[-1].content


@pytest.mark.long
async def test_after_two_weeks_a_listener_is_asked_and_rests_without_an_answer(
    listening: World,
) -> None:
    world = listening
    for _ in range(30):
        await world.later(hours=12)
    for name in ("lou", "lee"):
        [asked] = direct(world, name)
        assert labels(asked) == ["Still on duty", "Rest now"]
    still = await world.people["lou"].user.click(direct(world, "lou")[0], label="Still on duty")
    assert "again in two weeks" in said(still)
    for _ in range(16):
        await world.later(hours=12)
    card = await world.slash("lee", "listener")
    assert "You are resting" in said(card)
    assert "so you are resting now" in said(card)
    assert "Nobody else is on duty" in said(await world.slash("lou", "listener"))
    await go_on_duty(world, "lee")
    assert answer(card).ephemeral
    for _ in range(16):
        await world.later(hours=12)
    assert (len(direct(world, "lou")), len(direct(world, "lee"))) == (2, 1)


async def test_who_has_not_answered_for_seven_days_rests(listening: World) -> None:
    world, lou = listening, listening.people["lou"].id
    listeners = Listeners(world.bot.database, world.bot.outbox, world.bot.now)
    await listeners.was_asked(lou)
    world.clock.at += timedelta(days=7, seconds=-1)
    assert await listeners.ask_who_still_is() == []
    world.clock.at += timedelta(seconds=1)
    assert await listeners.ask_who_still_is() == [lou]


async def test_an_hour_with_two_readings_goes_into_the_field_it_was_typed_in(
    listening: World,
) -> None:
    world = listening
    card = await world.slash("lou", "listener")
    form = await world.press("lou", card.response, "My hours")
    asked = await world.fill("lou", form, begins="8", ends="9")
    asked = await world.press("lou", asked.response, "8 in the morning")
    chosen = await world.press("lou", asked.response, "9 in the evening")
    assert "between 8:00 and 21:00" in text_of(chosen.response)
