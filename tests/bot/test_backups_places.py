"""Copies of several databases in one folder, places that are full, and a clock that is wrong."""

from __future__ import annotations

import asyncio
import errno
import logging
import sqlite3
import tempfile
import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot import backups, maintenance
from bot.check import check
from bot.config import Config
from bot.database_checks import no_room
from db import copies
from db.database import Database
from db.setup import SERVER
from tests.bot.small_database import fill
from tests.bot.test_database_checks import ROW, THEIRS, env, execute
from tests.fakes import Clock


async def of_another(config: Config, clock: Clock, name: str) -> Config:
    """Another network's database beside that of `config`."""
    other = replace(config, database_path=config.database_path.with_name(name))
    await fill(other, clock)
    execute(other.database_path, ROW, SERVER, str(THEIRS))
    return other


@pytest.mark.calendar
async def test_two_networks_whose_backups_would_have_one_name_are_told(
    config: Config,
    clock: Clock,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    await fill(config, clock)
    assert backups.shared(config) == []
    other = await of_another(config, clock, "north.sqlite3")
    assert check(env(config)) == 1
    assert f"{other.database_path} lies in the folder of" in capsys.readouterr().err
    await backups.at_start(config, clock, asyncio.Event())
    [line] = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert "one network would have none" in line.getMessage()
    other.database_path.rename(other.database_path.with_name("moved.sqlite3"))
    assert backups.shared(config) == []  # its lock is left, no more


async def test_a_copy_beside_the_database_is_no_other_network(config: Config, clock: Clock) -> None:
    await of_another(config, clock, "repbot.sqlite3")
    beside = config.database_path.with_name("monday.sqlite3")
    copies.make_copy(config.database_path, beside, 0)
    beside.with_name("monday.sqlite3.lock").touch()
    assert backups.shared(config) == []


async def test_where_sqlites_own_place_is_full_the_start_says_which(
    config: Config,
    clock: Clock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await fill(config, clock)
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path))
    real = tempfile.TemporaryFile

    def full(**where: Any) -> Any:
        if where["dir"] == tmp_path:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(**where)

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    await backups.at_start(config, clock, asyncio.Event())
    [line] = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert f"No space left on device: '{tmp_path}'" in line.getMessage()


@pytest.mark.parametrize("of", ["keys", "what has no name"])
async def test_another_disk_that_is_full_is_named(
    config: Config, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, of: str
) -> None:
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path))
    full = config.keys_file.parent if of == "keys" else tmp_path

    def usage(folder: Path) -> Any:
        return type("Usage", (), {"free": 0 if folder == full else 2**30})

    monkeypatch.setattr("shutil.disk_usage", usage)
    assert f"The disk at {full} is full" in no_room(config)


@pytest.mark.long
async def test_what_the_sweep_has_not_come_to_yet_is_not_called_left(
    config: Config, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The overdue nightly letter looks while a start, days later, makes its copy and sweeps."""
    await fill(config, clock)
    path, folder = config.database_path, backups.folder_of(config.database_path)
    await backups.daily(path, clock())
    clock.forward(days=9)
    found: list[list[Path]] = []
    sweep = copies.sweep

    def look() -> None:
        found.append(copies.left(path, folder, clock().date()))

    looks = threading.Thread(target=look)

    def slow(*about: Any) -> None:
        looks.start()
        looks.join(0.3)
        sweep(*about)

    monkeypatch.setattr(copies, "sweep", slow)
    await backups.daily(path, clock())
    looks.join()
    assert found == [[]]


async def test_the_copies_of_a_database_that_is_called_otherwise_now_go_as_well(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    names = ("old.sqlite3.before-0028", "old.sqlite3.before-restore-20261101T120000")
    theirs = [config.database_path.with_name(name) for name in names]
    for each in theirs:
        copies.make_copy(config.database_path, each, int(clock().timestamp()))
    kept = config.database_path.with_name("notes.before-the-move")
    kept.write_text("by hand")
    clock.forward(days=7)
    await backups.daily(config.database_path, clock())
    assert [each for each in theirs if each.exists()] == []
    assert kept.exists()


@pytest.mark.calendar
@pytest.mark.parametrize(
    ("code", "advised"), [(sqlite3.SQLITE_IOERR, False), (sqlite3.SQLITE_CORRUPT, True)]
)
async def test_a_restore_is_advised_only_where_the_database_is_damaged(
    config: Config,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    code: int,
    *,
    advised: bool,
) -> None:
    await fill(config, clock)
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = code

    def fails(_: Path) -> Any:
        raise error

    monkeypatch.setattr("bot.check.opening.connect", fails)
    assert check(env(config)) == 1
    said = capsys.readouterr().err
    assert ("Put back a backup" in said) is advised
    assert ("See that the disk is not full" in said) is not advised


@pytest.mark.parametrize("word", ["backup", "restore", "rotate-keys"])
async def test_no_word_trusts_a_clock_that_is_not_set(
    config: Config, clock: Clock, tmp_path: Path, capsys: pytest.CaptureFixture[str], word: str
) -> None:
    await fill(config, clock)
    clock.at = datetime(2020, 1, 1, tzinfo=UTC)
    place = tmp_path / "copy.sqlite3"
    assert await maintenance.do(word, place, env(config), clock) == 1
    assert "clock is wrong" in capsys.readouterr().err
    assert not place.exists()


async def test_a_block_from_before_the_backup_is_lost_with_the_database_and_that_is_said(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    execute(
        config.database_path,
        "INSERT INTO question_blocks (question_id, tag, ends_at) VALUES (?, ?, ?)",
        *(1, b"tag", int(clock().timestamp()) + 99_999),
    )
    copy = await backups.daily(config.database_path, clock())
    config.database_path.unlink()
    said = await backups.restore(config, copy, clock)
    assert "every block and return address is lost: they are in no backup" in said
    database = await Database.open(config.database_path)
    await database.close()
    with closing(sqlite3.connect(config.database_path)) as connection:
        assert connection.execute("SELECT * FROM question_blocks").fetchall() == []
