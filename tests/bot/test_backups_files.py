"""Copies and restores beside what a hand, a cut or a full disk left among the files."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot import backups, maintenance
from bot.config import Config
from bot.database_checks import problems
from bot.vault import Vault
from db import copies
from db.database import Database, take_lock
from tests.bot.small_database import ANN, answers, fill
from tests.bot.test_backups_known import held, three_days
from tests.bot.test_backups_restored import erase
from tests.bot.test_backups_restored_own import change, look
from tests.fakes import Clock

pytestmark = pytest.mark.long


async def test_a_copy_of_a_copy_is_as_old_as_that(config: Config, clock: Clock) -> None:
    await fill(config, clock)
    monday = await backups.daily(config.database_path, clock())
    clock.forward(days=1)
    await erase(config, clock, ANN)
    shutil.copy(monday, config.database_path)
    clock.forward(days=1)
    again = config.database_path.with_name("again.sqlite3")
    copies.make_copy(config.database_path, again, int(clock().timestamp()))
    assert copies.check_copy(again) == copies.check_copy(monday)
    assert copies.token_of(again) == copies.token_of(monday)
    await backups.restore(config, again, clock)
    assert ANN not in await answers(config)
    [aside] = config.database_path.parent.glob("*.before-restore-*")
    clock.forward(minutes=1)
    assert "Erased again since then: 1" in await backups.restore(config, aside, clock)
    assert ANN not in await answers(config)


async def test_a_copy_put_there_by_hand_is_known_and_restored_without_the_log_beside_it(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    copy = await backups.daily(config.database_path, clock())
    path = config.database_path
    log = path.with_name(f"{path.name}-wal")
    with closing(sqlite3.connect(path, isolation_level=None)) as running:
        running.execute("PRAGMA journal_mode = WAL")
        running.execute("INSERT INTO settings (name, value) VALUES ('panel', '1')")
        running.execute(f"DELETE FROM answers WHERE user_id = {ANN}")
        killed = log.read_bytes()
    shutil.copy(copy, path)
    log.write_bytes(killed)
    [problem] = problems(config)
    assert "put there by hand" in problem
    await backups.restore(config, path, clock)
    assert look(config, "PRAGMA integrity_check") == ["ok"]
    assert ANN in await answers(config)
    assert not log.exists()


async def test_two_restores_in_one_second_keep_what_stood_before_each(
    config: Config, clock: Clock
) -> None:
    made = await three_days(config, clock)
    for day in ("mon", "fri"):
        await backups.restore(config, made[day], clock)
    kept = sorted(config.database_path.parent.glob("*.before-restore-*"))
    assert len(kept) == 2
    clock.forward(minutes=1)
    await backups.restore(config, kept[0], clock)
    assert held(config)[0] == [2, 3]


async def test_whoever_was_erased_is_not_back_from_a_disk_that_was_rolled_back(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    change(
        config,
        f"INSERT INTO own_plans VALUES (1, {ANN}, x'01')",
        f"INSERT INTO unnamed VALUES ({ANN})",
    )
    copy = await backups.daily(config.database_path, clock())
    snapshot = config.database_path.read_bytes()
    clock.forward(days=1)
    await erase(config, clock, ANN)
    config.database_path.write_bytes(snapshot)
    assert "Erased again since then: 1" in await backups.restore(config, copy, clock)
    assert look(config, "SELECT person FROM own_plans") == []
    assert look(config, "SELECT user_id FROM unnamed") == []


async def test_a_copy_does_not_write_the_main_file_of_a_database_in_use(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    database = await Database.open(config.database_path)
    async with database.transaction() as tx:
        many = [(f"{n:09999}",) for n in range(500)]  # more pages than SQLite's own limit
        await tx.executemany("INSERT INTO known_copies (token) VALUES (?)", many)
    before = config.database_path.read_bytes()
    made = config.database_path.with_name("made.sqlite3")
    copies.make_copy(config.database_path, made, int(clock().timestamp()))
    assert config.database_path.read_bytes() == before
    await database.close()


async def test_a_copy_opens_no_database_in_use_but_by_sqlite(
    config: Config, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system takes all of a process's locks off a file of which it closes any handle."""
    await fill(config, clock)
    database = await Database.open(config.database_path)
    real, opened = Path.open, []

    def noted(path: Path, *args: object, **named: object) -> object:
        opened.append(path)
        return real(path, *args, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", noted)
    await backups.daily(config.database_path, clock())
    await backups.at_start(config, clock, asyncio.Event())
    assert config.database_path not in opened
    await database.close()


async def test_a_workshop_that_cannot_be_cleared_is_named_with_the_cause(
    config: Config, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    env, monday = await placed(config, clock)
    left = copies.workshop(config.database_path)
    left.touch()
    assert await maintenance.do("restore", monday, env, clock) == 1
    said = capsys.readouterr().err
    assert f"Not a directory ({left})" in said
    assert "File exists" not in said


async def test_an_empty_file_is_no_database_to_ask(config: Config, clock: Clock) -> None:
    await fill(config, clock)
    copy = await backups.daily(config.database_path, clock())
    config.database_path.write_bytes(b"")
    assert "There was no database to ask" in await backups.restore(config, copy, clock)


async def test_of_a_lost_database_the_newest_copy_is_named_that_can_be_used(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    copy = await backups.daily(config.database_path, clock())
    config.database_path.write_bytes(b"x" * 5000)
    clock.forward(days=1)
    await backups.restore(config, copy, clock)
    config.database_path.unlink()
    [problem] = problems(config)
    assert "/backups/repbot-" in problem


async def placed(config: Config, clock: Clock) -> tuple[dict[str, str], Path]:
    """Let a copy of Monday's be put in the database's place by hand on Tuesday, after Ann left the
    pairing and was erased; the settings, and that copy."""
    await fill(config, clock)
    Vault.open(config.keys_file)
    change(config, f"INSERT INTO buddies VALUES ({ANN}, 1, 0), (7, 1, 0)")
    monday = await backups.daily(config.database_path, clock())
    clock.forward(days=1)
    change(config, "DELETE FROM buddies WHERE person = 7")
    await erase(config, clock, ANN)
    shutil.copy(monday, config.database_path)
    named = {"DATABASE_PATH": config.database_path, "KEYS_FILE": config.keys_file, "GUILD_ID": 1}
    return {name: str(value) for name, value in named.items()}, monday


async def test_keys_are_not_made_anew_for_a_copy_put_there_by_hand(
    config: Config, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    env, _ = await placed(config, clock)
    assert await maintenance.do("rotate-keys", None, env, clock) == 1
    said = capsys.readouterr().err
    assert said.startswith("Nothing was changed. The database")
    assert said.endswith(f"make restore PATH_TO={config.database_path}\n")
    assert problems(config) != []


@pytest.mark.parametrize("from_stick", [True, False])
async def test_a_log_beside_a_copy_put_there_by_hand_is_to_be_moved_away_first(
    config: Config, clock: Clock, capsys: pytest.CaptureFixture[str], from_stick: bool
) -> None:
    env, monday = await placed(config, clock)
    path = config.database_path
    log = path.with_name(f"{path.name}-wal")
    log.write_bytes(b"\0" * 5000)
    before = path.read_bytes()
    [problem] = problems(config)
    assert "put there by hand" in problem
    source = monday if from_stick else path
    mixed = path.with_name("mixed.sqlite3")
    assert await maintenance.do("backup", mixed, env, clock) == 1
    assert f"move {log} away" in capsys.readouterr().err
    assert not mixed.exists()
    with take_lock(path):  # it may be the log of the bot that runs
        assert await maintenance.do("restore", source, env, clock) == 1
        assert "in use by process" in capsys.readouterr().err
    assert await maintenance.do("restore", source, env, clock) == 1
    assert f"move {log} away" in capsys.readouterr().err
    assert path.read_bytes() == before
    log.rename(config.keys_file.with_name("log"))
    assert await maintenance.do("restore", source, env, clock) == 0


async def test_the_same_copy_put_there_by_hand_and_restored_knows_nothing_that_came_after(
    config: Config, clock: Clock
) -> None:
    _, monday = await placed(config, clock)
    said = await backups.restore(config, monday, clock)
    assert "There was no database to ask" in said
    assert "stays taken back" not in said
    assert "Erased again since then: 1" in said


async def test_a_copy_of_a_copy_is_kept_no_longer_than_what_is_in_it(
    config: Config, clock: Clock
) -> None:
    await placed(config, clock)
    clock.forward(days=5)
    await backups.restore(config, config.database_path, clock)
    [aside] = config.database_path.parent.glob("*.before-restore-*")
    clock.forward(days=1)
    await backups.daily(config.database_path, clock())
    assert not aside.exists()


@pytest.mark.parametrize("to", ["itself", "nowhere"])
async def test_a_link_that_leads_to_no_file_keeps_no_other_copy(
    config: Config, clock: Clock, to: str
) -> None:
    await fill(config, clock)
    path = config.database_path
    old = await backups.daily(path, clock())
    link = path.with_name(f"{path.name}.before-0009")
    link.symlink_to(link if to == "itself" else "nowhere")
    clock.forward(days=7)
    await backups.at_start(config, clock, asyncio.Event())
    assert not old.exists()
    await backups.tell_left(path, clock())


@pytest.mark.parametrize(
    "pipe", ["repbot.sqlite3.before-0009", ".repbot.sqlite3.restoring", "backups/{}.new"]
)
async def test_a_pipe_among_the_copies_is_not_waited_for(
    config: Config, clock: Clock, pipe: str
) -> None:
    await fill(config, clock)
    path = config.database_path
    old = await backups.daily(path, clock())
    clock.forward(days=7)
    made = backups.folder_of(path) / backups.NAME.format(clock())
    os.mkfifo(path.parent / pipe.format(made.name))
    await backups.at_start(config, clock, asyncio.Event())
    assert not old.exists()
    assert copies.check_copy(made)
