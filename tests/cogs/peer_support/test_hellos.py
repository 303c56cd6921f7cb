"""Somebody to say hello, through the real bot, with restarts."""

from __future__ import annotations

import discord
import pytest

from tests.cogs.peer_support.hello_steps import (
    CLAIM,
    ask,
    calls,
    inside,
    is_closed,
    meet,
    of_two,
    rest,
)
from tests.cogs.peer_support.test_checkins import check_in, close_messages, direct
from tests.fakes import losing
from tests.world import World, labels, said


async def test_those_on_duty_are_called_and_not_told_who_asks(listening: World) -> None:
    world = listening
    await rest(world, "lee")
    asked = said(await ask(world))
    assert "the one listener who is on duty" in asked
    assert "could read it" in asked
    [call] = calls(world)
    assert world.people["lou"].mention in call.content
    assert world.people["lee"].mention not in call.content
    assert world.people["ria"].mention not in call.content
    assert "Ria" not in call.content


@pytest.mark.long
async def test_a_crash_before_the_call_was_changed_does_not_leave_it_standing(
    listening: World,
) -> None:
    world = listening
    await ask(world)
    [call] = calls(world)
    await meet(world)
    async with world.bot.database.transaction() as tx:
        await tx.execute("UPDATE outbox SET state = 'sending' WHERE kind = 'hellos.meet'")
        await tx.execute("INSERT INTO hello_calls VALUES (1, ?, ?)", (call.channel.id, call.id))
    await call.edit(content="Somebody would like someone to say hello.")
    await world.restart()
    await world.later(seconds=1)
    assert "somebody has come" in calls(world)[-1].content
    assert len(of_two(world).history()) == 1


@pytest.mark.long
async def test_two_meet_in_a_private_thread_that_says_who_else_can_read(listening: World) -> None:
    world = listening
    await ask(world)
    await world.restart()
    rules = said(await meet(world))
    thread = of_two(world)
    place = world.bot.get_channel(thread.id)
    assert isinstance(place, discord.Thread)
    assert place.is_private()
    assert inside(world, thread, "ria", "lou", "lee", "rob") == ["ria", "lou"]
    [start] = thread.history()
    assert start.content.startswith("You two can read this, and so can the people who run")
    assert "Take your time" in start.content
    assert labels(start) == ["We are done", "Hand over", "Someone else, please"]
    assert "999" in start.content
    assert len(start.content.split()) < 90
    assert "not a helpline" in rules
    assert "Hand over" in rules
    assert "999" in rules
    assert "somebody has come" in calls(world)[-1].content
    assert not calls(world)[-1].components


async def test_the_second_to_press_is_thanked_and_the_first_one_comes(listening: World) -> None:
    world = listening
    await ask(world)
    [call] = calls(world)
    await world.press("lou", call, CLAIM)
    assert "Somebody has come already" in said(await world.press("lee", call, CLAIM))
    await world.later(seconds=1)
    assert inside(world, of_two(world), "ria", "lou", "lee") == ["ria", "lou"]


@pytest.mark.long
async def test_after_four_hours_coordinators_and_the_person_are_told_once(listening: World) -> None:
    world = listening
    await ask(world)
    await world.restart()
    await world.later(hours=3, minutes=59)
    assert world.texts(world.channels["review"]) == []
    await world.later(minutes=1)
    await world.restart()
    await world.later(hours=1)
    [told] = world.texts(world.channels["review"])
    assert "Someone is waiting" in told
    assert "Ria" not in told
    assert world.people["ria"].mention not in told
    [honest] = [each.content for each in direct(world, "ria")]
    assert "Nobody has been able to come" in honest
    assert "116 123" in honest


async def test_a_coordinator_may_come_once_told(listening: World) -> None:
    world = listening
    await ask(world)
    await world.later(hours=4)
    [told] = world.channels["review"].history()
    await world.press("carol", told, CLAIM)
    await world.later(seconds=1)
    assert inside(world, of_two(world), "ria", "carol", "lou") == ["ria", "carol"]


async def test_closed_messages_bring_the_honest_word_at_the_next_command(listening: World) -> None:
    world = listening
    await ask(world)
    close_messages(world, "/users/@me/channels")
    await world.later(hours=4)
    assert direct(world, "ria") == []
    assert "Nobody has been able to come" in said(await world.slash("ria", "help"))


@pytest.mark.long
async def test_a_day_later_it_has_expired_and_the_person_is_told(listening: World) -> None:
    world = listening
    await ask(world)
    await world.later(hours=4)
    await world.restart()
    await world.later(hours=19, minutes=59)
    assert len(direct(world, "ria")) == 1
    await world.later(minutes=1)
    await world.later(minutes=1)
    assert labels(direct(world, "ria")[-1]) == ["Ask again"]
    assert "nobody could come in time" in calls(world)[-1].content
    again = await world.people["ria"].user.click(direct(world, "ria")[-1], label="Ask again")
    assert "I am asking the 2 listeners" in said(again)


async def test_after_three_days_down_only_the_end_is_told(listening: World) -> None:
    world = listening
    await ask(world)
    await world.later(days=3)
    await world.later(seconds=1)
    assert world.texts(world.channels["review"]) == []
    [told] = [each.content for each in direct(world, "ria")]
    assert "nobody could come within a day" in told


async def test_each_of_the_two_is_thanked_for_what_was_theirs(listening: World) -> None:
    world = listening
    await ask(world)
    await meet(world)
    start = of_two(world).history()[0]
    assert "Thank you for being there" in said(await world.press("lou", start, "We are done"))
    await world.later(seconds=1)
    world.add_person("vi", "rep")
    await ask(world, "vi")
    await meet(world)
    start = of_two(world, "vi").history()[0]
    assert "`/hello` asks again" in said(await world.press("vi", start, "We are done"))


@pytest.mark.long
async def test_the_thread_of_two_closes_after_a_day(listening: World) -> None:
    world = listening
    await ask(world)
    await meet(world)
    thread = of_two(world)
    await world.later(hours=23)
    await world.restart()
    assert len(thread.history()) == 1
    await world.later(hours=1)
    await world.later(minutes=1)
    assert "closing the thread" in thread.history()[-1].content
    assert is_closed(world, thread)
    assert inside(world, thread, "ria", "lou") == ["ria", "lou"]
    assert [labels(message) for message in thread.history()] == [[], ["Ask again"]]
    assert "Somebody has come" not in said(await ask(world))


async def test_never_mind_withdraws_and_nobody_is_told_who(listening: World) -> None:
    world = listening
    asked = await ask(world)
    assert "withdrawn" in said(await world.press("ria", asked.response, "Never mind"))
    await world.later(hours=5)
    assert world.texts(world.channels["review"]) == []
    assert direct(world, "ria") == []
    assert "no longer needed" in calls(world)[-1].content
    assert "I am asking the 2 listeners" in said(await ask(world))


async def test_a_call_whose_making_was_not_confirmed_says_that_it_is_no_longer_needed(
    listening: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = listening
    with losing(monkeypatch):
        asked = await ask(world)
        assert labels(calls(world)[-1]) == [CLAIM]
        await world.press("ria", asked.response, "Never mind")
    await world.later(minutes=1)
    [call] = calls(world)
    assert "no longer needed" in call.content
    assert labels(call) == []


async def test_a_call_that_was_never_made_is_not_made_after_all(
    listening: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = listening
    with losing(monkeypatch, sends=False):
        asked = await ask(world)
        await world.press("ria", asked.response, "Never mind")
    await world.later(minutes=1)
    assert [call for call in calls(world) if labels(call)] == []


async def test_an_asker_who_withdraws_after_somebody_came_closes_the_thread(
    listening: World,
) -> None:
    world = listening
    asked = await ask(world)
    await meet(world)
    assert "closing" in said(await world.press("ria", asked.response, "Never mind"))
    await world.later(minutes=1)
    assert is_closed(world, of_two(world))


async def test_handing_over_calls_the_others_and_starts_the_four_hours_anew(
    listening: World,
) -> None:
    world = listening
    await ask(world)
    await meet(world)
    thread = of_two(world)
    await world.later(hours=1)
    await world.press("lou", thread.history()[0], "Hand over")
    await world.later(seconds=1)
    assert "asking another listener" in thread.history()[-1].content
    await world.later(hours=3, minutes=59)
    assert world.texts(world.channels["review"]) == []
    await world.later(minutes=1)
    assert len(world.texts(world.channels["review"])) == 1


async def test_asking_somebody_else_needs_no_reason(listening: World) -> None:
    world = listening
    await ask(world)
    await meet(world)
    thread = of_two(world)
    other = await world.press("ria", thread.history()[0], "Someone else, please")
    assert "asking the other listeners" in said(other)
    await world.later(seconds=1)
    assert inside(world, thread, "ria", "lou", "lee") == ["ria"]
    assert world.people["lee"].mention in calls(world)[-1].content
    assert world.people["lou"].mention not in calls(world)[-1].content
    await meet(world, "lee")
    assert inside(world, thread, "ria", "lou", "lee") == ["ria", "lee"]
    assert thread.id == of_two(world).id


@pytest.mark.long
async def test_a_listener_who_left_the_server_is_noticed_and_others_are_asked(
    listening: World,
) -> None:
    world = listening
    await ask(world)
    await meet(world)
    world.guild.remove_member(world.people["lou"])
    await world.restart()
    await world.later(hours=1)
    await world.later(seconds=1)
    assert world.people["lee"].mention in calls(world)[-1].content
    assert "asking another listener" in of_two(world).history()[-1].content
    assert "One listener is on duty now" in said(await world.slash("ria", "hello"))


async def test_asking_again_notices_at_once_that_the_listener_left(listening: World) -> None:
    world = listening
    await ask(world)
    await meet(world)
    assert "you meet in" in said(await world.slash("ria", "hello"))
    world.guild.remove_member(world.people["lou"])
    assert "One listener is on duty now" in said(await world.slash("ria", "hello"))


async def test_an_asker_who_left_the_server_ends_it(listening: World) -> None:
    world = listening
    await ask(world)
    await meet(world)
    world.guild.remove_member(world.people["ria"])
    await world.later(hours=1)
    await world.later(seconds=1)
    assert is_closed(world, of_two(world))


async def test_who_shared_a_check_in_lately_is_told_that_listeners_may_guess(
    listening: World,
) -> None:
    world = listening
    assert "may guess" not in said(await ask(world, "rob"))
    await check_in(world, "ria", audience="me")
    asked = await ask(world)
    assert "may guess" not in said(asked)
    await world.press("ria", asked.response, "Never mind")
    await check_in(world, "ria", audience="listeners")
    asked = await ask(world)
    assert "they may guess that it is you" in said(asked)
    await world.press("ria", asked.response, "Never mind")
    await world.later(days=31)
    assert "may guess" not in said(await ask(world))


async def test_who_has_come_already_is_shown_the_way(listening: World) -> None:
    world = listening
    await ask(world)
    card = (await world.slash("lou", "listener")).response
    await world.press("lou", card, CLAIM)
    assert said(await world.press("lou", card, CLAIM)) == "You are with them already."
    await world.later(seconds=1)
    again = said(await world.press("lou", card, CLAIM))
    assert again == f"You are with them already: <#{of_two(world).id}>."
