"""Backups: when each is made, what it leaves out, and that none grows older than seven days."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import db.meetings
from bot import backups, maintenance
from bot.config import Config
from db import copies
from db.copies import half_made
from db.database import Database
from db.migrate import migrate, steps
from tests.bot.small_database import answers, config_in, fill
from tests.fakes import Clock

TAG = b"a tag that leads to somebody"
NAMES = [
    "backups/repbot-{:%Y-%m-%d}.sqlite3",
    "repbot.sqlite3.before-0004-inside",
    "repbot.sqlite3.before-0004-time",
    "repbot.sqlite3.before-restore-{:%Y%m%dT%H%M%S}",
    "repbot.sqlite3.before-restore-{:%Y%m%dT%H%M%S}-wal",
]


def names(config: Config) -> set[str]:
    """Return the names of every file beside the database, and in the folder of the backups."""
    beside = config.database_path.parent
    return {each.name for each in (*beside.iterdir(), *(beside / "backups").iterdir())}


def put(config: Config, name: str, clock: Clock, days: int) -> Path:
    """Put a copy of an age, as each kind tells it: in its name, inside, or by its file alone."""
    day = clock() - timedelta(days=days)
    path = config.database_path.parent / name.format(day)
    path.parent.mkdir(exist_ok=True)
    if "inside" in name:
        copies.make_copy(config.database_path, path, int(day.timestamp()))
    else:
        path.write_bytes(b"not SQLite")
    seconds = (day if "time" in name else clock()).timestamp()
    os.utime(path, (seconds, seconds))
    return path


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
async def test_every_copy_goes_when_it_is_seven_days_old_whatever_its_name(
    config: Config, clock: Clock, name: str
) -> None:
    await fill(config, clock)
    kept, gone = put(config, name, clock, 6), put(config, name.replace("4", "3"), clock, 7)
    ahead = put(config, name.replace("4", "2"), clock, -3650)
    looked_into = gone.with_name(f"{gone.name}-wal")
    looked_into.write_bytes(b"a log")
    await backups.daily(config.database_path, clock())
    assert kept.exists()
    assert [each for each in (gone, looked_into, ahead) if each.exists()] == []


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
async def test_what_a_clock_ahead_has_made_counts_from_when_the_clock_is_right(
    config: Config, clock: Clock, name: str
) -> None:
    await fill(config, clock)
    newest, older = put(config, name, clock, -6), put(config, name.replace("4", "3"), clock, -4)
    right = put(config, name.replace("4", "2"), clock, 2)
    every, path = [newest, older, right], config.database_path
    for days, left in ((0, every), (4, every), (1, [newest]), (2, [])):
        clock.forward(days=days)
        for _ in range(2):
            copies.sweep(path, backups.folder_of(path), clock().date())
        assert [each for each in every if each.exists()] == left


async def test_what_the_bot_did_not_make_stays(config: Config, clock: Clock) -> None:
    await fill(config, clock)
    put(config, "backups/monday.sqlite3", clock, 400)
    put(config, "backups/repbot-2026-11-31.sqlite3", clock, 400)  # a day that there is not
    put(config, "notes-of-repbot.sqlite3.before-0001", clock, 400)
    put(config, "my-repbot.sqlite3.new", clock, 400)
    await backups.daily(config.database_path, clock())
    clock.forward(days=1)
    await backups.tell_left(config.database_path, clock())
    notes = {"notes-of-repbot.sqlite3.before-0001", "my-repbot.sqlite3.new"}
    assert {"monday.sqlite3", "repbot-2026-11-31.sqlite3", *notes} <= names(config)


@pytest.mark.long
async def test_a_start_after_three_weeks_makes_todays_copy_and_only_then_removes_old_ones(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    await backups.daily(config.database_path, clock())
    clock.forward(days=21)
    await backups.at_start(config, clock, asyncio.Event())
    assert {each for each in names(config) if "repbot-" in each} == {"repbot-2026-12-12.sqlite3"}


async def test_with_a_torn_database_nothing_is_removed_and_the_log_says_why(
    config: Config, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    await fill(config, clock)
    old = await backups.daily(config.database_path, clock())
    clock.forward(days=21)
    content = bytearray(config.database_path.read_bytes())
    content[4096:9000] = b"\xff" * 4904
    config.database_path.write_bytes(content)
    await backups.at_start(config, clock, asyncio.Event())
    assert old.exists()
    [line] = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert "no older copy was deleted" in line.getMessage()


@pytest.mark.long
async def test_a_copy_of_today_is_made_again_only_where_it_is_damaged(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    today = await backups.daily(config.database_path, clock())
    before = today.stat().st_ino
    old = put(config, "repbot.sqlite3.before-0004-time", clock, 7)
    await backups.at_start(config, clock, asyncio.Event())
    assert (today.stat().st_ino, old.exists()) == (before, False)
    today.write_bytes(today.read_bytes()[:5000])
    await backups.at_start(config, clock, asyncio.Event())
    assert copies.check_copy(today) == int(clock().timestamp())


@pytest.mark.long
async def test_a_copy_that_a_clock_ahead_has_given_todays_name_is_made_again(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    clock.forward(days=2)
    ahead = await backups.daily(config.database_path, clock())
    before = ahead.stat().st_ino
    clock.forward(days=-2)
    await backups.at_start(config, clock, asyncio.Event())
    clock.forward(days=2)
    await backups.at_start(config, clock, asyncio.Event())
    assert ahead.stat().st_ino != before


async def test_what_was_cut_off_half_way_goes_unless_somebody_is_making_it(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    folder = backups.folder_of(config.database_path)
    folder.mkdir()
    config.keys_file.parent.mkdir(exist_ok=True)
    halves = [folder / ".repbot-2026-11-21.sqlite3.new", folder / "repbot-2026-11-20.sqlite3.new"]
    halves += [config.database_path.with_name(f".repbot.sqlite3{end}.new") for end in ("", "-b")]
    halves += [config.keys_file.with_name(f"keys{end}.new") for end in ("", ".days", ".erased")]
    for half in halves:
        half.write_bytes(TAG)
    halves.append(halves[0].with_name(f"{halves[0].name}-journal"))
    halves[-1].write_bytes(TAG)
    workshop = copies.workshop(config.database_path)
    workshop.mkdir()
    (workshop / "repbot.sqlite3").write_bytes(TAG)
    with half_made(folder / "stick.sqlite3") as in_the_making:
        await backups.at_start(config, clock, asyncio.Event())
        assert in_the_making.exists()
    assert [each for each in (*halves, workshop) if each.exists()] == []


async def test_what_no_copy_may_hold_reaches_no_file_with_a_name(
    config: Config, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(config, clock)
    with closing(sqlite3.connect(config.database_path)) as connection:
        connection.execute("INSERT INTO question_blocks VALUES (1, ?, 2)", (TAG,))
        connection.commit()
    seen: list[bytes] = []

    def look(path: Path) -> None:
        folder = backups.folder_of(config.database_path)
        seen.extend(each.read_bytes() for each in folder.iterdir())
        raise OSError("the power went")

    monkeypatch.setattr(copies, "check", look)
    with pytest.raises(OSError, match="power"):
        await backups.daily(config.database_path, clock())
    assert len(seen) == 1
    assert len(seen[0]) > 4096
    assert TAG not in seen[0]
    assert list(backups.folder_of(config.database_path).iterdir()) == []


async def test_a_copy_leaves_out_what_no_backup_may_hold(config: Config, clock: Clock) -> None:
    await fill(config, clock)
    copy = await backups.daily(config.database_path, clock())
    assert oct(copy.stat().st_mode)[-3:] == "600"
    with closing(sqlite3.connect(copy)) as connection:
        for table, statement in copies.LEFT_OUT:
            if statement.startswith("DELETE"):
                left = connection.execute(statement.replace("DELETE", "SELECT count(*)"))
                assert left.fetchone()[0] == 0, table


@pytest.mark.long
async def test_the_copy_before_a_migration_leaves_the_same_out_and_says_its_day(
    config: Config, clock: Clock, tmp_path: Path
) -> None:
    known, older = steps(), tmp_path / "older"
    older.mkdir()
    for number in sorted(known)[:5]:
        (older / known[number].name).write_text(known[number].read_text())
    path = config.database_path
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, path, 0, older)
        connection.execute("INSERT INTO question_blocks VALUES (1, ?, 2)", (TAG,))
    await (await Database.open(path, clock)).close()
    copy = path.with_name(f"{path.name}.before-{max(known):04}")
    assert copies.check_copy(copy) == int(clock().timestamp())
    assert TAG not in copy.read_bytes()
    assert oct(copy.stat().st_mode)[-3:] == "600"
    clock.forward(days=7)
    await backups.daily(path, clock())
    assert not copy.exists()


@pytest.mark.long
async def test_by_hand_it_says_where_the_copy_is_or_why_not_and_writes_over_nothing(
    config: Config, clock: Clock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    env = {"DATABASE_PATH": str(config.database_path), "KEYS_FILE": str(config.keys_file)}
    assert await maintenance.do("backup", tmp_path / "a.sqlite3", env, clock) == 1
    assert "no database" in capsys.readouterr().err
    await fill(config, clock)
    assert await maintenance.do("backup", tmp_path, env, clock) == 0
    said = capsys.readouterr().out
    assert "repbot-2026-11-21.sqlite3. Keep it apart from the keys" in said
    assert "delete it within seven days" in said
    taken = tmp_path / "letter.odt"
    taken.write_bytes(b"my letter")
    for target in (tmp_path, taken):
        assert await maintenance.do("backup", target, env, clock) == 1
        assert "is there already" in capsys.readouterr().err
    assert taken.read_bytes() == b"my letter"
    assert await maintenance.do("restore", tmp_path / "nothing.sqlite3", env, clock) == 1
    assert "There is no file" in capsys.readouterr().err


def test_status_says_how_old_the_newest_is(tmp_path: Path, clock: Clock) -> None:
    database, began = tmp_path / "repbot.sqlite3", clock()
    assert "at each start and each night" in backups.age_in_words(database, clock(), began)
    config = replace(config_in(tmp_path), database_path=database)
    for days in (1, 2):
        put(config, "backups/repbot-{:%Y-%m-%d}.sqlite3", clock, days)
    for name in ("of-monday", "2026-11-31", "2026-13-01"):
        put(config, f"backups/repbot-{name}.sqlite3", clock, 0)
    assert backups.age_in_words(database, clock(), began) == "one a day, up to date"
    clock.forward(days=1)
    old = "the newest of 20 November; that is too long ago"
    assert old in backups.age_in_words(database, clock(), began)
    for minutes, told in ((59, False), (60, True)):  # after a start it may wait for what is held
        began = clock() - timedelta(minutes=minutes)
        assert (old in backups.age_in_words(database, clock(), began)) is told


@pytest.mark.long
async def test_a_backup_made_while_people_answer_holds_what_was_acknowledged(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    database = await Database.open(config.database_path)
    acknowledged: list[int] = []

    made = asyncio.Event()

    async def keep_answering() -> None:
        for person in range(1_000_000, 2_000_000):
            async with database.transaction() as tx:
                await db.meetings.set_answer(tx, 1, person, "maybe")
            acknowledged.append(person)
            if made.is_set():
                return

    answering = asyncio.create_task(keep_answering())
    while len(acknowledged) < 50:
        await asyncio.wait({answering}, timeout=0.001)
    before = list(acknowledged)
    copy = await backups.daily(config.database_path, clock())
    after = list(acknowledged)
    made.set()
    await answering
    await database.close()
    assert len(await answers(config)) == len(acknowledged) + 2
    await backups.restore(config, copy, clock)
    restored = [person for person in await answers(config) if person < 2_000_000]
    assert set(before) <= set(restored)
    assert len(restored) <= len(after) + 1


async def test_what_cannot_be_deleted_is_named_and_the_rest_goes(
    config: Config, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    await fill(config, clock)
    stuck = config.database_path.with_name("repbot.sqlite3.before-restore-20260101T000000")
    stuck.mkdir()
    (stuck / "no copy").touch()
    gone = put(config, "repbot.sqlite3.before-0004-time", clock, 7)
    await backups.daily(config.database_path, clock())
    assert not gone.exists()
    assert caplog.records == []  # it may come when something is no longer held
    clock.forward(days=1)
    await backups.tell_left(config.database_path, clock())
    [line] = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert str(stuck) in line.getMessage()


async def test_what_is_kept_because_no_copy_could_be_made_is_not_called_undeletable(
    config: Config, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    await fill(config, clock)
    await backups.daily(config.database_path, clock())
    put(config, "repbot.sqlite3.before-0004-time", clock, 5)
    clock.forward(days=5)
    await backups.tell_left(config.database_path, clock())
    assert caplog.records == []


@pytest.mark.long
async def test_the_starts_backup_and_that_of_a_night_gone_by_do_not_disturb_each_other(
    tmp_path: Path, clock: Clock
) -> None:
    database = tmp_path / "repbot.sqlite3"
    await (await Database.open(database)).close()
    both = [backups.could_be_made(database, clock()) for _ in range(2)]
    assert await asyncio.gather(*both) == [True, True]
    [made] = (tmp_path / "backups").iterdir()
    copies.check_copy(made)
