"""Whoever closes a question takes back what is held of it; what others wrote comes back to them,
and the public sign comes wherever anything may stand."""

from __future__ import annotations

from typing import Any

import pytest

import db.questions
from bot import backups
from cogs.questions import public_text
from tests.cogs.questions.question_steps import (
    FOR_REVIEW,
    WORDS,
    answer,
    asked,
    block,
    count,
    heard,
    held_for_the_sign,
    last_thread,
    minutes,
    opened,
    questions_in,
    released,
    reviewed,
    thread,
    with_note,
    withdrawn,
)
from tests.fakes import losing
from tests.world import World, labels, said

HELD = "What I would rather not have said"


async def written(world: World, code: str, label: str) -> None:
    form = await world.press("ria", (await opened(world, code)).response, label)
    await world.fill("ria", form, words=HELD)


@pytest.mark.long
async def test_a_held_reply_goes_with_its_question_and_holds_up_no_sign(world: World) -> None:
    code = await asked(world)
    await released(world)
    for _ in range(8):  # each reply waits for the one before
        await written(world, code, "Reply")
    await withdrawn(world, code)
    assert await count(world, "question_entries") == 0
    assert await count(world, "outbox WHERE kind = 'questions.reply'") == 0
    assert 120 <= await held_for_the_sign(world) <= 900
    await minutes(world, 20)
    assert HELD not in "".join(thread(world))
    assert public_text.THREAD_CLOSED in thread(world)


@pytest.mark.long
async def test_changed_words_go_with_their_question(world: World) -> None:
    code = await asked(world)
    review = await reviewed(world)
    await world.fill("carol", await world.press("carol", review, "Ask for changes"), note="Year?")
    await world.later(minutes=1)
    await written(world, code, "Change it")
    await withdrawn(world, code)
    service = world.cog("Questions").service
    async with world.bot.database.reading() as tx:
        (question,) = await db.questions.all_kept(tx)
    assert service._kit.words.question(question) == ""
    await minutes(world, 20)
    assert HELD not in "".join(world.texts(world.channels["review"]))
    assert await count(world, "questions") == 0


@pytest.mark.long
async def test_an_answer_that_could_not_be_posted_comes_back_to_its_writer(world: World) -> None:
    code = await asked(world)
    message = await released(world)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=2)
    given = await answer(world, message, "My precious words")
    await withdrawn(world, code)
    assert heard(world, "rob", given) == ""
    await minutes(world, 20)
    assert "so your answer went nowhere. Here it is back" in heard(world, "rob", given)
    assert "My precious words" in heard(world, "rob", given)
    assert "My precious words" not in "".join(thread(world))
    assert await count(world, "question_decisions") == 0


@pytest.mark.long
async def test_an_answer_that_is_still_on_its_way_goes_before_the_sign(world: World) -> None:
    code = await asked(world)
    message = await released(world)
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=40)
    await answer(world, message, "My precious words")
    await withdrawn(world, code)
    for _ in range(16):
        world.clock.forward(minutes=1)
    world.env.backend.faults.clear()
    await minutes(world, 20)
    said_there = thread(world)
    (at,) = [n for n, words in enumerate(said_there) if "My precious words" in words]
    assert at < said_there.index(public_text.THREAD_CLOSED)


async def lose_the_answer(world: World, monkeypatch: pytest.MonkeyPatch, **span: float) -> None:
    """Let time pass; a message is made, and the answer to it is lost."""
    with losing(monkeypatch):
        await world.later(**span)


@pytest.mark.long
async def test_a_card_whose_making_was_not_confirmed_says_that_it_is_closed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await asked(world)
    await lose_the_answer(world, monkeypatch, minutes=16)
    await withdrawn(world, code)
    (card,) = world.channels["review"].history()
    assert labels(card) == FOR_REVIEW
    await minutes(world, 20)
    (card,) = world.channels["review"].history()
    assert "is closed" in card.content
    assert labels(card) == []
    assert await count(world, "questions") == 0


@pytest.mark.long
async def test_a_changed_card_whose_making_was_not_confirmed_says_that_it_is_closed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await asked(world)
    review = await reviewed(world)
    await world.fill("carol", await world.press("carol", review, "Ask for changes"), note="Year?")
    await world.later(minutes=1)
    await written(world, code, "Change it")
    await lose_the_answer(world, monkeypatch, minutes=16)
    await withdrawn(world, code)
    await minutes(world, 20)
    card = world.channels["review"].history()[-1]
    assert "is closed" in card.content
    assert labels(card) == []


@pytest.mark.long
async def test_a_question_whose_release_was_not_confirmed_says_that_it_is_closed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await asked(world)
    await world.press("carol", await reviewed(world), "Release")
    await lose_the_answer(world, monkeypatch, minutes=1)
    await withdrawn(world, code)
    assert labels(questions_in(world)[0]) == ["Answer", "Report"]
    await minutes(world, 20)
    assert questions_in(world) == []
    assert public_text.THREAD_CLOSED in thread(world)
    assert await count(world, "questions") == 0
    assert await count(world, "outbox WHERE kind LIKE 'questions.p%'") == 0


@pytest.mark.long
@pytest.mark.parametrize("by", ["its asker", "coordinators"])
async def test_a_closed_question_asks_for_no_answer_and_keeps_its_words(
    world: World, by: str
) -> None:
    code = await asked(world)
    message = await released(world)
    assert "press Answer" in _stands(world, message.id)
    if by == "its asker":
        await withdrawn(world, code)
        assert "press Answer" in _stands(world, message.id)
    else:
        await with_note(world, world.channels["review"].history()[-1], "Close for good", "Done.")
    await minutes(world, 20)
    assert "press Answer" not in _stands(world, message.id)
    assert f"{public_text.NOW_CLOSED}\n\n> {WORDS}" in _stands(world, message.id)


@pytest.mark.long
async def test_where_its_words_may_not_be_read_the_button_goes_all_the_same(world: World) -> None:
    code = await asked(world)
    message = await released(world)
    await withdrawn(world, code)
    world.env.inject_error("GET", "/channels/*/messages/*", status=403, code=50013, times=None)
    await minutes(world, 20)
    assert questions_in(world) == []
    assert f"> {WORDS}" in _stands(world, message.id)
    assert public_text.THREAD_CLOSED in thread(world)


def _stands(world: World, message: int) -> str:
    return next(
        each.content for each in world.channels["questions"].history() if each.id == message
    )


@pytest.mark.long
@pytest.mark.parametrize("code", [50001, 50013])
@pytest.mark.parametrize("path", ["/channels/*/messages/*", "/channels/*/messages"])
async def test_the_sign_comes_when_a_missing_permission_is_back(
    world: World, path: str, code: int
) -> None:
    mine = await asked(world)
    await released(world)
    await withdrawn(world, mine)
    method = "PATCH" if path.endswith("*/messages/*") else "POST"
    world.env.inject_error(method, path, status=403, code=code, times=None)
    await minutes(world, 120)
    assert await count(world, "questions") == 1
    world.env.backend.faults.clear()
    await minutes(world, 20)
    assert questions_in(world) == []
    assert thread(world).count(public_text.THREAD_CLOSED) == 1
    assert await count(world, "questions") == 0


@pytest.mark.long
@pytest.mark.parametrize(
    ("refused", "waits"), [(20, "question"), (20, "answer"), (90, "question"), (90, "answer")]
)
async def test_a_take_down_that_discord_refuses_goes_on_though_it_is_withdrawn(
    world: World, refused: int, waits: str
) -> None:
    mine = await asked(world)
    message = await released(world)
    await answer(world, message)
    given = [each for each in last_thread(world) if "Ring them." in each.content][-1]
    stands = given if waits == "answer" else message
    shown: Any = world.channels["review"].history()[-1]
    if waits == "answer":
        form = await world.press("carol", given, "Report")
        shown = (await world.people["carol"].submit_modal(form, {"why": "4"})).response
    path = f"/channels/{stands.channel.id}/messages/*"
    world.env.inject_error("PATCH", path, status=503, times=None)
    await with_note(world, shown, "Take down")
    await withdrawn(world, mine)
    await minutes(world, refused)
    world.env.backend.faults.clear()
    # The sign waits an hour at most for an answer, which is taken down all the same.
    assert await count(world, "questions") == ((refused, waits) != (90, "answer"))
    await minutes(world, 40)
    there = thread(world) if waits == "answer" else world.texts(world.channels["questions"])
    assert public_text.TAKEN_DOWN in there
    assert not any(words in "".join(there) for words in (WORDS, "Ring them."))
    await minutes(world, 30)
    assert await count(world, "questions") == 0


@pytest.mark.long
async def test_a_word_that_goes_in_the_evening_holds_up_no_sign_and_comes_with_it(
    world: World,
) -> None:
    mine = await asked(world)
    await answer(world, await released(world))
    form = await world.press("carol", last_thread(world)[-1], "Report")
    thanks = await world.people["carol"].submit_modal(form, {"why": "4"})
    await with_note(world, thanks.response, "Take down")
    assert await count(world, "outbox WHERE kind = 'questions.writer' AND state = 'waiting'") == 1
    await withdrawn(world, mine)
    for _ in range(20):
        if public_text.THREAD_CLOSED in thread(world):
            break
        assert not told_of_a_take_down(world)
        await world.later(minutes=1)
    assert await count(world, "questions") == 0
    await world.later(minutes=1)
    (told,) = told_of_a_take_down(world)
    assert "> Not for here." in told
    assert await count(world, "question_decisions") == 0
    await world.later(hours=24)
    assert len(told_of_a_take_down(world)) == 1


def told_of_a_take_down(world: World, name: str = "rob") -> list[str]:
    direct = world.people[name].user.dm_channel
    said = [message.content for message in direct.history()] if direct else []
    return [words for words in said if "is being taken down by" in words]


@pytest.mark.long
@pytest.mark.parametrize("label", ["Take down", "Close for good"])
async def test_the_reason_of_an_ending_goes_with_the_question(world: World, label: str) -> None:
    mine = await asked(world)
    await released(world)
    review = world.channels["review"]
    await with_note(world, review.history()[-1], label, "It names a ward.")
    await withdrawn(world, mine)
    await minutes(world, 20)
    assert await count(world, "questions") == 0
    (card,) = review.history()
    assert "It names a ward." not in card.content
    assert card.embeds == []
    assert labels(card) == []


@pytest.mark.long
async def test_a_card_that_is_deleted_needs_no_sign(world: World) -> None:
    code = await asked(world)
    await (await reviewed(world)).delete()
    await withdrawn(world, code)
    await minutes(world, 20)
    assert await count(world, "questions") == 0


async def test_a_blocked_question_becomes_no_resource(world: World) -> None:
    code = await asked(world)
    await answer(world, await released(world))
    view = await opened(world, code)
    await block(world, code[:6])
    await world.later(minutes=1)
    assert "has stopped this question" in said(
        await world.press("ria", view.response, "Let others find it")
    )
    assert await count(world, "outbox WHERE kind = 'questions.share'") == 0


@pytest.mark.long
@pytest.mark.parametrize("shown", [False, True], ids=["in review", "released"])
async def test_the_sign_comes_though_a_backup_is_restored_before_it(
    world: World, shown: bool
) -> None:
    code = await asked(world)
    await (released if shown else reviewed)(world)
    copy = await backups.daily(world.config.database_path, world.clock())
    await withdrawn(world, code)
    held = await held_for_the_sign(world)
    await world.bot.close()
    await backups.restore(world.config, copy, world.clock)
    await world.restart()
    await world.later(seconds=held - 1)
    card = world.channels["review"].history()[-1]
    signs = [public_text.THREAD_CLOSED in thread(world)] if shown else [not labels(card)]
    assert signs == [False]
    await world.later(seconds=1)
    card = world.channels["review"].history()[-1]
    assert public_text.THREAD_CLOSED in thread(world) if shown else not labels(card)
    assert await count(world, "questions") == 0
