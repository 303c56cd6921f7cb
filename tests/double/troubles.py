"""What may go wrong around the real process, one scenario each; a scenario fails by assertion."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.double import story
from tests.double.payloads import RIA
from tests.double.process import Process, running
from tests.double.server import Double, open_double

Scenario = Callable[[Path], Awaitable[None]]
SORRY = "Something went wrong on my side"
GOING = "You are down as **going**"


@dataclass(frozen=True)
class Trouble:
    """A kind of trouble, what people see of it, and how it ends. Nothing may be lost."""

    name: str
    seen: str
    recovers: str
    scenario: Scenario


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
