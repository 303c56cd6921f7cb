"""A new key: everything is sealed with it, and the old one opens nothing any more."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot import maintenance
from bot.vault import Vault, VaultError
from db.copies import workshop
from db.database import Database
from db.migrate import migrate, steps
from db.sealed import COMPRESSED, HASHES, SEALED
from tests.cogs.meetings import call_steps
from tests.fakes import Clock
from tests.world import World, said

WORDS = "Who brings the biscuits"
PAGE = bytes(4096)
IO_ERROR = sqlite3.OperationalError("disk I/O error")
IO_ERROR.sqlite_errorcode = sqlite3.SQLITE_IOERR


async def test_every_column_of_bytes_is_known_as_sealed_hashed_or_compressed(
    database: Database,
) -> None:
    async with database.reading() as tx:
        rows = await tx.execute_fetchall(
            "SELECT m.name, c.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c"
            " WHERE m.type = 'table' AND c.type = 'BLOB' AND m.name NOT IN"
            " (SELECT name FROM pragma_table_list WHERE type = 'shadow')"
        )
    known = {(table, column) for table, column, _ in SEALED} | {*HASHES, *COMPRESSED}
    assert {(row[0], row[1]) for row in rows} == known


@pytest.mark.long
async def test_after_a_rotation_words_are_read_and_the_old_key_opens_none(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await world.announce_call()
    form = await call_steps.more(world, "Suggest a topic", "ria")
    await world.fill("ria", form, topic=WORDS, sign="with")
    old = Vault.open(world.config.keys_file)
    env = {
        "DATABASE_PATH": str(world.config.database_path),
        "KEYS_FILE": str(world.config.keys_file),
    }
    assert await maintenance.do("rotate-keys", None, env, world.clock) == 1
    assert "in use by process" in capsys.readouterr().err
    await world.bot.close()
    assert await maintenance.do("rotate-keys", None, env, world.clock) == 0
    assert "everything sealed (1)" in capsys.readouterr().out
    assert len(world.config.keys_file.read_text().split()) == 1
    assert oct(world.config.keys_file.stat().st_mode)[-3:] == "600"
    await world.restart()
    assert WORDS in said(await call_steps.more(world, "Agenda", "rob"))
    async with world.bot.database.reading() as tx:
        [row] = await tx.execute_fetchall("SELECT id, sealed FROM topics")
    with pytest.raises(VaultError):
        old.unseal(row[1], f"topics.sealed:{row[0]}".encode())


@pytest.mark.long
async def test_an_older_backup_with_older_keys_leaves_a_database_with_newer_ones(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the database still knows would be carried over, and open with no key that is there."""
    keys, backup = world.config.keys_file, tmp_path / "monday.sqlite3"
    await world.announce_call()
    form = await call_steps.more(world, "Suggest a topic", "ria")
    await world.fill("ria", form, topic=WORDS, sign="with")
    env = {"DATABASE_PATH": str(world.config.database_path), "KEYS_FILE": str(keys)}
    await world.bot.close()
    assert await maintenance.do("backup", backup, env, world.clock) == 0
    old = keys.read_bytes()
    assert await maintenance.do("rotate-keys", None, env, world.clock) == 0
    keys.write_bytes(old)
    before = world.config.database_path.read_bytes()
    assert await maintenance.do("restore", backup, env, world.clock) == 1
    assert "move" in capsys.readouterr().err
    assert world.config.database_path.read_bytes() == before
    world.config.database_path.rename(tmp_path / "away.sqlite3")
    assert await maintenance.do("restore", backup, env, world.clock) == 0
    await world.restart()
    assert WORDS in said(await call_steps.more(world, "Agenda", "rob"))


async def test_keys_that_are_damaged_are_named_and_nothing_is_changed(
    database: Database, tmp_path: Path, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = tmp_path / "keys"
    keys.write_text("no key at all")
    env = {"DATABASE_PATH": str(database.path), "KEYS_FILE": str(keys)}
    assert await maintenance.do("rotate-keys", None, env, clock) == 1
    said = capsys.readouterr().err
    assert "no usable keys" in said
    assert "Nothing was changed" in said
    assert keys.read_text() == "no key at all"


async def prepared(database: Database, tmp_path: Path, clock: Clock) -> tuple[dict[str, str], Path]:
    """Return settings of a database with keys, and a copy of it."""
    await database.close()
    env = {"DATABASE_PATH": str(database.path), "KEYS_FILE": str(tmp_path / "k" / "keys")}
    Vault.open(tmp_path / "k" / "keys")
    copy = tmp_path / "copies" / "old.sqlite3"
    assert await maintenance.do("backup", copy, env, clock) == 0
    return env, copy


@pytest.mark.parametrize("word", ["restore", "rotate-keys"])
@pytest.mark.parametrize("ending", ["", "-wal"])
async def test_what_this_account_may_not_write_is_named_before_anything_is_begun(
    database: Database,
    tmp_path: Path,
    clock: Clock,
    word: str,
    ending: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    env, copy = await prepared(database, tmp_path, clock)
    shut = database.path.with_name(database.path.name + ending)
    shut.touch()
    before = sorted(os.listdir(database.path.parent))
    real = os.access
    monkeypatch.setattr("os.access", lambda path, how: path != shut and real(path, how))
    assert await maintenance.do(word, copy, env, clock) == 1
    said = capsys.readouterr().err
    assert f"{shut} cannot be read and written by this account" in said
    assert "Nothing was changed." in said
    assert sorted(os.listdir(database.path.parent)) == before


@pytest.mark.parametrize(
    "spoil", [lambda whole: whole[:40_000], lambda whole: whole[:8192] + PAGE + whole[12_288:]]
)
async def test_of_a_damaged_database_a_backup_names_the_damage_and_the_mend(
    database: Database,
    tmp_path: Path,
    clock: Clock,
    spoil: Callable[[bytes], bytes],
    capsys: pytest.CaptureFixture[str],
) -> None:
    env, copy = await prepared(database, tmp_path, clock)
    database.path.write_bytes(spoil(database.path.read_bytes()))
    assert await maintenance.do("backup", copy.with_name("new.sqlite3"), env, clock) == 1
    said = capsys.readouterr().err
    assert "damage was found (" in said
    assert f"in {database.path} or on the way to" in said
    assert "which backup to put back with make restore" in said
    assert "the disk is not full" not in said
    assert [each.name for each in copy.parent.iterdir()] == ["old.sqlite3"]


async def test_what_a_cut_restore_has_left_is_no_backup_and_stays(
    database: Database, tmp_path: Path, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    env, copy = await prepared(database, tmp_path, clock)
    left = workshop(database.path) / database.path.name
    left.parent.mkdir()
    shutil.copy(copy, left)
    (tmp_path / "link").symlink_to(left)
    before = database.path.read_bytes()
    for source in (left, tmp_path / "link"):
        assert await maintenance.do("restore", source, env, clock) == 1
        assert f"Nothing was changed. {source} is what a restore" in capsys.readouterr().err
        assert left.read_bytes() == copy.read_bytes()
        assert database.path.read_bytes() == before


@pytest.mark.long
@pytest.mark.parametrize(
    ("error", "what"),
    [
        (IO_ERROR, "disk I/O error"),
        (PermissionError(errno.EACCES, "Permission denied", "/a/b"), "Permission denied (/a/b)"),
        (OSError(errno.ENOSPC, "No space left on device"), "No space left on device (/"),
    ],
    ids=["sqlite", "denied", "full"],
)
@pytest.mark.parametrize("word", ["backup", "restore", "rotate-keys"])
async def test_what_the_system_says_comes_with_a_mend(
    database: Database,
    tmp_path: Path,
    clock: Clock,
    word: str,
    error: Exception,
    what: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    env, copy = await prepared(database, tmp_path, clock)

    def fail(*_: object, **__: object) -> None:
        raise error

    if word == "backup":
        monkeypatch.setattr("db.copies.make_copy", fail)
    monkeypatch.setattr("db.replacement.take_place", fail)
    monkeypatch.setattr("bot.vault.Vault.save", fail)
    place = copy if word == "restore" else copy.with_name("new.sqlite3")
    assert await maintenance.do(word, place, env, clock) == 1
    said = capsys.readouterr().err
    assert what in said
    assert "Errno" not in said
    assert "that the disk is not full, and that it belongs to the account" in said
    assert "Nothing was changed." in said


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
@pytest.mark.parametrize("word", ["backup", "restore", "rotate-keys"])
async def test_what_another_program_holds_for_itself_is_not_waited_for(
    database: Database,
    tmp_path: Path,
    clock: Clock,
    word: str,
    mode: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    env, copy = await prepared(database, tmp_path, clock)
    monkeypatch.setattr("db.opening.PATIENCE_SECONDS", 0.01)
    monkeypatch.setattr("db.database.BUSY_MILLISECONDS", 10)
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute(f"PRAGMA journal_mode = {mode}")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("CREATE TABLE another (n INTEGER)")
        before = sorted(tmp_path.rglob("*"))
        place = copy if word == "restore" else copy.with_name("new.sqlite3")
        assert await maintenance.do(word, place, env, clock) == 1
        said = capsys.readouterr().err
        assert f"Another program {'is' if word == 'rotate-keys' else 'has'}" in said
        assert "Nothing was changed." in said
        assert set(tmp_path.rglob("*")) - {*before} <= {Path(f"{env['KEYS_FILE']}.lock")}


@pytest.mark.long
async def test_a_rotation_that_only_brought_the_database_up_to_date_says_so(
    tmp_path: Path, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    path, keys, older = tmp_path / "db.sqlite3", tmp_path / "k" / "keys", tmp_path / "older"
    older.mkdir()
    for file in [*steps().values()][:-1]:
        shutil.copy(file, older)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, path, 0, older)
    Vault.open(keys)
    keys.with_name("keys.new").mkdir()
    env = {"DATABASE_PATH": str(path), "KEYS_FILE": str(keys)}
    for then in ("but the database was brought up to date", "Nothing was changed."):
        assert await maintenance.do("rotate-keys", None, env, clock) == 1
        said = capsys.readouterr().err
        assert then in said
        assert ("Nothing was changed." in said) == (then == "Nothing was changed.")


@pytest.mark.parametrize("word", ["backup", "restore"])
@pytest.mark.parametrize("pipe", ["{}-journal", ".{}.restoring", "new.sqlite3.new"])
async def test_a_pipe_under_a_name_that_is_needed_is_not_waited_for(
    database: Database,
    tmp_path: Path,
    clock: Clock,
    word: str,
    pipe: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    env, copy = await prepared(database, tmp_path, clock)
    folder = copy.parent if pipe.endswith(".new") else database.path.parent
    os.mkfifo(folder / pipe.format(database.path.name))
    in_the_way = pipe == "{}-journal" or (pipe == ".{}.restoring" and word == "restore")
    place = copy if word == "restore" else copy.with_name("new.sqlite3")
    assert await maintenance.do(word, place, env, clock) == in_the_way
    assert ("Nothing was changed" in capsys.readouterr().err) == in_the_way
