"""Asking, reviewing, answering and closing, without Discord."""

from __future__ import annotations

import pytest

import db.outbox
import db.question_entries as entries
from bot.domain.errors import UserError
from bot.domain.outbox import Letter
from bot.domain.questions import State, Verb
from bot.services.question_limits import GrantOverError
from bot.services.question_news import Told
from cogs.questions import text
from db.sealed import seal_anew
from tests.fakes import START
from tests.services.question_services import RIA, ROB, Desk

MORNING = int(START.replace(hour=9, minute=30).timestamp())
A_LOOK = Letter(1, "questions.daily", 0, 0, MORNING, 0, 1)


async def test_three_questions_an_hour_and_ten_a_day(desk: Desk) -> None:
    for hour in range(4):
        for _ in range(3 if hour < 3 else 1):
            await desk.ask()
        with pytest.raises(UserError, match="in an hour" if hour < 3 else "in a day"):
            await desk.ask()
        await desk.ask(ROB + hour + 1)
        desk.clock.forward(hours=1)
    desk.clock.forward(hours=20)
    await desk.ask()


async def test_a_question_that_could_not_be_kept_counts_for_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_anything: object) -> None:
        raise OSError("full")

    with monkeypatch.context() as broken:
        broken.setattr("db.outbox.plan_hidden", full)
        for _ in range(5):
            with pytest.raises(OSError, match="full"):
                await desk.ask()
    assert await desk.count("questions") == 0
    for _ in range(3):
        await desk.ask()


async def test_a_receipt_that_could_not_be_handed_over_takes_its_question_with_it(
    desk: Desk,
) -> None:
    await desk.asking.take_back(await desk.ask(), RIA)
    assert await desk.count("questions") == 0
    assert await desk.count("outbox") == 0


async def test_a_grant_lasts_fifteen_minutes(desk: Desk) -> None:
    grant = await desk.asking.open(RIA, str(await desk.ask()))
    desk.clock.forward(minutes=14, seconds=59)
    assert (await desk.asking.look(grant)).text == "How?"
    desk.clock.forward(seconds=1)
    with pytest.raises(GrantOverError):
        await desk.asking.look(grant)
    with pytest.raises(GrantOverError):
        await desk.asking.reply(grant, RIA, "more")


async def test_changed_words_are_held_and_reviewed_again(desk: Desk) -> None:
    receipt = await desk.ask()
    handle = await desk.review(receipt)
    grant = await desk.asking.open(RIA, str(receipt))
    with pytest.raises(UserError, match="No change"):
        await desk.asking.change(grant, "sooner")
    await desk.decide(Verb.CHANGES, handle, "Which year?")
    look = await desk.asking.look(grant)
    assert (look.question.state, look.note) == (State.CHANGES, "Which year?")
    await desk.asking.change(grant, "How, in 2026?")
    letter = await desk.letter("questions.release")
    found = await desk.letters.question(letter, State.HELD)
    assert found is not None
    assert found[1] == "How, in 2026?"


async def test_replies_are_held_and_keep_their_order(desk: Desk) -> None:
    receipt = await desk.ask()
    await desk.release(receipt)
    grant = await desk.asking.open(RIA, str(receipt))
    for number in range(8):
        await desk.asking.reply(grant, RIA, f"reply {number}")
    async with desk.database.reading() as tx:
        said = await entries.of_question(tx, receipt.number)
        rows = await tx.execute_fetchall("SELECT subject, due_at FROM outbox")
    at = {row[0]: row[1] for row in rows}
    given = sorted(said, key=desk.kit.words.entry)
    due = [at[entry.id] for entry in given]
    assert due == sorted(set(due))
    assert [entry.id for entry in said] != [entry.id for entry in given]  # no row tells the order
    assert due[0] - desk.kit.seconds() >= 120
    assert due[-1] - desk.kit.seconds() <= 15 * 60 + len(due)  # as its asker was told


async def test_a_reply_waits_for_the_release(desk: Desk) -> None:
    grant = await desk.asking.open(RIA, str(await desk.ask()))
    with pytest.raises(UserError, match="once your question has been released"):
        await desk.asking.reply(grant, RIA, "and?")


async def test_who_answered_is_named_to_the_asker_until_the_question_ends(desk: Desk) -> None:
    receipt = await desk.ask()
    handle = await desk.release(receipt)
    await desk.decide(Verb.ANSWER, handle, "Ring them.")
    letter = await desk.letter("questions.answer", 0)
    said = await desk.letters.entry(letter)
    assert said is not None
    assert (said.who.name, said.who.id, said.text) == ("Rob", ROB, "Ring them.")
    await desk.letters.posted(letter, 8)
    assert await desk.letters.entry(letter) is None
    look = await desk.asking.look(await desk.asking.open(RIA, str(receipt)))
    assert "**Rob answered**\n-# A member\n> Ring them." in text.pages(look)[0]
    assert f"Rob\n{ROB}".encode() not in desk.files()
    await desk.withdraw(str(receipt))
    await desk.destruction.delete((await desk.letter("questions.close")).subject)
    assert await desk.count("question_entries") == 0


async def test_nobody_is_told_apart_when_nothing_is_blocked(desk: Desk) -> None:
    first = await desk.ask()
    await desk.ask()
    assert await desk.count("questions") == 2
    done = await desk.decide(Verb.BLOCK, first.number + 1_000_000)
    assert done is not None
    assert "I keep no question" in done.said


async def test_unanswered_for_48_hours_is_overdue_and_not_before(desk: Desk) -> None:
    receipt = await desk.ask()
    handle = await desk.release(receipt)
    desk.clock.forward(hours=47, minutes=59)
    assert (await desk.letters.digest(A_LOOK)).unanswered == []
    desk.clock.forward(minutes=1)
    assert len((await desk.letters.digest(A_LOOK)).unanswered) == 1
    assert (await desk.asking.look(await desk.asking.open(RIA, str(receipt)))).overdue
    await desk.decide(Verb.ANSWER, handle, "at last")
    assert (await desk.letters.digest(A_LOOK)).unanswered == []


async def test_what_failed_for_want_of_a_channel_is_tried_again(desk: Desk) -> None:
    await desk.ask()
    letter = await desk.letter("questions.release")
    async with desk.database.transaction() as tx:
        await db.outbox.settle(tx, letter.id, "failed", "no channel", desk.kit.seconds())
    assert (await desk.reviews.queue())[0].question.state is State.HELD
    assert await desk.letter("questions.release", 0)


async def test_keys_are_changed_under_open_questions(desk: Desk) -> None:
    receipt = await desk.ask(wants_word=True)
    handle = await desk.release(receipt)
    await desk.decide(Verb.ANSWER, handle, "Ring them.")
    desk.kit.vault.add_key()
    async with desk.database.transaction() as tx:
        assert await seal_anew(tx, desk.kit.vault.reseal) == 4
    desk.kit.vault.keep_newest()
    found = await desk.telling.whom_to_tell(await desk.letter("questions.told"))
    assert isinstance(found, Told)
    assert found.person == RIA
    look = await desk.asking.look(await desk.asking.open(RIA, str(receipt)))
    assert (look.text, look.entries[0][1]) == ("How?", "Ring them.")
