"""Signs of life, for whoever looks after the machine: a small file, a heartbeat, a watchdog.

The file lies beside the database and is written each minute by the clock, so that its dates tell
nothing of what people do. It holds the minute, two answers (connected, and anything overdue), and
how long the last rebuild of the database took, which changes by the quarter-hour clock alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import socket
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.clock import Now

OLDEST_SIGN = timedelta(minutes=3)
BEAT_MINUTES = 5
BEAT_TIMEOUT_SECONDS = 20
WELL = "I am connected to Discord, and nothing is overdue."
NO_SIGN = (
    "There is no sign of life: I do not run, I hang, or I wait for Discord since I was started. The"
    " log says which."
)
NOT_CONNECTED = (
    "I am not connected to Discord, or not in the server GUILD_ID. I go on trying; the log says"
    " which, and since when."
)
NOT_READABLE = "My sign of life cannot be read: {}. Ask as the account that runs the bot."
OVERDUE = "Something should have gone out more than five minutes ago. I go on trying."
UNREADABLE = (OSError, ValueError, TypeError, KeyError, RecursionError)
log = logging.getLogger("repbot.health")


def file_beside(database: Path) -> Path:
    return database.with_name(database.name + ".health")


def read(database: Path, now: datetime) -> tuple[bool, str]:
    """Whether the bot that uses this database is well, and the sentence that says so."""
    try:
        sign = _sign(database)
        age = now - datetime.fromisoformat(sign["minute"])
        connected, overdue = bool(sign["connected"]), bool(sign["overdue"])
    except PermissionError as error:
        return False, NOT_READABLE.format(error.strerror)
    except UNREADABLE:
        return False, NO_SIGN
    if abs(age) > OLDEST_SIGN:
        return False, NO_SIGN
    if not connected:
        return False, NOT_CONNECTED
    return (False, OVERDUE) if overdue else (True, WELL)


def _sign(database: Path) -> Any:
    file = file_beside(database)
    if file.exists() and not file.is_file():
        raise ValueError  # a pipe would be waited for
    return json.loads(file.read_text())


def rebuild_seconds(database: Path) -> float:
    """How long the last rebuild took; 0: not to be felt, or not known; below: it could not be."""
    with contextlib.suppress(*UNREADABLE):
        return int(_sign(database)["rebuild_ms"]) / 1000
    return 0.0


class Health:
    """The last three arguments are asked each time."""

    def __init__(
        self,
        database: Path,
        now: Now,
        heartbeat_url: str,
        connected: Callable[[], bool],
        overdue: Callable[[], Awaitable[bool]],
        rebuild_ms: Callable[[], int],
    ) -> None:
        self._file = file_beside(database)
        self._now = now
        self._heartbeat_url = heartbeat_url
        self._connected = connected
        self._overdue = overdue
        self._rebuild_ms = rebuild_ms

    async def look(self) -> bool:
        """Write down how it is, each minute; returns whether all is well."""
        minute = self._now().astimezone(UTC).replace(second=0, microsecond=0)
        connected, overdue = self._connected(), await self._overdue()
        about = {
            "minute": minute.isoformat(),
            "connected": connected,
            "overdue": overdue,
            "rebuild_ms": self._rebuild_ms(),
        }
        try:
            _replace(self._file, json.dumps(about))
        except OSError as error:
            log.error("the signs of life cannot be written: %s", type(error).__name__)
        return connected and not overdue

    async def look_and_beat(self) -> None:
        """Look; every five minutes, and only if all is well, call the heartbeat's address."""
        well = await self.look()
        if well and self._heartbeat_url and self._now().minute % BEAT_MINUTES == 0:
            await beat(self._heartbeat_url)

    def end(self) -> None:
        """Where it cannot be removed, it is too old within minutes."""
        with contextlib.suppress(OSError):
            self._file.unlink()


async def beat(url: str) -> None:
    """Call an address. It is a secret, so neither it nor the text of an error is logged."""
    import aiohttp  # not for `health`, which is called each minute

    timeout = aiohttp.ClientTimeout(total=BEAT_TIMEOUT_SECONDS)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url) as answer:
            if answer.status >= 400:
                log.warning("the heartbeat was refused: status=%d", answer.status)
    except (aiohttp.ClientError, OSError, ValueError) as error:
        log.warning("the heartbeat did not arrive: %s", type(error).__name__)


def feed_watchdog() -> None:
    """Tell systemd twice in each WatchdogSec that the event loop turns, and of nothing else.

    If it waited for Discord, an outage there would have the bot killed again and again. The
    protocol: https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html
    """
    address, limit = os.environ.get("NOTIFY_SOCKET", ""), os.environ.get("WATCHDOG_USEC", "")
    if not address or not limit.isdecimal():
        return
    if address.startswith("@"):  # a socket without a file: its name begins with a zero byte
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as to:
        to.setblocking(False)
        with contextlib.suppress(OSError):  # systemd is busy, or gone; it is told again
            to.sendto(b"WATCHDOG=1", address)
    asyncio.get_running_loop().call_later(int(limit) / 2_000_000, feed_watchdog)


def _replace(path: Path, text: str) -> None:
    """Write a private file in one step."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    fresh.replace(path)
