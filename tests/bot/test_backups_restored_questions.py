"""Questions in a restored backup: what ended stays ended, and what is open stays of use."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import db.meetings
import db.outbox
import db.questions
from bot import backups
from bot.config import Config
from bot.domain.errors import UserError
from bot.domain.questions import State, Verb
from bot.domain.receipts import CodeRefusedError, Receipt
from bot.erasures import Erasures
from bot.services.question_news import Told
from db import copies
from db.database import Database
from tests.bot.small_database import fill
from tests.fakes import Clock
from tests.services.question_services import RIA, Desk, make_desk


async def backup(config: Config, clock: Clock) -> Path:
    """Make one by hand: the bot's own wait while something is held."""
    made = config.database_path.with_name("by-hand.sqlite3")
    copies.make_copy(config.database_path, made, int(clock().timestamp()))
    return made


async def desk_of(config: Config, clock: Clock) -> Desk:
    desk = make_desk(await Database.open(config.database_path), clock, config.keys_file.parent)
    await desk.destruction.renew_day_keys()
    return desk


async def withdraw(desk: Desk, receipt: Receipt) -> None:
    await desk.asking.withdraw(await desk.asking.open(RIA, str(receipt)))


@pytest.mark.long
@pytest.mark.parametrize("written", [True, False])
@pytest.mark.parametrize("stage", ["held", "review", "open"])
async def test_a_question_that_ended_since_the_backup_is_gone_from_it_with_all_its_letters(
    config: Config, clock: Clock, written: bool, stage: str
) -> None:
    await fill(config, clock)
    desk = await desk_of(config, clock)
    receipt, standing = await desk.ask(), await desk.ask()
    if stage != "held":
        async with desk.database.transaction() as tx:
            await tx.execute(
                "UPDATE outbox SET due_at = due_at + 9999, try_at = try_at + 9999"
                " WHERE subject = ?",
                (standing.number,),
            )
        await (desk.review if stage == "review" else desk.release)(receipt)
    if stage == "open":
        await desk.asking.reply(await desk.asking.open(RIA, str(receipt)), RIA, "And how?")
    copy = await backup(config, clock)
    await withdraw(desk, receipt)
    if written:
        await Erasures.beside(config.keys_file).write_down(desk.database, clock)
        assert await desk.count("question_endings") == 0
    await desk.database.close()
    said = await backups.restore(config, copy, clock)
    assert re.search("ended since then(, and are gone)?: 1", said)
    desk = await desk_of(config, clock)
    async with desk.database.reading() as tx:
        kept = {each.id: each for each in await db.questions.all_kept(tx)}
        letters = await tx.execute_fetchall(
            "SELECT subject FROM outbox WHERE kind IN"
            " ('questions.release', 'questions.reply', 'questions.publish')"
        )
    assert [row[0] for row in letters] == [standing.number]
    assert kept.pop(standing.number)
    if stage != "held":  # its public sign is still to come
        over = kept.pop(receipt.number)
        assert over.state is State.CLOSING
        assert (over.receipt, over.tag, over.address) == (None, None, None)
        assert await desk.letter("questions.close")
    assert kept == {}
    assert await desk.count("question_entries") == 0
    with pytest.raises(CodeRefusedError):
        await desk.asking.open(RIA, str(receipt))
    await desk.database.close()


@pytest.mark.long
async def test_a_question_that_is_still_open_stays_as_usable_as_before(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    desk = await desk_of(config, clock)
    receipt = await desk.ask(wants_word=True)
    handle = await desk.release(receipt)
    copy = await backup(config, clock)
    await desk.database.close()
    await backups.restore(config, copy, clock)
    desk = await desk_of(config, clock)
    grant = await desk.asking.open(RIA, str(receipt))
    await desk.asking.reply(grant, RIA, "And how?")
    await desk.decide(Verb.ANSWER, handle, "Ring them.")
    assert (await desk.asking.look(grant)).question.address is not None
    told = await desk.telling.whom_to_tell(await desk.letter("questions.told"))
    assert isinstance(told, Told)
    assert told.person == RIA
    await desk.decide(Verb.BLOCK, receipt.number)
    with pytest.raises(UserError, match="has stopped questions"):
        await desk.ask()
    await desk.database.close()


@pytest.mark.long
async def test_a_block_made_since_the_backup_holds(config: Config, clock: Clock) -> None:
    await fill(config, clock)
    desk = await desk_of(config, clock)
    copy = await backup(config, clock)
    receipt = await desk.ask()
    await desk.review(receipt)
    await desk.decide(Verb.BLOCK, receipt.number)
    await desk.database.close()
    await backups.restore(config, copy, clock)
    desk = await desk_of(config, clock)
    with pytest.raises(UserError, match="has stopped questions"):
        await desk.ask()
    await desk.database.close()


@pytest.mark.long
async def test_a_copy_older_than_the_list_of_endings_brings_no_question_back(
    config: Config, clock: Clock, tmp_path: Path
) -> None:
    await fill(config, clock)
    desk = await desk_of(config, clock)
    receipt = await desk.ask()
    by_hand = tmp_path / "by-hand.sqlite3"
    copies.make_copy(config.database_path, by_hand, int(clock().timestamp()))
    await withdraw(desk, receipt)
    erasures = Erasures.beside(config.keys_file)
    await erasures.write_down(desk.database, clock)
    clock.forward(days=60)
    await erasures.write_down(desk.database, clock)
    await desk.database.close()
    await backups.restore(config, by_hand, clock)
    desk = await desk_of(config, clock)
    assert await desk.count("questions") == 0
    await desk.database.close()


async def test_no_copy_says_who_answered_whether_it_was_posted_or_not(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    desk = await desk_of(config, clock)
    await desk.ask()
    named = "SELECT count(*) FROM question_entries WHERE sealed_name NOTNULL"
    async with desk.database.transaction() as tx:
        for number, place in ((-1, 1), (-2, -2)):
            await tx.execute(
                "INSERT INTO question_entries (id, question_id, place, said, state, sealed_text,"
                " sealed_name) SELECT ?, id, ?, 'answer', 'held', x'00', x'01' FROM questions"
                " LIMIT 1",
                (number, place),
            )
    await desk.database.close()
    with closing(sqlite3.connect(config.database_path)) as live:
        assert live.execute(named).fetchone() == (2,)
    with closing(sqlite3.connect(await backup(config, clock))) as copy:
        assert copy.execute(named).fetchone() == (0,)
