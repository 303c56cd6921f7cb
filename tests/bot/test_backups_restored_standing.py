"""After a restore a question stands as it stood before it, and nobody's press of then is back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import db.outbox
from bot import backups
from bot.config import Config
from bot.erasures import Erasures
from bot.services.privacy import Privacy
from cogs.questions.public_text import TAKEN_DOWN
from db import copies
from db.database import Database
from tests.bot.small_database import ANN, BEN, fill
from tests.cogs.questions.question_steps import (
    WORDS,
    answer,
    asked,
    count,
    heard,
    held_for_the_sign,
    ids_of,
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
from tests.fakes import Clock
from tests.world import World, labels, said

PRESSED = "question_decisions", "outbox WHERE kind = 'questions.decide'"


def by_hand(world: World, name: str = "by-hand") -> Path:
    """Copy the database as it is at this moment."""
    made = world.config.database_path.with_name(f"{name}.sqlite3")
    copies.make_copy(world.config.database_path, made, int(world.clock().timestamp()))
    return made


async def restored(world: World, copy: Path) -> str:
    await world.bot.close()
    words = await backups.restore(world.config, copy, world.clock)
    await world.restart()
    return words


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for each in statements:
            connection.execute(each)
        connection.commit()


def another(world: World) -> None:
    """Let the database be no later state of its copies."""
    change(
        world.config.database_path,
        "DELETE FROM known_copies",
    )


def card(world: World, number: str) -> Any:
    """Its message in the review channel."""
    return next(each for each in world.channels["review"].history() if number in each.content)


@pytest.mark.long
@pytest.mark.parametrize("from_before", [False, True], ids=["its copy", "a copy of an older bot"])
@pytest.mark.parametrize("later", [True, False], ids=["over a later state", "over another"])
async def test_what_somebody_pressed_who_erased_themselves_since_is_not_carried_out(
    world: World, from_before: bool, later: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    await asked(world)
    question = await released(world)
    form = await world.press("rob", question, "Answer")
    await world.fill("rob", form, words="Ring them at home.")
    assert [await count(world, each) for each in PRESSED] == [1, 1]
    with monkeypatch.context() as older:
        if from_before:
            left = [each for each in copies.LEFT_OUT if each not in copies.PRESSES]
            older.setattr(copies, "LEFT_OUT", left)
        copy = by_hand(world)
    with closing(sqlite3.connect(copy)) as held:
        kept = [held.execute(f"SELECT count(*) FROM {each}").fetchone()[0] for each in PRESSED]
    assert kept == [from_before, from_before]
    sure = await world.press("rob", (await world.slash("rob", "privacy")).response, "Erase me")
    await world.press("rob", sure.response, "Erase everything")
    await world.bot.quarter_hour.tick()
    if not later:
        another(world)
    await restored(world, copy)
    await minutes(world, 5)
    assert [await count(world, each) for each in PRESSED] == [0, 0]
    assert not [each for each in thread(world) if "Rob" in each]


@pytest.mark.long
async def test_whoever_is_known_by_a_letter_alone_is_erased_again(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    database, erasures = (
        await Database.open(config.database_path),
        Erasures.beside(config.keys_file),
    )
    async with database.transaction() as tx:
        await tx.execute("DELETE FROM answers WHERE user_id = ?", (ANN,))
        for person in (ANN, BEN):
            await db.outbox.plan(tx, "meetings.notes_up", 1, 2**40, person)
    copy = await backups.daily(config.database_path, clock())
    await Privacy(database, clock, erasures.hashed).erase(ANN)
    await erasures.write_down(database, clock)
    await database.close()
    assert "Erased again since then: 1" in await backups.restore(config, copy, clock)
    with closing(sqlite3.connect(config.database_path)) as rows:
        assert rows.execute("SELECT part FROM outbox WHERE part > 9").fetchall() == [(BEN,)]


@pytest.mark.long
@pytest.mark.parametrize("down", [False, True], ids=["stands", "taken down"])
async def test_what_was_published_since_a_release_is_not_published_once_more(
    world: World, down: bool
) -> None:
    code = await asked(world)
    await world.press("carol", await reviewed(world), "Release")
    copy = by_hand(world)
    await minutes(world, 2)
    if down:
        await with_note(world, card(world, code[:6]), "Take down")
    await restored(world, copy)
    await minutes(world, 5)
    [stands] = questions_in(world) or [world.channels["questions"].history()[0]]
    assert stands.content == TAKEN_DOWN if down else WORDS in stands.content
    assert len(world.channels["questions"].threads) == 1


@pytest.mark.long
@pytest.mark.parametrize("what", ["question", "answer", "reply"])
@pytest.mark.parametrize("wrong", [False, True], ids=["once", "after a wrong backup"])
async def test_what_was_taken_down_since_stays_so(world: World, what: str, wrong: bool) -> None:
    older = by_hand(world, "older")
    code = await asked(world)
    await answer(world, await released(world))
    if what == "reply":
        await world.press("carol", await reply(world, code), "Release")
        await minutes(world, 2)
    world.clock.forward(minutes=1)
    copy = by_hand(world)
    if what == "question":
        await with_note(world, card(world, code[:6]), "Take down")
    else:
        shown = await world.press("carol", card(world, code[:6]), "Show the answers")
        message = shown.response
        assert message is not None
        last = [each for each in ids_of(message) if ":down:" in each][-1]
        form = await world.people["carol"].click(message, custom_id=last)
        await world.fill("carol", form, note="Not for here.")
    await minutes(world, 1)
    before = said(await opened(world, code))
    if wrong:
        await restored(world, older)
    words = await restored(world, copy)
    assert "Anonymous questions stand as they stood in it, and" in words
    assert said(await opened(world, code)) == before
    if what == "question":
        form = await world.press("rob", last_thread(world)[-1], "Answer")
        await world.fill("rob", form, words="And once more.")
        await minutes(world, 2)
        assert not [each for each in thread(world) if "once more" in each]


@pytest.mark.long
@pytest.mark.parametrize("later", [True, False], ids=["over a later state", "over another"])
async def test_until_the_sign_a_press_reads_as_without_the_restore(
    world: World, later: bool
) -> None:
    code = await asked(world)
    question = await released(world)
    await answer(world, question)
    copy = by_hand(world)
    await withdrawn(world, code)
    sign = await held_for_the_sign(world)
    if not later:
        another(world)
    words = await restored(world, copy)
    assert ("Anonymous questions are those of the backup" in words) is not later
    form = await world.press("rob", question, "Answer")
    answered = await world.fill("rob", form, words="Words of Rob.")
    shown = await world.press("carol", card(world, code[:6]), "Show the answers")
    assert "What stands in its thread" in said(shown)
    ended = await with_note(world, card(world, code[:6]), "Take down")
    assert answered.followups == []
    assert "is being taken down" in heard(world, "carol", ended)
    assert questions_in(world) == []
    assert await held_for_the_sign(world) == sign - 60
    await minutes(world, sign // 60 + 2)
    assert await count(world, "questions") == 0


@pytest.mark.long
@pytest.mark.parametrize("ended", [True, False], ids=["closed for good", "open"])
@pytest.mark.parametrize("later", [True, False], ids=["over a later state", "over another"])
async def test_reasons_and_words_go_from_their_cards_with_the_sign_after_a_restore(
    world: World, later: bool, ended: bool
) -> None:
    code = await asked(world)
    await answer(world, await released(world))
    copy = by_hand(world)
    if ended:
        await with_note(world, card(world, code[:6]), "Close for good", "It names our midwife.")
    else:
        await reply(world, code, "And our midwife?")
    await withdrawn(world, code)
    sign = await held_for_the_sign(world)
    if not later:
        another(world)
    await restored(world, copy)
    await minutes(world, sign // 60 + 2)
    assert "midwife" not in "".join(world.texts(world.channels["review"]))
    if not ended:
        assert labels(world.channels["review"].history()[-1]) == []


@pytest.mark.long
async def test_news_of_a_question_that_nothing_else_knows_is_deleted(world: World) -> None:
    copy = by_hand(world)
    await asked(world, tell=True)
    await answer(world, await released(world))
    await minutes(world, 16)
    channel = world.people["ria"].user.dm_channel
    assert len(channel.history()) == 1
    another(world)
    await restored(world, copy)
    await minutes(world, 1)
    assert await count(world, "questions") == 0
    assert channel.history() == []


@pytest.mark.long
async def test_a_copy_of_an_older_version_names_nobody_who_answered(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await asked(world)
    question = await released(world)
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=None)
    form = await world.press("rob", question, "Answer")
    await world.fill("rob", form, words="Ring them at home.")
    await world.later(minutes=1)
    with monkeypatch.context() as older:
        older.setattr(copies, "LEFT_OUT", copies.PRESSES)
        copy = by_hand(world)
    another(world)
    await restored(world, copy)
    assert await count(world, "question_entries") == 1
    assert await count(world, "question_entries WHERE sealed_name IS NOT NULL") == 0


@pytest.mark.long
async def test_over_a_database_that_was_rolled_back_what_ended_stays_so(world: World) -> None:
    code = await asked(world)
    await released(world)
    await world.bot.database.scrub()
    before = world.config.database_path.read_bytes()
    copy = by_hand(world)
    await withdrawn(world, code)
    await held_for_the_sign(world)
    await minutes(world, 40)
    await world.bot.quarter_hour.tick()
    await world.bot.close()
    world.config.database_path.write_bytes(before)
    await backups.restore(world.config, copy, world.clock)
    await world.restart()
    assert await count(world, "questions WHERE state <> 'closing'") == 0


async def released_since(world: World) -> tuple[str, str]:
    """Let a question be released and answered after a copy, and the database be lost; its code, and
    where it stands."""
    code = await asked(world)
    await reviewed(world)
    copy = by_hand(world)
    await world.press("carol", card(world, code[:6]), "Release")
    await minutes(world, 2)
    await answer(world, questions_in(world)[-1])
    await world.bot.close()
    world.config.database_path.write_bytes(b"broken")
    await backups.restore(world.config, copy, world.clock)
    await world.restart()
    return code, questions_in(world)[-1].jump_url


@pytest.mark.long
async def test_over_a_lost_database_a_question_that_stands_is_taken_for_its_release(
    world: World,
) -> None:
    code, stands = await released_since(world)
    shown = await world.press("carol", (await queue(world)).response, "Look")
    await world.press("carol", shown.response, "Release")
    await minutes(world, 2)
    [question] = questions_in(world)
    assert question.jump_url == stands
    await answer(world, question, "Ask at the desk.")
    assert [each for each in thread(world) if "Ask at the desk." in each]
    await with_note(world, card(world, code[:6]), "Take down")
    await minutes(world, 2)
    assert WORDS not in "".join(world.texts(world.channels["questions"]))


@pytest.mark.long
async def test_over_a_lost_database_who_withdraws_closes_what_stands(world: World) -> None:
    code, _ = await released_since(world)
    await world.channels["review"].history()[-1].delete()
    await queue(world)
    await minutes(world, 1)
    assert WORDS in card(world, code[:6]).content  # posted anew
    await withdrawn(world, code)
    await minutes(world, 40)
    assert WORDS not in card(world, code[:6]).content
    assert labels(card(world, code[:6])) == []
    assert questions_in(world) == []
    assert "is closed" in thread(world)[-1]
    assert await count(world, "questions") == 0
