"""What could not be posted reads the same in the queue, however often, whatever its asker does."""

from __future__ import annotations

import pytest

import db.outbox
from bot.domain.questions import Ending, News, Verb, block_until
from bot.services.question_limits import NO_SUCH
from bot.services.question_news import Told
from tests.services.question_services import RIA, Desk

STUCK = "**Could not be posted; trying again."


async def refused(desk: Desk, *kinds: str, after: int = 16 * 60) -> None:
    """Let what is due be carried, and what is of these kinds be refused."""
    desk.clock.forward(seconds=after)
    async with desk.database.transaction() as tx:
        for letter in await db.outbox.claim_due(tx, desk.kit.seconds(), 1000):
            if letter.kind in kinds:
                await db.outbox.settle(tx, letter.id, "failed", "no channel", desk.kit.seconds())
            else:
                await db.outbox.put_off(tx, letter.id, letter.try_at, "")


async def looks(desk: Desk, *kinds: str) -> list[str]:
    """What three looks read in a row, the letters in between being tried and refused."""
    found = []
    for at_once in (True, False, False):
        if not at_once:
            await refused(desk, *kinds, after=1)
        found.append(await desk.queue())
    return found


async def stuck(desk: Desk, kind: str) -> str:
    """A question with a letter that was refused; its code."""
    receipt = await desk.ask()
    if kind == "questions.publish":
        handle = await desk.review(receipt)
        await desk.decide(Verb.RELEASE, handle, card=receipt.number * 10)
    elif kind != "questions.release":
        handle = await desk.release(receipt)
        await desk.decide(Verb.ANSWER, handle, "Ring them.")
        if kind == "questions.share":
            await desk.letters.posted(await desk.letter("questions.answer", 0), 8)
            await desk.asking.share(await desk.asking.open(RIA, str(receipt)))
    await refused(desk, kind)
    return str(receipt)


@pytest.mark.parametrize(
    "kind", ["questions.release", "questions.publish", "questions.share", "questions.answer"]
)
async def test_what_is_stuck_reads_the_same_at_every_look_before_and_after_it_is_withdrawn(
    desk: Desk, kind: str
) -> None:
    code = await stuck(desk, kind)
    before = await looks(desk, kind)
    assert all(STUCK in said for said in before)
    assert len(set(before)) == 1
    await desk.withdraw(code)
    assert await looks(desk, kind) == before
    await desk.destruction.delete((await desk.letter("questions.close")).subject)
    assert await desk.reviews.queue() == []
    assert await desk.count("outbox WHERE state = 'failed'") == 0


async def test_what_was_stuck_and_then_ended_reads_the_same_though_it_was_withdrawn(
    desk: Desk,
) -> None:
    seen = []
    for withdrawn in (False, True):
        code = await stuck(desk, "questions.publish")
        async with desk.database.reading() as tx:
            question = await db.questions.find(tx, int(code[:6]))
        assert question is not None
        await desk.decide(Verb.TAKE_DOWN, question.handle, "it names a ward")
        if withdrawn:
            await desk.withdraw(code)
        await desk.letters.forget(await desk.letter("questions.publish", 0))
        seen.append([one for one in await desk.reviews.queue() if one.question.id == question.id])
    assert [[(one.stuck, one.question.ending) for one in each] for each in seen] == [
        [(False, Ending.TAKEN_DOWN)]
    ] * 2


async def test_a_letter_that_sets_out_again_in_that_second_changes_nothing_either(
    desk: Desk,
) -> None:
    code = await stuck(desk, "questions.release")
    before = await desk.queue()
    letter = await desk.letter("questions.release", 0)
    await desk.withdraw(code)
    await desk.letters.forget(letter)
    assert await desk.queue() == before


@pytest.mark.parametrize("sets_out", [False, True])
async def test_a_held_reply_that_failed_is_seen_to_wait_until_the_sign(
    desk: Desk, sets_out: bool
) -> None:
    receipt = await desk.ask()
    await desk.release(receipt)
    await desk.asking.reply(await desk.asking.open(RIA, str(receipt)), RIA, "Thank you.")
    await refused(desk, "questions.reply")
    before = await desk.queue()
    assert STUCK in before
    letter = await desk.letter("questions.reply", 0) if sets_out else None
    await desk.withdraw(str(receipt))
    if letter is not None:
        await desk.letters.forget(letter)
    assert await desk.queue() == before
    assert await looks(desk, "questions.reply") == [before] * 3


async def test_what_has_been_posted_at_last_is_stuck_no_more(desk: Desk) -> None:
    code = await stuck(desk, "questions.share")
    await desk.reviews.queue()
    await desk.letters.forget(await desk.letter("questions.share", 0))
    assert STUCK not in await desk.queue()
    await desk.reviews.queue()
    assert await desk.count("outbox WHERE kind = 'questions.share'") == 0
    held = await stuck(desk, "questions.release")
    await desk.reviews.queue()
    letter = await desk.letter("questions.release", 0)
    await desk.letters.in_review(letter, 11, int(held[:6]) * 10)
    assert STUCK not in await desk.queue()
    assert code != held


async def test_what_was_stuck_for_days_can_be_blocked_no_longer_for_that(desk: Desk) -> None:
    number = int((await stuck(desk, "questions.release"))[:6])
    due = block_until(desk.kit.seconds())
    desk.clock.forward(days=4)
    await desk.reviews.queue()
    await desk.letters.in_review(await desk.letter("questions.release", 0), 11, number * 10)
    (waiting,) = await desk.reviews.queue()
    assert waiting.question.block_until == due


async def test_no_clock_that_is_set_back_lets_a_question_vanish_at_once(desk: Desk) -> None:
    code = await stuck(desk, "questions.release")
    desk.clock.forward(days=-2)
    before = await desk.queue()
    await desk.withdraw(code)
    assert await desk.queue() == before
    assert STUCK in before


async def test_what_was_never_tried_is_withdrawn_at_once_however_late_it_is(desk: Desk) -> None:
    receipt = await desk.ask()
    desk.clock.forward(hours=2)
    await desk.withdraw(str(receipt))
    assert await desk.count("questions") == 0
    assert await desk.count("outbox") == 0


async def test_what_is_being_tried_is_not_taken_for_unseen(desk: Desk) -> None:
    receipt = await desk.ask()
    await desk.letter("questions.release")
    desk.clock.forward(days=-2)
    await desk.withdraw(str(receipt))
    assert await desk.count("questions") == 1


async def test_what_failed_is_named_no_more_once_the_sign_is_given(desk: Desk) -> None:
    """Though a direct message that is not deleted yet keeps the row for a while."""
    receipt = await desk.ask(wants_word=True)
    handle = await desk.review(receipt)
    await desk.decide(Verb.CHANGES, handle, "Which year?", receipt.number * 10)
    await desk.telling.told({Told(await desk.letter("questions.told"), RIA, None): News(1, 2, 3)})
    grant = await desk.asking.open(RIA, str(receipt))
    await desk.asking.change(grant, "In 2026?")
    await refused(desk, "questions.release")
    assert STUCK in await desk.queue()
    grant = await desk.asking.open(RIA, str(receipt))
    await desk.asking.withdraw(grant, news_is_gone=False)
    await desk.destruction.delete((await desk.letter("questions.close")).subject)
    assert await desk.count("questions") == 1
    assert await desk.reviews.queue() == []
    done = await desk.decide(Verb.BLOCK, receipt.number)
    assert done is not None
    assert done.said == NO_SUCH.format(receipt.number)
