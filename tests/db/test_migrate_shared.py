"""Check-ins that stood in the listeners' thread with their words: each is written anew."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import db.hellos
from bot.domain.listeners import Listener
from db.database import Database
from db.migrate import MIGRATIONS, migrate, steps

BEFORE = 19


async def test_what_was_shared_is_asked_to_be_read_and_listeners_keep_their_duty(
    tmp_path: Path,
) -> None:
    path, folder = tmp_path / "repbot.sqlite3", tmp_path / "older"
    folder.mkdir()
    for number, file in steps(MIGRATIONS).items():
        if number < BEFORE:
            shutil.copy(file, folder)
    with closing(sqlite3.connect(path, isolation_level=None)) as older:
        migrate(older, path, 0, folder)
        older.execute("INSERT INTO listeners VALUES (601, 1, 5)")
        for number, audience in ((1, "listeners"), (2, "me"), (3, "listeners")):
            older.execute(
                "INSERT INTO checkin_answers VALUES (?, 501, 0, 1, '2026-11', 'hard', ?, 0, 4)",
                (number, audience),
            )
        older.execute("INSERT INTO checkin_posts VALUES (1, 7, 8), (2, 7, 9)")
    database = await Database.open(path)
    async with database.reading() as tx:
        rows = await tx.execute_fetchall(
            "SELECT subject, part, state FROM outbox WHERE kind = 'checkins.share'"
        )
        assert [tuple(row) for row in rows] == [(1, 4, "waiting")]
        assert await db.hellos.on_duty(tx) == [Listener(601, True, 5, 480, 1320, 0)]
    await database.close()
