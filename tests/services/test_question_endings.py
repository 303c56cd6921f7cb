"""Closing, destroying and the nightly round, without Discord."""

from __future__ import annotations

from datetime import timedelta

import pytest

import db.questions
from bot.domain.errors import UserError
from bot.domain.outbox import Letter
from bot.domain.questions import Ending, News, Question, Verb
from bot.services.question_care import on_card
from bot.services.question_limits import ANSWER_BACK, GrantOverError
from tests.services.question_services import CHANNEL, RIA, Desk


async def test_withdrawing_while_held_leaves_nothing(desk: Desk) -> None:
    grant = await desk.asking.open(RIA, str(await desk.ask(wants_word=True)))
    await desk.asking.withdraw(grant)
    assert await desk.count("questions") == 0
    assert await desk.count("outbox") == 0
    with pytest.raises(GrantOverError):
        await desk.asking.look(grant)


async def test_closing_parts_the_asker_at_once_and_is_seen_later(desk: Desk) -> None:
    receipt = await desk.ask(wants_word=True)
    handle = await desk.release(receipt)
    grant = await desk.asking.open(RIA, str(receipt))
    await desk.asking.withdraw(grant)
    kept = "questions WHERE receipt IS NOT NULL OR tag IS NOT NULL OR address IS NOT NULL"
    assert await desk.count(kept) == 0
    with pytest.raises(UserError, match="opens no question"):
        await desk.asking.open(RIA, str(receipt))
    assert await desk.decide(Verb.ANSWER, handle, "too late") is None
    letter = await desk.letter("questions.close")
    assert letter.due_at - (desk.kit.seconds() - 17 * 60) >= 120
    await desk.destruction.delete(letter.subject)
    back = await desk.carry()
    assert back is not None
    assert (back.said, back.press.words) == (ANSWER_BACK, "too late")
    assert await desk.count("questions") == 0
    assert await desk.count("outbox") == 0


async def test_thirty_days_after_its_release_a_question_is_parted_from_its_asker(
    desk: Desk,
) -> None:
    receipt = await desk.ask()
    await desk.release(receipt)
    await desk.destruction.start()
    desk.clock.forward(days=29, hours=23)
    await desk.destruction.night(await _night(desk))
    assert await desk.asking.open(RIA, str(receipt))
    desk.clock.forward(days=1)
    await desk.destruction.night(await _night(desk))
    with pytest.raises(UserError, match="opens no question"):
        await desk.asking.open(RIA, str(receipt))
    assert (await desk.letter("questions.close", 1)).subject == receipt.number


async def test_what_was_never_released_ends_as_well(desk: Desk) -> None:
    receipt = await desk.ask()
    await desk.decide(Verb.DECLINE, await desk.review(receipt), "not for here")
    await desk.destruction.start()
    desk.clock.forward(days=1)
    await desk.destruction.night(await _night(desk))
    desk.clock.forward(days=30)
    await desk.destruction.night(await _night(desk))
    assert await desk.count("questions WHERE receipt IS NOT NULL OR tag IS NOT NULL") == 0
    await desk.destruction.delete((await desk.letter("questions.close", 1)).subject)
    assert await desk.count("questions") == 0


async def test_a_machine_that_was_off_keeps_what_nobody_looked_at_no_longer(desk: Desk) -> None:
    receipt = await desk.ask(wants_word=True)
    await desk.review(receipt)
    await desk.destruction.start()
    desk.clock.forward(days=20)
    await desk.destruction.night(await _night(desk))
    desk.clock.forward(days=12)
    await desk.destruction.night(await _night(desk))
    assert await desk.count("questions WHERE receipt IS NOT NULL OR address IS NOT NULL") == 0


async def test_the_nightly_round_comes_each_night_once(desk: Desk) -> None:
    await desk.destruction.start()
    await desk.destruction.start()
    assert await desk.count("outbox WHERE kind = 'questions.nightly'") == 1
    letter = await desk.letter("questions.nightly", 24 * 3600)
    await desk.destruction.night(letter)
    assert await desk.count("outbox WHERE kind = 'questions.nightly'") == 1
    following = await desk.letter("questions.nightly", 24 * 3600)
    assert timedelta(seconds=following.due_at - letter.due_at) == timedelta(days=1)


async def _night(desk: Desk) -> Letter:
    return await desk.letter("questions.nightly", 0)


async def test_a_thread_is_where_its_message_is(desk: Desk) -> None:
    receipt = await desk.ask()
    await desk.release(receipt)
    (waiting,) = await desk.reviews.queue()
    assert waiting.question.thread_place == CHANNEL
    assert waiting.question.thread_id == receipt.number * 10


async def test_what_was_ended_otherwise_while_it_was_shown_is_shown_anew_after_a_kill_too(
    desk: Desk,
) -> None:
    handle = await desk.release(await desk.ask())
    await desk.decide(Verb.CLOSE, handle, "enough")
    closing = await desk.letter("questions.ended", 0)
    closed = await desk.letters.asked(closing)
    await desk.decide(Verb.TAKE_DOWN, handle, "it names a ward")
    assert not await desk.letters.shown(closing, closed)
    assert await desk.count(f"outbox WHERE id = {closing.id}") == 1
    taken_down = await desk.letters.asked(closing)
    assert await desk.letters.shown(closing, taken_down)


async def test_a_question_whose_card_was_never_confirmed_ends_once_its_message_is_gone(
    desk: Desk,
) -> None:
    """Its ending is remembered, and where its direct message stands is kept until that goes."""
    receipt = await desk.ask(wants_word=True)
    await desk.letter("questions.release")  # tried, and no answer came
    async with desk.database.transaction() as tx:
        question = await db.questions.find(tx, receipt.number)
        assert question is not None
        sealed = desk.kit.words.seal_news(receipt.number, News(1, 2, 3))
        await db.questions.place_news(tx, receipt.number, sealed)
    await desk.asking.withdraw(await desk.asking.open(RIA, str(receipt)), news_is_gone=False)
    await desk.destruction.delete(receipt.number, cards=[on_card(11, 0, "closed", "mark")])
    ended = f"question_endings WHERE handle = '{question.handle}'"
    assert (await desk.count("questions"), await desk.count(ended)) == (1, 1)
    await desk.destruction.delete(receipt.number)
    assert (await desk.count("questions"), await desk.count(ended)) == (0, 1)


async def test_a_thread_that_is_gone_undoes_no_take_down(desk: Desk) -> None:
    receipt = await desk.ask()
    handle = await desk.release(receipt)
    await desk.decide(Verb.ANSWER, handle, "Ring them.")
    answer = await desk.letter("questions.answer", 0)

    open_still = next(one.question for one in await desk.reviews.queue())
    await desk.decide(Verb.TAKE_DOWN, handle, "it names a ward")
    await desk.letters.thread_gone(answer, open_still)
    look = await desk.asking.look(await desk.asking.open(RIA, str(receipt)))
    assert (look.question.ending, look.note) == (Ending.TAKEN_DOWN, "it names a ward")
    assert await desk.count("question_entries WHERE said = 'answer'") == 0


async def test_a_sign_that_said_something_else_is_given_anew(desk: Desk) -> None:
    receipt = await desk.ask()
    handle = await desk.release(receipt)
    await desk.withdraw(str(receipt))
    letter = await desk.letter("questions.close")
    said = await desk.letters.closing(letter)
    assert isinstance(said, Question)
    await desk.decide(Verb.TAKE_DOWN, handle, "it names a ward")
    ended = await desk.letter("questions.ended", 0)
    assert not await desk.destruction.delete(said.id, letter, said)
    await desk.letters.shown(ended, await desk.letters.asked(ended))
    assert not await desk.destruction.delete(said.id, letter, said)
    anew = await desk.letters.closing(letter)
    assert isinstance(anew, Question)
    assert await desk.destruction.delete(said.id, letter, anew)
    assert await desk.count("questions") == 0
