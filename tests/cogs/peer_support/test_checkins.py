"""Check-ins through the real bot, with restarts."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from tests import odd
from tests.world import World, handed_back, labels, said

FIVE = ["Good", "Steady", "Up and down", "Hard", "Too much"]
HARD = {"feeling": "hard", "words": "they talked over me"}


def close_messages(world: World, route: str) -> None:
    """Let the next direct message be refused, as for somebody who closed them."""
    world.env.inject_error("POST", route, status=403, code=50007)


def direct(world: World, name: str) -> list[discord.Message]:
    """Return a person's direct messages, oldest first."""
    return world.people[name].user.dm_channel.history()


async def answer_directly(world: World, name: str, **values: Any) -> Any:
    """Answer the newest question in direct messages."""
    user = world.people[name].user
    kept = await user.click(direct(world, name)[-1], label=values.pop("word", "Good"))
    if not values:
        return kept
    form = await user.click(kept.response, label="Change it, add words")
    return await user.submit_modal(form, {"feeling": "good", **values})


async def press(world: World, name: str, label: str) -> Any:
    """Press a button of one's own card."""
    card = await world.slash(name, "checkin")
    return await world.press(name, card.response, label)


async def begin(
    world: World, name: str = "ria", every: str = "week", day: str = "Tuesday", time: str = "8pm"
) -> Any:
    """Let me ask now and then."""
    form = await press(world, name, "Ask me now and then")
    when = {"every": every, "day": day, "time": time}
    return await world.people[name].submit_modal(form, when)


async def check_in(world: World, name: str, **values: Any) -> Any:
    """Answer from one's own card, and show it to the listeners if `audience` says so."""
    audience = values.pop("audience", "me")
    form = await press(world, name, "Check in now")
    kept = await world.people[name].submit_modal(form, {"feeling": "good", **values})
    return await share(world, name, kept) if audience == "listeners" else kept


async def share(world: World, name: str, kept: Any) -> Any:
    """Show what was kept to the listeners."""
    asked = await world.press(name, kept.response, "Show the listeners")
    return await world.press(name, asked.response, "Show it to them")


def listeners_thread(world: World) -> list[str]:
    return [text for thread in world.channels["support"].threads for text in world.texts(thread)]


@pytest.mark.long
async def test_a_question_comes_on_the_day_and_is_answered_after_a_restart(world: World) -> None:
    begun = await begin(world)
    assert "once a week" in said(begun)
    assert "Tuesday 24 November, 20:00" in said(begun)
    assert "never a duty" in direct(world, "ria")[-1].content
    await world.restart()
    await world.later(days=3, hours=8)
    assert labels(direct(world, "ria")[-1]) == [*FIVE, "Rest a while", "Stop asking"]
    await world.restart()
    kept = await answer_directly(world, "ria", words="a good call")
    assert "Only you can see it" in said(kept)
    assert listeners_thread(world) == []
    assert "once a week" in said(await world.slash("ria", "checkin"))
    assert "a good call" in said(await press(world, "ria", "What I said"))


@pytest.mark.long
async def test_closed_direct_messages_are_told_at_once_and_can_be_tried_again(world: World) -> None:
    close_messages(world, "/channels/*/messages")
    begun = await begin(world, day="Saturday", time="10am")
    assert "could not send you a direct message" in said(begun)
    await world.later(days=14)
    assert direct(world, "ria") == []
    again = await world.press("ria", begun.response, "Try again")
    assert "Good to have you back" in said(again)
    await world.later(days=8)
    assert labels(direct(world, "ria")[-1])[0] == "Good"


async def test_messages_closed_later_are_told_at_the_next_command(world: World) -> None:
    await begin(world)
    close_messages(world, "/channels/*/messages")
    await world.later(days=4)
    await world.later(days=30)
    assert len(direct(world, "ria")) == 1
    assert "could not reach you" in said(await world.slash("ria", "checkin"))


@pytest.mark.long
async def test_after_two_without_an_answer_it_goes_quiet_and_says_how_to_come_back(
    world: World,
) -> None:
    await begin(world)
    for _ in range(6):
        await world.later(days=7)
    questions = direct(world, "ria")[1:]
    assert [labels(each)[0] for each in questions] == ["Good", "Good", "Ask me again"]
    await world.restart()
    back = await world.people["ria"].user.click(questions[-1], label="Ask me again")
    assert "I will ask again on Tuesday" in said(back)
    await world.later(days=7)
    assert labels(direct(world, "ria")[-1])[0] == "Good"


async def test_who_to_ring_stands_above_the_words_of_a_check_in(world: World) -> None:
    form = str((await press(world, "ria", "Check in now")).modal)
    assert form.index("999") < form.index("A few words")


async def test_the_lowest_answer_brings_urgent_help_to_that_person_only(world: World) -> None:
    answered = await check_in(world, "ria", feeling="too much")
    kept = said(answered)
    assert kept.startswith("**Urgent help**\n\nYou need not carry this alone")
    offered = ["Urgent help", "I'd like someone to say hello", "Show the listeners"]
    offered.append("Change it, add words")
    assert labels(answered.response) == offered
    assert kept.index("116 123") < kept.index("say hello") < kept.index("Only you can see it")
    assert kept.index("999") < kept.index("111, then option 2") < kept.index("116 123")
    assert "999" not in said(await check_in(world, "rob", feeling="hard"))
    await world.later(minutes=5)
    for channel in world.channels.values():
        assert world.texts(channel) == []
    assert direct(world, "ria") == []


async def test_a_form_from_last_months_question_is_refused_and_given_back(world: World) -> None:
    await begin(world, every="month")
    await world.later(days=4)
    form = await press(world, "ria", "Check in now")
    await world.later(days=28)
    late = await world.people["ria"].submit_modal(
        form, {"feeling": "hard", "words": "a long month"}
    )
    assert "earlier question" in said(late)
    assert "a long month" in handed_back(late)
    assert "What I said" not in labels((await world.slash("ria", "checkin")).response)


async def test_a_rest_can_be_taken_from_the_message_itself(world: World) -> None:
    await begin(world)
    await world.later(days=4)
    user = world.people["ria"].user
    form = await user.click(direct(world, "ria")[-1], label="Rest a while")
    rested = await user.submit_modal(form, {"length": "date", "until": "1 March"})
    assert "quiet until Monday 1 March" in said(rested)
    await world.later(days=60)
    assert len(direct(world, "ria")) == 2


async def test_stopping_from_a_message_asks_first_because_it_deletes(world: World) -> None:
    await begin(world, day="Saturday", time="10am")
    user = world.people["ria"].user
    sure = await user.click(direct(world, "ria")[0], label="Stop asking")
    assert "delete" in said(sure)
    assert "deleted" in said(await user.click(sure.response, label="Stop and delete"))
    await world.later(days=15)
    assert len(direct(world, "ria")) == 1


@pytest.mark.long
async def test_ones_own_words_are_in_ones_own_export_and_in_nobody_elses(world: World) -> None:
    await check_in(world, "ria", **HARD)
    await check_in(world, "rob")
    assert "they talked over me" in said(await world.privacy("ria", "See everything"))
    assert "they talked over me" not in said(await world.privacy("rob", "See everything"))
    exported = await world.privacy("ria", "Take it with me")
    assert exported.response is not None
    [file] = exported.response.attachments
    assert "they talked over me" in (await file.read()).decode()


@pytest.mark.long
async def test_one_tap_under_the_question_answers_and_another_one_changes_it(world: World) -> None:
    await begin(world)
    await world.later(days=4)
    await world.restart()
    kept = await answer_directly(world, "ria", word="Hard")
    assert "Kept: **Hard**. Only you can see it" in said(kept)
    offered = ["Change it, add words", "Show the listeners", "I'd like someone to say hello"]
    assert labels(kept.response) == offered
    await answer_directly(world, "ria", word="Hard", feeling="hard", words="a long week")
    changed = await answer_directly(world, "ria", word="Steady")
    assert "Changed: **Steady**" in said(changed)
    everything = said(await press(world, "ria", "What I said"))
    assert everything.count("<t:") == 1
    assert "**Steady**" in everything
    assert "a long week" in everything


async def test_an_odd_word_under_a_question_is_refused_with_the_way_on(world: World) -> None:
    for arg in ("1.5", "1.999", "1", "x.y", ""):
        pressed = await odd.press(world, world.people["ria"], "checkins:1:tap", arg)
        assert "`/checkin` opens yours" in said(pressed)
