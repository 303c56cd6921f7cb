"""The bot as a process, which people ask and answer questions of, and all that it leaves behind."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

from db.copies import make_copy
from tests.needles import Needles
from tests.process.double.payloads import ASKER, CAROL, CHANNELS, LOOKS, Json
from tests.process.double.people import Answer
from tests.process.double.process import Clock, Process, start
from tests.process.double.server import Double, open_double
from tests.process.double.wire import PATIENCE_SECONDS

QUESTIONS, REVIEW = CHANNELS["questions"], CHANNELS["review"]
NAMES = (LOOKS[ASKER]["username"], "zoraqyx", LOOKS[ASKER]["global_name"])
NEEDLES = Needles(ASKER, NAMES, LOOKS[ASKER]["avatar"])
HELD, MOMENT = 16 * 60, 60
LOOK_SECONDS = 0.05


@dataclass
class Scene:
    """The running bot: its Discord, its files, its clock."""

    double: Double
    folder: Path
    clock: Clock
    process: Process

    @property
    def database(self) -> Path:
        return self.folder / "repbot.sqlite3"

    async def start(self) -> None:
        seen = self.double.happened.counts["ready"]
        self.process = await begin(self.double, self.folder, self.clock)
        await self.double.happened.times("ready", seen + 1)

    def letters(self, kind: str) -> set[int]:
        """The letters of a kind that wait or are being carried."""
        about = "SELECT id FROM outbox WHERE kind = ? AND state IN ('waiting', 'sending')"
        with closing(sqlite3.connect(self.database)) as rows:
            return {row[0] for row in rows.execute(about, (kind,))}

    async def carry(self, kind: str, after: float) -> None:
        """Let the letters of a kind that wait now be carried. Of hidden ones no log line tells."""
        waiting = self.letters(kind)
        assert waiting
        self.clock.later(after)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while waiting & self.letters(kind):  # noqa: ASYNC110 - there is no event in sight
                await asyncio.sleep(LOOK_SECONDS)

    async def stop(self) -> None:
        self.process.ask_to_stop()
        assert await self.process.ended() == 0, self.process.log


async def begin(double: Double, folder: Path, clock: Clock) -> Process:
    about = clock.environment | {"LOG_LEVEL": "DEBUG"}
    process = await start(double, folder / "repbot.sqlite3", **about)
    double.faults.kill = process.kill
    return process


@asynccontextmanager
async def playing(folder: Path) -> AsyncIterator[Scene]:
    """Run the bot on a folder's database; no nonce holds, so each message sent is seen."""
    clock = Clock(folder)
    async with open_double() as double:
        double.messages.nonce_seconds = 0
        now = Scene(double, folder, clock, await begin(double, folder, clock))
        try:
            await double.happened.times("ready")
            await now.process.backs_up(now.database)
            yield now
        finally:
            now.process.kill()
            await now.process.ended()


def code_in(answer: Answer) -> str:
    found = re.search(r"\d{6}(-\d{4}){4}", answer.text)
    assert found is not None, answer.text
    return found[0]


async def ask(scene: Scene, words: str, **chosen: bool) -> Answer:
    form = await asking(scene)
    return await scene.double.people.submit(form, words=words, **chosen)


async def asking(scene: Scene, label: str = "Ask a question") -> Answer:
    """The form that a button of the card of /ask opens."""
    card = await scene.double.people.slash(ASKER, "ask")
    return await scene.double.people.press(ASKER, card.message, label)


async def opened(scene: Scene, code: str) -> Answer:
    form = await asking(scene, "I have a receipt code")
    return await scene.double.people.submit(form, code=code)


async def newest(scene: Scene, place: int, count: int, patience: float = 20) -> Json:
    """Wait for so many messages of the bot in a channel or thread, and return the last.

    `patience` in seconds."""
    messages = scene.double.messages
    await scene.double.happened.until(
        lambda: place in messages.channels and len(posted(scene, place)) >= count,
        f"{count} messages in {place}",
        patience,
    )
    return posted(scene, place)[count - 1] if count else {}


def posted(scene: Scene, place: int) -> list[Json]:
    """What stands there but the look at 9:30 and 19:00, which may come at any step of a story."""
    every = scene.double.messages.places[place]
    return [message for message in every if "questions:1:queue" not in str(message)]


async def release(scene: Scene, count: int = 1) -> Json:
    """Let the hold pass and a coordinator release; returns the question in its channel."""
    scene.clock.later(HELD)
    review = await newest(scene, REVIEW, count)
    pressed = await scene.double.people.press(CAROL, review, "Release")
    if "may name somebody" in pressed.text:
        await scene.double.people.press(CAROL, pressed.message, "Release anyway")
    scene.clock.later(MOMENT)
    question = await newest(scene, QUESTIONS, count)
    await newest(scene, int(question["id"]), 0)
    return question


async def let_through(scene: Scene, count: int) -> None:
    """Let a coordinator release the reply among so many messages in the review channel."""
    await newest(scene, REVIEW, count)
    [reply] = [m for m in scene.double.messages.places[REVIEW] if "A reply" in m["content"]]
    await scene.double.people.press(CAROL, reply, "Release")
    scene.clock.later(MOMENT)


async def says(scene: Scene, message: Json, words: str) -> None:
    """Wait until a message of the bot has been changed to say so."""
    place, number = scene.double.messages.places[REVIEW], message["id"]
    await scene.double.happened.until(
        lambda: any(m["id"] == number and words in m["content"] for m in place), words
    )


def leaks(scene: Scene) -> list[str]:
    """Where the asker stands, apart from answers to their own presses."""
    people = scene.double.people
    found = [f"log {name}" for name in NEEDLES.found_in(bytes(scene.process.written))]
    for request in scene.double.requests:
        if people.behind(request.token) != ASKER:
            path = request.path.removeprefix("/api/v10/")
            names = NEEDLES.found_in(request.sent)
            found += [f"{request.method} {path} {name}" for name in names]
    copy = scene.folder / "backup"
    make_copy(scene.database, copy, 0)
    for file in [copy, *scene.folder.glob("repbot.sqlite3*")]:
        found += [f"{file.name} {name}" for name in NEEDLES.found_in(file.read_bytes())]
    return found
