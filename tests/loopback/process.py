"""`python -m bot run` as a process of its own, against the double."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from tests.loopback.double import Double
from tests.loopback.shapes import GUILD

ROOT = Path(__file__).parents[2]
TOKEN = "x" * 24 + "." + "y" * 6 + "." + "z" * 30
CHANNELS = {"announcements": "101", "questions": "102", "review": "103", "support": "104"}
COORDINATOR = "201"


@dataclass
class Process:
    """The running bot; its clock is moved with `later`."""

    double: Double
    url: str
    folder: Path
    running: asyncio.subprocess.Process | None = None

    @property
    def database(self) -> Path:
        return self.folder / "repbot.sqlite3"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    async def start(self) -> None:
        """Start, and wait until Discord has seen it."""
        clock = self.folder / "clock"
        if not clock.exists():
            clock.write_text("0")
        paths = (str(ROOT / "tests" / "loopback" / "site"), str(ROOT))
        env = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        env |= {
            "PYTHONPATH": os.pathsep.join(paths),
            "LOOPBACK_URL": self.url,
            "LOOPBACK_CLOCK": str(clock),
            "DISCORD_TOKEN": TOKEN,
            "GUILD_ID": GUILD,
            "DATABASE_PATH": str(self.database),
            "KEYS_FILE": str(self.folder / "keys" / "repbot.keys"),
            "LOG_LEVEL": "DEBUG",
        }
        with self.log.open("ab") as out:
            self.running = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=ROOT, env=env, stdout=out, stderr=out
            )
        await self.double.ready()

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Stop the process that was started here, and no other."""
        assert self.running is not None
        if self.running.returncode is None:
            self.running.send_signal(number)
        await self.running.wait()

    async def later(self, seconds: float) -> None:
        """Move the bot's clock."""
        clock = self.folder / "clock"
        fresh = clock.with_suffix(".new")
        fresh.write_text(str(float(clock.read_text()) + seconds))
        fresh.replace(clock)

    async def until(self, seen: Callable[[], bool], seconds: float = 15) -> None:
        """Wait until something is seen at the double, looking after each request."""
        async with asyncio.timeout(seconds):
            while not seen():
                self.double.changed.clear()
                await self.double.changed.wait()

    def prepare(self) -> None:
        """Choose channels and roles, as /setup would; the bot must not be running."""
        names = [*CHANNELS.items(), ("coordinator", COORDINATOR)]
        with closing(sqlite3.connect(self.database)) as rows:
            rows.executemany("INSERT OR REPLACE INTO settings VALUES (?, ?)", names)
            rows.commit()


@asynccontextmanager
async def bot_process(folder: Path) -> AsyncIterator[Process]:
    """Run the bot in a server that is set up."""
    from db.database import Database

    double = Double(channels={"100": [], **{number: [] for number in CHANNELS.values()}})
    runner = web.AppRunner(double.app())
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    process = Process(double, f"http://127.0.0.1:{port}", folder)
    await (await Database.open(process.database)).close()
    process.prepare()
    try:
        await process.start()
        yield process
    finally:
        await process.stop()
        await runner.cleanup()
