"""A library of an older database takes places, moments and questions, and loses no row."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db.database import Database
from db.migrate import MIGRATIONS, migrate, steps

BEFORE = 21
ENTRY = (
    "INSERT INTO entries (key, kind, title, full_name, other_names, about, words, tags, note,"
    " replaced_by, replaced_since, see, publisher, year, url, phone, text, email, hours, needs,"
    " core, retired, certainty, source, recheck_days)"
    " VALUES (?, ?, 'A', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '',"
    " 0, 0, '', '', 90)"
)


async def test_an_older_library_keeps_its_rows_and_takes_the_new_kinds(tmp_path: Path) -> None:
    path, folder = tmp_path / "repbot.sqlite3", tmp_path / "older"
    folder.mkdir()
    for number, file in steps(MIGRATIONS).items():
        if number < BEFORE:
            shutil.copy(file, folder)
    with closing(sqlite3.connect(path, isolation_level=None)) as older:
        migrate(older, path, 0, folder)
        older.execute(ENTRY, ("term-a", "term"))
        older.execute(
            "INSERT INTO suggestions (user_id, entry, title, url, why) VALUES (1, 1, '', '', '')"
        )
    database = await Database.open(path)
    async with database.transaction() as tx:
        for kind in ("place", "moment", "question"):
            await tx.execute(ENTRY, (f"{kind}-a", kind))
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            await tx.execute(ENTRY, ("odd-a", "odd"))
        kept = await tx.execute_fetchall("SELECT key, kind, months FROM entries ORDER BY id")
        asked = await tx.execute_fetchall("SELECT entry FROM suggestions")
        sound = await tx.execute_fetchall("PRAGMA integrity_check")
    await database.close()
    assert [tuple(row) for row in kept] == [
        *(("term-a", "term", ""), ("place-a", "place", "")),
        *(("moment-a", "moment", ""), ("question-a", "question", "")),
    ]
    assert [row[0] for row in asked] == [1]
    assert [row[0] for row in sound] == ["ok"]
