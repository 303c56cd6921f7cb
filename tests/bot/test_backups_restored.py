"""A restored backup: prepared beside the database, and nothing comes back that had gone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import db.meetings
import db.outbox
import db.questions
from bot import backups, maintenance
from bot.config import Config
from bot.domain.meetings import Typed, plan
from bot.erasures import Erasures
from bot.services.privacy import Privacy
from bot.vault import VaultError
from db import copies, replacement
from db.copies import BadCopyError
from db.database import Database, DatabaseInUseError
from tests.bot.small_database import ANN, BEN, answers, fill
from tests.fakes import Clock


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


def beside(config: Config) -> set[str]:
    """Return the names of what lies beside the database."""
    folders = {"backups", "repbot.sqlite3.lock"}
    return {each.name for each in config.database_path.parent.iterdir()} - folders


@pytest.mark.long
async def test_a_backup_comes_back_whole_and_the_old_file_is_kept(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    copy = await backup(config, clock)
    config.database_path.write_bytes(b"broken")
    said = await backups.restore(config, copy, clock)
    assert "Restored the backup of 21 November 2026" in said
    assert "could not be read" in said
    assert await answers(config) == [ANN, BEN]
    [kept] = config.database_path.parent.glob("*.before-restore-*")
    assert kept.read_bytes() == b"broken"
    assert beside(config) == {"repbot.sqlite3", kept.name}
    assert oct(config.database_path.stat().st_mode)[-3:] == "600"


@pytest.mark.long
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
    await backups.restore(config, copy, clock)
    [kept] = config.database_path.parent.glob("*.before-restore-*")
    assert bytes.fromhex("00112233445566") not in kept.read_bytes()
    with pytest.raises(BadCopyError, match="not made by"):
        copies.check_copy(config.database_path)
    clock.forward(days=1)
    assert "backup of 22 November 2026" in await backups.restore(config, kept, clock)
    assert await answers(config) == [BEN]


@pytest.mark.long
@pytest.mark.parametrize("ahead", [0, 730])
@pytest.mark.parametrize("written", [True, False])
async def test_who_was_erased_since_the_backup_is_erased_again(
    config: Config, clock: Clock, written: bool, ahead: int
) -> None:
    await fill(config, clock)
    copy = await backup(config, clock)
    await erase(config, clock, ANN, written=written)
    clock.forward(days=ahead)
    assert "Erased again since then: 1" in await backups.restore(config, copy, clock)
    assert await answers(config) in ([BEN], [BEN] if ahead == 0 else [])  # or the call is too old
    assert str(ANN).encode() not in Path(f"{config.keys_file}.erased").read_bytes()
    for file in config.database_path.parent.glob("repbot.sqlite3*"):
        assert ANN.to_bytes(8, "big") not in file.read_bytes()


@pytest.mark.long
async def test_who_came_back_is_left_alone_a_day_later_and_erased_again_on_the_same_day(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    await erase(config, clock, ANN)
    await fill(config, clock)
    same_day = await backup(config, clock)
    clock.forward(days=1)
    day_after = await backup(config, clock)
    await backups.restore(config, day_after, clock)
    assert ANN in await answers(config)
    await backups.restore(config, same_day, clock)
    assert ANN not in await answers(config)


@pytest.mark.long
async def test_without_the_list_of_erasures_it_says_so(config: Config, clock: Clock) -> None:
    await fill(config, clock)
    said = await backups.restore(config, await backup(config, clock), clock)
    assert "keys.erased, so whoever was erased since then is back" in said


@pytest.mark.long
async def test_a_list_that_was_lost_and_begun_anew_does_not_say_that_nobody_was_erased(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    copy = await backup(config, clock)
    await erase(config, clock, ANN)
    Path(f"{config.keys_file}.erased").unlink()
    Erasures.beside(config.keys_file).prepare(clock().date())
    clock.forward(days=1)
    later = await backup(config, clock)
    await erase(config, clock, BEN)
    with closing(sqlite3.connect(config.database_path)) as another:
        another.execute("DELETE FROM known_copies")
        another.commit()
    said = await backups.restore(config, copy, clock)
    assert "Erased again since then: 1. " in said
    assert "keys.erased was lost and begun anew on 21 November 2026" in said
    assert "Nobody was erased" not in said
    assert await answers(config) == [ANN]
    clock.forward(minutes=1)
    assert "begun anew" not in await backups.restore(config, later, clock)


@pytest.mark.long
async def test_of_a_copy_by_a_clock_that_was_ahead_everybody_who_was_erased_is_erased_again(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    clock.forward(days=2)
    copy = config.database_path.with_name("ahead.sqlite3")
    copies.make_copy(config.database_path, copy, int(clock().timestamp()))
    clock.forward(days=-2)
    clock.forward(hours=3)
    await erase(config, clock, ANN)
    said = await backups.restore(config, copy, clock)
    assert "of the future" in said
    assert "Erased again since then: 1" in said
    assert await answers(config) == [BEN]


@pytest.mark.long
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
        assert await maintenance.do("restore", copy, env, clock) == 1
        assert capsys.readouterr().err.count("keys.erased is damaged") == 1
        assert config.database_path.read_bytes() == before
        assert beside(config) == {"repbot.sqlite3"}
    with pytest.raises(VaultError):
        Erasures(listed).prepare()


@pytest.mark.long
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
            await backups.restore(config, copy, clock)
    assert await answers(config) == [BEN]
    workshop = copies.workshop(config.database_path)
    workshop.mkdir()
    (workshop / "half").write_bytes(b"cut off")
    await backups.restore(config, copy, clock)
    assert await answers(config) == [BEN]
    assert not workshop.exists()


@pytest.mark.long
async def test_after_a_restore_letters_are_looked_for_and_numbers_not_used_again(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    await backups.restore(config, await backup(config, clock), clock)
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
        await backups.restore(config, copy, clock)
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
            await backups.restore(config, bad, clock)
    assert config.database_path.read_bytes() == before


@pytest.mark.long
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
            await backups.restore(config, copy, clock)
    assert await answers(config) == [BEN]
    assert list(config.database_path.parent.glob("*.before-restore-*")) == []


@pytest.mark.parametrize("missing", [1, 100])
async def test_a_copy_that_was_cut_off_by_some_bytes_is_not_restored(
    config: Config, clock: Clock, missing: int
) -> None:
    await fill(config, clock)
    copy = await backup(config, clock)
    copy.write_bytes(copy.read_bytes()[:-missing])
    before = config.database_path.read_bytes()
    with pytest.raises(BadCopyError, match=f"the last {missing} bytes are missing"):
        await backups.restore(config, copy, clock)
    assert config.database_path.read_bytes() == before


async def call_number(config: Config, clock: Clock) -> int:
    """Plan a call; its number."""
    database = await Database.open(config.database_path)
    async with database.transaction() as tx:
        number = await db.meetings.insert(tx, plan(Typed("B", "8 Dec", "19:30"), clock()), "saved")
    await database.close()
    return number


@pytest.mark.long
@pytest.mark.parametrize("lost", [True, False])
@pytest.mark.parametrize("off", [-2, 730])
async def test_who_was_erased_by_a_clock_that_was_off_is_erased_again(
    config: Config, clock: Clock, lost: bool, off: int
) -> None:
    await fill(config, clock)
    copy = await backup(config, clock)
    await erase(config, clock, BEN)
    clock.forward(days=off)
    await erase(config, clock, ANN)
    clock.forward(days=-off)
    if lost:
        config.database_path.unlink()
    assert "Erased again since then: 2" in await backups.restore(config, copy, clock)
    assert await answers(config) == []


@pytest.mark.long
@pytest.mark.parametrize("filled", [True, False], ids=["of some calls", "of none yet"])
@pytest.mark.parametrize("lost", [True, False], ids=["over a lost database", "over a later state"])
async def test_however_often_a_copy_is_restored_no_call_has_the_number_of_another(
    config: Config, clock: Clock, filled: bool, lost: bool
) -> None:
    if filled:
        await fill(config, clock)
    else:
        await (await Database.open(config.database_path)).close()
    copy = await backup(config, clock)
    numbers = [1] if filled else []
    for _ in range(3):
        numbers.append(await call_number(config, clock))
        if lost:
            config.database_path.write_bytes(b"broken")
        clock.forward(minutes=1)
        await backups.restore(config, copy, clock)
    numbers.append(await call_number(config, clock))
    assert len(set(numbers)) == len(numbers)
    assert max(numbers) < 10**6


@pytest.mark.long
async def test_numbers_go_on_from_those_of_the_database_that_was_there(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    copy = await backup(config, clock)
    with closing(sqlite3.connect(config.database_path)) as connection:
        connection.execute("UPDATE sqlite_sequence SET seq = 10000000 WHERE name = 'meetings'")
        connection.commit()
    await backups.restore(config, copy, clock)
    assert await call_number(config, clock) == 10000001
