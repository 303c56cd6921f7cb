"""What may go wrong around the real process, one scenario each; a scenario fails by assertion."""

from __future__ import annotations

import asyncio
import os
import resource
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

from bot.clock import utcnow
from tests.process import story
from tests.process.double.payloads import CAROL, RIA
from tests.process.double.process import Clock, Process, running, start
from tests.process.double.server import Double, open_double
from tests.process.kills import LONGER_THAN_A_NONCE_SECONDS, MESSAGES

Scenario = Callable[[Path], Awaitable[None]]
PAGE_BYTES = 4096
ONLY_READ = 0o444
HOUR_SECONDS = 3600.0
SORRY = "Something went wrong on my side"
GOING = "You are down as **going**"


@dataclass(frozen=True)
class Trouble:
    """A kind of trouble, what people see of it, and how it ends. Nothing may be lost."""

    name: str
    seen: str
    recovers: str
    scenario: Scenario


TROUBLES: list[Trouble] = []


def trouble(name: str, seen: str, recovers: str) -> Callable[[Scenario], Scenario]:
    """Count a scenario among the troubles."""

    def count(scenario: Scenario) -> Scenario:
        TROUBLES.append(Trouble(name, seen, recovers, scenario))
        return scenario

    return count


@dataclass
class Scene:
    """A running bot with one announced call."""

    double: Double
    process: Process
    path: Path

    async def going(self, person: int = RIA) -> str:
        """Let a person press Going; returns what they read in the end."""
        answer = await self.double.people.press(person, self.double.posted()[0], "Going")
        await self.double.happened.until(lambda: bool(answer.text), "something to read")
        assert answer.milliseconds < 3000
        return answer.text

    async def stop(self) -> None:
        """Stop the bot; exactly one announcement stands, with its thread."""
        self.process.ask_to_stop()
        assert await self.process.ended() == 0, self.process.log
        assert len(self.double.posted()) == 1
        assert self.double.messages.threads == {int(self.double.posted()[0]["id"])}
        assert story.states(self.path) == {"sent": 1}


async def prepared(folder: Path) -> Path:
    """Make a database with a call whose announcement is due."""
    path = folder / "repbot.sqlite3"
    await story.set_up(path)
    await story.call_to_announce(path)
    return path


@asynccontextmanager
async def scene(folder: Path, **environment: str) -> AsyncIterator[Scene]:
    """Run the bot until the announcement stands."""
    path = await prepared(folder)
    async with open_double() as double, running(double, path, **environment) as process:
        await double.happened.times("ready")
        await process.says("meetings.announcement", "outcome=SENT")
        yield Scene(double, process, path)


@trouble(
    "disk full while running",
    '"Something went wrong on my side ... try again in a minute"',
    "as soon as there is room, without a restart",
)
async def disk_full(folder: Path) -> None:
    """Whoever was told "you are down" is; the others were told that it did not work."""
    async with scene(folder) as now:
        wal = now.path.with_name(now.path.name + "-wal").stat().st_size
        size = max(now.path.stat().st_size, wal) + 4 * PAGE_BYTES
        before = resource.prlimit(now.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(now.process.pid, resource.RLIMIT_FSIZE, (size, before[1]))
        kept, person = [], RIA
        while GOING in (text := await now.going(person)):
            kept.append(person)
            person += 1
        assert SORRY in text
        resource.prlimit(now.process.pid, resource.RLIMIT_FSIZE, before)
        assert GOING in await now.going(person)
        assert [row[0] for row in story.answers(now.path)] == [*kept, person]
        await now.stop()


@trouble("disk full at start", "one sentence, exit code 1", "start again")
async def disk_full_at_start(folder: Path) -> None:
    await _refuses(await prepared(folder), "cannot be opened or written", DOUBLE_FILE_LIMIT="0")


@trouble("read-only file", "one sentence, exit code 1", "start again")
async def read_only(folder: Path) -> None:
    path = await prepared(folder)
    path.chmod(ONLY_READ)
    await _refuses(path, "cannot be read and written", DOUBLE_NO_ROOT="1")


@trouble(
    "another program writes for longer than 2 s",
    '"Something went wrong on my side ... try again in a minute"',
    "when the other program has ended; letters go at the next sweep",
)
async def locked_for_a_while(folder: Path) -> None:
    async with scene(folder) as now:
        with closing(sqlite3.connect(now.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert SORRY in await now.going()
            other.execute("ROLLBACK")
        assert GOING in await now.going()
        await now.stop()


@trouble("another program writes at start", "one sentence, exit code 1", "start again")
async def locked_at_start(folder: Path) -> None:
    path = await prepared(folder)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await _refuses(path, "Another program is writing")


@trouble("corrupt pages", "one sentence, exit code 1", "`make restore`")
async def corrupt_page(folder: Path) -> None:
    path = await prepared(folder)
    with path.open("r+b") as file:
        for page in range(2, path.stat().st_size // PAGE_BYTES):
            file.seek(page * PAGE_BYTES)
            file.write(os.urandom(PAGE_BYTES))
    await _refuses(path, "damaged", "make restore")


@trouble(
    "database of a newer version",
    "one sentence, exit code 1; the file is left as it is",
    "the newer repbot, or a backup",
)
async def newer_schema(folder: Path) -> None:
    path = await prepared(folder)
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA user_version = 9999")
    before = path.read_bytes()
    await _refuses(path, "version 9999")
    assert path.read_bytes() == before


@trouble(
    "two processes on one database",
    "the second one: a sentence that names the first, exit code 1",
    "the first one goes on",
)
async def two_processes(folder: Path) -> None:
    async with scene(folder) as now:
        second = await start(now.double, now.path)
        assert await second.ended() == 1, second.log
        assert f"is in use by process {now.process.pid} on" in second.log, second.log
        assert GOING in await now.going()
        await now.stop()


async def _refuses(path: Path, *sentence: str, **environment: str) -> None:
    async with open_double() as double:
        process = await start(double, path, **environment)
        assert await process.ended() == 1, process.log
        for part in sentence:
            assert part in process.log, process.log
        assert "  /" not in process.log, process.log
        assert double.requests == []


async def _trouble_with_the_announcement(folder: Path, **about: object) -> None:
    path = await prepared(folder)
    async with open_double() as double:
        double.faults.add("POST", MESSAGES, **about)
        async with running(double, path, DOUBLE_PAUSE="1") as process:
            await process.says("meetings.announcement", "outcome=TRY_LATER")
            double.messages.forward(LONGER_THAN_A_NONCE_SECONDS)
            await process.says("meetings.announcement", "outcome=SENT")
            await double.happened.times("ready")
            await Scene(double, process, path).stop()


@trouble(
    "Discord answers 503, three times",
    "the message, some seconds late",
    "looks for its own message, then tries again after 5, 15, 45 s, 2, 4 ... minutes",
)
async def server_error(folder: Path) -> None:
    await _trouble_with_the_announcement(folder, status=503, times=3)


@trouble(
    "an answer lost after the message was made, nonce expired",
    "one message",
    "finds its own message by the mark of a button",
)
async def lost_answer(folder: Path) -> None:
    await _trouble_with_the_announcement(folder, lose_answer=True)


@trouble(
    "a 429 that asks for an hour",
    "the message, later",
    "puts the letter off for that hour, so that others go; tries again by itself",
)
async def long_429(folder: Path) -> None:
    """Come back in an hour: not a second earlier, and then it goes."""
    path = await prepared(folder)
    clock = Clock(folder)
    async with open_double() as double:
        double.faults.add("POST", MESSAGES, status=429, retry_after=HOUR_SECONDS)
        async with running(double, path, DOUBLE_PAUSE="1", **clock.environment) as process:
            await process.says("meetings.announcement", "outcome=TRY_LATER")
            waits = story.tried_at(path) - utcnow().timestamp()
            assert HOUR_SECONDS - 10 < waits <= HOUR_SECONDS + 1
            clock.later(HOUR_SECONDS + 1)
            await process.says("meetings.announcement", "outcome=SENT")
            await double.happened.times("ready")
            await Scene(double, process, path).stop()


@trouble(
    "the gateway drops",
    "an answer as soon as the line is back",
    "RESUME; Discord sends again what was missed",
)
async def dropped(folder: Path) -> None:
    """The line is cut; a press meanwhile waits for the RESUME."""
    async with scene(folder) as now:
        now.double.gateway.drop()
        message = now.double.posted()[0]
        pressed = await now.double.people.start_press(RIA, message, "Going")
        await now.double.happened.times("resumed")
        assert GOING in (await now.double.people.wait_for(pressed)).text
        await now.stop()


@trouble("Discord asks to reconnect", "nothing", "RESUME")
async def asked_to_reconnect(folder: Path) -> None:
    async with scene(folder) as now:
        await now.double.gateway.ask_to_reconnect()
        await now.double.happened.times("resumed")
        assert GOING in await now.going()
        await now.stop()


@trouble(
    "session invalidated: READY and on_ready twice",
    "nothing",
    "identifies again; commands are not registered again and no letter goes again",
)
async def session_invalidated(folder: Path) -> None:
    """Op 9: READY twice, on_ready twice."""
    async with scene(folder) as now:
        await now.process.says("ready in guild")
        await now.double.gateway.invalidate()
        await now.double.happened.times("ready", 2)
        await now.process.says("ready in guild", times=2)
        assert GOING in await now.going()
        registered = [each for each in now.double.requests if each.method == "PUT"]
        assert len(registered) == 1, [(r.method, r.path) for r in now.double.requests]
        await now.stop()


@trouble("two presses at once", "an answer each", "one row per person and call")
async def two_presses(folder: Path) -> None:
    async with scene(folder) as now:
        texts = await asyncio.gather(*(now.going(each) for each in (RIA, RIA, CAROL)))
        assert all(GOING in text for text in texts)
        await now.stop()
