"""The quarter-hour clock: rebuilds the database at :00, :15, :30 and :45, chosen by nobody.

In between only the write-ahead log is written. So neither the dates of files nor the order of rows
tell when somebody asked, and whatever was deleted is off the disk within a quarter of an hour.
It does so whether or not anything was written: SQLite counts rebuilds in the head of the file, and
would count the quarters in which somebody wrote.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

from bot.clock import Now
from bot.domain import danger, spelling
from db.database import Database

QUARTER_SECONDS = 15 * 60
FELT_SECONDS = 0.15
COULD_NOT = -1  # what was deleted is still on the disk: another program reads, or the disk is full
AT_A_STOP_TRIES, AT_A_STOP_SECONDS = 3, 0.5
log = logging.getLogger("repbot.quarter_hour")


def seconds_left(now: datetime) -> float:
    """Until the next quarter of an hour."""
    return QUARTER_SECONDS - now.timestamp() % QUARTER_SECONDS


# Read when somebody first types something, and their date of reading would be that second.
READ_LATE = ("rapidfuzz", "phonenumbers")


def read_late() -> Iterator[Path]:
    """What is read late because it is large, folders too; nothing of it is imported here."""
    yield from (danger.WORDS, spelling.WORD_LIST)
    for name in READ_LATE:
        spec = find_spec(name)
        for folder in (spec.submodule_search_locations if spec else None) or ():
            yield from (Path(folder), *Path(folder).rglob("*"))


async def read_dates_anew(now: Now) -> None:
    """Let such files be read last now: at the start, and at this clock, chosen by nobody."""
    await asyncio.to_thread(_date_each, round(now().timestamp() * 1e9))


def _date_each(now_ns: int) -> None:
    for path in read_late():
        with suppress(OSError):
            written = path.stat().st_mtime_ns
            if path.is_file():
                with path.open("rb") as file:  # enough where nobody but the owner may set dates
                    file.read(1)
            # Reading alone moves the date once a day only, on most disks.
            os.utime(path, ns=(now_ns, written))


class QuarterHour:
    """`first` is done before each rebuild: what else may be written at this clock only."""

    def __init__(self, database: Database, now: Now) -> None:
        self._database = database
        self._now = now
        self.first: list[Callable[[], Awaitable[None]]] = []
        self._quarter = self._this_quarter()
        self._held_up = False
        # How long the last one kept writers waiting, if that could be felt; or COULD_NOT.
        self.rebuild_ms = 0

    async def look(self) -> None:
        """Tick if a quarter has begun; else rebuild if the last one was held up, and nothing more:
        what comes first would be dated by it.

        It is called more often than that, so that a clock that slept or jumped is noticed.
        """
        quarter = self._this_quarter()
        if quarter != self._quarter:
            self._quarter = quarter
            await self.tick()
        elif self._held_up:
            await self.rebuild()

    async def at_a_stop(self) -> None:
        """Tick once more; while another program reads, try again for a moment."""
        done = await self.tick()
        for _ in range(AT_A_STOP_TRIES):
            if done:
                return
            await asyncio.sleep(AT_A_STOP_SECONDS)
            done = await self.rebuild()

    async def tick(self) -> bool:
        """Do what comes first, then rebuild; whether nothing deleted is left."""
        for each in self.first:
            try:
                await each()
            except Exception:
                log.exception("what comes before the rebuild failed; the next quarter tries again")
        return await self.rebuild()

    async def rebuild(self) -> bool:
        """Rebuild; whether nothing deleted is left."""
        self._held_up = False  # so that nobody tries again while this one is at work
        done = await self._rebuild()
        self._held_up = not done
        if not done:
            self.rebuild_ms = COULD_NOT
        return done

    async def _rebuild(self) -> bool:
        clock = asyncio.get_running_loop().time
        began = clock()
        try:
            done = await self._database.scrub()
        except (OSError, sqlite3.Error):
            return False
        took = clock() - began
        if done:
            self.rebuild_ms = round(took * 100) * 10 if took > FELT_SECONDS else 0
        # No log line, however it went: what made it slow is what was written.
        return done

    def _this_quarter(self) -> int:
        return int(self._now().timestamp()) // QUARTER_SECONDS
