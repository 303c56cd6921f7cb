"""What others press is kept whatever the asker did, and shows nothing before the hold is over."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

import db.outbox
from bot.domain.outbox import Letter
from bot.domain.questions import MOMENT_SECONDS, State, Verb
from bot.services.question_care import REPLY_OVER
from bot.services.question_context import DECIDE
from bot.services.question_limits import (
    ANSWER_BACK,
    CLOSED,
    IS_DOWN,
    NO_SUCH,
    RELEASED_ALREADY,
    WENT_BACK,
    Done,
)
from cogs.questions import public_text
from db.database import Database
from tests.fakes import START, Clock
from tests.services.question_services import RIA, ROB, Desk, make_desk

WORDS = "What was typed"
MORNING = int(START.replace(hour=9, minute=30).timestamp())
A_LOOK = Letter(1, "questions.daily", 0, 0, MORNING, 0, 1)
STATES = ("review", "changes", "declined", "releasing", "open")
# Where a press is carried out; everywhere else it comes too late, and says so at once.
CARRIED_OUT = {
    *((State.REVIEW, verb) for verb in (Verb.RELEASE, Verb.CHANGES, Verb.DECLINE)),
    (State.OPEN, Verb.ANSWER),
    *((State(state), verb) for state in STATES for verb in (Verb.BLOCK, Verb.NOTE)),
}
# An answer pressed while the thread is being made waits for it, and tells nothing meanwhile.
WAITS = {(State.RELEASING, Verb.ANSWER)}
TABLE = [
    (State(state), verb, move)
    for state in STATES
    for verb in Verb
    for move in ("withdraw", "change")
    if move == "withdraw" or state == "changes"
]


class Case:
    """One question, brought to a state, and what others can see of it."""

    def __init__(self, desk: Desk, number: int, code: str, handle: str) -> None:
        self.desk, self.number, self.code, self.handle = desk, number, code, handle

    def about(self, verb: Verb) -> str:
        return str(self.number) if verb is Verb.BLOCK else self.handle

    async def move(self, move: str) -> None:
        """Let the asker do something, or nothing."""
        if move == "nothing":
            return
        grant = await self.desk.asking.open(RIA, self.code)
        if move == "change":
            await self.desk.asking.change(grant, "Other words")
        else:
            await self.desk.asking.withdraw(grant)

    async def seen(self) -> str:
        """Everything that coordinators can read without pressing; the number left out."""
        digest = public_text.digest(await self.desk.letters.digest(A_LOOK), 0)
        whole = f"{await self.desk.queue()} {digest} {await self.desk.reviews.count()}"
        return whole.replace(str(self.number), "N")

    def shown(self, done: Done | None) -> object:
        """What follows from a press, for its reader and for everybody."""
        if done is None:
            return None
        said = done.said.replace(str(self.number), "N")
        return said, done.card_of is not None, done.blocked is not None


async def case(desk: Desk, state: State, asker: int = RIA) -> Case:
    """A question in a state."""
    receipt = await desk.ask(asker)
    card = receipt.number * 10
    handle = await (desk.release if state is State.OPEN else desk.review)(receipt)
    verbs = {State.CHANGES: Verb.CHANGES, State.DECLINED: Verb.DECLINE}
    if verb := verbs.get(state):
        await desk.decide(verb, handle, "note", card)
    if state is State.RELEASING:
        await desk.decide(Verb.RELEASE, handle, card=card)
    desk.clock.forward(hours=1)
    return Case(desk, receipt.number, str(receipt), handle)


async def pressed(case: Case, verb: Verb, move: str) -> object:
    """Let the asker move and somebody press at once; what is shown within a minute."""
    before = await case.seen()
    await case.move(move)
    assert await case.seen() == before
    await case.desk.press(verb, case.about(verb), WORDS, case.number * 10)
    assert await case.seen() == before
    return case.shown(await case.desk.carry())


@pytest.mark.parametrize(("state", "verb", "move"), TABLE)
async def test_what_a_press_shows_does_not_tell_what_the_asker_did(
    desk: Desk, state: State, verb: Verb, move: str
) -> None:
    usual = await pressed(await case(desk, state, ROB), verb, "nothing")
    async with desk.database.transaction() as tx:
        await tx.execute(f"DELETE FROM outbox WHERE kind = '{DECIDE}'")
    moved = await case(desk, state)
    shown = await pressed(moved, verb, move)
    if move == "withdraw" and (state, verb) in CARRIED_OUT:
        assert usual is not None
        assert shown is None
    else:
        assert shown == usual
        assert (shown is None) == ((state, verb) in WAITS)


@pytest.mark.parametrize(("state", "verb"), sorted(CARRIED_OUT | WAITS))
async def test_once_the_hold_is_over_who_pressed_is_told_and_has_their_words_back(
    desk: Desk, state: State, verb: Verb
) -> None:
    about = await case(desk, state)
    assert await pressed(about, verb, "withdraw") is None
    await desk.destruction.delete((await desk.letter("questions.close")).subject)
    done = await desk.carry()
    assert done is not None
    expected = {Verb.ANSWER: ANSWER_BACK, Verb.BLOCK: NO_SUCH.format(about.number)}
    assert done.said == expected.get(verb, CLOSED)
    assert (done.press.words, done.press.person) == (WORDS, ROB)
    assert await desk.count("question_decisions") == 0
    assert await desk.count(f"outbox WHERE kind = '{DECIDE}'") == 0


async def test_nothing_of_a_question_is_read_when_something_is_pressed(desk: Desk) -> None:
    for verb in Verb:
        await desk.press(verb, "1" if verb is Verb.BLOCK else "no such handle", WORDS)
    async with desk.database.reading() as tx:
        rows = await tx.execute_fetchall("SELECT due_at, id FROM outbox")
        kept = await tx.execute_fetchall("SELECT sealed FROM question_decisions")
    now = desk.kit.seconds()
    assert len(list(rows)) == len(Verb)
    for row in rows:
        assert MOMENT_SECONDS[0] <= row[0] - now <= 60
        assert row[1] < 0
    assert not any(WORDS.encode() in row[0] for row in kept)


async def test_of_two_coordinators_the_first_decides_and_the_second_learns_it(desk: Desk) -> None:
    for seed in range(8):
        receipt = await desk.ask(RIA + seed)
        handle, card = await desk.review(receipt), receipt.number * 10
        await asyncio.gather(
            desk.press(Verb.CHANGES, handle, "Which year?", card),
            desk.press(Verb.DECLINE, handle, "Not here", card, RIA),
            desk.press(Verb.RELEASE, handle, "", card),
        )
        ends = []
        for _ in range(3):
            async with desk.database.reading() as tx:
                rows = await tx.execute_fetchall(
                    f"SELECT min(due_at) FROM outbox WHERE kind = '{DECIDE}'"
                )
            ends.append(await desk.carry(next(iter(rows))[0] - desk.kit.seconds()))
        first, second, third = ends
        assert first is not None
        assert second is not None
        assert third is not None
        assert first.card_of is not None
        assert first.verb is Verb.CHANGES
        assert second.said == third.said == WENT_BACK.format(receipt.number)
        assert (second.press.person, second.press.words) == (RIA, "Not here")


@pytest.mark.parametrize("before_sign", [20, 120])
@pytest.mark.parametrize("first", [Verb.NOTE, Verb.ANSWER, Verb.RELEASE])
async def test_nothing_is_taken_down_behind_what_waits_for_the_sign(
    desk: Desk, first: Verb, before_sign: int
) -> None:
    """Or the words would stay, and who pressed would learn that it is withdrawn."""
    about, entry = await case(desk, State.OPEN), 0
    if first is Verb.RELEASE:
        await desk.asking.reply(await desk.asking.open(RIA, about.code), RIA, "Thanks")
        entry = await desk.reply_in_review()
    await about.move("withdraw")
    async with desk.database.transaction() as tx:
        sign = desk.kit.seconds() + 10 * 60
        await tx.execute(
            "UPDATE outbox SET due_at = ?1, try_at = ?1 WHERE kind = 'questions.close'", (sign,)
        )
    assert await desk.decide(first, about.handle, WORDS, entry=entry) is None
    desk.clock.forward(seconds=sign - before_sign - desk.kit.seconds())
    await desk.press(Verb.TAKE_DOWN, about.handle, WORDS)
    done = await desk.carry()
    assert done is not None
    assert done.said == IS_DOWN.format(about.number)
    if entry:  # its card is to say that it was stopped
        handed = await desk.carry(0)
        assert handed is not None
        assert handed.press.words == REPLY_OVER.format(about.number)
    await desk.destruction.delete(about.number)
    back = await desk.carry(4 * 60)
    assert back is not None
    assert back.said == (ANSWER_BACK if first is Verb.ANSWER else CLOSED)


async def test_a_release_of_what_is_released_needs_no_word(desk: Desk) -> None:
    receipt = await desk.ask()
    handle, card = await desk.review(receipt), receipt.number * 10
    await desk.press(Verb.RELEASE, handle, card=card)
    await desk.carry()
    await desk.press(Verb.RELEASE, handle, card=card, who=RIA)
    again = await desk.carry()
    late = await desk.decide(Verb.DECLINE, handle, "Not here", card)
    assert again is not None
    assert again.said == ""
    assert late is not None
    assert late.said == RELEASED_ALREADY.format(receipt.number)


async def test_what_is_carried_out_is_carried_out_once_though_its_card_comes_later(
    desk: Desk,
) -> None:
    receipt = await desk.ask()
    handle, card = await desk.review(receipt), receipt.number * 10
    await desk.press(Verb.RELEASE, handle, card=card)
    letter = await desk.letter(DECIDE, 60)
    for _ in range(2):
        done = await desk.decisions.act(letter)
        assert done is not None
        assert done.card_of is not None
    assert await desk.count("outbox WHERE kind = 'questions.publish'") == 1


async def test_what_was_pressed_survives_a_restart(
    desk: Desk, database: Database, clock: Clock, tmp_path: Path
) -> None:
    receipt = await desk.ask()
    handle, card = await desk.review(receipt), receipt.number * 10
    await desk.press(Verb.RELEASE, handle, card=card)
    again = make_desk(database, clock, tmp_path)
    done = await again.carry()
    assert done is not None
    assert done.card_of is not None


async def test_a_question_withdrawn_while_its_card_is_posted_is_closed_there_after_its_hold(
    desk: Desk,
) -> None:
    receipt = await desk.ask()
    letter = await desk.letter("questions.release")
    grant = await desk.asking.open(RIA, str(receipt))
    await desk.asking.withdraw(grant)
    assert await desk.letters.in_review(letter, 11, 77)
    found = await desk.letters.question(await desk.letter("questions.close"), State.CLOSING)
    assert found is not None
    assert found[0].review_id == 77


async def test_a_question_withdrawn_while_it_is_published_is_seen_as_any_other(desk: Desk) -> None:
    about = await case(desk, State.RELEASING)
    letter = await desk.letter("questions.publish", 0)
    await about.move("withdraw")
    await desk.letters.published(letter, 12, 78)
    assert "released, no answer yet" in await about.seen()
    found = await desk.letters.question(await desk.letter("questions.close"), State.CLOSING)
    assert found is not None
    assert found[0].thread_id == 78


async def test_what_is_stuck_stays_in_the_queue_until_its_withdrawal_may_be_seen(
    desk: Desk,
) -> None:
    receipt = await desk.ask()
    letter = await desk.letter("questions.release")
    async with desk.database.transaction() as tx:
        await db.outbox.settle(tx, letter.id, "failed", "no channel", desk.kit.seconds())
        await db.outbox.put_off(tx, letter.id, 0, "")
    about = Case(desk, receipt.number, str(receipt), "")
    grant = await desk.asking.open(RIA, str(receipt))
    await desk.asking.withdraw(grant)
    assert "on its way to you\\n**Could not be posted" in await about.seen()
    assert "on its way to you\\n**Could not be posted" in await about.seen()
    await desk.destruction.delete((await desk.letter("questions.close")).subject)
    assert await desk.reviews.queue() == []
