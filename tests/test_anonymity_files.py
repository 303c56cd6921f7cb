"""After a tick of the quarter-hour clock neither the files nor their dates tell when, or in which
order, somebody asked; and before it only the log has been written."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Awaitable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import db.agenda
from bot.domain.agenda import Sort
from bot.domain.questions import Verb
from bot.quarter_hour import QuarterHour
from db.database import Database
from tests.fakes import Clock
from tests.services import library_services
from tests.services.question_services import RIA, Desk, make_desk
from tests.test_anonymity_bot import Heard, Walk, code_in, heard, main_way
from tests.world import World, said

__all__ = ("heard",)
PAGE_BYTES, INDEX_HEADER_BYTES, HASHES_BYTES, INDEX_BYTES = 4096, 136, 16384, 32768
PAGES_IN_A_BLOCK = 4096
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


async def test_asking_replying_changing_and_answering_leave_the_main_file_alone(
    desk: Desk, quarter: QuarterHour
) -> None:
    await desk.destruction.start()
    assert await quarter.tick()
    days = desk.kit.day_keys.path
    before = state(desk.database.path), state(days)
    sent_back = await desk.ask()
    await desk.decide(
        Verb.CHANGES, await desk.review(sent_back), "Which year?", card=sent_back.number * 10
    )
    answered = await desk.ask()
    handle = await desk.release(answered)
    grant = await desk.asking.open(RIA, str(answered))
    await desk.asking.reply(grant, RIA, "Thank you.")
    await desk.decide(Verb.ANSWER, handle, "Ring them.")
    await desk.asking.share(grant)
    grant = await desk.asking.open(RIA, str(sent_back))
    await desk.asking.change(grant, "How, in 2026?")
    await desk.asking.withdraw(grant)
    assert (state(desk.database.path), state(days)) == before
    assert not desk.database.log_is_empty()
    assert await quarter.tick()
    assert desk.database.log_is_empty()
    assert state(desk.database.path) != before[0]


@pytest.mark.long
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
        await desk.press(Verb.ANSWER, handle, f"Ring them, {number}.", who=RIA + number)
        await desk.carry()
        async with database.transaction() as tx:
            sealed = f"sealed {number:04}".encode()
            await db.agenda.hold(tx, desk.kit.new_id(), 1, sealed, Sort.WORDS)
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


@pytest.mark.long
async def test_what_is_written_after_an_import_of_thousands_leaves_no_order_either(
    desk: Desk, quarter: QuarterHour
) -> None:
    await quarter.tick()
    content = bytes(PAGE_BYTES * PAGES_IN_A_BLOCK)
    async with desk.database.transaction(scrubs=True) as tx:
        await tx.execute("CREATE TABLE much (content BLOB)")
        await tx.execute("INSERT INTO much VALUES (?)", (content,))
    index = Path(f"{desk.database.path}-shm")
    rest = index.read_bytes()[INDEX_BYTES:]
    assert rest.strip(b"\0")
    for person in range(20):
        await desk.ask(RIA + person)
    assert rest == index.read_bytes()[INDEX_BYTES:]


@pytest.mark.long
async def test_an_import_leaves_the_log_empty(tmp_path: Path) -> None:
    async with library_services.opened(tmp_path) as library:
        table, _ = await library.imports.export()
        await library.bring_in(table, "library.csv")
        assert library.database.log_is_empty()


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
            assert table in {*ASKERS_TABLES, "question_endings", "question_news"}, (table, row)
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


@pytest.mark.long
async def test_no_press_of_an_asker_counts_upwards_or_keeps_a_second(
    world: World, heard: Heard
) -> None:
    await world.announce_call()
    walk = Watched(world, heard)
    await main_way(walk)
    code = code_in(said(await walk.submit(await walk.asking(), words="How?")))
    await world.later(minutes=16)
    form = await world.press("carol", walk.review(), "Ask for changes")
    await world.people["carol"].submit_modal(form, {"note": "Which year?"})
    await world.later(minutes=1)
    changing = await walk.press(await walk.open(code), "Change it")
    await walk.submit(changing, words="How, in 2026?")
    more = await walk.press(world.announcements()[-1], "More")
    form = await walk.press(more, "Suggest a topic")
    await walk.submit(form, topic="Who pays us", sign="without")


@pytest.mark.long
async def test_the_bot_makes_the_keys_of_the_days_ahead_and_destroys_old_ones(world: World) -> None:
    days = world.bot.vault.day_keys.path
    first = f"{world.clock():%Y-%m-%d}"
    assert first in days.read_text()
    world.clock.forward(days=13)
    await world.bot.quarter_hour.tick()
    assert first in days.read_text()
    assert f"{world.clock() + timedelta(days=1):%Y-%m-%d}" in days.read_text()
    world.clock.forward(days=1)
    await world.bot.quarter_hour.tick()
    assert first not in days.read_text()
