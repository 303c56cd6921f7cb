"""Concerns from before this version: what led to who wrote goes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from db.migrate import MIGRATIONS, migrate, steps

FIRST_NEW = 23
KEPT = "Something of yours has not reached anybody yet, so please do not wait for it."


def test_notices_of_writers_and_settled_letters_go(tmp_path: Path) -> None:
    path, before = tmp_path / "repbot.sqlite3", tmp_path / "steps"
    before.mkdir()
    for number, file in steps().items():
        if number < FIRST_NEW:
            (before / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    with closing(sqlite3.connect(path, isolation_level=None)) as rows:
        migrate(rows, path, 0, before)
        rows.executemany(
            "INSERT INTO notices (user_id, text, since) VALUES (1, ?, 1)", [(KEPT,), ("Other.",)]
        )
        rows.executemany(
            "INSERT INTO outbox (kind, subject, due_at, try_at, state) VALUES (?, 1, 1, 1, ?)",
            [
                ("safeguarding.writer", "failed"),
                ("safeguarding.unread", "waiting"),
                ("checkins.read", "sent"),
            ],
        )
        migrate(rows, path, 0, MIGRATIONS)
        notices = rows.execute("SELECT text FROM notices").fetchall()
        letters = rows.execute("SELECT kind FROM outbox ORDER BY id").fetchall()
    assert notices == [("Other.",)]
    assert letters == [("safeguarding.unread",), ("checkins.read",)]
