"""`Report`, for everybody: what and why, never who; once for each thing, however many report it."""

from __future__ import annotations

from typing import Any

import pytest

from cogs.questions.public_text import TAKEN_DOWN
from tests.cogs.questions.question_steps import (
    WORDS,
    answer,
    asked,
    count,
    ids_of,
    last_thread,
    questions_in,
    released,
    thread,
    with_note,
    withdrawn,
)
from tests.world import World, everybody_reads, labels, let_in, said, text_of


async def report(world: World, name: str, message: Any, why: str = "3") -> Any:
    form = await world.press(name, message, "Report")
    assert form.modal is not None
    return await world.people[name].submit_modal(form, {"why": why})


async def test_a_report_says_what_and_why_and_never_who(world: World) -> None:
    await asked(world)
    message = await released(world)
    form = await world.press("rob", message, "Report")
    assert form.modal is not None
    assert WORDS in str(form.modal)
    assert "press Answer" not in str(form.modal)
    thanks = await world.people["rob"].submit_modal(form, {"why": "3"})
    assert "nobody sees who did" in said(thanks)
    before = len(world.env.http_requests)
    await world.later(minutes=1)
    reported = world.channels["review"].history()[-1]
    assert "was reported. Somebody may be in danger" in reported.content
    assert f"> {WORDS}" in reported.content
    assert labels(reported) == ["Open", "Take down"]
    sent = str([each.json for each in world.env.http_requests[before:]])
    assert str(world.people["rob"].id) not in sent
    assert "Rob" not in reported.content


async def test_the_report_says_who_takes_it_down(world: World) -> None:
    await asked(world)
    message = await released(world)
    await answer(world, message)
    await report(world, "rob", last_thread(world)[-1])
    await world.later(minutes=1)
    reported = world.channels["review"].history()[-1]
    form = await world.press("carol", reported, "Take down")
    await world.people["carol"].submit_modal(form, {"note": "It names somebody."})
    assert "-# Carol is on it." in world.channels["review"].history()[-1].content


@pytest.mark.long
async def test_it_is_told_once_however_many_report_it_and_its_askers_own_looks_the_same(
    world: World,
) -> None:
    await asked(world)
    message = await released(world)
    await answer(world, message)
    answers = [said(await report(world, name, message)) for name in ("ria", "rob", "lou", "ria")]
    assert len(set(answers)) == 1
    assert said(await report(world, "lou", last_thread(world)[-1], "4")) == answers[0]
    await world.later(minutes=1)
    told = [t for t in world.texts(world.channels["review"]) if "was reported" in t]
    assert len(told) == 2
    assert await count(world, "outbox WHERE kind = 'questions.report'") == 0


async def test_a_report_that_could_not_be_posted_goes_once_the_channel_is_private_again(
    world: World,
) -> None:
    await asked(world)
    message = await released(world)
    await report(world, "rob", message)
    await everybody_reads(world, world.channels["review"], True)
    await world.later(minutes=1)
    assert "was reported" not in "".join(world.texts(world.channels["review"]))
    await everybody_reads(world, world.channels["review"], False)
    await world.later(seconds=1)
    assert "was reported" in world.texts(world.channels["review"])[-1]


@pytest.mark.long
async def test_a_report_of_what_is_gone_reads_the_same(world: World) -> None:
    code = await asked(world)
    message = await released(world)
    usual = said(await report(world, "lou", message))
    await world.later(minutes=1)
    form = await world.press("rob", message, "Report")
    await withdrawn(world, code)
    for _ in range(17):
        await world.later(minutes=1)
    assert questions_in(world) == []
    gone = await world.people["rob"].submit_modal(form, {"why": "1"})
    assert said(gone) == usual
    told = [t for t in world.texts(world.channels["review"]) if "was reported" in t]
    assert len(told) == 1


@pytest.mark.long
async def test_too_many_reports_of_one_person_are_refused(world: World) -> None:
    await asked(world)
    message = await released(world)
    for _ in range(10):
        await report(world, "rob", message)
    assert "the most I take" in said(await report(world, "rob", message))


def card(world: World) -> Any:
    return world.channels["review"].history()[-1]


@pytest.mark.long
async def test_what_stands_in_a_thread_is_taken_down_without_any_report(world: World) -> None:
    await asked(world)
    message = await released(world)
    await answer(world, message, "Ask her, she works at the Royal.")
    await answer(world, message, "Ring your unit.")
    await with_note(world, card(world), "Send a note", "Only for the asker.")
    await world.later(minutes=1)
    shown = await world.press("carol", card(world), "Show the answers")
    stands = shown.followups[-1]
    assert labels(stands) == ["Take down", "Take down"]
    assert "Rob answers" in text_of(stands)
    assert "Only for the asker." not in text_of(stands)
    first = ids_of(stands)[0]
    form = await world.people["carol"].click(stands, custom_id=first)
    await world.fill("carol", form, note="It names somebody.")
    await world.later(minutes=1)
    assert TAKEN_DOWN in thread(world)
    again = await world.press("carol", card(world), "Show the answers")
    assert labels(again.followups[-1]) == ["Take down"]
    await let_in(world, "ria", "review")
    assert "coordinators" in said(await world.press("ria", card(world), "Show the answers"))
