"""The database: whole transactions, versions, one process."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.domain.outbox import Letter
from db import outbox
from db.database import Database, DatabaseDamagedError, DatabaseInUseError, fetchone
from db.migrate import NewerDatabaseError, migrate, steps, version_of


async def test_a_failed_transaction_leaves_nothing_behind(database: Database) -> None:
    async def half_done() -> None:
        async with database.transaction() as tx:
            await outbox.plan(tx, "a", 1, 10)
            await tx.execute("UPDATE outbox SET state = 'lost'")

    with pytest.raises(sqlite3.IntegrityError):
        await half_done()
    async with database.reading() as tx:
        assert await outbox.next_try(tx) is None


async def test_a_cancelled_transaction_leaves_nothing_open(database: Database) -> None:
    async def never_ends() -> None:
        async with database.transaction() as tx:
            await outbox.plan(tx, "a", 1, 10)
            await asyncio.Event().wait()

    task = asyncio.create_task(never_ends())
    await asyncio.sleep(0)
    while not (await asyncio.wait({task}, timeout=0.05))[1]:
        pass
    task.cancel()
    await asyncio.wait({task})
    async with database.transaction() as tx:
        assert await outbox.next_try(tx) is None


@pytest.mark.long
async def test_what_is_committed_has_reached_the_disk_where_anybody_keeps_it(
    tmp_path: Path,
) -> None:
    """SQLite calls it FULL, 2; nobody keeps what is in the demo or in most tests."""
    careful = await Database.open(tmp_path / "careful.sqlite3")
    quick = await Database.open(tmp_path / "quick.sqlite3", keeps=False)
    levels = []
    for database in (careful, quick):
        async with database.transaction() as tx, database.reading() as reader:
            rows = [await fetchone(each, "PRAGMA synchronous") for each in (tx, reader)]
        levels += [row[0] for row in rows if row is not None]
        await database.close()
    assert levels == [2, 2, 0, 0]


async def test_nothing_is_written_where_it_is_only_read(database: Database) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        async with database.reading() as tx:
            await outbox.plan(tx, "a", 1, 10)
    async with database.reading() as tx:
        assert await outbox.next_try(tx) is None


async def test_reading_goes_on_while_others_write_and_sees_what_is_committed(
    database: Database,
) -> None:
    async with database.reading() as reading:
        async with database.transaction() as tx:
            await outbox.plan(tx, "a", 1, 10)
            assert await outbox.next_try(reading) is None
        assert await outbox.next_try(reading) == 10


async def test_a_second_process_is_told_who_holds_the_database(database: Database) -> None:
    with pytest.raises(DatabaseInUseError, match=r"in use by process \d+ on "):
        await Database.open(database.path)


async def test_a_newer_database_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "newer.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 9999")
    with pytest.raises(NewerDatabaseError, match="Install the newer repbot"):
        await Database.open(path)


async def test_a_damaged_file_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "damaged.sqlite3"
    path.write_bytes(b"no database at all, only words " * 200)
    with pytest.raises(DatabaseDamagedError):
        await Database.open(path)


def test_each_step_is_whole_or_not_at_all_and_a_copy_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "steps"
    folder.mkdir()
    (folder / "0001_a.sql").write_text("CREATE TABLE a (n INTEGER) STRICT;")
    path = tmp_path / "db.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, path, 0, folder)
        (folder / "0002_b.sql").write_text("CREATE TABLE b (n INTEGER) STRICT;\nNONSENSE;")
        with pytest.raises(sqlite3.OperationalError):
            migrate(connection, path, 0, folder)
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master")]
        assert tables == ["a"]
        assert connection.execute("PRAGMA user_version").fetchone()[0] == 1
    assert path.with_name("db.sqlite3.before-0002").exists()


def test_the_copy_before_an_update_that_was_cut_off_between_two_steps_stays_the_way_back(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "steps"
    folder.mkdir()
    (folder / "0001_a.sql").write_text("CREATE TABLE a (n INTEGER) STRICT;")
    path = tmp_path / "db.sqlite3"
    copy = path.with_name("db.sqlite3.before-0003")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, path, 0, folder)
        (folder / "0002_b.sql").write_text("CREATE TABLE b (n INTEGER) STRICT; DROP TABLE a;")
        (folder / "0003_c.sql").write_text("NONSENSE;")
        for _ in range(2):
            with pytest.raises(sqlite3.OperationalError):
                migrate(connection, path, 0, folder)
            assert version_of(connection) == 2
            with closing(sqlite3.connect(copy)) as kept:
                assert version_of(kept) == 1
                kept.execute("SELECT n FROM a")
        copy.write_bytes(copy.read_bytes()[:4096])  # damaged, it is the way to nowhere
        with pytest.raises(sqlite3.OperationalError):
            migrate(connection, path, 0, folder)
    with closing(sqlite3.connect(copy)) as kept:
        assert version_of(kept) == 2


def test_migrations_are_numbered_without_gaps_or_doubles() -> None:
    assert list(steps()) == sorted(set(steps()))


async def test_planning_wakes_a_cancelled_letter_and_leaves_the_others(database: Database) -> None:
    async with database.transaction() as tx:
        await outbox.plan(tx, "call", 1, 100)
        await outbox.plan(tx, "call", 1, 200)
        [sent] = await outbox.claim_due(tx, 100, 10)
        await outbox.settle(tx, sent.id, "sent", "", 101)
        await outbox.withdraw(tx, "call", 1)
        await outbox.plan(tx, "call", 1, 100)
        await outbox.plan(tx, "call", 1, 200)
        states = [row[2] for row in await outbox.report(tx, ("call",), 1)]
    assert states == ["sent", "waiting"]


async def test_a_letter_is_claimed_once(database: Database) -> None:
    async with database.transaction() as tx:
        for due in (10, 20, 30):
            await outbox.plan(tx, "call", 1, due)

    async def claim() -> list[Letter]:
        async with database.transaction() as tx:
            return await outbox.claim_due(tx, 20, 10)

    claims = await asyncio.gather(*(claim() for _ in range(20)))
    claimed = [letter.due_at for letters in claims for letter in letters]
    assert sorted(claimed) == [10, 20]
