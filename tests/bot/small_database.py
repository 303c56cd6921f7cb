"""A small database to copy and to restore, and what stands in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import db.meetings
import db.outbox
from bot.config import Config
from bot.domain.meetings import Typed, plan
from db.database import Database
from tests.fakes import Clock

ANN, BEN = 111_111_111_111, 222_222_222_222


def config_in(folder: Path) -> Config:
    """Return settings whose files lie in a folder."""
    database, keys = folder / "data" / "repbot.sqlite3", folder / "k" / "keys"
    return Config(guild_id=1, token="", database_path=database, keys_file=keys)


async def fill(config: Config, clock: Clock) -> None:
    """Make a database in which two people answer a call and a letter waits."""
    database = await Database.open(config.database_path)
    async with database.transaction() as tx:
        meeting = await db.meetings.insert(
            tx, plan(Typed("Call", "8 Dec", "19:30"), clock()), "saved"
        )
        for person in (ANN, BEN):
            await db.meetings.set_answer(tx, meeting, person, "going")
        await db.outbox.plan(tx, "meetings.reminder", meeting, int(clock().timestamp()) + 60)
    await database.close()


async def answers(config: Config) -> list[int]:
    """Return who answers a call."""
    with closing(sqlite3.connect(config.database_path)) as connection:
        return [row[0] for row in connection.execute("SELECT user_id FROM answers ORDER BY 1")]
