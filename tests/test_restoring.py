"""A restored backup: prepared beside the database, and nothing comes back that had gone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import db.meetings
import db.outbox
import db.questions
from bot import backups, host, restoring
from bot.config import Config
from bot.domain.errors import UserError
from bot.domain.meetings import Typed, plan
from bot.domain.questions import CodeRefusedError, Receipt
from bot.erasures import Erasures
from bot.services.privacy import Privacy
from bot.vault import VaultError
from db import copies, replacement
from db.copies import BadCopyError
from db.database import Database, DatabaseInUseError
from tests.fakes import Clock
from tests.restored import ANN, BEN, answers, config_in, fill
from tests.services.question_desk import RIA, Desk, make_desk


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return config_in(tmp_path)


async def backup(config: Config, clock: Clock) -> Path:
    return await backups.daily(config.database_path, clock())


async def erase(config: Config, clock: Clock, person: int, *, written: bool = True) -> None:
    database, erasures = (
        await Database.open(config.database_path),
        Erasures.beside(config.keys_file),
    )
    await Privacy(database, clock, erasures.hashed).erase(person)
    if written:
        await erasures.write_down(database, clock)
    await database.close()


async def desk_of(config: Config, clock: Clock) -> Desk:
    return make_desk(await Database.open(config.database_path), clock, config.keys_file.parent)


async def withdraw(desk: Desk, receipt: Receipt) -> None:
    await desk.asking.withdraw(await desk.asking.open(RIA, str(receipt)))


def beside(config: Config) -> set[str]:
    """Return the names of what lies beside the database."""
    folders = {"backups", "repbot.sqlite3.lock"}
    return {each.name for each in config.database_path.parent.iterdir()} - folders


async def test_a_backup_comes_back_whole_and_the_old_file_is_kept(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    copy = await backup(config, clock)
    config.database_path.write_bytes(b"broken")
    said = await restoring.restore(config, copy, clock)
    assert "Restored the backup of 21 November 2026" in said
    assert "could not be read" in said
    assert await answers(config) == [ANN, BEN]
    [kept] = config.database_path.parent.glob("*.before-restore-*")
    assert kept.read_bytes() == b"broken"
    assert beside(config) == {"repbot.sqlite3", kept.name}
    assert oct(config.database_path.stat().st_mode)[-3:] == "600"


async def test_what_was_there_is_kept_as_any_copy_is_and_can_be_restored(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    copy = await backup(config, clock)
    await erase(config, clock, ANN)
    with closing(sqlite3.connect(config.database_path)) as connection:
        connection.execute("INSERT INTO question_blocks VALUES (1, x'00112233445566', 2)")
        connection.commit()
    clock.forward(days=1)
    await restoring.restore(config, copy, clock)
    [kept] = config.database_path.parent.glob("*.before-restore-*")
    assert bytes.fromhex("00112233445566") not in kept.read_bytes()
    with pytest.raises(BadCopyError, match="not made by"):
        copies.check_copy(config.database_path)
    clock.forward(days=1)
    assert "backup of 22 November 2026" in await restoring.restore(config, kept, clock)
    assert await answers(config) == [BEN]


@pytest.mark.parametrize("written", [True, False])
async def test_who_was_erased_since_the_backup_is_erased_again(
    config: Config, clock: Clock, written: bool
) -> None:
    await fill(config, clock)
    copy = await backup(config, clock)
    await erase(config, clock, ANN, written=written)
    assert "Erased again since then: 1" in await restoring.restore(config, copy, clock)
    assert await answers(config) == [BEN]
    assert str(ANN).encode() not in Path(f"{config.keys_file}.erased").read_bytes()
    for file in config.database_path.parent.glob("repbot.sqlite3*"):
        assert ANN.to_bytes(8, "big") not in file.read_bytes()


async def test_who_came_back_is_left_alone_a_day_later_and_erased_again_on_the_same_day(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    await erase(config, clock, ANN)
    await fill(config, clock)
    same_day = await backup(config, clock)
    clock.forward(days=1)
    day_after = await backup(config, clock)
    await restoring.restore(config, day_after, clock)
    assert ANN in await answers(config)
    await restoring.restore(config, same_day, clock)
    assert ANN not in await answers(config)


async def test_without_the_list_of_erasures_it_says_so(config: Config, clock: Clock) -> None:
    await fill(config, clock)
    said = await restoring.restore(config, await backup(config, clock), clock)
    assert "keys.erased, so whoever was erased since then is back" in said


async def test_a_damaged_list_is_one_sentence_and_nothing_is_changed(
    config: Config, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    await fill(config, clock)
    copy = await backup(config, clock)
    await erase(config, clock, ANN)
    before = config.database_path.read_bytes()
    listed = Path(f"{config.keys_file}.erased")
    whole = listed.read_text()
    env = {"DATABASE_PATH": str(config.database_path), "KEYS_FILE": str(config.keys_file)}
    for damaged in (
        whole[:40],
        "[]",
        '{"key": "00", "entries": []}',
        whole.replace("-11-", "-41-"),
    ):
        listed.write_text(damaged)
        assert await host.do("restore", copy, env, clock) == 1
        assert capsys.readouterr().err.count("keys.erased is damaged") == 1
        assert config.database_path.read_bytes() == before
        assert beside(config) == {"repbot.sqlite3"}
    with pytest.raises(VaultError):
        Erasures(listed).prepare()


async def test_cut_before_the_last_step_the_old_database_stands(
    config: Config, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(config, clock)
    copy = await backup(config, clock)
    await erase(config, clock, ANN)

    def cut(fresh: Path, *_about: object, **_named: object) -> None:
        assert ANN.to_bytes(8, "big") not in fresh.read_bytes()
        raise OSError("the power went")

    with monkeypatch.context() as patched:
        patched.setattr(replacement, "take_place", cut)
        with pytest.raises(OSError, match="power"):
            await restoring.restore(config, copy, clock)
    assert await answers(config) == [BEN]
    workshop = copies.workshop(config.database_path)
    workshop.mkdir()
    (workshop / "half").write_bytes(b"cut off")
    await restoring.restore(config, copy, clock)
    assert await answers(config) == [BEN]
    assert not workshop.exists()


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
        assert await desk.count("ended_questions") == 0
    await desk.database.close()
    said = await restoring.restore(config, copy, clock)
    assert "Questions that ended since then, and are gone: 1" in said
    desk = await desk_of(config, clock)
    async with desk.database.reading() as tx:
        assert list(await db.questions.names(tx)) == [standing.number]
        letters = await tx.execute_fetchall(
            "SELECT subject FROM outbox WHERE kind IN"
            " ('questions.release', 'questions.reply', 'questions.publish')"
        )
    assert [row[0] for row in letters] == [standing.number]
    assert await desk.count("question_entries") == 0
    with pytest.raises(CodeRefusedError):
        await desk.asking.open(RIA, str(receipt))
    await desk.database.close()


async def test_a_question_that_is_still_open_stays_as_usable_as_before(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    desk = await desk_of(config, clock)
    receipt = await desk.ask(wants_word=True)
    handle = await desk.release(receipt)
    copy = await backup(config, clock)
    await desk.database.close()
    await restoring.restore(config, copy, clock)
    desk = await desk_of(config, clock)
    grant = await desk.asking.open(RIA, str(receipt))
    await desk.asking.reply(grant, RIA, "And how?")
    await desk.reviews.answer(handle, "Rob", "Ring them.")
    assert (await desk.asking.look(grant)).question.address is not None
    assert await desk.letters.whom_to_tell(await desk.letter("questions.told", 0)) == RIA
    await desk.reviews.block(receipt.number)
    with pytest.raises(UserError, match="has stopped questions"):
        await desk.ask()
    await desk.database.close()


async def test_a_block_made_since_the_backup_holds(config: Config, clock: Clock) -> None:
    await fill(config, clock)
    desk = await desk_of(config, clock)
    copy = await backup(config, clock)
    receipt = await desk.ask()
    await desk.review(receipt)
    await desk.reviews.block(receipt.number)
    await desk.database.close()
    await restoring.restore(config, copy, clock)
    desk = await desk_of(config, clock)
    with pytest.raises(UserError, match="has stopped questions"):
        await desk.ask()
    await desk.database.close()


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
    await restoring.restore(config, by_hand, clock)
    desk = await desk_of(config, clock)
    assert await desk.count("questions") == 0
    await desk.database.close()


async def test_after_a_restore_letters_are_looked_for_and_numbers_not_used_again(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    await restoring.restore(config, await backup(config, clock), clock)
    database = await Database.open(config.database_path)
    async with database.transaction() as tx:
        [letter] = await db.outbox.claim_due(tx, 2**40, 5)
        again = await db.meetings.insert(tx, plan(Typed("B", "8 Dec", "19:30"), clock()), "saved")
    await database.close()
    assert letter.attempts == 2
    assert again > 1000


async def test_a_running_bot_or_a_bad_copy_is_refused_and_nothing_changes(
    config: Config, clock: Clock, tmp_path: Path
) -> None:
    await fill(config, clock)
    copy = await backup(config, clock)
    database = await Database.open(config.database_path)
    with pytest.raises(DatabaseInUseError):
        await restoring.restore(config, copy, clock)
    await database.close()
    before = config.database_path.read_bytes()
    damaged = tmp_path / "damaged.sqlite3"
    content = bytearray(copy.read_bytes())
    content[5000:9000] = b"\xff" * 4000
    damaged.write_bytes(content)
    stranger = tmp_path / "stranger.sqlite3"
    with closing(sqlite3.connect(stranger)) as connection:
        connection.execute("CREATE TABLE settings (name TEXT, value TEXT)")
    for bad in (damaged, stranger, tmp_path / "nowhere", tmp_path):
        with pytest.raises(BadCopyError):
            await restoring.restore(config, bad, clock)
    assert config.database_path.read_bytes() == before


async def test_another_program_that_reads_the_old_file_is_waited_for(
    config: Config, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(config, clock)
    copy = await backup(config, clock)
    await erase(config, clock, ANN)
    monkeypatch.setattr(replacement, "PATIENCE_SECONDS", 0.01)
    with closing(sqlite3.connect(config.database_path, isolation_level=None)) as reader:
        reader.execute("PRAGMA journal_mode = WAL")
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM answers").fetchone()
        with pytest.raises(DatabaseInUseError, match="Another program"):
            await restoring.restore(config, copy, clock)
    assert await answers(config) == [BEN]
