"""Keeps calls.ics in a folder that everybody may read, for any static web space to hand on.

It holds the calls that were announced, the cancelled ones among them: no joining link, no people.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import db.meetings
import db.outbox
from bot.clock import Now
from bot.config import Config
from bot.domain.calendars import calendar_file, entry_of
from bot.domain.meetings import Meeting
from bot.services.meetings import LOOKED_AFTER
from bot.services.reminders import ANNOUNCEMENT
from db.database import Database

FILE_NAME = "calls.ics"
READ_BY_ALL, ENTERED_BY_ALL = 0o644, 0o755
WAITS_SECONDS = 1.0
log = logging.getLogger("repbot.publish")


class Feed:
    """Nobody waits for it: the folder may lie on a disk that is full, gone, or hangs."""

    def __init__(
        self, config: Config, database: Database, now: Now, channel: Callable[[], str]
    ) -> None:
        self._folder = config.publish_dir
        self._guild_id = config.guild_id
        self._database = database
        self._now = now
        self._channel = channel
        self._at_work: asyncio.Task[None] | None = None
        self._kept: list[dict[str, Any]] | None = None  # None: not written since the start
        self.trouble = ""  # why it could not be written, in a few words

    async def look(self) -> None:
        """Begin to write the file, if it would differ; each minute, and whenever a call changes."""
        if self._folder is not None and (self._at_work is None or self._at_work.done()):
            self._at_work = asyncio.create_task(self._look(self._folder))

    async def rest(self) -> None:
        """Let what was begun end."""
        if self._at_work is not None:
            await asyncio.wait({self._at_work}, timeout=WAITS_SECONDS)

    async def _look(self, folder: Path) -> None:
        try:
            await asyncio.to_thread(self._keep, folder, await self._public())
            trouble = ""
        except (OSError, sqlite3.Error) as error:
            trouble = getattr(error, "strerror", None) or type(error).__name__
        if trouble and trouble != self.trouble:
            log.error("%s cannot be written: %s; I try again each minute", FILE_NAME, trouble)
        elif self.trouble and not trouble:
            log.info("%s can be written again", FILE_NAME)
        self.trouble = trouble

    async def _public(self) -> list[Meeting]:
        """Those of the last 90 days and to come, by start; of the cancelled ones, the announced."""
        now, since = (int(at.timestamp()) for at in (self._now(), self._now() - LOOKED_AFTER))
        async with self._database.reading() as tx:
            found = await db.meetings.coming(tx, now, ("announced", "cancelled"))
            found += await db.meetings.over(tx, now, since)
            public = [
                meeting
                for meeting in found
                # The letter, because the announcement may not be up yet, or be gone.
                if meeting.state == "announced"
                or meeting.message_id
                or await db.outbox.report(tx, (ANNOUNCEMENT,), meeting.id)
            ]
        return sorted(public, key=lambda meeting: (meeting.starts_at, meeting.id))

    def _keep(self, folder: Path, meetings: list[Meeting]) -> None:
        """In a thread of its own. Raises OSError."""
        entries = [entry_of(meeting, self._guild_id, self._channel()) for meeting in meetings]
        if entries == self._kept and (folder / FILE_NAME).exists():
            return
        # Later on it would be made where a disk is to be mounted, and nobody would be told.
        if self._kept is None and not folder.exists():
            folder.mkdir()
            folder.chmod(ENTERED_BY_ALL)
        made = calendar_file(meetings, self._guild_id, self._now(), self._channel(), feed=True)
        _replace(folder / FILE_NAME, made)
        self._kept = entries


def _replace(path: Path, content: bytes) -> None:
    """Write a file that all may read in one step, whatever the umask says."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    try:
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, READ_BY_ALL), "wb") as file:
            with suppress(OSError):  # a disk that knows no modes
                os.fchmod(file.fileno(), READ_BY_ALL)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise
