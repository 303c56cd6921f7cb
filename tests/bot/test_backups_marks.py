"""What marks a copy: it is known, whatever a running bot or an older version made of it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

import db.setup
from bot import backups
from bot.config import Config
from bot.database_checks import problems
from db import copies
from db.database import Database
from tests.bot.small_database import ANN, answers, fill
from tests.bot.test_backups_known import JOINED, QUESTION, TAKEN_BACK, held
from tests.bot.test_backups_restored import erase
from tests.bot.test_backups_restored_own import change, look
from tests.fakes import Clock

pytestmark = pytest.mark.long


async def test_a_copy_put_over_the_database_of_a_running_bot_is_known_once_that_has_stopped(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    monday = await backups.daily(config.database_path, clock())
    clock.forward(days=1)
    await erase(config, clock, ANN)
    running = await Database.open(config.database_path)
    await running.scrub()
    async with running.transaction() as tx:  # as after a start, so that their page is in the log
        await db.setup.store(tx, {"panel": "1"})
    shutil.copyfile(monday, config.database_path)
    await running.scrub()
    nightly = await backups.daily(config.database_path, clock())
    assert copies.check_copy(nightly) == copies.check_copy(monday)
    await running.close()
    assert config.database_path.read_bytes()[copies.FORM_BYTE : copies.FORM_BYTE + 1] == b"\2"
    [problem] = problems(config)
    assert "put there by hand" in problem
    assert ANN in await answers(config)
    for source in (config.database_path, nightly):
        shutil.copyfile(monday, config.database_path)
        assert "Erased again since then: 1" in await backups.restore(config, source, clock)
        assert ANN not in await answers(config)
        assert problems(config) == []
        clock.forward(minutes=1)


@pytest.mark.parametrize("from_stick", [False, True])
async def test_one_put_over_a_running_bot_is_a_later_state_of_no_copy_that_only_the_log_knew(
    config: Config, clock: Clock, from_stick: bool
) -> None:
    await fill(config, clock)
    path = config.database_path
    monday, right, later = (path.with_name(f"{day}.sqlite3") for day in ("mon", "tue", "wed"))
    copies.make_copy(path, monday, int(clock().timestamp()))
    clock.forward(days=1)
    change(config, JOINED.format(7), QUESTION.format(7))
    running = await Database.open(path)
    await running.scrub()
    copies.make_copy(path, right, int(clock().timestamp()))
    shutil.copyfile(monday, path)
    await running.close()
    assert held(config) == ([], [])
    assert copies.token_of(right) in look(config, "SELECT token FROM known_copies")
    assert problems(config) != []
    source = path
    if from_stick:
        copies.make_copy(path, later, int(clock().timestamp()))
        source = later
    for backup in (source, right):
        clock.forward(minutes=1)
        assert TAKEN_BACK not in await backups.restore(config, backup, clock)
    assert held(config) == ([7], [7])
    aside = min(path.parent.glob("*.before-restore-*"))  # a copy of it, as the other is
    assert TAKEN_BACK not in await backups.restore(config, aside, clock)


async def test_a_copy_whose_marks_stand_among_the_settings_is_known_and_restored(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    copy = await backups.daily(config.database_path, clock())
    shutil.copyfile(copy, config.database_path)
    change(
        config,
        *("INSERT INTO settings SELECT * FROM copied", "DROP TABLE copied"),
        *("PRAGMA user_version = 27", "PRAGMA journal_mode = WAL"),
    )
    assert problems(config) != []
    await backups.restore(config, config.database_path, clock)
    assert problems(config) == []
    marks = "SELECT name FROM settings WHERE name IN ('backup_made_at', 'copy')"
    assert look(config, marks) == look(config, "SELECT name FROM copied") == []


async def test_a_mark_that_an_older_version_left_in_a_database_in_use_forbids_no_start(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    change(config, "INSERT INTO settings (name, value) VALUES ('backup_made_at', '1')")
    assert problems(config) == []
    made = config.database_path.with_name("made.sqlite3")
    copies.make_copy(config.database_path, made, int(clock().timestamp()))
    assert copies.check_copy(made) == int(clock().timestamp())


async def test_a_restore_that_is_killed_makes_no_copy_of_a_database_with_such_a_mark(
    config: Config, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(config, clock)
    copy = await backups.daily(config.database_path, clock())
    old = "INSERT INTO settings (name, value) VALUES ('backup_made_at', '1')"
    change(config, "DROP TABLE known_copies", old, "PRAGMA user_version = 26")
    real = os.replace

    def killed(fresh: Path, place: Path) -> None:
        if place == config.database_path:
            raise KeyboardInterrupt
        real(fresh, place)

    monkeypatch.setattr("os.replace", killed)
    with pytest.raises(KeyboardInterrupt):
        await backups.restore(config, copy, clock)
    assert problems(config) == []
