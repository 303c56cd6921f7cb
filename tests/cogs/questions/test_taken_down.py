"""After a take-down nothing goes on, whatever is pressed, and whatever was deleted by hand."""

from __future__ import annotations

import re
from typing import Any

import discord
import pytest

from bot.services.question_care import REPLY_OVER, REPORT_OVER
from cogs.questions.public_text import ON_ITS_CARD, TAKEN_DOWN
from tests import odd
from tests.cogs.peer_support.hello_steps import lose_role
from tests.cogs.questions.question_steps import (
    answer,
    asked,
    block,
    count,
    heard,
    held_for_the_sign,
    ids_of,
    last_thread,
    minutes,
    opened,
    questions_in,
    released,
    reply,
    reviewed,
    thread,
    with_note,
    withdrawn,
)
from tests.world import World, labels, let_in, said, typed

REFUSED = "for the coordinators"


def decided(world: World) -> Any:
    """The card of the question that was released."""
    return next(m for m in world.channels["review"].history() if "released by" in m.content)


@pytest.mark.long
async def test_a_reply_that_stands_is_reported_and_taken_down_as_an_answer_is(
    world: World,
) -> None:
    code = await asked(world)
    await released(world)
    await world.press("carol", await reply(world, code, "They are of no use."), "Release")
    await world.later(minutes=1)
    form = await world.press("rob", last_thread(world)[-1], "Report")
    await world.people["rob"].submit_modal(form, {"why": "1"})
    await world.later(minutes=1)
    reported = world.channels["review"].history()[-1]
    assert "> They are of no use." in reported.content
    await with_note(world, reported, "Take down", "Not kind.")
    await world.later(minutes=1)
    assert thread(world)[-1] == TAKEN_DOWN
    page = said(await opened(world, code))
    assert "**You replied**" in page
    assert "have decided to take it down:\n> Not kind." in page
    assert await count(world, "outbox WHERE kind LIKE 'questions.down'") == 0


@pytest.mark.long
@pytest.mark.parametrize("how", ["Close for good", "Take down", "block"])
async def test_of_a_reply_that_goes_nowhere_no_words_stay_on_its_card(
    world: World, how: str
) -> None:
    code = await asked(world)
    await released(world)
    waits = await reply(world, code, "And our midwife?")
    if how == "block":
        await block(world, code[:6])
        await minutes(world, 1)
        let = await world.press("carol", waits, "Release")
        await minutes(world, 1)
        assert "was stopped when the question was blocked or ended" in heard(world, "carol", let)
        await withdrawn(world, code)
        await minutes(world, await held_for_the_sign(world) // 60 + 2)
    else:
        await with_note(world, decided(world), how)
    card = next(m for m in world.channels["review"].history() if m.id == waits.id)
    assert card.content == REPLY_OVER.format(code[:6])
    assert labels(card) == []


@pytest.mark.parametrize("what", ["question", "answer"])
async def test_no_words_stay_on_the_card_of_a_report_of_what_was_taken_down(
    world: World, what: str
) -> None:
    await asked(world)
    message = await released(world)
    await answer(world, message, "Stop taking your tablets.")
    for each in (message, last_thread(world)[-1]):  # the other report stays to be looked at
        form = await world.press("lou", each, "Report")
        await world.people["lou"].submit_modal(form, {"why": "3"})
        await world.later(minutes=1)
    cards = [m for m in world.channels["review"].history() if "was reported" in m.content]
    which, other = cards if what == "question" else reversed(cards)
    await with_note(world, which, "Take down", "Not safe.")
    await minutes(world, 2)
    now = {m.id: m for m in world.channels["review"].history()}
    assert now[which.id].content == REPORT_OVER.format(re.findall(r"\d{6}", which.content)[0])
    assert labels(now[which.id]) == []
    assert now[other.id].content == other.content


@pytest.mark.long
async def test_what_was_taken_down_is_not_offered_to_become_a_resource(world: World) -> None:
    code = await asked(world)
    await answer(world, await released(world), library=True)
    view = await opened(world, code)
    await world.press("ria", view.response, "Let others find it")
    await with_note(world, decided(world), "Take down")
    await minutes(world, 16)
    review = world.channels["review"].history()
    assert not [each for each in review if "Make it a resource" in labels(each)]


@pytest.mark.long
async def test_an_answer_after_a_take_down_goes_nowhere(world: World) -> None:
    code = await asked(world)
    message = await released(world)
    form = await world.press("rob", message, "Answer")
    card = decided(world)
    closing = await world.press("carol", card, "Close for good")
    twice = await world.press("carol", card, "Take down")
    await with_note(world, card, "Take down", "It names a ward.")
    await world.later(minutes=1)
    stood = thread(world)
    given = await world.fill("rob", form, words="Too late")
    closed = await world.fill("carol", closing, note="It is answered.")
    again = await world.fill("carol", twice, note="Another reason.")
    await world.later(minutes=2)
    await world.later(minutes=1)
    assert "Here it is back" in heard(world, "rob", given)
    assert "has been taken down already" in heard(world, "carol", closed)
    assert heard(world, "carol", again) == ""
    assert thread(world) == stood
    page = said(await opened(world, code))
    assert "It names a ward." in page
    assert "Another reason." not in page
    assert "It is answered." not in page


@pytest.mark.long
@pytest.mark.parametrize("first", ["release", "take down"])
async def test_two_who_take_down_and_release_at_once_have_one_outcome(
    world: World, first: str
) -> None:
    code = await asked(world)
    await released(world)
    waits = await reply(world, code)
    world.add_person("cleo", "coordinator")
    form = await world.press("cleo", decided(world), "Take down")
    if first == "release":
        let = await world.press("carol", waits, "Release")
        down = await world.fill("cleo", form, note="Not for here.")
    else:
        down = await world.fill("cleo", form, note="Not for here.")
        let = await world.press("carol", waits, "Release")
    assert [said(each) for each in (let, down)] == [ON_ITS_CARD] * 2
    await world.later(minutes=3)
    await world.later(minutes=1)
    assert world.channels["questions"].history()[0].content == TAKEN_DOWN
    held = await count(world, "question_entries WHERE state IN ('review', 'releasing', 'held')")
    assert held == 0


@pytest.mark.long
async def test_a_take_down_in_a_thread_that_was_deleted_comes_to_its_end(world: World) -> None:
    code = await asked(world)
    message = await released(world)
    await answer(world, message)
    shown = await world.press("carol", decided(world), "Show the answers")
    down = await world.press("carol", shown.followups[-1], "Take down")
    thread_id = world.channels["questions"].threads[-1].id
    place = world.bot.get_channel(thread_id)
    assert isinstance(place, discord.Thread)
    await place.delete()
    await world.fill("carol", down, note="It names a ward.")
    await world.later(minutes=1)
    await with_note(world, decided(world), "Take down", "It names a ward.")
    await world.later(minutes=1)
    assert world.channels["questions"].history()[0].content == TAKEN_DOWN
    assert questions_in(world) == []
    assert "It names a ward." in said(await opened(world, code))
    going = "outbox WHERE kind IN ('questions.down', 'questions.ended', 'questions.decide')"
    assert await count(world, going) == 0


async def test_a_take_down_that_is_not_allowed_goes_once_it_is(world: World) -> None:
    await asked(world)
    await released(world)
    path = f"/channels/{world.channels['questions'].id}/messages/*"
    world.env.inject_error("PATCH", path, status=403, code=50013, times=None)
    await with_note(world, decided(world), "Take down")
    await minutes(world, 3)
    assert questions_in(world)
    world.env.backend.faults.clear()
    await minutes(world, 20)
    assert questions_in(world) == []
    assert world.channels["questions"].history()[0].content == TAKEN_DOWN


@pytest.mark.long
async def test_nobody_but_coordinators_looks_after_questions(world: World) -> None:
    code = await asked(world)
    review, rob = await reviewed(world), world.people["rob"]
    await let_in(world, "rob", "review")
    for label in labels(review):
        assert REFUSED in said(await world.press("rob", review, label)), label
    await world.press("carol", review, "Release")
    await world.later(minutes=1)
    for message in (await reply(world, code), decided(world)):
        for label in labels(message):
            assert REFUSED in said(await world.press("rob", message, label)), label
    [handle] = {each.split(":")[3].partition(".")[0] for each in ids_of(message)[:-1]}
    for form in ("noted", "downed", "ended", "refused", "changed", "declined"):
        sent = await odd.fill(world, rob, f"questions:1:{form}", f"{handle}.0", "words")
        assert REFUSED in said(sent), form
    for press, arg in (("queue", "0"), ("pause", ""), ("paused", "7"), ("unpause", "")):
        assert REFUSED in said(await odd.press(world, rob, f"questions:1:{press}", arg)), press
    await world.later(minutes=2)
    assert await count(world, "question_decisions") == 0
    assert "paused" not in said(await world.slash("ria", "ask"))


async def test_who_is_no_coordinator_any_more_takes_nothing_down(world: World) -> None:
    await asked(world)
    await released(world)
    await let_in(world, "carol", "review")
    form = await world.press("carol", decided(world), "Take down")
    lose_role(world, "carol", "coordinator")
    sent = await world.fill("carol", form, note="It names a ward.")
    assert REFUSED in said(sent)
    assert "It names a ward." in typed(sent.response).values()
    await world.later(minutes=2)
    assert questions_in(world)


async def test_setup_asks_for_what_it_takes_to_lock_a_thread(world: World) -> None:
    deny = discord.PermissionOverwrite(manage_threads=False)
    assert world.bot.user is not None
    place = world.guild.create_text_channel("open", overwrites={world.bot.user: deny})
    await world.slash("carol", "setup channels", questions=place)
    found = said(await world.slash("carol", "setup check"))
    assert f"In <#{place.id}> I lack **Manage Threads**" in found
