"""Shared check-ins: nobody reads them but by a press, and what is said about that is so."""

from __future__ import annotations

from typing import Any

import pytest

from tests import odd
from tests.cogs.peer_support.hello_steps import (
    calls,
    go_on_duty,
    lose_role,
    of_two,
    threads,
)
from tests.cogs.peer_support.test_checkins import (
    HARD,
    check_in,
    direct,
    listeners_thread,
    press,
)
from tests.world import World, answer, labels, parts_of, said

WORDS = "they talked over me"


async def shared(world: World, name: str = "ria", **values: Any) -> Any:
    kept = await check_in(world, name, audience="listeners", **(HARD | values))
    await world.later(seconds=1)
    return kept


async def read(world: World, name: str) -> Any:
    return await world.press(name, calls(world)[-1], "Read")


async def show(world: World, name: str = "ria", **values: Any) -> Any:
    kept = await check_in(world, name, **(HARD | values))
    return await world.press(name, kept.response, "Show the listeners")


def everything(world: World) -> str:
    """All that stands in any channel or thread."""
    places = [*world.channels.values(), *world.channels["support"].threads]
    return "\n".join(text for place in places for text in world.texts(place))


@pytest.mark.long
async def test_shared_words_stand_nowhere_and_a_press_shows_them_to_one_listener(
    listening: World,
) -> None:
    world = listening
    assert "tell you when somebody has" in said(await shared(world))
    [asked] = calls(world)
    assert asked.content.startswith("Somebody would like you to read a check-in")
    assert all(world.people[name].mention in asked.content for name in ("lou", "lee"))
    await world.restart()
    opened = await read(world, "lou")
    assert "**Ria** shared a check-in: **Hard**" in said(opened)
    assert WORDS in said(opened)
    assert "999" in said(opened)
    assert labels(opened.response)[:2] == ["I have read this", "Say hello"]
    for word in (WORDS, "Ria", world.people["ria"].mention, "Hard"):
        assert word not in everything(world)


async def test_the_sharer_is_told_once_who_has_read_it(listening: World) -> None:
    world = listening
    await shared(world)
    opened = await read(world, "lou")
    await world.later(seconds=1)
    assert direct(world, "ria") == []
    for _ in range(2):
        await world.press("lou", opened.response, "I have read this")
        await world.later(seconds=1)
    [told] = direct(world, "ria")
    assert told.content.startswith("Lou has read the check-in that you shared")
    assert "Read by" in said(await read(world, "lee"))
    assert world.people["lou"].mention in said(await press(world, "ria", "What I said"))


async def test_before_sharing_it_says_how_many_can_open_it_at_this_moment(
    listening: World,
) -> None:
    world = listening
    asked = await show(world)
    assert "**Two can open it.** Nobody else in this server; whoever hosts the bot" in said(asked)
    assert listeners_thread(world) == []
    lose_role(world, "lee")
    assert "**One can open it.**" in said(await show(world))
    # One who lost the role is off duty at once.
    assert "Nobody else is on duty" in said(await world.slash("lou", "listener"))
    await world.later(hours=10)
    assert "No listener is on duty now" in said(await show(world))


@pytest.mark.parametrize("feeling", ["good", "too much"])
async def test_with_nobody_on_duty_it_stays_private_and_says_what_else_there_is(
    world: World, feeling: str
) -> None:
    asked = await show(world, feeling=feeling)
    told = said(asked)
    assert "it stays with you alone" in told
    assert "116 123" in told
    assert "I'd like someone to say hello" in labels(asked.response)
    assert told.startswith("**Urgent help**") == (feeling == "too much")
    assert "seen by only you" in said(await press(world, "ria", "What I said"))
    await world.later(minutes=1)
    assert listeners_thread(world) == []
    assert "was not shown" not in said(await press(world, "ria", "What I said"))


async def test_where_the_last_listener_goes_before_it_stands_there_it_is_kept_and_said(
    world: World,
) -> None:
    await go_on_duty(world, "lou")
    asked = await show(world)
    world.clock.forward(seconds=1)
    kept = await world.press("ria", asked.response, "Show it to them")
    assert "Keep it to myself" in labels(kept.response)
    async with world.bot.database.transaction() as tx:
        await tx.execute("UPDATE outbox SET state = 'waiting' WHERE kind = 'checkins.share'")
        await tx.execute("DELETE FROM checkin_posts")
    for thread in world.channels["support"].threads:
        for message in thread.history():
            await message.delete()
    lose_role(world, "lou")
    await world.later(minutes=1)
    assert listeners_thread(world) == []
    assert "was not shown to the listeners" in said(await world.slash("ria", "help"))
    assert "seen by only you" in said(await press(world, "ria", "What I said"))


async def test_nobody_opens_it_who_was_not_counted(listening: World) -> None:
    world = listening
    await shared(world)
    asked = calls(world)[-1]
    for name in ("carol", "rob"):
        pressed = await odd.press(world, world.people[name], "checkins:1:open", "1")
        assert "That is for listeners" in said(pressed)
    opened = await world.press("lee", asked, "Read")
    await world.cog("ListenerCog").listeners.rest(world.people["lee"].id)
    assert "You are resting" in said(await world.press("lee", asked, "Read"))
    assert "You are resting" in said(await world.press("lee", opened.response, "Say hello"))
    await world.later(hours=10)
    assert "outside your hours" in said(await world.press("lou", asked, "Read"))
    await world.later(hours=10)
    opened = await world.press("lou", asked, "Read")
    lose_role(world, "lou")
    assert "That is for listeners" in said(await world.press("lou", opened.response, "Say hello"))


async def test_what_is_taken_back_opens_no_more(listening: World) -> None:
    world = listening
    kept = await shared(world)
    asked = calls(world)[-1]
    back = await world.press("ria", kept.response, "Keep it to myself")
    assert "Only you can see it now" in said(back)
    assert "taken back" in said(await world.press("lou", asked, "Read"))
    await world.later(seconds=1)
    assert listeners_thread(world) == []
    again = await world.press("ria", back.response, "Show the listeners")
    await world.press("ria", again.response, "Show it to them")
    await world.later(seconds=1)
    assert WORDS in said(await read(world, "lou"))


async def test_a_changed_answer_is_read_as_it_is_now(listening: World) -> None:
    world = listening
    kept = await shared(world)
    form = await world.press("ria", kept.response, "Change it, add words")
    await world.people["ria"].submit_modal(form, {"feeling": "steady", "words": "better now"})
    await world.later(minutes=1)
    assert len(calls(world)) == 1
    opened = said(await read(world, "lou"))
    assert "Steady" in opened
    assert "better now" in opened
    assert WORDS not in opened


@pytest.mark.long
async def test_it_is_gone_after_thirty_days_and_when_its_answer_is_deleted(
    listening: World,
) -> None:
    world = listening
    await shared(world)
    await shared(world, "rob")
    picked = await press(world, "rob", "What I said")
    [menu] = [part for part in parts_of(picked.response) if part.get("options")]
    [option] = menu["options"]
    assert option["label"] == "Saturday 21 November: Hard"
    sure = await world.people["rob"].select(answer(picked), [option["value"]])
    assert "cannot be undone" in said(sure)
    assert "It is deleted" in said(await world.press("rob", sure.response, "Delete it"))
    await world.later(minutes=1)
    assert len(calls(world)) == 1
    for _ in range(31):
        await world.later(days=1)
    assert listeners_thread(world) == []


async def test_presses_after_the_sharers_erasure_say_that_it_is_over(listening: World) -> None:
    world = listening
    await shared(world)
    call = calls(world)[-1]
    opened = await world.press("lou", call, "Read")
    asked = await world.privacy("ria", "Erase me")
    await world.press("ria", asked.response, "Erase everything")
    assert "taken back" in said(await world.press("lou", call, "Read"))
    for label in ("I have read this", "Say hello"):
        assert "taken back" in said(await world.press("lou", opened.response, label))
    await world.later(seconds=1)
    assert direct(world, "ria") == []
    assert [name for name in threads(world) if name.startswith("Hello")] == []


async def test_a_reader_says_hello_in_a_thread_of_two(listening: World) -> None:
    world = listening
    await shared(world)
    opened = await read(world, "lou")
    coming = await world.press("lou", opened.response, "Say hello")
    assert "opening a private thread" in said(coming)
    await world.later(seconds=1)
    [start] = of_two(world).history()
    assert "They have read the check-in that you shared" in start.content
    assert "Hello" in "".join(threads(world))
    other = await read(world, "lee")
    assert "with them already" in said(await world.press("lee", other.response, "Say hello"))
    held = said(await world.privacy("ria", "See everything"))
    assert "a listener who had read your check-in wanted to say hello" in held
    await world.press("ria", start, "Someone else, please")
    await world.later(seconds=1)
    assert "another listener comes now" in said(
        await world.press("lou", opened.response, "Say hello")
    )


@pytest.mark.long
async def test_what_stood_in_the_thread_before_loses_its_words(listening: World) -> None:
    world = listening
    await shared(world)
    old = calls(world)[-1]
    await old.edit(content=f"**Ria** shared a check-in: **Hard**\n> {WORDS}")
    async with world.bot.database.transaction() as tx:
        await tx.execute(
            "INSERT INTO outbox (kind, subject, part, due_at, try_at)"
            " SELECT 'checkins.share', id, version, 1, 1 FROM checkin_answers"
        )
    await world.restart()
    await world.later(seconds=1)
    assert WORDS not in everything(world)
    assert len(calls(world)) == 1
    assert WORDS in said(await read(world, "lou"))


@pytest.mark.long
async def test_erasing_oneself_takes_what_was_shared_out_of_the_thread(listening: World) -> None:
    world = listening
    await shared(world)
    asked = await world.privacy("ria", "Erase me")
    await world.press("ria", asked.response, "Erase everything")
    await world.later(days=1)
    assert listeners_thread(world) == []
    assert direct(world, "ria") == []


@pytest.mark.long
async def test_a_month_that_nobody_looked_at_has_its_line(world: World) -> None:
    names = ["ria", "rob", "lou", "carol"]
    world.add_person("una", "rep")
    for name in (*names, "una"):
        await check_in(world, name, counted=True, feeling="hard")
    for _ in range(75):
        await world.later(days=1)
    desk = await world.slash("carol", "desk")
    people = await world.press("carol", desk.response, "People")
    earlier = await world.press("carol", people.response, "Earlier months")
    assert "**November 2026**: mostly hard" in said(earlier)
