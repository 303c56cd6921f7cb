"""Listeners on duty and at rest, through the real bot; and what goes wrong in their threads."""

from __future__ import annotations

from tests.cogs.peer_support.hello_steps import (
    CLAIM,
    ask,
    calls,
    go_on_duty,
    inside,
    lose_role,
    meet,
    rest,
    threads,
)
from tests.world import World, labels, said, updated

WORRIED = "I am worried about somebody"


async def test_after_four_people_a_rest_is_offered_and_a_fifth_left_to_others(
    listening: World,
) -> None:
    world = listening
    for name in ("una", "vi", "wyn", "xan", "yve"):
        world.add_person(name, "rep")
    for name in ("una", "vi", "wyn"):
        await ask(world, name)
        assert "proper rest" not in said(await meet(world))
    await ask(world, "xan")
    offered = await meet(world)
    assert "proper rest" in said(offered)
    assert labels(offered.response)[:2] == ["Rest now", "Stay on duty"]
    await ask(world, "yve")
    assert world.people["lou"].mention not in calls(world)[-1].content
    assert "four people" in said(await world.press("lou", calls(world)[-1], CLAIM))
    assert "resting" in said(await world.press("lou", offered.response, "Rest now"))
    assert inside(world, threads(world)["Listeners"], "lou", "lee") == ["lee"]


async def test_without_a_listener_on_duty_the_answer_is_honest(world: World) -> None:
    asked = said(await ask(world))
    assert "No listener is on duty" in asked
    assert "116 123" in asked
    on = await go_on_duty(world, "lou")
    assert "Somebody is waiting" in updated(on)
    assert "opening a private thread" in said(await world.press("lou", on.response, CLAIM))


async def test_whoever_rests_or_carries_enough_is_offered_no_hello_that_would_be_refused(
    listening: World,
) -> None:
    world = listening
    for name in ("una", "vi", "wyn", "xan", "yve"):
        world.add_person(name, "rep")
        await ask(world, name)
        if name != "yve":
            await meet(world)
    plenty = await world.slash("lou", "listener")
    assert CLAIM not in labels(plenty.response)
    assert "is waiting" not in said(plenty)
    resting = await rest(world, "lee")
    assert CLAIM not in labels(resting.response)
    assert "Somebody is waiting for a hello now" in updated(resting)
    assert "`Go on duty` first" in updated(resting)
    on = await world.press("lee", resting.response, "Go on duty")
    assert "opening a private thread" in said(await world.press("lee", on.response, CLAIM))


async def test_only_the_listener_role_goes_on_duty_or_claims(listening: World) -> None:
    world = listening
    assert "listener role" in said(await world.slash("ria", "listener"))
    card = await world.slash("lou", "listener")
    assert "between 8:00 and 22:00, London time. One other listener is on duty" in said(card)
    assert labels(card.response) == ["Rest now", "My hours", WORRIED]
    rested = await world.press("lou", card.response, "Rest now")
    assert "You are resting" in updated(rested)
    assert labels(rested.response) == ["Go on duty", "My hours", WORRIED]


async def test_presses_on_an_old_card_are_refused_once_the_role_is_gone(listening: World) -> None:
    world = listening
    card = await world.slash("lou", "listener")
    form = await world.press("lou", card.response, "My hours")
    rested = await world.press("lou", card.response, "Rest now")
    lose_role(world, "lou")
    for label in ("Go on duty", "My hours"):
        assert "listener role" in said(await world.press("lou", rested.response, label))
    assert "listener role" in said(await world.fill("lou", form, begins="7am", ends="9pm"))
    assert "Nobody else is on duty" in said(await world.slash("lee", "listener"))


async def test_whoever_loses_the_role_is_off_duty_the_next_day(listening: World) -> None:
    world = listening
    world.guild.remove_member(world.people["lee"])
    await world.later(days=1)
    assert "Nobody else is on duty" in said(await world.slash("lou", "listener"))


async def test_who_rests_while_with_somebody_is_told_that_it_goes_on(listening: World) -> None:
    world = listening
    await ask(world)
    await meet(world)
    card = await world.slash("lou", "listener")
    assert "still in a thread with somebody" in updated(
        await world.press("lou", card.response, "Rest now")
    )
    assert inside(world, threads(world)["Listeners"], "lou", "lee") == ["lee"]
    await ask(world, "rob")
    assert world.people["lou"].mention not in calls(world)[-1].content


async def test_who_cannot_be_let_into_the_thread_is_told_and_on_duty_all_the_same(
    world: World,
) -> None:
    world.env.inject_error("POST", "/channels/*/threads", status=403, code=50013)
    told = said(await go_on_duty(world, "lou"))
    assert "You are on duty, and I could not let you into the listeners' thread" in told
    assert "You are on duty" in said(await world.slash("lou", "listener"))


async def test_without_a_support_channel_help_is_named_all_the_same(world: World) -> None:
    await world.bot.setup.choose(support=0)
    refused = said(await world.slash("ria", "hello"))
    assert "/setup channels" in refused
    assert "999" in refused


async def test_a_thread_that_cannot_be_opened_is_told_to_both_and_to_coordinators(
    listening: World,
) -> None:
    world = listening
    await ask(world)
    world.env.inject_error("POST", "/channels/*/threads", status=403, code=50013)
    await meet(world)
    await world.later(seconds=1)
    assert "Someone is waiting" in world.texts(world.channels["review"])[-1]
    assert "could not open a private thread" in said(await world.slash("ria", "help"))


async def test_a_call_that_discord_puts_off_is_posted_once(listening: World) -> None:
    world = listening
    world.env.inject_error("POST", "/channels/*/messages", status=400, code=40003)
    await ask(world)
    await world.later(minutes=2)
    assert len(calls(world)) == 1
