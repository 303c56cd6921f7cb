"""What is said of who can see a check-in is so, also later and after it was changed."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from bot import backups
from db import outbox
from tests import odd
from tests.cogs.peer_support.hello_steps import calls, go_on_duty, lose_role
from tests.cogs.peer_support.test_checkins import (
    HARD,
    check_in,
    direct,
    listeners_thread,
    press,
    share,
)
from tests.world import World, answer, labels, parts_of, said

WORDS = HARD["words"]
KEPT = ("answers", "words")


async def test_without_a_place_for_listeners_it_stays_with_its_person(listening: World) -> None:
    world = listening
    before = listeners_thread(world)
    kept = await check_in(world, "ria", **HARD)
    await world.bot.setup.choose(support=0)
    asked = await world.press("ria", kept.response, "Show the listeners")
    assert "not chosen a place for the listeners yet, so this stays with you alone" in said(asked)
    assert labels(asked.response) == ["I'd like someone to say hello"]
    pressed = await odd.press(world, world.people["ria"], "checkins:1:share", "1")
    assert "stays with you alone" in said(pressed)
    assert "seen by only you" in said(await press(world, "ria", "What I said"))
    await world.later(minutes=1)
    assert listeners_thread(world) == before


@pytest.mark.long
async def test_who_comes_on_duty_later_can_open_it_for_thirty_days(listening: World) -> None:
    world = listening
    kept = await share(world, "ria", await check_in(world, "ria", counted=True, **HARD))
    assert "tell you when somebody has" in said(kept)
    await world.later(days=2)
    world.add_person("lin", "listener")
    asked = calls(world)[-1]
    early = await odd.press(world, world.people["lin"], "checkins:1:open", "1")
    assert "You are resting" in said(early)
    await go_on_duty(world, "lin")
    opened = said(await world.press("lin", asked, "Read"))
    assert "**Ria** shared a check-in" in opened
    assert WORDS in opened
    for _ in range(29):
        await world.later(days=1)
    await go_on_duty(world, "lin")
    late = await odd.press(world, world.people["lin"], "checkins:1:open", "1")
    assert "over 30 days old" in said(late)
    assert listeners_thread(world) == []


async def test_what_is_kept_says_who_sees_it_and_that_it_is_counted(listening: World) -> None:
    world = listening
    kept = await check_in(world, "ria", counted=True, **HARD)
    assert "Only you can see it. It is counted in the monthly line, without your name" in said(kept)
    await share(world, "ria", kept)
    form = await world.press("ria", kept.response, "Change it, add words")
    changed = await world.people["ria"].submit_modal(form, {"feeling": "good", "words": ""})
    assert "Listeners on duty can open it, with your name." in said(changed)
    assert "It is counted in the monthly line, without your name." in said(changed)
    assert "Keep it to myself" in labels(changed.response)
    back = await world.press("ria", changed.response, "Keep it to myself")
    form = await world.press("ria", back.response, "Change it, add words")
    again = await world.people["ria"].submit_modal(form, {"feeling": "good", "words": ""})
    assert "Only you can see it." in said(again)


async def test_after_the_lowest_answer_it_is_said_whether_anybody_is_on_duty(world: World) -> None:
    kept = await check_in(world, "ria", feeling="too much")
    assert "I will tell you whether anybody is on duty" in said(kept)
    label = "I'd like someone to say hello"
    asked = await world.press("ria", kept.response, label)
    assert "No listener is on duty at the moment" in said(asked)
    await world.press("ria", asked.response, "Never mind")
    await go_on_duty(world, "lou")
    asked = await world.press("ria", kept.response, label)
    assert "the one listener who is on duty" in said(asked)
    assert direct(world, "ria") == []


async def test_sharing_calls_those_on_duty_who_are_in_their_hours(listening: World) -> None:
    world = listening
    world.add_person("lin", "listener")
    await go_on_duty(world, "lin")
    await world.cog("ListenerCog").listeners.choose_hours(world.people["lee"].id, "6pm", "9pm")
    kept = await check_in(world, "ria", **HARD)
    asked = await world.press("ria", kept.response, "Show the listeners")
    assert "**Two can open it.**" in said(asked)
    lose_role(world, "lin")
    async with world.bot.database.transaction() as tx:  # as if it had been lost after the share
        await outbox.plan(tx, "checkins.share", 1, 0)
        await tx.execute("UPDATE checkin_answers SET audience = 'listeners', version = 0")
    await world.later(seconds=1)
    [call] = calls(world)
    mentioned = [n for n in ("lou", "lee", "lin") if world.people[n].mention in call.content]
    assert mentioned == ["lou"]


async def test_one_past_answer_is_deleted_and_the_others_stay(world: World) -> None:
    await check_in(world, "ria", feeling="steady", words="the first")
    await check_in(world, "rob", feeling="steady", words="of another")
    await world.later(days=2)
    await check_in(world, "ria", **HARD)
    picked = await press(world, "ria", "What I said")
    [menu] = [part for part in parts_of(picked.response) if part.get("options")]
    assert [each["label"] for each in menu["options"]] == [
        "Monday 23 November: Hard",
        "Saturday 21 November: Steady",
    ]
    older = menu["options"][1]["value"]
    pressed = await odd.press(world, world.people["rob"], "checkins:1:drop", older)
    assert "no longer of use" in said(pressed)
    assert "the first" in said(await press(world, "ria", "What I said"))
    sure = await world.people["ria"].select(answer(picked), [older])
    await world.press("ria", sure.response, "Delete it")
    left = said(await press(world, "ria", "What I said"))
    assert WORDS in left
    assert "the first" not in left
    assert "of another" in said(await press(world, "rob", "What I said"))
    for name in ("ria", "rob"):
        again = await odd.press(world, world.people[name], "checkins:1:drop", older)
        assert "no longer of use" in said(again)


async def test_words_are_sealed_and_in_no_copy(listening: World) -> None:
    world = listening
    await share(world, "ria", await check_in(world, "ria", **HARD))
    path = world.bot.database.path
    for file in path.parent.glob(path.name + "*"):
        assert WORDS.encode() not in file.read_bytes()
    copy = await backups.daily(path, world.clock.at)
    with closing(sqlite3.connect(copy)) as held:
        kept = [len(held.execute(f"SELECT * FROM checkin_{x}").fetchall()) for x in KEPT]
    assert kept == [1, 0]
