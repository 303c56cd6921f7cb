"""What Discord has made, and never said so: it is looked for before it is said to be nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

import db.question_entries as entries
from bot import sending
from bot.domain.outbox import Delivery, Letter, Outcome, mark
from bot.services.question_care import REPLY_OVER
from cogs.questions import public_text
from tests.cogs.questions.question_steps import (
    asked,
    block,
    count,
    heard,
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
from tests.world import World, labels, said

LOST = sending.NotSentError(Outcome(Delivery.TRY_LATER, "Discord did not answer"))


@contextmanager
def unconfirmed(monkeypatch: pytest.MonkeyPatch, kind: str, *, made: bool = True) -> Iterator[None]:
    """The letter of a kind makes its message, or none; Discord says nothing more of it."""
    send_once, find_marked, tried = sending.send_once, sending.find_marked, list[Letter]()

    async def send(place: Any, letter: Letter, *about: Any, **extras: Any) -> Any:
        if letter.kind != kind:
            return await send_once(place, letter, *about, **extras)
        if made and not tried:
            await send_once(place, letter, *about, **extras)
        tried.append(letter)
        raise LOST

    async def look(place: Any, marked: str, *about: Any) -> Any:
        if marked in [mark(each) for each in tried]:
            raise LOST
        return await find_marked(place, marked, *about)

    with monkeypatch.context() as patch:
        patch.setattr(sending, "send_once", send)
        patch.setattr(sending, "find_marked", look)
        yield
    assert tried


def review(world: World) -> list[Any]:
    return list(world.channels["review"].history())


def decided(world: World) -> Any:
    return next(m for m in review(world) if "released by" in m.content)


async def end(world: World, code: str, how: str) -> None:
    if how == "block":
        await block(world, code[:6])
        await world.later(minutes=1)
    else:
        await with_note(world, decided(world), how)


@pytest.mark.long
@pytest.mark.parametrize("how", ["Close for good", "Take down"])
@pytest.mark.parametrize("made", [True, False])
async def test_an_answer_comes_back_only_once_it_is_sure_that_it_stands_nowhere(
    world: World, monkeypatch: pytest.MonkeyPatch, how: str, made: bool
) -> None:
    code = await asked(world)
    message = await released(world)
    form = await world.press("rob", message, "Answer")
    with unconfirmed(monkeypatch, "questions.answer", made=made):
        given = await world.fill("rob", form, words="Ring them.")
        await world.later(minutes=1)
        await end(world, code, how)
        assert heard(world, "rob", given) == ""
        assert "on its way into the thread" in said(await opened(world, code))
    await minutes(world, 3)
    page, back = said(await opened(world, code)), heard(world, "rob", given)
    assert sum("> Ring them." in words for words in thread(world)) == made
    assert ("**Rob answered**\n-# A member\n> Ring them." in page) == made
    assert ("Here it is back" in back) == (not made)


@pytest.mark.long
async def test_it_is_reported_and_taken_down_as_any_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await asked(world)
    form = await world.press("rob", await released(world), "Answer")
    with unconfirmed(monkeypatch, "questions.answer"):
        await world.fill("rob", form, words="Ring them.")
        await world.later(minutes=1)
        await end(world, code, "Close for good")
    await minutes(world, 3)
    (given,) = [m for m in last_thread(world) if "Ring them" in m.content]
    report = await world.press("lou", given, "Report")
    await world.people["lou"].submit_modal(report, {"why": "1"})
    await world.later(minutes=1)
    await with_note(world, review(world)[-1], "Take down", "It names a ward.")
    await world.later(minutes=1)
    assert public_text.TAKEN_DOWN in thread(world)


@pytest.mark.long
async def test_a_take_down_waits_until_it_is_known_whether_it_stands(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await asked(world)
    form = await world.press("rob", await released(world), "Answer")
    with unconfirmed(monkeypatch, "questions.answer"):
        await world.fill("rob", form, words="Ring them.")
        await world.later(minutes=1)
        report = await world.press("carol", last_thread(world)[-1], "Report")
        shown = await world.people["carol"].submit_modal(report, {"why": "1"})
        down = await with_note(world, shown.response, "Take down", "It names a ward.")
        assert heard(world, "carol", down) == ""
    await minutes(world, 6)
    assert "is being taken down" in heard(world, "carol", down)
    assert public_text.TAKEN_DOWN in thread(world)


@pytest.mark.long
@pytest.mark.parametrize("how", ["Close for good", "Take down", "block"])
@pytest.mark.parametrize("made", [True, False])
async def test_a_reply_is_stopped_only_once_it_is_sure_that_it_stands_nowhere(
    world: World, monkeypatch: pytest.MonkeyPatch, how: str, made: bool
) -> None:
    code = await asked(world)
    await released(world)
    card = await reply(world, code)
    with unconfirmed(monkeypatch, "questions.pass", made=made):
        await world.press("carol", card, "Release")
        await world.later(minutes=1)
        await end(world, code, how)
        assert "**You replied** (on its way" in said(await opened(world, code))
    await minutes(world, 3)
    assert sum("> Thank you." in words for words in thread(world)) == made
    page = said(await opened(world, code))
    assert ("stopped, and not passed on" in page) == (not made)
    state = "posted" if made else "stopped"
    assert await count(world, f"question_entries WHERE state = '{state}'") == 1
    assert await count(world, "outbox WHERE kind = 'questions.pass'") == 0


@pytest.mark.long
async def test_a_reply_that_is_being_sent_while_its_question_ends_stands_as_such(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await asked(world)
    await released(world)
    card = await reply(world, code)
    send_once = sending.send_once

    async def send(place: Any, letter: Letter, *about: Any, **extras: Any) -> Any:
        if letter.kind == "questions.pass":
            async with world.bot.database.transaction() as tx:
                await entries.stop_replies(tx, int(code[:6]))
        return await send_once(place, letter, *about, **extras)

    monkeypatch.setattr(sending, "send_once", send)
    await world.press("carol", card, "Release")
    await world.later(minutes=1)
    assert "stopped" not in said(await opened(world, code))
    assert await count(world, "question_entries WHERE state = 'posted' AND message_id > 0") == 1


@pytest.mark.long
@pytest.mark.parametrize("how", ["Close for good", "block"])
async def test_the_card_of_a_reply_that_goes_nowhere_is_closed_though_it_was_not_confirmed(
    world: World, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    code = await asked(world)
    await released(world)
    form = await world.press("ria", (await opened(world, code)).response, "Reply")
    await world.fill("ria", form, words="Thank you.")
    with unconfirmed(monkeypatch, "questions.reply"):
        await world.later(minutes=16)
        card = review(world)[-1]
        assert "> Thank you." in card.content
        await end(world, code, how)
    await minutes(world, 3)
    (closed,) = [each for each in review(world) if each.id == card.id]
    assert closed.content == REPLY_OVER.format(code[:6])
    assert labels(closed) == []
    assert await count(world, "outbox WHERE kind = 'questions.reply'") == 0


@pytest.mark.long
@pytest.mark.parametrize("then", ["withdrawn", "declined"])
async def test_a_card_that_was_posted_again_does_not_outlive_its_question(
    world: World, monkeypatch: pytest.MonkeyPatch, then: str
) -> None:
    code = await asked(world)
    await (await reviewed(world)).delete()
    with unconfirmed(monkeypatch, "questions.card"):
        waits = await queue(world)
        await world.later(seconds=1)
        assert "Release" in labels(review(world)[-1])
        if then == "withdrawn":
            await withdrawn(world, code)
            await minutes(world, 20)
        else:
            look = await world.press("carol", waits.response, "Look")
            await with_note(world, look.response, "Decline")
            assert "Release" in labels(review(world)[-1])
    await minutes(world, 20)
    card = review(world)[-1]
    assert "Release" not in labels(card)
    assert "> How do" not in card.content
    if then == "declined":
        assert "with its asker" in card.content
        await withdrawn(world, code)
        await minutes(world, 20)
        card = review(world)[-1]
    assert "is closed" in card.content
    assert labels(card) == []
    assert await count(world, "questions") == 0


async def test_a_press_on_a_card_that_was_not_confirmed_waits_for_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await asked(world)
    await (await reviewed(world)).delete()
    with unconfirmed(monkeypatch, "questions.card"):
        await queue(world)
        await world.later(seconds=1)
        released_by = await world.press("carol", review(world)[-1], "Release")
        await world.later(minutes=1)
        assert heard(world, "carol", released_by) == ""
    await minutes(world, 6)
    assert heard(world, "carol", released_by) == ""
    assert "released by" in review(world)[-1].content
    assert questions_in(world)


@pytest.mark.long
@pytest.mark.parametrize("how", ["Close for good", "Take down"])
@pytest.mark.parametrize("made", [True, False])
async def test_what_is_ended_on_its_way_stands_as_ended_or_nowhere(
    world: World, monkeypatch: pytest.MonkeyPatch, how: str, made: bool
) -> None:
    code = await asked(world)
    card = await reviewed(world)
    with unconfirmed(monkeypatch, "questions.publish", made=made):
        await world.press("carol", card, "Release")
        await world.later(minutes=1)
        ended = await with_note(world, decided(world), how, "It names a ward.")
        assert "was on its way into its channel: it is stopped" in heard(world, "carol", ended)
        assert "It names a ward." in said(await opened(world, code))
    await queue(world)
    await minutes(world, 5)
    stand = [m.content for m in world.channels["questions"].history()]
    words = public_text.TAKEN_DOWN if how == "Take down" else public_text.NOW_CLOSED
    assert [words in each for each in stand[:1]] == [True] * made
    assert "Answer" not in [label for m in questions_in(world) for label in labels(m)]
    await withdrawn(world, code)
    await minutes(world, 20)
    assert await count(world, "questions") == 0
    assert "closed" in review(world)[-1].content or "taken down" in review(world)[-1].content
    assert labels(review(world)[-1]) == []


@pytest.mark.long
async def test_whoever_ends_it_on_its_way_reads_the_same_though_it_was_withdrawn(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for asker in ("ria", "lou"):
        code = await asked(world, asker)
        card = await reviewed(world)
        with unconfirmed(monkeypatch, "questions.publish"):
            await world.press("carol", card, "Release")
            await world.later(minutes=1)
            if asker == "ria":
                await withdrawn(world, code)
            ended = await with_note(world, decided(world), "Take down")
            found.append(heard(world, "carol", ended).replace(code[:6], ""))
        await minutes(world, 20)
    assert found[0] == found[1] != ""
    stand = [m for m in world.channels["questions"].history() if "Question" not in m.content]
    assert [m.content for m in stand] == [public_text.TAKEN_DOWN] * 2


@pytest.mark.long
@pytest.mark.parametrize("kind", ["questions.publish", "questions.release"])
async def test_what_may_not_be_looked_for_is_not_posted_twice_once_it_may(
    world: World, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    code = await asked(world)
    if kind == "questions.publish":
        card = await reviewed(world)
    with unconfirmed(monkeypatch, kind):
        if kind == "questions.publish":
            await world.press("carol", card, "Release")
            await world.later(seconds=55)
        else:
            await world.later(minutes=16)
    place = world.channels["questions" if kind == "questions.publish" else "review"]
    path = f"/channels/{place.id}/messages"
    for method in ("GET", "POST"):
        world.env.inject_error(method, path, status=403, code=50001, times=None)
    await minutes(world, 3)
    assert "Could not be posted" in said(await queue(world))
    world.env.backend.faults.clear()
    await queue(world)
    await minutes(world, 2)
    assert len([m for m in place.history() if "> How do" in m.content]) == 1
    assert await count(world, f"outbox WHERE kind = '{kind}'") == 0
    assert "Could not be posted" not in said(await queue(world))
    await withdrawn(world, code)
    await minutes(world, 20)
    assert await count(world, "questions") == 0


@pytest.mark.long
@pytest.mark.parametrize("gone", [False, True])
async def test_what_comes_too_late_is_said_at_once_though_an_answer_waits_for_the_question(
    world: World, monkeypatch: pytest.MonkeyPatch, *, gone: bool
) -> None:
    code = await asked(world)
    card = await reviewed(world)
    look = await world.press("carol", (await queue(world)).response, "Look")
    with unconfirmed(monkeypatch, "questions.publish"):
        await world.press("carol", card, "Release")
        await minutes(world, 4)
        form = await world.press("rob", questions_in(world)[-1], "Answer")
        await world.fill("rob", form, words="Ring them.")
        await world.later(seconds=55)
        if gone:
            await withdrawn(world, code)
        declined = await with_note(world, look.response, "Decline")
        assert "had been released by then" in heard(world, "carol", declined)
