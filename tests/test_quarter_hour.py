"""The quarter-hour clock: between two of its ticks only the log is written, and after one of them
neither the files nor their dates tell when, or in which order, somebody asked."""

from __future__ import annotations

import asyncio
import sqlite3
import struct
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import db.outbox
import db.topics
from bot.alarms import Alarms
from bot.quarter_hour import QuarterHour
from db.database import Database
from tests.fakes import START, Clock
from tests.services.question_desk import RIA, Desk, make_desk
from tests.test_anonymity_bot import Heard, Walk, code_in, heard, main_way
from tests.world import World, said

__all__ = ("heard",)
PAGE_BYTES, INDEX_HEADER_BYTES, HASHES_BYTES, INDEX_BYTES = 4096, 136, 16384, 32768
ASKERS_TABLES = {"questions", "question_entries", "topics", "outbox"}
SOON_SECONDS, A_DAY = 120, 86400


@pytest.fixture
def quarter(database: Database, clock: Clock) -> QuarterHour:
    return QuarterHour(database, clock)


@pytest.fixture
def desk(database: Database, clock: Clock, tmp_path: Path) -> Desk:
    return make_desk(database, clock, tmp_path)


def state(path: Path) -> tuple[bytes, int]:
    """Return what the main file holds, and its date."""
    return path.read_bytes(), path.stat().st_mtime_ns


async def write(database: Database, number: int = 1) -> None:
    async with database.transaction() as tx:
        await db.outbox.plan_hidden(tx, "a", number, 100)


async def test_asking_replying_changing_and_answering_leave_the_main_file_alone(
    desk: Desk, quarter: QuarterHour
) -> None:
    await desk.destruction.start()
    assert await quarter.tick()
    days = desk.kit.day_keys.path
    before = state(desk.database.path), state(days)
    sent_back = await desk.ask()
    await desk.reviews.ask_for_changes(await desk.review(sent_back), "Which year?")
    answered = await desk.ask()
    handle = await desk.release(answered)
    grant = await desk.asking.open(RIA, str(answered))
    await desk.asking.reply(grant, RIA, "Thank you.")
    await desk.reviews.answer(handle, "Rob", "Ring them.")
    await desk.asking.share(grant)
    grant = await desk.asking.open(RIA, str(sent_back))
    await desk.asking.change(grant, RIA, "How, in 2026?")
    await desk.asking.withdraw(grant)
    assert (state(desk.database.path), state(days)) == before
    assert not desk.database.log_is_empty()
    assert await quarter.tick()
    assert desk.database.log_is_empty()
    assert state(desk.database.path) != before[0]


async def test_after_a_tick_rows_lie_by_their_random_numbers(
    desk: Desk, quarter: QuarterHour
) -> None:
    database = desk.database
    handle = await desk.release(await desk.ask())
    asked = [(await desk.ask(RIA + number)).number for number in range(60)]
    async with database.transaction() as tx:
        await tx.execute(
            "INSERT INTO meetings (title, wall_start, zone, starts_at, length_minutes, state)"
            " VALUES ('Call', '2026-12-08T19:30', 'UTC', 0, 60, 'announced')"
        )
    for number in range(60):
        await desk.reviews.answer(handle, "Rob", f"Ring them, {number}.")
        async with database.transaction() as tx:
            sealed = f"sealed {number:04}".encode()
            await db.topics.hold(tx, desk.kit.new_id(), 1, sealed)
    assert await quarter.tick()
    places = [await places_of(database, table) for table in ASKERS_TABLES - {"outbox"}]
    for numbers in places:
        assert len(numbers) >= 60
        assert numbers == sorted(numbers)
    assert sorted(asked) != asked


async def places_of(database: Database, table: str) -> list[int]:
    """Return a table's numbers in the order of their rows in the file.

    Pages are filled from their end.
    """
    column = "sealed" if table == "topics" else "sealed_text"
    async with database.reading() as tx:
        rows = await tx.execute_fetchall(f"SELECT id, {column} FROM {table}")
    content = database.path.read_bytes()
    assert all(content.count(row[1]) == 1 for row in rows)
    places = {row[0]: divmod(content.index(row[1]), PAGE_BYTES) for row in rows}
    return sorted(places, key=lambda number: (places[number][0], -places[number][1]))


async def test_the_index_beside_the_log_forgets_the_order_of_writing(
    desk: Desk, quarter: QuarterHour
) -> None:
    await quarter.tick()
    for person in range(20):
        await desk.ask(RIA + person)
    index = Path(f"{desk.database.path}-shm")
    assert pages_in(index) != sorted(pages_in(index))
    assert await quarter.tick()
    assert pages_in(index) == sorted(pages_in(index))


def pages_in(index: Path) -> list[int]:
    """Return the pages that a log's index names, in the order of writing."""
    count = (INDEX_BYTES - INDEX_HEADER_BYTES - HASHES_BYTES) // 4
    numbers = struct.unpack_from(f"<{count}I", index.read_bytes(), INDEX_HEADER_BYTES)
    return [number for number in numbers if number]


class Watched(Walk):
    """Notes what each press of the asker writes."""

    async def _mine(self, action: Awaitable[Any]) -> Any:
        path = self.world.config.database_path
        days = self.world.bot.vault.day_keys.path
        before, files = rows_in(path), (state(path), state(days))
        done = await super()._mine(action)
        assert (state(path), state(days)) == files
        now, known = int(self.world.clock().timestamp()), {n for _, row in before for n in row}
        for table, row in rows_in(path) - before:
            assert table in ASKERS_TABLES, (table, row)
            assert table != "outbox" or row[0] < 0, row
            new = [n for n in row if isinstance(n, int) and n not in known]
            assert all(n >= now + SOON_SECONDS for n in new if abs(n - now) < A_DAY), (table, row)
        return done


def rows_in(path: Path) -> set[tuple[str, tuple[Any, ...]]]:
    """Return every row of every table, the counters of SQLite included."""
    with closing(sqlite3.connect(path)) as rows:
        plain = "type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'entries_%'"
        tables = rows.execute(f"SELECT name FROM sqlite_master WHERE {plain}").fetchall()
        return {(name, row) for (name,) in tables for row in rows.execute(f"SELECT * FROM {name}")}


async def test_no_press_of_an_asker_counts_upwards_or_keeps_a_second(
    world: World, heard: Heard
) -> None:
    await world.announce_call()
    walk = Watched(world, heard)
    await main_way(walk)
    code = code_in(said(await walk.submit(await walk.slash("ask"), words="How?")))
    await world.later(minutes=16)
    form = await world.press("carol", walk.review(), "Ask for changes")
    await world.people["carol"].submit_modal(form, {"note": "Which year?"})
    changing = await walk.press(await walk.open(code), "Change it")
    await walk.submit(changing, words="How, in 2026?")
    form = await walk.slash("meeting suggest")
    await walk.submit(form, topic="Who pays us", sign="without")


async def test_once_after_a_start_it_rebuilds_unasked_and_then_only_what_was_written(
    database: Database, quarter: QuarterHour
) -> None:
    assert await database.scrub()
    before = state(database.path)
    assert await quarter.tick()
    first = state(database.path)
    assert first != before
    assert await quarter.tick()
    assert state(database.path) == first
    await write(database)
    assert await quarter.tick()
    assert state(database.path) != first


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
        assert not await quarter.tick()
    await quarter.look()
    assert database.log_is_empty()
    assert caplog.text.count("waits") == 1


async def test_another_writer_holds_it_up_and_nobody_waits_for_it(
    database: Database, quarter: QuarterHour
) -> None:
    with closing(sqlite3.connect(database.path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        async with asyncio.timeout(1):
            assert not await quarter.tick()
        writer.execute("ROLLBACK")
    assert await quarter.tick()
    async with database.reading() as tx:
        rows = await tx.execute_fetchall("PRAGMA busy_timeout")
    assert rows[0][0] > 0


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


async def test_it_is_said_when_a_rebuild_takes_long(
    database: Database,
    quarter: QuarterHour,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.quarter_hour.SLOW_SECONDS", 0)
    await quarter.tick()
    assert "rebuilding the database took" in caplog.text


@pytest.mark.calendar
async def test_it_rings_at_the_quarter_and_with_each_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.alarms.SWEEP_SECONDS", 0.01)
    alarms, rang = Alarms(Clock(START)), asyncio.Event()

    async def ring() -> None:
        rang.set()

    alarms.watch(nothing)
    alarms.every_quarter(ring)
    assert alarms._scheduler is not None
    at = alarms._scheduler.get_job("quarter").next_run_time
    assert (at.minute % 15, at.second, at.utcoffset()) == (0, 0, timedelta(0))
    async with asyncio.timeout(5):
        await rang.wait()
    alarms.stop()


async def nothing() -> None:
    pass


async def test_a_bot_that_rang_leaves_a_rebuilt_file_when_it_stops(world: World) -> None:
    deleted = b"words that were deleted"
    bot, path = world.bot, world.config.database_path
    async with bot.database.transaction() as tx:
        await tx.execute("PRAGMA secure_delete = OFF")
        await tx.execute("INSERT INTO notices VALUES (NULL, 1, ?, 1)", (deleted.decode(),))
    async with bot.database.transaction() as tx:
        await tx.execute("DELETE FROM notices")
    bot.alarms = Ringing(world.clock)
    await bot.close()
    assert deleted not in path.read_bytes()
    assert not Path(f"{path}-wal").exists()


class Ringing(Alarms):
    """As those of a bot that has started."""

    running = True

    def watch(self, action: Callable[[], Awaitable[None]]) -> None:
        raise NotImplementedError
