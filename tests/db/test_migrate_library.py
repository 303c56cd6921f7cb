"""The library of an older database: what waits stays, and its index is made anew at the start."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.services.library import Library
from db.database import Database
from db.migrate import migrate, steps
from tests.fakes import START, Clock

KEYS = "key, kind, title, full_name, other_names, about, words, tags, note, replaced_by"
REST = "replaced_since, see, publisher, year, url, phone, text, email, hours, needs, core, retired"


@pytest.mark.long
async def test_suggestions_wait_on_and_every_word_is_found_in_its_forms(tmp_path: Path) -> None:
    before = tmp_path / "steps"
    before.mkdir()
    for number, file in steps().items():
        if number < 20:
            (before / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    path = tmp_path / "repbot.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as rows:
        migrate(rows, path, 0, before)
        rows.execute(
            f"INSERT INTO entries ({KEYS}, {REST}, certainty, source, recheck_days) VALUES"
            f" ('term-a', 'term', 'Cancelling'{', ?' * 17}, 0, 0, '', '', 183)",
            [""] * 17,
        )
        rows.execute("INSERT INTO spellings (word) VALUES ('cancelling')")
        rows.execute(
            "INSERT INTO suggestions (user_id, title, url, why) VALUES (7, 'A page', '', '')"
        )
        rows.execute("INSERT INTO settings (name, value) VALUES ('library_seed', 'as before')")
    database = await Database.open(path)
    async with database.reading() as tx:
        waiting = await tx.execute_fetchall("SELECT title FROM suggestions WHERE outcome = ''")
        assert [row[0] for row in waiting] == ["A page"]
        assert (
            list(await tx.execute_fetchall("SELECT name FROM settings WHERE name = 'library_seed'"))
            == []
        )
    library = Library(database, Clock(START))
    await library.seed([])  # as a start does whose fingerprint is gone
    found = await library.find("cancelled")
    await database.close()
    assert [kept.entry.key for kept in found.found] == ["term-a"]
