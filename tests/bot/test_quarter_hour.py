"""The quarter-hour clock: when it ticks, what a tick does, and what may hold it up."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import db.outbox
from bot import quarter_hour
from bot.quarter_hour import COULD_NOT, QuarterHour, read_late, seconds_left
from db.database import Database, fetchone
from tests.fakes import START, Clock
from tests.test_anonymity_files import state
from tests.world import World


@pytest.fixture
def quarter(database: Database, clock: Clock) -> QuarterHour:
    return QuarterHour(database, clock)


async def write(database: Database, number: int = 1) -> None:
    async with database.transaction() as tx:
        await db.outbox.plan_hidden(tx, "a", number, 100)


async def test_what_sqlite_counts_does_not_tell_in_which_quarters_somebody_wrote(
    database: Database, quarter: QuarterHour
) -> None:
    counted = []
    for writes in (False, True, False):
        if writes:
            await write(database)
        assert await quarter.tick()
        async with database.reading() as tx:
            row = await fetchone(tx, "PRAGMA schema_version")
        counted.append(row[0] if row else 0)
    assert counted == [counted[0], counted[0] + 1, counted[0] + 2]


async def test_however_much_is_written_the_main_file_waits(
    database: Database, quarter: QuarterHour
) -> None:
    before = state(database.path)
    for number in range(6):
        async with database.transaction() as tx:
            await tx.execute("INSERT INTO settings VALUES (?, ?)", (f"{number}", "x" * 10**6))
    assert state(database.path) == before
    assert await quarter.tick()
    assert database.path.stat().st_size > 6 * 10**6


async def test_a_rebuild_puts_no_copy_into_the_temporary_folder(database: Database) -> None:
    """SQLite calls it MEMORY, 2."""
    async with database.reading() as tx:
        rows = await tx.execute_fetchall("PRAGMA temp_store")
    assert [row[0] for row in rows] == [2]


@pytest.mark.parametrize(("minutes", "ticks"), [(0, 0), (14.9, 0), (15, 1), (40, 1), (9000, 1)])
async def test_it_ticks_once_when_a_quarter_has_begun(
    database: Database, clock: Clock, minutes: float, ticks: int
) -> None:
    assert START.minute % 15 == 0
    quarter, done = QuarterHour(database, clock), []

    async def note() -> None:
        done.append(clock())

    quarter.first.append(note)
    clock.forward(minutes=minutes)
    await quarter.look()
    await quarter.look()
    assert len(done) == ticks


async def test_a_reader_holds_it_up_and_it_is_tried_again_before_the_next_quarter(
    database: Database, clock: Clock, quarter: QuarterHour, caplog: pytest.LogCaptureFixture
) -> None:
    await write(database)
    with closing(sqlite3.connect(database.path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM outbox").fetchone()
        clock.forward(minutes=15)
        for number in range(3):
            await quarter.look()
            assert not database.log_is_empty()
            await write(database, number)
        clock.forward(minutes=15)
        await quarter.look()
        await quarter.look()
        assert quarter.rebuild_ms == COULD_NOT
    await quarter.look()
    assert database.log_is_empty()
    assert caplog.text == ""


async def test_what_comes_first_waits_for_the_quarter_though_the_rebuild_is_tried_each_minute(
    database: Database, clock: Clock
) -> None:
    done: list[int] = []

    async def first() -> None:
        done.append(1)

    quarter_hour = QuarterHour(database, clock)
    quarter_hour.first.append(first)
    async with database.reading() as tx:
        await tx.execute_fetchall("SELECT count(*) FROM outbox")
        clock.at = clock.at.replace(minute=15, second=0)
        await quarter_hour.look()
        for _ in range(3):
            clock.forward(minutes=1)
            await quarter_hour.look()
    assert done == [1]


@pytest.mark.parametrize(
    ("minute", "second", "left"), [(0, 0, 900), (14, 59, 1), (15, 0, 900), (44, 30, 30)]
)
def test_how_long_it_is_until_the_next_quarter(minute: int, second: int, left: int) -> None:
    assert seconds_left(START.replace(minute=minute, second=second)) == left


async def test_another_writer_holds_it_up_and_nobody_waits_for_it(
    database: Database, quarter: QuarterHour
) -> None:
    with closing(sqlite3.connect(database.path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        async with asyncio.timeout(1):
            assert not await quarter.tick()
        writer.execute("ROLLBACK")
    assert await quarter.tick()
    async with database.transaction() as tx:
        row = await fetchone(tx, "PRAGMA busy_timeout")
    assert row is not None
    assert row[0] > 0


async def test_what_comes_first_is_done_first_and_cannot_keep_the_rebuild_from_coming(
    database: Database, quarter: QuarterHour, caplog: pytest.LogCaptureFixture
) -> None:
    seen = []

    async def fails() -> None:
        raise OSError("no room")

    async def notes() -> None:
        seen.append(database.log_is_empty())

    await write(database)
    quarter.first += [fails, notes]
    assert await quarter.tick()
    assert seen == [False]
    assert database.log_is_empty()
    assert "before the rebuild failed" in caplog.text


async def test_whoever_writes_during_a_rebuild_waits_and_is_not_refused(
    database: Database, quarter: QuarterHour
) -> None:
    await write(database)
    await asyncio.gather(quarter.tick(), *(write(database, 2 + n) for n in range(50)))
    async with database.reading() as tx:
        [row] = await tx.execute_fetchall("SELECT count(*) FROM outbox")
    assert row[0] == 51


@pytest.mark.long
async def test_a_stop_in_the_middle_of_a_rebuild_refuses_nobody(database: Database) -> None:
    for number in range(20):
        rebuild = asyncio.create_task(database.scrub())
        for _ in range(number):
            await asyncio.sleep(0)
        rebuild.cancel()
        await asyncio.wait({rebuild})
        await write(database, number)
    assert await database.scrub()
    rebuild = asyncio.create_task(database.scrub())
    await asyncio.sleep(0)
    rebuild.cancel()


@pytest.mark.long
async def test_a_bot_that_has_begun_leaves_a_rebuilt_file_when_it_stops(world: World) -> None:
    deleted = b"words that were deleted"
    bot, path = world.bot, world.config.database_path
    await bot.begin()
    async with bot.database.transaction() as tx:
        await tx.execute("PRAGMA secure_delete = OFF")
        await tx.execute("INSERT INTO notices VALUES (NULL, 1, ?, 1)", (deleted.decode(),))
    async with bot.database.transaction() as tx:
        await tx.execute("DELETE FROM notices")
    await bot.rest()  # as `run` does first
    await bot.close()
    assert deleted not in path.read_bytes()
    assert not Path(f"{path}-wal").exists()


async def test_a_stop_tries_again_while_another_program_reads_and_no_line_tells(
    quarter: QuarterHour,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(quarter_hour, "AT_A_STOP_SECONDS", 0)
    async with database.transaction() as tx:
        await tx.execute("INSERT INTO notices VALUES (NULL, 1, 'x', 1)")
    with closing(sqlite3.connect(database.path)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM notices").fetchall()
        await quarter.at_a_stop()
    assert quarter.rebuild_ms == COULD_NOT
    await quarter.at_a_stop()
    assert quarter.rebuild_ms >= 0
    assert caplog.text == ""  # a line only where somebody had written would say when
    assert database.log_is_empty()


def test_what_is_read_when_somebody_types_is_read_anew_at_this_clock() -> None:
    names = {path.name.split(".")[0] for path in read_late()}
    assert {
        "danger_words", "frequency_dictionary_en_82_765", "region_GB", "process", "OSA",
    } <= names  # fmt: skip


@pytest.mark.parametrize(
    ("done", "felt", "told"), [(True, 0.01, True), (True, 99, False), (False, 99, True)]
)
async def test_how_long_the_last_rebuild_took_is_known_where_it_could_be_felt(
    quarter: QuarterHour,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    done: bool,
    felt: float,
    told: bool,
) -> None:
    async def slow() -> bool:
        await asyncio.sleep(0.02)
        return done

    quarter.rebuild_ms = 100
    monkeypatch.setattr("bot.quarter_hour.FELT_SECONDS", felt)
    monkeypatch.setattr(database, "scrub", slow)
    assert await quarter.tick() == done
    assert bool(quarter.rebuild_ms) == told
    assert quarter.rebuild_ms % 10 == 0 or quarter.rebuild_ms == COULD_NOT
