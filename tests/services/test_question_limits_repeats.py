"""Who presses again and again learns no more than who presses once in a quarter of an hour."""

from __future__ import annotations

from itertools import pairwise

import pytest

import db.outbox
import db.questions as rows
from bot.domain.errors import UserError
from bot.domain.questions import ANSWERS, Verb
from bot.services.question_context import DECIDE
from bot.services.question_limits import NO_SUCH, TOO_OLD, Done
from tests.services.question_services import Desk

LOU = 1456074443980800099
KEPT = f"outbox WHERE kind = '{DECIDE}'"


async def carried(desk: Desk, seconds: int) -> list[Done]:
    """Let time pass, and carry out what is due; what is told of it."""
    desk.clock.forward(seconds=seconds)
    async with desk.database.transaction() as tx:
        due = await db.outbox.claim_due(tx, desk.kit.seconds(), 1000)
        for letter in due:
            await db.outbox.put_off(tx, letter.id, letter.try_at, "")
    told = []
    for letter in due:
        if letter.kind == DECIDE and (done := await desk.decisions.act(letter)) is not None:
            await desk.decisions.finish(letter)
            told.append(done)
    return told


async def test_blocking_again_and_again_is_told_once_in_a_quarter_of_an_hour(desk: Desk) -> None:
    receipt = await desk.ask()
    await desk.release(receipt)
    told = []
    for step in range(4 * 60):  # an hour, every fifteen seconds
        await desk.press(Verb.BLOCK, receipt.number)
        if await carried(desk, 15):
            told.append(step * 15)
    assert 3 <= len(told) <= 4
    assert all(later - earlier > 13 * 60 for earlier, later in pairwise(told))


async def test_a_release_pressed_twice_is_carried_out_once_and_each_person_counts(
    desk: Desk,
) -> None:
    receipt = await desk.ask()
    handle, card = await desk.review(receipt), receipt.number * 10
    for _ in range(3):
        await desk.press(Verb.RELEASE, handle, card=card)
    assert await desk.count(KEPT) == 1
    await desk.press(Verb.RELEASE, handle, card=card, who=LOU)
    await desk.press(Verb.RELEASE, handle, card=card + 1)
    await desk.press(Verb.BLOCK, receipt.number)
    await desk.press(Verb.BLOCK, receipt.number + 1)
    assert await desk.count(KEPT) == 5


async def test_other_words_are_never_merged_and_the_same_are(desk: Desk) -> None:
    receipt = await desk.ask()
    handle, card = await desk.review(receipt), receipt.number * 10
    for words in ("Which year?", "Which year?", "Which town?"):
        await desk.press(Verb.CHANGES, handle, words, card)
    told = [done for _ in range(4) for done in await carried(desk, 60)]
    assert [done.press.words for done in told] == ["Which year?", "Which town?"]


async def test_a_block_that_was_undone_is_made_again_once_the_quarter_is_over(desk: Desk) -> None:
    receipt = await desk.ask()
    await desk.release(receipt)
    for again in range(2):
        await desk.press(Verb.BLOCK, receipt.number)
        if again:
            assert await carried(desk, 8 * 60) == []
        (done,) = [done for _ in range(6) for done in await carried(desk, 60)]
        assert done.blocked is not None
        desk.decisions.undone(await desk.reviews.unblock(done.blocked.handle))
        assert await desk.count("question_blocks") == 0


async def test_who_is_told_that_it_could_not_be_done_may_try_at_once(desk: Desk) -> None:
    receipt = await desk.ask()
    number = receipt.number
    for _ in range(2):
        await desk.press(Verb.BLOCK, number)
        (done,) = await carried(desk, 60)
        assert done.said == NO_SUCH.format(number)
    await desk.review(receipt)
    await desk.press(Verb.BLOCK, number)
    (done,) = await carried(desk, 60)
    assert done.blocked is not None


@pytest.mark.parametrize("how", ["of itself", "tidied", "restored"])
async def test_what_is_too_old_to_be_blocked_says_so_though_it_was_withdrawn(
    desk: Desk, how: str
) -> None:
    receipt = await desk.ask()
    await desk.release(receipt)
    if how == "restored":
        async with desk.database.transaction() as tx:
            await tx.execute("UPDATE questions SET tag = NULL")
    else:
        desk.clock.forward(days=14)
    if how == "tidied":
        await desk.destruction.start()
        async with desk.database.transaction() as tx:
            await rows.end_tags(tx, desk.kit.seconds() // 86400)
    for withdrawn in (False, True):
        if withdrawn:
            await desk.withdraw(str(receipt))
        await desk.press(Verb.BLOCK, receipt.number)
        told = await carried(desk, 60)
        assert [done.said for done in told] == [TOO_OLD.format(receipt.number)]


@pytest.mark.parametrize(
    ("verb", "enough"),
    [
        (Verb.ANSWER, "You have given 5 answers to this question"),
        (Verb.NOTE, "You have written 5 notes about this question"),
    ],
)
async def test_five_answers_and_five_notes_are_taken_from_a_person_to_a_question(
    desk: Desk, verb: Verb, enough: str
) -> None:
    receipt = await desk.ask()
    handle = await desk.release(receipt)
    for number in range(ANSWERS):
        await desk.press(verb, handle, f"words {number}")
    for _ in range(2):
        with pytest.raises(UserError, match=enough):
            await desk.press(verb, handle, "one more")
    await desk.press(verb, handle, "mine", who=LOU)
    await desk.press(verb, "abc", "another question")
    assert await desk.count(KEPT) == ANSWERS + 2


async def test_the_same_answer_sent_twice_is_passed_on_once(desk: Desk) -> None:
    receipt = await desk.ask()
    handle = await desk.release(receipt)
    for _ in range(3):
        await desk.press(Verb.ANSWER, handle, "Ring them.")
    assert await desk.count(KEPT) == 1
    for number in range(ANSWERS - 1):  # the others were not counted
        await desk.press(Verb.ANSWER, handle, f"answer {number}")
    assert await desk.count(KEPT) == ANSWERS


async def test_an_answer_that_could_not_be_kept_does_not_count(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = await desk.ask()
    handle = await desk.release(receipt)

    async def full(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(db.outbox, "plan_hidden", full)
        for verb, words in [(Verb.BLOCK, ""), *[(Verb.ANSWER, f"{n}") for n in range(ANSWERS)]]:
            with pytest.raises(OSError, match="disk full"):
                await desk.press(verb, handle if words else receipt.number, words)
    for number in range(ANSWERS):
        await desk.press(Verb.ANSWER, handle, f"{number}")
    await desk.press(Verb.BLOCK, receipt.number)
    assert await desk.count(KEPT) == ANSWERS + 1
