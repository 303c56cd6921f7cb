"""Answers, news, closing and blocking, through the real bot."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cogs.questions.public_text import GOES_ON, ON_ITS_CARD
from tests.cogs.questions.question_steps import (
    WORDS,
    answer,
    ask,
    asked,
    block,
    code_in,
    count,
    draft,
    heard,
    ids_of,
    opened,
    queue,
    released,
    reviewed,
    withdrawn,
)
from tests.fakes import START
from tests.world import World, labels, let_in, said, text_of, updated


async def test_a_deleted_review_channel_loses_no_question(world: World) -> None:
    await asked(world)
    world.env.inject_error("POST", "/channels/*/messages", status=404, code=10003)
    await world.later(minutes=16)
    assert "Could not be posted" in said(await queue(world))
    await world.later()
    assert WORDS in world.texts(world.channels["review"])[-1]


@pytest.mark.long
async def test_what_is_held_of_a_deleted_thread_goes_nowhere(world: World) -> None:
    """An answer comes back to its writer, a reply stays with its asker."""
    code = await asked(world)
    message = await released(world)
    form = await world.press("ria", (await opened(world, code)).response, "Reply")
    await world.fill("ria", form, words="My held reply")
    world.env.inject_error("POST", "/channels/*/messages", status=404, code=10003)
    given = await answer(world, message)
    await world.later(minutes=16)
    places = [world.channels["questions"], *world.channels["questions"].threads]
    public = "".join(text for place in places for text in world.texts(place))
    assert "Ring them." not in public
    assert "My held reply" not in public
    assert "went nowhere" in heard(world, "rob", given)
    page = said(await opened(world, code))
    assert "thread has been deleted" in page
    assert "stopped, and not passed on" in page


@pytest.mark.long
async def test_a_used_receipt_opens_nothing(world: World) -> None:
    code = await asked(world)
    message = await released(world)
    view = await opened(world, code)
    sure = await world.press("ria", view.response, "Close it")
    kept = await world.press("ria", sure.response, "Keep it")
    sure = await world.press("ria", kept.response, "Close it")
    closed = await world.press("ria", sure.response, "Close and destroy")
    assert "has been deleted" in updated(closed)
    assert "opens no question" in said(await opened(world, code))
    form = await world.press("rob", message, "Answer")
    assert form.modal is not None
    await world.later(minutes=16)
    assert "is closed" in world.texts(world.channels["questions"].threads[-1])[-1]
    assert await count(world, "questions") == 0
    assert labels(world.channels["questions"].history()[0]) == []


@pytest.mark.long
async def test_a_question_withdrawn_in_review_leaves_the_channel(world: World) -> None:
    code = await asked(world)
    review = await reviewed(world)
    await withdrawn(world, code)
    assert said(await world.press("carol", review, "Release")) == ON_ITS_CARD
    await world.later(minutes=16)
    assert "withdrawn by its asker" in world.texts(world.channels["review"])[-1]
    assert WORDS not in world.texts(world.channels["review"])[-1]


@pytest.mark.long
async def test_the_form_to_answer_says_who_gives_medical_advice(world: World) -> None:
    await asked(world)
    form = await world.press("rob", await released(world), "Answer")
    assert form.modal is not None
    about = form.modal["components"][0]["content"]
    assert "for that, point to their own maternity unit, 111 or 999." in about


@pytest.mark.long
async def test_a_block_stops_the_asker_keeps_their_words_and_can_be_undone(world: World) -> None:
    code = await asked(world)
    await reviewed(world)
    shown = await block(world, f"question {code[:6]}")
    assert said(shown) == GOES_ON
    await world.later(minutes=1)
    refused = await ask(world, "ria", "Again?")
    assert "have not learnt who you are" in said(refused)
    assert draft(refused) == "Again?"
    assert await asked(world, "rob")
    assert "until Thu 3 Dec 2026 at the latest" in said(shown)
    undone = await world.press("carol", shown.followups[0], "Undo")
    assert "undone" in updated(undone)
    form = await world.press("ria", refused.response, "Try again")
    assert code_in(updated(await world.fill("ria", form, words="Again?")))


@pytest.mark.parametrize("typed", ["nonsense", "1" * 50, "32nd of May, 25", "<@1>", "123456"])
async def test_blocking_what_is_no_question_says_what_to_do(world: World, typed: str) -> None:
    shown = await block(world, typed)
    await world.later(minutes=1)
    answered = said(shown)
    assert "Which question?" in answered or "I keep no question" in answered


@pytest.mark.long
async def test_unanswered_questions_are_named_once_a_day(world: World) -> None:
    code = await asked(world)
    await released(world)
    await world.later(hours=47)
    assert not [t for t in world.texts(world.channels["review"]) if "No answer for 48" in t]
    for day in range(3):
        before = len(world.env.http_requests)
        await world.later(days=1)
        assert posted_since(world, before).count("No answer for 48") == 1, day
        digests = [t for t in world.texts(world.channels["review"]) if "No answer for 48" in t]
        assert len(digests) == 1
        await world.restart()
    assert "we are sorry" in said(await opened(world, code))


def posted_since(world: World, number: int) -> str:
    return str([r.json for r in world.env.http_requests[number:] if r.method == "POST"])


async def shared(world: World, *, yes: bool) -> Any:
    """An answered question that its asker lets become a resource; the form for it, or why not."""
    code = await asked(world)
    await answer(world, await released(world), library=yes)
    view = await opened(world, code)
    assert "Thank you" in said(await world.press("ria", view.response, "Let others find it"))
    await world.later(minutes=16)
    agreed = world.channels["review"].history()[-1]
    await let_in(world, "rob", "review")
    assert "coordinators" in said(await world.press("rob", agreed, "Make it a resource"))
    return await world.press("carol", agreed, "Make it a resource")


@pytest.mark.long
async def test_an_answer_becomes_a_resource_with_both_yeses_without_the_question(
    world: World,
) -> None:
    form = await shared(world, yes=True)
    assert WORDS not in str(form.modal)
    await world.fill("carol", form, title="Getting answers")
    await world.later()
    suggested = world.texts(world.channels["review"])[-1]
    for words in ("Getting answers", "https://discord.com/channels/", "Ring them."):
        assert words in suggested
    assert WORDS not in suggested


@pytest.mark.long
async def test_without_the_yes_of_whoever_answered_it_becomes_none(world: World) -> None:
    assert "Nobody who answered has ticked" in said(await shared(world, yes=False))


@pytest.mark.long
async def test_many_answers_are_read_page_by_page(world: World) -> None:
    code = await asked(world)
    message = await released(world)
    for number in range(4):
        await answer(world, message, f"{number} " + "x" * 1700)
    view = await opened(world, code)
    assert labels(view.response)[-1] == "Later"
    later = await world.press("ria", view.response, "Later")
    assert "3 xxx" in text_of(later.response) or "2 xxx" in text_of(later.response)
    assert "Earlier" in labels(later.response)


@pytest.mark.long
async def test_no_button_carries_the_number_of_a_question(world: World) -> None:
    code = await asked(world, "ria", tell=True)
    await answer(world, await released(world))
    await world.later(minutes=16)
    direct = world.people["ria"].user.dm_channel.history()
    view = await opened(world, code)
    shown = [*world.channels["review"].history(), *world.channels["questions"].history()]
    shown += [*world.channels["questions"].threads[-1].history(), view.response]
    shown += direct
    ids = [part for message in shown for part in ids_of(message)]
    assert len(ids) >= 6
    assert not any(code[:6] in custom_id for custom_id in ids)


@pytest.mark.long
async def test_a_question_that_has_waited_for_a_day_calls_the_coordinators(world: World) -> None:
    await asked(world)
    await world.later(minutes=16)
    coordinators = world.roles["coordinator"].mention
    for hour, called in ((19, False), (33.5, False), (43, True), (57.5, False), (67, True)):
        world.clock.at = START.replace(hour=0) + timedelta(hours=hour)
        await world.later()
        digest = world.texts(world.channels["review"])[-1]
        assert (coordinators in digest) is called, hour
    assert "1 anonymous question waits to be released, changed or declined, for a day" in digest


async def test_how_long_a_question_waits_is_counted_from_look_to_look(world: World) -> None:
    await asked(world)
    await world.later(minutes=16)
    world.clock.at = START.replace(hour=19)
    await world.later()
    async with world.bot.database.reading() as tx:
        (row,) = await tx.execute_fetchall("SELECT waits_since FROM questions")
    assert row[0] == int(START.replace(hour=19).timestamp())
    assert len(world.texts(world.channels["review"])) == 1


@pytest.mark.long
@pytest.mark.parametrize(("presser", "label"), [("rob", "Answer"), ("carol", "Release")])
async def test_what_was_pressed_before_an_erasure_names_nobody_after_it(
    world: World, presser: str, label: str
) -> None:
    await asked(world)
    if label == "Answer":
        form = await world.press("rob", await released(world), label)
        await world.fill("rob", form, words="Ring them.")
    else:
        await world.press("carol", await reviewed(world), label)
    assert await count(world, "question_decisions") == 1
    asked_twice = await world.privacy(presser, "Erase me")
    await world.press(presser, asked_twice.response, "Erase everything")
    assert await count(world, "question_decisions") == 0
    await world.later(minutes=2)
    everywhere = [*world.channels.values(), *world.channels["questions"].threads]
    assert presser.title() not in "".join(
        text for place in everywhere for text in world.texts(place)
    )
    assert await count(world, "question_entries") == 0
