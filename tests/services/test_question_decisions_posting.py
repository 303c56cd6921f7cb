"""What is pressed while a question is being posted: nothing jams, and nothing false is said."""

from __future__ import annotations

import pytest

import db.outbox
from bot.domain.outbox import Letter
from bot.domain.questions import State, Verb
from bot.services.question_context import DECIDE
from bot.services.question_limits import NOT_POSTED, REPLY_STOPPED, Done
from tests.services.question_services import CHANNEL, REVIEW, RIA, Desk

VERBS = (Verb.RELEASE, Verb.CHANGES, Verb.DECLINE, Verb.BLOCK)
WORDS = {Verb.CHANGES: "Which year?", Verb.DECLINE: "Not here", Verb.ANSWER: "Ring them."}


async def handle_of(desk: Desk, number: int) -> str:
    async with desk.database.reading() as tx:
        rows = await tx.execute_fetchall("SELECT handle FROM questions WHERE id = ?", (number,))
    return str(next(iter(rows))[0])


async def lost(desk: Desk, letter: Letter, wait: int = 45) -> None:
    """It was posted, and Discord's word for that got lost: it is looked for later."""
    async with desk.database.transaction() as tx:
        due = letter.try_at + wait
        await tx.execute(
            "UPDATE outbox SET state = 'waiting', try_at = ? WHERE id = ?", (due, letter.id)
        )


async def refused(desk: Desk, letter: Letter) -> None:
    async with desk.database.transaction() as tx:
        await tx.execute("UPDATE outbox SET state = 'sending' WHERE id = ?", (letter.id,))
        await db.outbox.settle(tx, letter.id, "failed", "no channel", desk.kit.seconds())


async def posting(desk: Desk, *, changed: bool) -> tuple[str, int, str, int, Letter]:
    """A question whose card is being posted: code, number, handle, card, and the letter."""
    receipt = await desk.ask()
    card = receipt.number * 10
    if changed:
        handle = await desk.review(receipt)
        await desk.decide(Verb.CHANGES, handle, "Which year?", card)
        grant = await desk.asking.open(RIA, str(receipt))
        await desk.asking.change(grant, "In 2026?")
        card += 1
    letter = await desk.letter("questions.release")
    return str(receipt), receipt.number, await handle_of(desk, receipt.number), card, letter


async def press(desk: Desk, verb: Verb, number: int, handle: str, card: int) -> Done | None:
    about = str(number) if verb is Verb.BLOCK else handle
    return await desk.decide(verb, about, WORDS.get(verb, ""), 0 if verb is Verb.BLOCK else card)


@pytest.mark.parametrize("changed", [False, True])
@pytest.mark.parametrize("verb", VERBS)
async def test_what_is_pressed_on_a_card_that_is_being_looked_for_waits_and_is_carried_out(
    desk: Desk, verb: Verb, changed: bool
) -> None:
    _, number, handle, card, letter = await posting(desk, changed=changed)
    await lost(desk, letter, 300)
    done = await press(desk, verb, number, handle, card)
    if done is None:
        await desk.letters.in_review(letter, REVIEW, card)
        done = await desk.carry(600)
    assert done is not None
    assert (done.blocked if verb is Verb.BLOCK else done.card_of) is not None
    assert done.said == ""


@pytest.mark.parametrize("changed", [False, True])
@pytest.mark.parametrize("verb", VERBS)
async def test_it_tells_nothing_of_a_withdrawal_in_that_moment(
    desk: Desk, verb: Verb, changed: bool
) -> None:
    code, number, handle, card, letter = await posting(desk, changed=changed)
    await lost(desk, letter, 300)
    await desk.withdraw(code)
    assert await press(desk, verb, number, handle, card) is None
    await desk.destruction.delete((await desk.letter("questions.close")).subject)
    done = await desk.carry()
    assert done is not None
    assert done.press.words == WORDS.get(verb, "")
    assert done.said


@pytest.mark.parametrize("withdrawn", [False, True])
@pytest.mark.parametrize("verb", VERBS)
async def test_what_could_not_be_posted_is_said_whatever_its_asker_did(
    desk: Desk, verb: Verb, withdrawn: bool
) -> None:
    code, number, handle, card, letter = await posting(desk, changed=False)
    await refused(desk, letter)
    if withdrawn:
        await desk.withdraw(code)
    done = await press(desk, verb, number, handle, card)
    assert done is not None
    assert done.said == NOT_POSTED.format(number)
    assert done.press.words == WORDS.get(verb, "")


@pytest.mark.parametrize("withdrawn", [False, True])
async def test_an_answer_comes_back_where_the_question_could_not_be_posted_whole(
    desk: Desk, withdrawn: bool
) -> None:
    receipt = await desk.ask()
    handle = await desk.review(receipt)
    await desk.decide(Verb.RELEASE, handle, card=receipt.number * 10)
    letter = await desk.letter("questions.publish", 0)
    await refused(desk, letter)
    if withdrawn:
        await desk.withdraw(str(receipt))
    done = await press(desk, Verb.ANSWER, receipt.number, handle, 5)
    assert done is not None
    assert (done.said, done.press.words) == (NOT_POSTED.format(receipt.number), "Ring them.")


async def test_a_block_while_changed_words_are_being_posted_jams_nothing(desk: Desk) -> None:
    _, number, handle, card, letter = await posting(desk, changed=True)
    done = await press(desk, Verb.BLOCK, number, handle, card)
    assert done is not None
    assert done.blocked is not None
    await desk.letters.in_review(letter, REVIEW, card)
    done = await press(desk, Verb.RELEASE, number, handle, card)
    assert done is not None
    assert done.card_of is not None
    await desk.letters.published(await desk.letter("questions.publish", 0), CHANNEL, 5)


@pytest.mark.parametrize("state", [State.CHANGES, State.CLOSING])
async def test_nothing_is_put_off_for_ever(desk: Desk, state: State) -> None:
    """A card stands, but no letter is on its way that could change what is known of it."""
    _, number, handle, card, letter = await posting(desk, changed=True)
    await desk.letters.in_review(letter, REVIEW, card)
    async with desk.database.transaction() as tx:
        await tx.execute("UPDATE questions SET state = ?", (state,))
    for verb in (Verb.RELEASE, Verb.DECLINE):
        done = await press(desk, verb, number, handle, card)
        assert done is not None
        assert done.said
        assert done.press.words == WORDS.get(verb, "")
    assert await desk.count(f"outbox WHERE kind = '{DECIDE}'") == 0


@pytest.mark.parametrize("withdrawn", [False, True])
@pytest.mark.parametrize("verb", [Verb.RELEASE, Verb.DECLINE])
async def test_a_reply_that_is_not_confirmed_is_not_posted_whatever_its_asker_did(
    desk: Desk, verb: Verb, withdrawn: bool
) -> None:
    receipt = await desk.ask()
    handle = await desk.release(receipt)
    await desk.asking.reply(await desk.asking.open(RIA, str(receipt)), RIA, "Thank you.")
    letter = await desk.letter("questions.reply")
    await lost(desk, letter, 300)
    if withdrawn:
        await desk.withdraw(str(receipt))
    for _ in range(2):  # what was said is no repeat
        done = await desk.decide(verb, handle, WORDS.get(verb, ""), entry=letter.subject)
        assert done is not None
        assert done.said == NOT_POSTED.format(receipt.number)


@pytest.mark.parametrize("withdrawn", [False, True])
async def test_a_reply_that_was_stopped_says_so_whatever_its_asker_did(
    desk: Desk, withdrawn: bool
) -> None:
    receipt = await desk.ask()
    handle = await desk.release(receipt)
    await desk.asking.reply(await desk.asking.open(RIA, str(receipt)), RIA, "Thank you.")
    entry = await desk.reply_in_review()
    await desk.decide(Verb.BLOCK, receipt.number)
    if withdrawn:
        await desk.withdraw(str(receipt))
    done = await desk.decide(Verb.RELEASE, handle, entry=entry)
    assert done is not None
    assert done.said == REPLY_STOPPED.format(receipt.number)


async def test_a_card_that_is_changed_late_does_not_say_what_is_over(desk: Desk) -> None:
    handle = await desk.release(await desk.ask())
    await desk.press(Verb.CLOSE, handle, "enough")
    closing = await desk.letter(DECIDE, 60)
    first = await desk.decisions.act(closing)
    assert first is not None
    assert first.card_of is not None
    await desk.decide(Verb.TAKE_DOWN, handle, "it names a ward")
    late = await desk.decisions.act(closing)
    assert late is not None
    assert (late.verb, late.card_of) == (Verb.CLOSE, None)


async def test_a_card_that_is_changed_late_is_the_one_that_was_looked_at(desk: Desk) -> None:
    receipt = await desk.ask()
    handle = await desk.review(receipt)
    await desk.press(Verb.CHANGES, handle, "which year?", card=receipt.number * 10)
    pressed = await desk.letter(DECIDE, 60)
    await desk.decisions.act(pressed)
    await desk.asking.change(await desk.asking.open(RIA, str(receipt)), "How, in 2026?")
    letter = await desk.letter("questions.release")
    await desk.letters.in_review(letter, REVIEW, receipt.number * 10 + 1)
    late = await desk.decisions.act(pressed)
    assert late is not None
    assert late.card_of is not None
    assert late.card_of.review_id == receipt.number * 10
