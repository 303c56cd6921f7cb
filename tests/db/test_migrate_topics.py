"""Topics that were suggested before any waited: they stay on the agenda, in their order."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.domain.agenda import Sort
from db import agenda
from db.database import Database
from db.migrate import MIGRATIONS, migrate, steps

BEFORE = 10


async def test_topics_of_an_older_database_stay_on_the_agenda(tmp_path: Path) -> None:
    path, folder = tmp_path / "repbot.sqlite3", tmp_path / "older"
    folder.mkdir()
    for number, file in steps(MIGRATIONS).items():
        if number < BEFORE:
            shutil.copy(file, folder)
    with closing(sqlite3.connect(path, isolation_level=None)) as older:
        migrate(older, path, 0, folder)
        older.execute(
            "INSERT INTO meetings (title, wall_start, zone, starts_at, length_minutes, state)"
            " VALUES ('Call', '2026-12-08T19:30', 'Europe/London', 0, 60, 'announced')"
        )
        for row in ((1, 5, b"\x01"), (1, None, b"\x02")):
            older.execute("INSERT INTO topics (meeting_id, user_id, sealed) VALUES (?, ?, ?)", row)
    database = await Database.open(path)
    async with database.transaction() as tx:
        await agenda.add(tx, 1234567, 1, 6, b"\x03", Sort.TOPIC)
        kept = await agenda.of_meeting(tx, 1, Sort.TOPIC)
        counted = await tx.execute_fetchall("SELECT * FROM sqlite_sequence WHERE name = 'topics'")
    await database.close()
    assert kept == [(1, b"\x01", 5), (2, b"\x02", None), (1234567, b"\x03", 6)]
    assert list(counted) == []
