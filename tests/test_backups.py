"""Backups and their return: verified, cautious, and without those who were erased meanwhile."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

import db.meetings
import db.outbox
from bot import backups, host
from bot.config import Config
from bot.domain.meetings import Typed, plan
from bot.erasures import Erasures
from bot.services.privacy import Privacy
from db import copies
from db.copies import BadCopyError
from db.database import Database, DatabaseInUseError
from tests.fakes import Clock

CONFIG = Config(guild_id=1, token="")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return replace(
        CONFIG,
        database_path=tmp_path / "data" / "repbot.sqlite3",
        keys_file=tmp_path / "k" / "keys",
    )


async def fill(config: Config, clock: Clock) -> None:
    database = await Database.open(config.database_path)
    async with database.transaction() as tx:
        meeting = await db.meetings.insert(
            tx, plan(Typed("Call", "8 Dec", "19:30"), clock()), "saved"
        )
        for person in (111_111_111_111, 222_222_222_222):
            await db.meetings.set_answer(tx, meeting, person, "going")
        await db.outbox.plan(tx, "meetings.reminder", meeting, int(clock().timestamp()) + 60)
    await database.close()


async def backup(config: Config, clock: Clock) -> Path:
    return await backups.daily(config.database_path, clock())


async def answers(config: Config) -> list[int]:
    with closing(sqlite3.connect(config.database_path)) as connection:
        return [row[0] for row in connection.execute("SELECT user_id FROM answers ORDER BY 1")]


async def test_a_backup_comes_back_whole_and_the_old_file_is_kept(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    copy = await backup(config, clock)
    assert oct(copy.stat().st_mode)[-3:] == "600"
    config.database_path.write_bytes(b"broken")
    said = await backups.restore(config, copy, clock)
    assert "Restored the backup of 21 November 2026" in said
    assert await answers(config) == [111_111_111_111, 222_222_222_222]
    [kept] = config.database_path.parent.glob("*.before-restore-*")
    assert kept.read_bytes() == b"broken"


async def test_who_was_erased_since_the_backup_is_erased_again(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    copy = await backup(config, clock)
    clock.forward(hours=1)
    database = await Database.open(config.database_path)
    remember = Erasures.beside(config.keys_file).add
    await Privacy(database, clock, remember).erase(111_111_111_111)
    await database.close()
    assert "Erased again since then: 1" in await backups.restore(config, copy, clock)
    assert await answers(config) == [222_222_222_222]
    assert b"111111111111" not in Path(f"{config.keys_file}.erased").read_bytes()


async def test_who_was_erased_before_the_backup_and_came_back_is_left_alone(
    config: Config, clock: Clock
) -> None:
    Erasures.beside(config.keys_file).add(111_111_111_111, int(clock().timestamp()))
    clock.forward(days=1)
    await fill(config, clock)
    copy = await backup(config, clock)
    await backups.restore(config, copy, clock)
    assert len(await answers(config)) == 2


async def test_after_a_restore_letters_are_looked_for_and_numbers_not_used_again(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    copy = await backup(config, clock)
    await backups.restore(config, copy, clock)
    database = await Database.open(config.database_path)
    async with database.transaction() as tx:
        [letter] = await db.outbox.claim_due(tx, 2**40, 5)
        again = await db.meetings.insert(tx, plan(Typed("B", "8 Dec", "19:30"), clock()), "saved")
    await database.close()
    assert letter.attempts == 2
    assert again > 1000


async def test_a_running_bot_or_a_bad_copy_is_refused_and_nothing_changes(
    config: Config, clock: Clock, tmp_path: Path
) -> None:
    await fill(config, clock)
    copy = await backup(config, clock)
    database = await Database.open(config.database_path)
    with pytest.raises(DatabaseInUseError):
        await backups.restore(config, copy, clock)
    await database.close()
    before = config.database_path.read_bytes()
    damaged = tmp_path / "damaged.sqlite3"
    content = bytearray(copy.read_bytes())
    content[5000:9000] = b"\xff" * 4000
    damaged.write_bytes(content)
    stranger = tmp_path / "stranger.sqlite3"
    with closing(sqlite3.connect(stranger)) as connection:
        connection.execute("CREATE TABLE settings (name TEXT, value TEXT)")
    for bad in (damaged, stranger, tmp_path / "nowhere", tmp_path):
        with pytest.raises(BadCopyError):
            await backups.restore(config, bad, clock)
    assert config.database_path.read_bytes() == before


async def test_a_copy_leaves_out_what_no_backup_may_hold(config: Config, clock: Clock) -> None:
    await fill(config, clock)
    with closing(sqlite3.connect(config.database_path)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    copy = await backup(config, clock)
    with closing(sqlite3.connect(copy)) as connection:
        for table, statement in copies.LEFT_OUT:
            if table in tables and statement.startswith("DELETE"):
                assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0


async def test_by_hand_it_says_where_the_copy_is_or_why_not(
    config: Config, clock: Clock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    env = {"DATABASE_PATH": str(config.database_path), "KEYS_FILE": str(config.keys_file)}
    assert await host.do("backup", tmp_path / "a.sqlite3", env, clock) == 1
    assert "no database" in capsys.readouterr().err
    await fill(config, clock)
    assert await host.do("backup", tmp_path, env, clock) == 0
    said = capsys.readouterr().out
    assert "repbot-2026-11-21.sqlite3. Keep it apart from the keys" in said
    assert await host.do("restore", tmp_path / "nothing.sqlite3", env, clock) == 1
    assert "There is no file" in capsys.readouterr().err


async def test_a_backup_made_while_people_answer_holds_what_was_acknowledged(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    database = await Database.open(config.database_path)
    acknowledged: list[int] = []

    async def keep_answering() -> None:
        for person in range(1_000_000, 1_000_400):
            async with database.transaction() as tx:
                await db.meetings.set_answer(tx, 1, person, "maybe")
            acknowledged.append(person)

    answering = asyncio.create_task(keep_answering())
    while len(acknowledged) < 50:
        await asyncio.wait({answering}, timeout=0.001)
    before = list(acknowledged)
    copy = await backup(config, clock)
    after = list(acknowledged)
    assert not answering.done()
    await answering
    await database.close()
    assert len(await answers(config)) == 402
    await backups.restore(config, copy, clock)
    restored = [person for person in await answers(config) if person < 2_000_000]
    assert set(before) <= set(restored)
    assert len(restored) <= len(after) + 1
