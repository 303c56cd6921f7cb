"""What stands in a thread outlives its question, and so does its `Report`."""

from __future__ import annotations

from typing import Any

import pytest

from bot.services.question_limits import DOWN_BY_HAND
from cogs.questions.public_text import REASONS, REPORTED
from tests.cogs.questions.question_steps import (
    answer,
    asked,
    count,
    heard,
    held_for_the_sign,
    last_thread,
    minutes,
    questions_in,
    released,
    reviewed,
    thread,
    with_note,
    withdrawn,
)
from tests.cogs.questions.test_reports import report
from tests.fakes import losing
from tests.world import World, everybody_reads, labels, links, said, text_of

BAD = "Stop taking your tablets."


def given(world: World) -> Any:
    """The answer in the thread."""
    return next(each for each in last_thread(world) if BAD in each.content)


def told(world: World) -> list[Any]:
    return [m for m in world.channels["review"].history() if "reported" in m.content]


async def answered(world: World) -> str:
    code = await asked(world)
    await answer(world, await released(world), BAD)
    return code


async def ended(world: World, how: str = "withdrawn") -> None:
    code = await answered(world)
    if how == "withdrawn":
        await withdrawn(world, code)
        await minutes(world, 16)
    else:
        for _ in range(31):
            await world.later(days=1)
        await minutes(world, 2)
    assert await count(world, "questions") == 0


@pytest.mark.long
@pytest.mark.parametrize("how", ["withdrawn", "30 days old"])
async def test_it_reaches_coordinators_with_its_reason_and_where_it_stands(
    world: World, how: str
) -> None:
    await ended(world, how)
    thanks = await report(world, "lou", given(world))
    before = len(world.env.http_requests)
    await world.later(minutes=1)
    (card,) = told(world)
    assert said(thanks) == REPORTED
    assert REASONS["3"] in card.content
    stands = given(world)
    where = f"{world.config.guild_id}/{stands.channel.id}/{stands.id}"
    assert links(card) == [f"https://discord.com/channels/{where}"]
    assert labels(card) == ["Open", "I take this one"]
    sent = str([each.json for each in world.env.http_requests[before:]])
    assert not any(str(world.people[who].id) in sent for who in ("lou", "ria"))
    assert await count(world, "question_decisions") == 0
    assert await count(world, "outbox WHERE kind = 'questions.decide'") == 0


@pytest.mark.long
async def test_whoever_takes_it_says_so_on_its_card(world: World) -> None:
    await ended(world)
    await report(world, "lou", given(world))
    await world.later(minutes=1)
    await world.press("carol", told(world)[0], "I take this one")
    assert "-# Carol is on it." in told(world)[0].content


@pytest.mark.long
async def test_however_many_report_it_then_it_is_told_once(world: World) -> None:
    await ended(world)
    for name in ("lou", "rob", "ria"):
        await report(world, name, given(world))
        await world.later(minutes=1)
    assert len(told(world)) == 1


async def test_a_report_in_the_last_seconds_before_the_sign_comes_after_it(world: World) -> None:
    code = await answered(world)
    await withdrawn(world, code)
    await world.later(seconds=await held_for_the_sign(world) - 2)
    thanks = await report(world, "lou", given(world))
    await world.later(seconds=2)
    assert await count(world, "questions") == 0
    await world.later(minutes=1)
    (card,) = told(world)
    assert said(thanks) == REPORTED
    assert REASONS["3"] in card.content
    assert links(card) == [f"{given(world).jump_url}"]


@pytest.mark.long
async def test_until_the_sign_a_report_reads_as_of_any_question(world: World) -> None:
    code = await answered(world)
    await withdrawn(world, code)
    await report(world, "lou", given(world))
    await world.later(seconds=60)
    (card,) = told(world)
    assert f"**What was said to question {code[:6]}** was reported" in card.content
    assert labels(card) == ["Open", "Take down"]


@pytest.mark.long
async def test_what_could_not_go_before_the_sign_goes_once_the_channel_is_private_again(
    world: World,
) -> None:
    code = await answered(world)
    await everybody_reads(world, world.channels["review"], True)
    await report(world, "lou", given(world))
    await minutes(world, 2)
    await withdrawn(world, code)
    await minutes(world, 20)
    assert await count(world, "questions") == 0
    await world.restart()
    await world.later(hours=30)
    assert told(world) == []
    await everybody_reads(world, world.channels["review"], False)
    await minutes(world, 17)
    (card,) = told(world)
    assert REASONS["3"] in card.content


@pytest.mark.long
async def test_a_card_whose_making_was_not_confirmed_is_made_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ended(world)
    with losing(monkeypatch):
        await report(world, "lou", given(world))
        await world.later(seconds=1)
    await world.restart()
    await minutes(world, 2)
    assert len(told(world)) == 1


@pytest.mark.long
async def test_a_form_that_is_opened_again_still_names_the_message(world: World) -> None:
    code = await answered(world)
    await answer(world, questions_in(world)[-1], "Another.")
    await withdrawn(world, code)
    await minutes(world, 16)
    message, other = [each for each in last_thread(world) if "Report" in labels(each)]
    for _ in range(10):
        await report(world, "rob", other)
    refused = await report(world, "rob", message)
    await world.later(hours=1, minutes=1)
    known = {card.id for card in told(world)}
    form = await world.press("rob", refused.response, "Try again")
    await world.people["rob"].submit_modal(form, {"why": "1"})
    await world.later(minutes=1)
    (card,) = [card for card in told(world) if card.id not in known]
    assert links(card) == [message.jump_url]


@pytest.mark.long
async def test_take_down_of_what_is_kept_no_more_says_how_to_delete_it(world: World) -> None:
    code = await answered(world)
    await report(world, "lou", given(world))
    await world.later(minutes=1)
    (card,) = told(world)
    await withdrawn(world, code)
    await minutes(world, 16)
    pressed = await with_note(world, card, "Take down")
    assert DOWN_BY_HAND in heard(world, "carol", pressed)
    assert BAD in "".join(thread(world))
    assert "Carol is on it." in text_of(told(world)[0])


async def test_what_is_not_known_to_stand_yet_is_reported_by_its_place(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await asked(world)
    await world.press("carol", await reviewed(world), "Release")
    with losing(monkeypatch):
        await world.later(minutes=1)
        message = questions_in(world)[-1]
        await report(world, "lou", message)
    await world.later(minutes=1)
    assert [links(card) for card in told(world)] == [[message.jump_url]]
