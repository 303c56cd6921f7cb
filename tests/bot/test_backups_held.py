"""Backups wait while something is held for minutes, and nothing tells of it but their own date."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import tempfile
from contextlib import closing
from typing import Literal

import pytest

from bot import backups
from bot.config import Config
from tests.bot.small_database import fill
from tests.bot.test_backups import put
from tests.fakes import Clock

HELD = {"id": -5, "kind": "questions.release", "state": "waiting", "attempts": 0, "due": 600}


async def plan_held(config: Config, clock: Clock, **changed: object) -> None:
    """Put a letter into the database, hidden and held for ten minutes where nothing is changed."""
    row = HELD | changed | {"now": int(clock().timestamp())}
    with closing(sqlite3.connect(config.database_path)) as connection:
        connection.execute(
            "INSERT OR REPLACE INTO outbox (id, kind, subject, due_at, try_at, state, attempts)"
            " VALUES (:id, :kind, 1, :now + :due, :now + :due, :state, :attempts)",
            row,
        )
        connection.commit()


@pytest.mark.long
@pytest.mark.parametrize(
    "held",
    [
        {},
        {"due": -80_000},  # the bot was off when its time came
        {"due": -1, "state": "sending", "attempts": 1},
        {"attempts": 1},  # in a restored database
        {"kind": "meetings.topic"},
    ],
)
async def test_no_copy_of_the_bots_own_is_made_while_something_is_held(
    config: Config, clock: Clock, held: dict[str, object]
) -> None:
    await fill(config, clock)
    old = put(config, "backups/repbot-{:%Y-%m-%d}.sqlite3", clock, 7)
    await plan_held(config, clock, **held)
    leaving = asyncio.Event()
    leaving.set()
    await backups.at_start(config, clock, leaving)
    assert not await backups.could_be_made(config.database_path, clock())
    assert list(old.parent.iterdir()) == [old]
    await plan_held(config, clock, state="sent", due=-1, attempts=1)
    await backups.at_start(config, clock, leaving)
    assert [each.name for each in old.parent.iterdir()] == ["repbot-2026-11-21.sqlite3"]


@pytest.mark.parametrize("fails", [False, True])
async def test_the_log_does_not_tell_when_a_hold_that_a_start_waited_for_was_over(
    config: Config, clock: Clock, caplog: pytest.LogCaptureFixture, fails: bool
) -> None:
    class Later(asyncio.Event):
        async def wait(self) -> Literal[True]:
            await plan_held(config, clock, state="sent", due=-1, attempts=1)
            if fails:
                folder.rmdir()
                folder.touch()
            raise TimeoutError

    folder = backups.folder_of(config.database_path)
    await fill(config, clock)
    await plan_held(config, clock)
    caplog.set_level(logging.DEBUG)
    await backups.at_start(config, clock, Later())
    assert bool(backups.made(config.database_path)) is not fails
    assert [each for each in caplog.records if each.name.startswith("repbot")] == []


@pytest.mark.parametrize(
    "other",
    [
        {"due": 5 * 3600},  # it waits for the morning
        {"due": -60, "attempts": 3},  # it is stuck
        {"kind": "questions.nightly"},
        {"kind": "questions.decide"},  # it is in no copy, and may wait for as long as Discord fails
        {"id": 5},
    ],
)
async def test_nothing_else_holds_a_copy_up(
    config: Config, clock: Clock, other: dict[str, object]
) -> None:
    await fill(config, clock)
    await plan_held(config, clock, **other)
    assert await backups.could_be_made(config.database_path, clock())


@pytest.mark.parametrize("held", [False, True])
async def test_a_disk_that_is_full_at_the_start_is_said_whether_or_not_something_is_held(
    config: Config,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    held: bool,
) -> None:
    def full(**_: object) -> None:
        raise OSError("No space left on device")

    await fill(config, clock)
    if held:
        await plan_held(config, clock)
    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    await backups.at_start(config, clock, asyncio.Event())
    [line] = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert "No space left" in line.getMessage()
    assert backups.made(config.database_path) == []
