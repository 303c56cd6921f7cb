"""A database that is lost, of another program or of another server is named; nothing is made."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot import backups, maintenance
from bot.check import check
from bot.config import Config
from bot.database_checks import LEAST_TO_OPEN_BYTES, no_room, problems
from bot.erasures import Erasures
from bot.vault import Vault
from db.database import take_lock
from db.setup import SERVER, server_of
from tests.bot.small_database import fill
from tests.bot.test_key_checks import snapshot
from tests.fakes import Clock
from tests.world import World

OURS, THEIRS = 111_111_111_111_111_111, 222_222_222_222_222_222
ROW = "INSERT INTO settings (name, value) VALUES (?, ?)"


def env(config: Config) -> dict[str, str]:
    return {
        "DATABASE_PATH": str(config.database_path),
        "KEYS_FILE": str(config.keys_file),
        "GUILD_ID": str(config.guild_id),
    }


def lose(path: Path, how: str) -> None:
    """What a disk, a hand or a first start that was cut off leaves."""
    path.unlink()
    if how == "without a byte":
        path.touch()
    if how == "without a table":
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA user_version = 0")
            connection.execute("PRAGMA journal_mode = WAL")


def execute(path: Path, sql: str, *values: object) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(sql, values)


@pytest.mark.long
@pytest.mark.calendar
@pytest.mark.parametrize("how", ["missing", "without a byte", "without a table"])
@pytest.mark.parametrize("newest", ["backups/", "repbot.sqlite3.before-0009", ".before-restore-"])
async def test_a_lost_database_is_named_with_its_newest_copy(
    config: Config, clock: Clock, how: str, newest: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await fill(config, clock)
    path = config.database_path
    assert problems(config) == []
    old = await backups.daily(path, clock() - timedelta(days=2))
    if newest == "backups/":
        old.rename(path.with_name("repbot.sqlite3.before-0009"))
        await backups.daily(path, clock())
    elif newest == ".before-restore-":
        made = await backups.daily(path, clock())
        made.rename(path.with_name("repbot.sqlite3.before-restore-20261121T101010"))
    else:
        made = await backups.daily(path, clock())
        made.rename(path.with_name(newest))
    lose(path, how)
    before = snapshot(path.parent)
    [problem] = problems(config)
    assert "missing or empty, though copies lie beside it" in problem
    assert newest in problem.partition("PATH_TO=")[2]
    assert check(env(config)) == 1
    assert problem in capsys.readouterr().err
    assert snapshot(path.parent) == before
    found = problem.partition("PATH_TO=")[2].partition(". To begin anew")[0]
    assert await maintenance.do("restore", found, env(config), clock) == 0
    assert problems(config) == []


@pytest.mark.long
@pytest.mark.parametrize("how", ["missing", "without a byte", "without a table"])
@pytest.mark.parametrize("word", ["backup", "rotate-keys"])
@pytest.mark.parametrize("copied", [True, False], ids=["beside copies", "alone"])
async def test_for_a_lost_database_no_key_goes_and_no_backup_is_made(
    config: Config,
    clock: Clock,
    how: str,
    word: str,
    copied: bool,
    capsys: pytest.CaptureFixture[str],
) -> None:
    await fill(config, clock)
    Vault.open(config.keys_file)
    copy = await backups.daily(config.database_path, clock())
    if not copied:
        copy.unlink()
    lose(config.database_path, how)
    folder = config.database_path.parent.parent
    before = snapshot(folder)
    assert await maintenance.do(word, folder / "new", env(config), clock) == 1
    said = capsys.readouterr().err
    assert (f"the newest of them {copy}" if copied else "the first start makes it") in said
    assert "Nothing was changed." in said
    assert snapshot(folder) == before


async def test_a_copy_of_any_name_beside_it_counts(
    config: Config, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    await fill(config, clock)
    move = config.database_path.with_name("move.sqlite3")
    await maintenance.do("backup", move, env(config), clock)
    config.database_path.unlink()
    [said] = problems(config)
    assert f"the newest of them {move}." in said


async def test_where_copies_cannot_be_looked_for_no_empty_network_is_begun(
    config: Config, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where `backups/` is root's alone."""
    await fill(config, clock)
    config.database_path.unlink()
    folder = backups.folder_of(config.database_path)

    def closed(*_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))

    monkeypatch.setattr("db.copies.newest", closed)
    [said] = problems(config)
    assert f"cannot be seen: {folder}, Permission denied" in said


async def test_a_damaged_database_is_said_to_be_damaged_and_not_lost(
    config: Config, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    await fill(config, clock)
    Vault.open(config.keys_file)
    config.database_path.write_bytes(b"x" * 5000)
    assert await maintenance.do("rotate-keys", None, env(config), clock) == 1
    assert "damaged (file is not a database)" in capsys.readouterr().err


@pytest.mark.parametrize("how", ["missing", "without a byte", "without a table"])
async def test_a_list_of_erasures_remembers_that_there_was_a_database(
    config: Config, clock: Clock, how: str
) -> None:
    await fill(config, clock)
    lose(config.database_path, how)
    erasures = Erasures.beside(config.keys_file)
    erasures.prepare()
    assert problems(config) == []  # as a first start that was cut off leaves it
    erasures._add([], ["handle"], clock().date())
    [problem] = problems(config)
    assert f"move {erasures.path} away" in problem


@pytest.mark.parametrize("word", ["backup", "restore", "rotate-keys"])
async def test_nothing_is_put_into_a_database_of_another_program(
    config: Config, clock: Clock, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await fill(config, clock)
    copy = await backups.daily(config.database_path, clock())
    config.database_path.unlink()
    execute(config.database_path, "CREATE TABLE settings (name TEXT, value TEXT)")
    Vault.open(config.keys_file)
    [problem] = problems(config)
    assert "is of another program" in problem
    before = snapshot(config.database_path.parent)
    place = copy if word == "restore" else copy.with_name("other")
    assert await maintenance.do(word, place, env(config), clock) == 1
    assert "is of another program" in capsys.readouterr().err
    assert snapshot(config.database_path.parent) == before


@pytest.mark.long
async def test_a_database_of_another_server_is_neither_used_nor_restored_nor_sealed_anew(
    config: Config, clock: Clock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await fill(config, clock)
    Vault.open(config.keys_file)
    execute(config.database_path, ROW, SERVER, str(THEIRS))
    theirs = await backups.daily(config.database_path, clock())
    config = replace(config, guild_id=OURS)
    [problem] = problems(config)
    assert f"is of the Discord server {THEIRS}, and GUILD_ID is {OURS}" in problem
    assert problems(replace(config, guild_id=THEIRS)) == []
    keys = config.keys_file.read_bytes()
    for word, place in (("rotate-keys", None), ("restore", theirs)):
        assert await maintenance.do(word, place, env(config), clock) == 1
        assert f"GUILD_ID is {OURS}" in capsys.readouterr().err
    assert config.keys_file.read_bytes() == keys
    assert await maintenance.do("backup", tmp_path / "copy", env(config), clock) == 0

    execute(config.database_path, "DELETE FROM settings WHERE name = ?", SERVER)
    execute(config.database_path, ROW, SERVER, str(OURS))
    before = config.database_path.read_bytes()
    assert problems(config) == []
    assert await maintenance.do("restore", theirs, env(config), clock) == 1
    assert f"{theirs} is of the Discord server" in capsys.readouterr().err
    assert config.database_path.read_bytes() == before


@pytest.mark.long
async def test_the_database_remembers_its_server_once_its_commands_are_there(world: World) -> None:
    path = world.config.database_path
    await world.bot.close()
    assert server_of(path) == world.config.guild_id
    execute(path, "DELETE FROM settings WHERE name = ?", SERVER)  # as an earlier version left it
    await world.restart()
    await world.bot.close()
    assert server_of(path) == world.config.guild_id


async def test_keys_that_another_bot_uses_are_not_made_anew(
    config: Config, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    await fill(config, clock)
    Vault.open(config.keys_file)
    keys = config.keys_file.read_bytes()
    with take_lock(config.keys_file, "keys file"):
        assert await maintenance.do("rotate-keys", None, env(config), clock) == 1
    assert "keys of its own" in capsys.readouterr().err
    assert config.keys_file.read_bytes() == keys


async def test_a_full_disk_is_named_before_the_database_is_opened(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.database_path.parent.mkdir(parents=True)
    for free in (LEAST_TO_OPEN_BYTES - 1, LEAST_TO_OPEN_BYTES):
        usage = SimpleNamespace(free=free)
        monkeypatch.setattr("shutil.disk_usage", lambda _, usage=usage: usage)
        assert ("is full" in no_room(config)) == (free < LEAST_TO_OPEN_BYTES)


@pytest.mark.calendar
async def test_a_database_that_another_program_holds_is_not_to_be_put_back(
    config: Config,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    await fill(config, clock)
    monkeypatch.setattr("db.opening.PATIENCE_SECONDS", 0.01)
    with closing(sqlite3.connect(config.database_path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("CREATE TABLE another (n INTEGER)")
        assert check(env(config)) == 1
    said = capsys.readouterr().err
    assert f"Another program has the database {config.database_path} open" in said
    assert "Put back" not in said
