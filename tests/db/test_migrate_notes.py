"""Calls announced before this version are asked about when they end, others are not."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from db.migrate import MIGRATIONS, migrate, steps

START, TEN_MINUTES = 1_796_758_200, 600


def test_the_notes_of_an_announced_call_are_asked_for(tmp_path: Path) -> None:
    before = tmp_path / "steps"
    before.mkdir()
    for number, file in steps().items():
        if number < 16:
            (before / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    path = tmp_path / "repbot.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as rows:
        migrate(rows, path, 0, before)
        for state, message in (("announced", 7), ("announced", 0), ("cancelled", 8), ("saved", 0)):
            rows.execute(
                "INSERT INTO meetings (title, wall_start, zone, starts_at, length_minutes, state,"
                " message_id) VALUES ('Call', '2026-12-08T19:30', 'Europe/London', ?, 60, ?, ?)",
                (START, state, message),
            )
        migrate(rows, path, 0, MIGRATIONS)
        about = "SELECT subject, due_at FROM outbox WHERE kind = 'meetings.ask_notes'"
        asked = rows.execute(about).fetchall()
    assert asked == [(1, START + 60 * 60 + TEN_MINUTES)]
