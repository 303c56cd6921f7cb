"""Runs the real `python -m bot run` against the double, moves its clock, reads what it says."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bot import backups
from tests.process.double.payloads import GUILD, TOKEN
from tests.process.double.server import Double
from tests.process.double.wire import PATIENCE_SECONDS, Happenings

PROJECT = Path(__file__).parents[3]
INJECT = Path(__file__).parent / "inject"
BOT_RUN = ("-m", "bot", "run")
STOPPED = "the process ended"


class Clock:
    """A clock that runs, and that a test moves forward: by what stands in a file."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "clock"
        self.ahead = 0.0
        self.later(0)

    def later(self, seconds: float) -> None:
        """Move the clock by seconds; the process never reads half a number."""
        self.ahead += seconds
        fresh = self._file.with_suffix(".new")
        fresh.write_text(str(self.ahead))
        fresh.replace(self._file)

    @property
    def environment(self) -> dict[str, str]:
        """What a process has to be told, to go by this clock."""
        return {"DOUBLE_CLOCK": str(self._file)}


class Process:
    """One process: waited for, killed, asked to stop. All it writes is kept: lines, and bytes."""

    def __init__(self, running: asyncio.subprocess.Process) -> None:
        self._running = running
        self._reading = asyncio.create_task(self._read())
        self.started_at = time.perf_counter()
        self.happened = Happenings()
        self.lines: list[str] = []
        self.written = bytearray()

    async def _read(self) -> None:
        assert self._running.stdout is not None
        async for line in self._running.stdout:
            self.written += line
            self.lines.append(line.decode(errors="replace").rstrip())
            self.happened.note("line")
        await self._running.wait()
        self.happened.note(STOPPED)

    @property
    def pid(self) -> int:
        return self._running.pid

    @property
    def log(self) -> str:
        """Everything it has written."""
        return "\n".join(self.lines)

    async def says(self, *parts: str, times: int = 1, patience: float = PATIENCE_SECONDS) -> str:
        """Wait for a line with all the parts, and return it; fails when the process ends."""

        def found() -> list[str]:
            return [line for line in self.lines if all(part in line for part in parts)]

        def met() -> bool:
            return len(found()) >= times or bool(self.happened.counts[STOPPED])

        await self.happened.until(met, lambda: f"{parts} in the log:\n{self.log}", patience)
        if len(found()) < times:
            raise AssertionError(f"it ended without {parts}:\n{self.log}")
        return found()[times - 1]

    async def backs_up(self, database: Path, name: str = "") -> None:
        """Wait for a backup, or that one; no line tells of it. A stop waits for what follows."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not any(
                not name or each.name == name
                for each in await asyncio.to_thread(backups.made, database)
            ):
                continue

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._running.returncode is None:
            self._running.kill()

    def ask_to_stop(self) -> None:
        """Send SIGTERM."""
        self._running.send_signal(signal.SIGTERM)

    async def ended(self, patience: float = PATIENCE_SECONDS) -> int:
        """Wait for its end; returns the exit code (negative: the signal)."""
        async with asyncio.timeout(patience):
            await self._reading
        return await self._running.wait()


async def start(
    double: Double,
    database: Path,
    command: Sequence[str] = BOT_RUN,
    **environment: str,
) -> Process:
    """Start a Python program against the double, by default the bot itself."""
    running = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        cwd=database.parent,
        env=surroundings(double.url, database) | environment,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        limit=1 << 20,
    )
    return Process(running)


def surroundings(url: str, database: Path) -> dict[str, str]:
    """Return the environment of a process; of the machine's own, only a moved clock comes in."""
    return moved_clock() | {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": os.pathsep.join([str(INJECT), str(PROJECT)]),
        "PYTHONUNBUFFERED": "1",
        "DOUBLE_URL": url,
        "DISCORD_TOKEN": TOKEN,
        "GUILD_ID": str(GUILD),
        "DATABASE_PATH": str(database),
        "KEYS_FILE": str(database.parent / "keys" / "repbot.keys"),
    }


def moved_clock() -> dict[str, str]:
    """Return libfaketime's settings, if there are any: on another day a child would miss letters.

    LD_PRELOAD loads it; all its own names hold FAKE (FAKETIME, DONT_FAKE_MONOTONIC, NO_FAKE_STAT).
    """
    return {name: at for name, at in os.environ.items() if name == "LD_PRELOAD" or "FAKE" in name}


@asynccontextmanager
async def running(double: Double, database: Path, **environment: str) -> AsyncIterator[Process]:
    """Run the bot until the block ends."""
    process = await start(double, database, **environment)
    double.faults.kill = process.kill
    try:
        yield process
    finally:
        process.kill()
        await process.ended()
