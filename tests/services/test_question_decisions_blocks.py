"""A block stops what is held of one question and its author's new ones, and links nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.errors import UserError
from bot.domain.questions import DAY_SECONDS, State, Verb
from cogs.questions import public_text, text
from tests.services.question_services import RIA, ROB, Desk

REFUSED = "have not learnt who you are"


async def blocked(desk: Desk, number: int) -> str:
    """Let a coordinator block a question; what they are told."""
    done = await desk.decide(Verb.BLOCK, number)
    assert done is not None
    return done.said if done.blocked is None else public_text.block_done(done.blocked)


async def test_a_block_stops_its_asker_and_nobody_else_until_the_day_it_says(desk: Desk) -> None:
    receipt = await desk.ask()
    await desk.release(receipt)
    assert "until Thu 3 Dec 2026 at the latest" in await blocked(desk, receipt.number)
    with pytest.raises(UserError, match=REFUSED):
        await desk.ask()
    await desk.ask(ROB)
    await desk.asking.withdraw(await desk.asking.open(RIA, str(receipt)))
    with pytest.raises(UserError, match=REFUSED):
        await desk.ask()
    desk.clock.at = datetime(2026, 12, 3, 23, 59, tzinfo=UTC)
    await desk.destruction.start()
    with pytest.raises(UserError, match=REFUSED):
        await desk.ask()
    desk.clock.forward(days=2)
    await desk.destruction.start()
    await desk.ask()


async def test_a_blocked_author_goes_on_under_other_questions(desk: Desk) -> None:
    first = await desk.ask()
    await desk.release(first)
    other = await desk.ask()
    await desk.release(other)
    third = await desk.ask()
    handle = await desk.review(third)
    await desk.decide(Verb.CHANGES, handle, "Which year?")
    await blocked(desk, first.number)
    await desk.asking.reply(await desk.asking.open(RIA, str(other)), RIA, "Thank you.")
    await desk.asking.change(await desk.asking.open(RIA, str(third)), "In 2026?")
    assert await desk.letter("questions.reply")
    assert await desk.letter("questions.release")


async def test_held_replies_of_a_blocked_question_are_stopped_and_its_asker_reads_so(
    desk: Desk,
) -> None:
    receipt = await desk.ask()
    handle = await desk.release(receipt)
    grant = await desk.asking.open(RIA, str(receipt))
    await desk.asking.reply(grant, RIA, "posted")
    await desk.let_through(handle)
    grant = await desk.asking.open(RIA, str(receipt))
    await desk.asking.reply(grant, RIA, "held")
    await blocked(desk, receipt.number)
    assert await desk.count("outbox WHERE kind = 'questions.reply'") == 0
    with pytest.raises(UserError, match="has stopped this question"):
        await desk.asking.reply(grant, RIA, "more")
    look = await desk.asking.look(grant)
    page = text.pages(look)[0]
    assert "**You replied**\n> posted" in page
    assert "**You replied** (stopped, and not passed on)\n> held" in page
    assert "A coordinator has blocked whoever asked this" in text.status(look)
    assert "It was released on" in text.status(look)
    (waiting,) = await desk.reviews.queue()
    await desk.reviews.unblock(waiting.question.handle)
    await desk.destruction.start()
    assert await desk.count("outbox WHERE kind = 'questions.reply'") == 0
    assert "(stopped, and not passed on)" in text.pages(await desk.asking.look(grant))[0]


async def test_held_changes_of_a_blocked_question_are_stopped(desk: Desk) -> None:
    receipt = await desk.ask()
    handle = await desk.review(receipt)
    await desk.decide(Verb.CHANGES, handle, "Which year?")
    grant = await desk.asking.open(RIA, str(receipt))
    await desk.asking.change(grant, "In 2026?")
    before = await desk.queue()
    await blocked(desk, receipt.number)
    assert await desk.count("outbox WHERE kind = 'questions.release'") == 0
    with pytest.raises(UserError, match="has stopped this question"):
        await desk.asking.change(grant, "Again")
    look = await desk.asking.look(grant)
    assert look.question.state is State.CHANGES
    assert "has not been passed on" in text.status(look)
    now = await desk.queue()
    assert now.replace(" (asker blocked)", "") == before


async def test_a_block_made_by_mistake_is_undone(desk: Desk) -> None:
    receipt = await desk.ask()
    assert "I keep no question" in await blocked(desk, receipt.number)
    await desk.review(receipt)
    await blocked(desk, receipt.number)
    (waiting,) = await desk.reviews.queue()
    await desk.reviews.unblock(waiting.question.handle)
    await desk.ask()


@pytest.mark.parametrize("tidied", [True, False])
async def test_a_block_says_when_it_can_do_nothing_any_more(desk: Desk, tidied: bool) -> None:
    receipt = await desk.ask()
    await desk.review(receipt)
    desk.clock.forward(days=13)
    if tidied:
        await desk.destruction.start()
    said = await blocked(desk, receipt.number)
    assert f"Question {receipt.number} is too old for that, so nothing is blocked" in said
    assert await desk.count("question_blocks") == 0
    await desk.ask()


@pytest.mark.parametrize("minutes", [0, 11 * 60 + 55])
async def test_a_block_never_claims_a_day_on_which_its_key_is_gone(
    desk: Desk, minutes: int
) -> None:
    """Asked at noon, or so late that the hold ends on the next day."""
    desk.clock.forward(minutes=minutes)
    for days in range(14):
        receipt = await desk.ask(RIA + days)
        asked_on = desk.clock.at
        await desk.review(receipt)
        desk.clock.forward(days=days)
        done = await desk.decide(Verb.BLOCK, receipt.number)
        assert done is not None
        if done.blocked is not None:
            until = done.blocked.block_until or 0
            desk.clock.at = datetime.fromtimestamp(until * DAY_SECONDS + 86_000, UTC)
            desk.kit.day_keys.renew(desk.clock.at.date())
            with pytest.raises(UserError, match=REFUSED):
                await desk.ask(RIA + days)
        assert (done.blocked is not None) or days >= 12
        desk.clock.at = max(desk.clock.at, asked_on)


async def test_a_clock_that_is_two_days_back_undoes_no_block(desk: Desk) -> None:
    receipt = await desk.ask()
    await desk.review(receipt)
    await blocked(desk, receipt.number)
    desk.clock.forward(days=-2)
    await desk.destruction.start()
    with pytest.raises(UserError, match=REFUSED):
        await desk.ask()
    desk.clock.forward(days=2)
    with pytest.raises(UserError, match=REFUSED):
        await desk.ask()
