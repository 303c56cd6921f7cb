"""What is damaged is kept as it is; what is healthy never is, whatever else is in the way."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot import backups, database_checks, key_checks, maintenance
from bot.config import Config
from bot.vault import Vault
from db import copies, opening
from db.database import Database, DatabaseDamagedError
from db.migrate import steps
from tests.bot.small_database import ANN, answers, fill
from tests.bot.test_backups_known import STAND, TAKEN_BACK, three_days
from tests.bot.test_backups_restored_own import change
from tests.fakes import Clock

pytestmark = pytest.mark.long


async def test_what_was_cut_off_half_written_before_the_first_start_is_read_whole(
    config: Config, clock: Clock
) -> None:
    made = await three_days(config, clock)
    await backups.restore(config, made["sat"], clock)
    path = config.database_path
    journal, whole = path.with_name(f"{path.name}-journal"), path.read_bytes()
    with closing(sqlite3.connect(path, isolation_level=None)) as cut:
        cut.execute("PRAGMA cache_spill = 1")
        cut.execute("PRAGMA cache_size = 1")
        cut.execute("BEGIN")
        cut.executemany(
            "INSERT INTO known_copies (token) VALUES (?)", [(f"{n:0999}",) for n in range(99)]
        )
        half = journal.read_bytes(), path.read_bytes()
        cut.execute("ROLLBACK")
    assert half[1] != whole
    journal.write_bytes(half[0])
    path.write_bytes(half[1])
    said = await backups.restore(config, made["mon"], clock)
    assert TAKEN_BACK in said
    assert STAND in said


@pytest.mark.parametrize(
    "code",
    [sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM],
)
async def test_a_healthy_database_is_never_kept_with_what_a_copy_leaves_out(
    config: Config, clock: Clock, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    await fill(config, clock)
    copy = await backups.daily(config.database_path, clock())
    before = config.database_path.read_bytes()
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = code

    def fail(*_: object, **__: object) -> None:
        raise full

    monkeypatch.setattr("db.replacement.copies.make_copy", fail)
    with pytest.raises(sqlite3.OperationalError, match="full"):
        await backups.restore(config, copy, clock)
    assert config.database_path.read_bytes() == before
    assert not [*config.database_path.parent.glob("*.before-restore-*")]


async def test_a_database_that_cannot_be_asked_for_a_passing_reason_is_not_taken_for_damaged(
    config: Config, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(config, clock)
    copy = await backups.daily(config.database_path, clock())
    change(config, "DELETE FROM answers")
    opened = opening.open_to_read

    def open_once(path: Path) -> sqlite3.Connection:
        monkeypatch.setattr("db.carrying.opening.open_to_read", fail)
        return opened(path)

    def fail(_: Path) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR_READ
        raise error

    monkeypatch.setattr("db.carrying.opening.open_to_read", open_once)
    with pytest.raises(sqlite3.OperationalError, match="I/O"):
        await backups.restore(config, copy, clock)
    assert await answers(config) == []
    assert not [*config.database_path.parent.glob("*.before-restore-*")]


@pytest.mark.parametrize("version", [6, 18])
async def test_a_healthy_database_of_an_older_version_is_not_called_unreadable(
    config: Config, clock: Clock, version: int
) -> None:
    await fill(config, clock)
    copy = await backups.daily(config.database_path, clock())
    config.database_path.unlink()
    with closing(sqlite3.connect(config.database_path)) as old:
        for number, file in steps().items():
            if number <= version:
                old.executescript(file.read_text())
        old.execute(f"PRAGMA user_version = {version}")
        if version == 18:
            old.execute(f"INSERT INTO unnamed VALUES ({ANN})")
        old.commit()
    clock.forward(days=1)
    said = await backups.restore(config, copy, clock)
    assert "It is not known to be a later state of this backup" in said
    with closing(sqlite3.connect(config.database_path)) as restored:
        assert len(restored.execute("SELECT * FROM unnamed").fetchall()) == (version == 18)


def spoil(path: Path) -> bytes:
    """Write what is no text where SQLite keeps the names of its tables, and quotes it."""
    begins = path.read_bytes().index(b"outboxoutbox")
    ends = path.read_bytes().index(b"(", begins)
    spoilt = path.read_bytes()[:begins] + b"\xff" * (ends - begins) + path.read_bytes()[ends:]
    path.write_bytes(spoilt)
    return spoilt


async def test_damage_that_sqlite_quotes_is_damage_to_every_word_and_a_backup_takes_its_place(
    config: Config, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    await fill(config, clock)
    Vault.open(config.keys_file)
    copy = await backups.daily(config.database_path, clock())
    spoilt = spoil(config.database_path)
    env = {
        "DATABASE_PATH": str(config.database_path),
        "KEYS_FILE": str(config.keys_file),
    }
    assert database_checks.problems(config) == key_checks.problems(config) == []  # at the opening
    for word, path in (("backup", config.keys_file.parent.parent / "b"), ("rotate-keys", None)):
        assert await maintenance.do(word, path, env, clock) == 1
        assert "malformed" in capsys.readouterr().err
    with pytest.raises(DatabaseDamagedError):
        await Database.open(config.database_path)
    assert config.database_path.read_bytes() == spoilt
    assert "It could not be read" in await backups.restore(config, copy, clock)
    assert ANN in await answers(config)
    [aside] = config.database_path.parent.glob("*.before-restore-*")
    assert aside.read_bytes() == spoilt


async def test_a_copy_of_today_with_damage_that_sqlite_quotes_is_made_again(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    copy = await backups.daily(config.database_path, clock())
    spoil(copy)
    with pytest.raises(copies.BadCopyError, match="no backup of repbot"):
        copies.check_copy(copy)
    await backups.at_start(config, clock, asyncio.Event())
    assert copies.check_copy(copy) == int(clock().timestamp())
