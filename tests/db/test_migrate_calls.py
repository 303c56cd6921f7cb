"""Saved calls of an older database: asked about by the new days, and lapsing."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from db.database import Database
from db.migrate import MIGRATIONS, migrate, steps

BEFORE = 17
DAY = 86_400
FAR, LONG_AGO = 4_000_000_000, 1_000_000_000  # whenever the tests run


async def test_calls_of_an_older_database_are_asked_about_and_lapse(tmp_path: Path) -> None:
    path, folder = tmp_path / "repbot.sqlite3", tmp_path / "older"
    folder.mkdir()
    for number, file in steps(MIGRATIONS).items():
        if number < BEFORE:
            shutil.copy(file, folder)
    with closing(sqlite3.connect(path, isolation_level=None)) as older:
        migrate(older, path, 0, folder)
        for state, starts_at in (
            *(("saved", FAR), ("saved", LONG_AGO), ("announced", FAR), ("announced", LONG_AGO)),
        ):
            older.execute(
                "INSERT INTO meetings (title, wall_start, zone, starts_at, length_minutes, state)"
                " VALUES ('Call', '2096-10-02T07:06', 'UTC', ?, 60, ?)",
                (starts_at, state),
            )
        older.execute(
            "INSERT INTO outbox (kind, subject, due_at, try_at) VALUES ('meetings.ask', 1, ?, ?)",
            (FAR - 2 * DAY, FAR - 2 * DAY),
        )
    database = await Database.open(path)
    async with database.reading() as tx:
        rows = await tx.execute_fetchall(
            "SELECT kind, subject, due_at, try_at FROM outbox ORDER BY due_at, kind"
        )
    await database.close()
    assert [tuple(row) for row in rows] == [
        (kind, call, FAR - days * DAY, FAR - days * DAY)
        for kind, call, days in (
            ("meetings.ask", 1, 10),
            ("meetings.ask", 1, 5),
            ("meetings.lapse", 1, 2),
            ("meetings.linkcheck", 3, 1),
        )
    ]
