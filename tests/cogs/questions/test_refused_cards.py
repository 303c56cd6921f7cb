"""What Discord refused in the review channel is made good once it may be written there again."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.services.question_care import REPLY_OVER, REPORT_OVER
from cogs.questions import public_text
from tests.cogs.questions.question_steps import (
    answer,
    asked,
    count,
    heard,
    held_for_the_sign,
    last_thread,
    minutes,
    opened,
    questions_in,
    queue,
    released,
    reply,
    reviewed,
    thread,
    with_note,
    withdrawn,
)
from tests.fakes import losing
from tests.world import World, labels, only_for, said

FIRST, LATER = "Is it Ward 3 that", "Is it usual that"


def refuse(world: World, method: str, **about: Any) -> None:
    place = f"/channels/{world.channels['review'].id}/messages"
    refused = {"status": 403, "code": 50013, "times": None} | about
    world.env.inject_error(method, place + ("/*" if method == "PATCH" else ""), **refused)


def cards(world: World, words: str = "uestion") -> list[Any]:
    return [m for m in world.channels["review"].history() if words in m.content]


async def reported(world: World, message: Any) -> Any:
    form = await world.press("lou", message, "Report")
    await world.people["lou"].submit_modal(form, {"why": "2"})
    await world.later(minutes=1)
    return world.channels["review"].history()[-1]


async def test_a_card_that_could_not_be_changed_says_what_was_decided_once_it_can(
    world: World,
) -> None:
    await asked(world)
    card = await reviewed(world)
    refuse(world, "PATCH")
    pressed = await world.press("carol", card, "Release")
    await minutes(world, 1)
    assert heard(world, "carol", pressed) == ""
    assert len(questions_in(world)) == 1
    world.env.backend.faults.clear()
    await minutes(world, 5)
    [now] = cards(world)
    assert "released, no answer yet" in now.content
    assert "Take down" in labels(now)
    assert "Release" not in labels(now)


@pytest.mark.long
@pytest.mark.parametrize("how", ["Release", "Decline"])
async def test_nor_do_the_words_of_a_reply_stay_on_its_card(world: World, how: str) -> None:
    code = await asked(world)
    await released(world)
    card = await reply(world, code, "And our midwife?")
    refuse(world, "PATCH")
    if how == "Release":
        await world.press("carol", card, how)
        await minutes(world, 1)
    else:
        await with_note(world, card, how)
    world.env.backend.faults.clear()
    await minutes(world, 5)
    [now] = cards(world, "A reply to")
    done = "released" if how == "Release" else "declined"
    assert now.content == f"A reply to question {code[:6]}: {done}."
    assert labels(now) == []


@pytest.mark.long
async def test_words_that_were_to_be_left_out_stay_on_no_card(world: World) -> None:
    code = await asked(world, words=FIRST)
    refuse(world, "PATCH")
    await with_note(world, await reviewed(world), "Ask for changes", "Leave out the ward.")
    world.env.backend.faults.clear()
    form = await world.press("ria", (await opened(world, code)).response, "Change it")
    await world.fill("ria", form, words=LATER)
    await minutes(world, 16)
    await world.press("carol", world.channels["review"].history()[-1], "Release")
    await minutes(world, 2)
    assert len(questions_in(world)) == 1
    assert [m.content for m in cards(world) if FIRST in m.content or LATER in m.content] == []


@pytest.mark.long
async def test_a_report_stays_until_what_was_reported_is_really_taken_down(world: World) -> None:
    code = await asked(world)
    await answer(world, await released(world), "Stop your tablets.")
    card = await reported(world, last_thread(world)[-1])
    where = f"/channels/{last_thread(world)[-1].channel.id}/messages/*"
    world.env.inject_error("PATCH", where, status=403, code=50013, times=None)
    await with_note(world, card, "Take down", "Not safe.")
    await minutes(world, 5)
    assert "Stop your tablets." in thread(world)[-1]
    assert "Stop your tablets." in cards(world, "was reported")[0].content
    assert "decided to take down what was answered" in said(await opened(world, code))
    world.env.backend.faults.clear()
    await minutes(world, 20)
    assert thread(world)[-1] == public_text.TAKEN_DOWN
    assert cards(world, "Stop your tablets.") == []
    assert len(cards(world, REPORT_OVER.format(code[:6]))) == 1


@pytest.mark.long
@pytest.mark.parametrize(
    ("method", "status"), [("GET", 403), ("PATCH", 403), ("GET", 500), ("PATCH", 500)]
)
async def test_nothing_in_the_review_channel_holds_up_the_sign_after_a_take_down(
    world: World, method: str, status: int
) -> None:
    code = await asked(world)
    await answer(world, await released(world), "Stop your tablets.")
    card = await reported(world, last_thread(world)[-1])
    refuse(world, method, status=status, code=50001 if status == 403 else 0)
    await with_note(world, card, "Take down", "Not safe.")
    await withdrawn(world, code)
    hold = await held_for_the_sign(world)
    await minutes(world, hold // 60 + 2)
    assert public_text.THREAD_CLOSED in thread(world)
    assert await count(world, "questions") == 0
    world.env.backend.faults.clear()
    await minutes(world, 20)
    assert cards(world, "Stop your tablets.") == []


@pytest.mark.long
async def test_a_report_in_another_review_channel_is_closed_as_well(world: World) -> None:
    await asked(world)
    await answer(world, await released(world), "Stop your tablets.")
    only = only_for(world.guild.default_role, world.roles["coordinator"], world.bot.user)
    world.channels["review"] = world.guild.create_text_channel("second", overwrites=only)
    await world.bot.setup.choose(review=world.channels["review"].id)
    card = await reported(world, last_thread(world)[-1])
    assert "Stop your tablets." in card.content
    await with_note(world, card, "Take down", "Not safe.")
    await minutes(world, 2)
    assert cards(world, "Stop your tablets.") == []


@pytest.mark.long
@pytest.mark.parametrize("how", ["Take down", "withdrawn"])
async def test_what_may_become_a_resource_keeps_no_words_after_the_end(
    world: World, how: str
) -> None:
    code = await asked(world, words=LATER)
    await answer(world, await released(world), library=True)
    await world.press("ria", (await opened(world, code)).response, "Let others find it")
    await minutes(world, 16)
    assert len(cards(world, LATER)) == 1
    if how == "withdrawn":
        await withdrawn(world, code)
        await minutes(world, await held_for_the_sign(world) // 60 + 2)
    else:
        await with_note(world, cards(world, "released by")[0], how)
        await minutes(world, 2)
    left = [m for m in cards(world) if "Make it a resource" in labels(m)]
    assert left == []


@pytest.mark.long
@pytest.mark.parametrize("how", ["Take down", "Close for good"])
async def test_what_is_pressed_in_the_last_seconds_before_the_sign_is_done(
    world: World, how: str
) -> None:
    code = await asked(world)
    await answer(world, await released(world), "Ring them.")
    await withdrawn(world, code)
    form = await world.press("carol", cards(world, "released by")[0], how)
    await world.later(seconds=await held_for_the_sign(world) - 2)
    await world.fill("carol", form, note="Not safe.")
    await world.later(seconds=3)
    await minutes(world, 3)
    assert await count(world, "questions") == 0
    if how == "Take down":
        stands = world.channels["questions"].history()[0]
        assert stands.content == public_text.TAKEN_DOWN
    else:
        assert public_text.CLOSED_FOR_GOOD in thread(world)


@pytest.mark.long
async def test_a_thread_that_was_deleted_by_hand_is_said_everywhere(world: World) -> None:
    code = await asked(world)
    message = await released(world)
    found = await world.bot.fetch_channel(world.channels["questions"].threads[-1].id)
    assert isinstance(found, discord.Thread)
    await found.delete()
    given = await answer(world, message, "Ring them.")
    await minutes(world, 3)
    assert "Here it is back" in heard(world, "rob", given)
    page = said(await opened(world, code))
    assert "Its thread has been deleted in Discord, so no more answers" in page
    assert "wrote" not in page
    assert labels(questions_in(world)[-1]) == ["Report"]
    [card] = cards(world)
    assert "closed for good" in card.content
    assert "Close for good" not in labels(card)


@pytest.mark.long
async def test_no_words_stay_on_a_card_that_could_not_be_changed_until_the_sign(
    world: World,
) -> None:
    code = await asked(world, words=FIRST)
    await released(world)
    card = await reply(world, code, LATER)
    refuse(world, "PATCH", status=500, code=0)
    await with_note(world, card, "Decline")
    await withdrawn(world, code)
    await minutes(world, await held_for_the_sign(world) // 60 + 2)
    assert await count(world, "questions") == 0
    assert LATER in cards(world, "A reply to")[0].content
    waiting = await count(world, "question_decisions")
    await minutes(world, 60)
    assert await count(world, "question_decisions") <= waiting  # each once, however often tried
    world.env.backend.faults.clear()
    await minutes(world, 20)
    assert cards(world, LATER) == []
    assert await count(world, "question_decisions") == 0


@pytest.mark.long
async def test_nor_where_whoever_decided_has_erased_themselves_meanwhile(world: World) -> None:
    await asked(world, words=FIRST)
    card = await reviewed(world)
    refuse(world, "PATCH", status=500, code=0)
    await world.press("carol", card, "Release")
    await minutes(world, 2)
    card = await world.slash("carol", "privacy")
    sure = await world.press("carol", card.response, "Erase me")
    await world.press("carol", sure.response, "Erase everything")
    world.env.backend.faults.clear()
    await minutes(world, 20)
    [now] = cards(world)
    assert "released" in now.content
    assert "Release" not in labels(now)


@pytest.mark.long
async def test_a_reply_that_went_nowhere_is_called_passed_on_on_no_card(world: World) -> None:
    code = await asked(world)
    await released(world)
    card = await reply(world, code, LATER)
    found = await world.bot.fetch_channel(world.channels["questions"].threads[-1].id)
    assert isinstance(found, discord.Thread)
    await found.delete()
    await world.press("carol", card, "Release")
    await minutes(world, 3)
    [now] = cards(world, "reply to question")
    assert now.content == REPLY_OVER.format(code[:6])
    page = await opened(world, code)
    assert "stopped, and not passed on" in said(page)
    assert "Open its thread" not in labels(page.response)


@pytest.mark.long
async def test_what_was_not_confirmed_is_put_right_at_once_though_it_was_withdrawn(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await asked(world)
    card = await reviewed(world)
    with losing(monkeypatch):
        await world.press("carol", card, "Release")
        await world.later(minutes=1)
    await withdrawn(world, code)
    await world.later(minutes=1)
    assert await held_for_the_sign(world) > 0
    assert len(world.channels["questions"].threads) == 1
    assert "released, no answer yet" in said(await queue(world))


@pytest.mark.long
async def test_a_card_that_was_not_confirmed_keeps_its_words_until_the_sign(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await asked(world, words=LATER)
    with losing(monkeypatch):
        await world.later(minutes=16)
    await withdrawn(world, code)
    await world.later(minutes=1)
    await cards(world, LATER)[0].delete()
    looked = await queue(world)
    await world.later(seconds=30)
    assert await held_for_the_sign(world) > 0
    assert len(cards(world, LATER)) == 1
    assert LATER in said(await world.press("carol", looked.response, "Look"))


@pytest.mark.long
async def test_a_released_reply_that_was_never_posted_is_closed_by_the_sign(world: World) -> None:
    code = await asked(world)
    await released(world)
    card = await reply(world, code, LATER)
    where = f"/channels/{world.channels['questions'].threads[-1].id}/messages"
    world.env.inject_error("POST", where, status=503, times=None)
    await world.press("carol", card, "Release")
    await minutes(world, 2)
    await withdrawn(world, code)
    world.env.backend.faults.clear()
    assert "released by" in cards(world, "A reply to")[0].content
    await minutes(world, await held_for_the_sign(world) // 60 + 3)
    assert LATER not in "".join(thread(world))
    assert cards(world, "A reply to") == []
