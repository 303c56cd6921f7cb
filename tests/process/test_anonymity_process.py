"""The real process over loopback sockets: every flow, then every byte is searched for the asker."""

from __future__ import annotations

import asyncio
import re
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from cogs.questions.public_text import GOES_ON
from db.copies import make_copy
from tests.needles import Needles
from tests.process import story
from tests.process.double.payloads import (
    ASKER,
    CAROL,
    CHANNELS,
    DAVE,
    LOOKS,
    ROB,
    Json,
    direct_place,
)
from tests.process.double.people import CHANGED, Answer
from tests.process.double.process import TIDY, Clock, Process, start
from tests.process.double.server import Double, open_double
from tests.process.double.wire import PATIENCE_SECONDS

pytestmark = pytest.mark.calendar
QUESTIONS, REVIEW = CHANNELS["questions"], CHANNELS["review"]
NAMES = (LOOKS[ASKER]["username"], "zoraqyx", LOOKS[ASKER]["global_name"])
NEEDLES = Needles(ASKER, NAMES, LOOKS[ASKER]["avatar"])
OPENED_DIRECT = "POST users/@me/channels decimal"
HELD, MOMENT = 16 * 60, 60
LOOK_SECONDS, HOLD_SECONDS = 0.05, 2.5


@dataclass
class Scene:
    """The running bot, and all that it leaves behind."""

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


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    await story.set_up(tmp_path / "repbot.sqlite3")
    clock = Clock(tmp_path)
    async with open_double() as double:
        double.messages.nonce_seconds = 0
        now = Scene(double, tmp_path, clock, await begin(double, tmp_path, clock))
        try:
            await double.happened.times("ready")
            await now.process.says(TIDY)
            yield now
        finally:
            now.process.kill()
            await now.process.ended()


def code_in(answer: Answer) -> str:
    found = re.search(r"\d{6}(-\d{4}){4}", answer.text)
    assert found is not None, answer.text
    return found[0]


async def ask(scene: Scene, words: str, **chosen: bool) -> Answer:
    form = await scene.double.people.slash(ASKER, "ask")
    return await scene.double.people.submit(form, words=words, **chosen)


async def opened(scene: Scene, code: str) -> Answer:
    form = await scene.double.people.slash(ASKER, "question open")
    return await scene.double.people.submit(form, code=code)


async def newest(scene: Scene, place: int, count: int) -> Json:
    """Wait for so many messages of the bot in a channel or thread, and return the last."""
    messages = scene.double.messages
    await scene.double.happened.until(
        lambda: place in messages.channels and len(messages.places[place]) >= count,
        f"{count} messages in {place}",
    )
    return messages.places[place][count - 1] if count else {}


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


async def says(scene: Scene, message: Json, words: str) -> None:
    """Wait until a message of the bot has been changed to say so."""
    place, number = scene.double.messages.places[REVIEW], message["id"]
    await scene.double.happened.until(
        lambda: any(m["id"] == number and words in m["content"] for m in place), words
    )


def blocked(scene: Scene) -> bool:
    with closing(sqlite3.connect(scene.database)) as rows:
        return bool(rows.execute("SELECT count(*) FROM question_blocks").fetchone()[0])


def rename(scene: Scene, before: str, after: str) -> None:
    """Break the database behind the bot's back, or mend it."""
    with closing(sqlite3.connect(scene.database)) as rows:
        rows.execute(f"ALTER TABLE {before} RENAME TO {after}")
        rows.commit()


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


async def test_every_flow_on_the_real_process_leaves_the_asker_nowhere(scene: Scene) -> None:
    people = scene.double.people
    warned = await ask(scene, "As the only rep in Devon, I am Zoraqyx. How?", tell=True)
    assert "your own name" in warned.text
    edited = await people.submit(
        await people.press(ASKER, warned.message, "Edit"), words="As the only rep in Devon, how?"
    )
    assert edited.kind == CHANGED
    code = code_in(await people.press(ASKER, edited.message, "Send anyway"))
    question = await release(scene)
    form = await people.press(ROB, question, "Answer")
    await people.submit(form, words="Ring them.")
    scene.clock.later(MOMENT)
    thread = int(question["id"])
    assert "Rob answers" in (await newest(scene, thread, 1))["content"]
    scene.clock.later(HELD)
    direct = await newest(scene, direct_place(ASKER), 1)
    assert (await people.press(ASKER, direct, "Open my question")).form
    view = await opened(scene, code)
    assert "Ring them." in view.message["embeds"][0]["description"]
    await people.submit(await people.press(ASKER, view.message, "Reply"), words="Thank you.")
    await people.press(ASKER, (await opened(scene, code)).message, "Let others find it")
    scene.clock.later(HELD)
    await newest(scene, thread, 2)
    await newest(scene, REVIEW, 2)
    for wrong in ("nonsense", "123456-0000-0000-0000-0000"):
        await opened(scene, wrong)
    sure = await people.press(ASKER, (await opened(scene, code)).message, "Close it")
    destroyed = await people.press(ASKER, sure.message, "Close and destroy")
    assert "has been deleted" in destroyed.text
    scene.clock.later(HELD)
    assert "is closed" in (await newest(scene, thread, 3))["content"]
    assert leaks(scene) == [OPENED_DIRECT]
    await scene.stop()
    assert leaks(scene) == [OPENED_DIRECT]
    assert not [line for line in scene.process.lines if "code=10008" in line]
    with closing(sqlite3.connect(scene.database)) as rows:
        for table in ("questions", "question_entries", "question_blocks"):
            assert rows.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


async def test_asking_opening_and_closing_write_no_log_line(scene: Scene) -> None:
    people = scene.double.people
    before = len(scene.process.lines)
    code = code_in(await ask(scene, "How?"))
    sure = await people.press(ASKER, (await opened(scene, code)).message, "Withdraw it")
    destroyed = await people.press(ASKER, sure.message, "Close and destroy")
    assert "has been deleted" in destroyed.text
    await scene.stop()
    *lines, last = scene.process.lines[before:]
    assert last.endswith("repbot.run stopped")
    of_the_start = "discord.gateway|ready in|connected to Discord|commands registered"
    assert [line for line in lines if not re.search(of_the_start, line)] == []


async def test_nor_does_it_when_each_line_to_the_asker_is_cut(scene: Scene) -> None:
    people = scene.double.people
    code = code_in(await ask(scene, "How?"))
    form = await people.slash(ASKER, "question open")
    await scene.process.says("ready in guild")
    before = len(scene.process.lines)
    for path in ("*/callback", "*/webhooks/*"):
        scene.double.faults.add("POST", path, lose_answer=True, times=99)
    await people.slash(ASKER, "ask")
    await people.slash(ASKER, "meeting suggest")
    await people.submit(form, code=code)
    await asyncio.sleep(HOLD_SECONDS)
    scene.double.faults.clear()
    await people.slash(ROB, "help")  # whatever nobody looked at is thrown away by then
    assert scene.process.lines[before:] == []


async def test_send_anyway_pressed_twice_at_once_sends_once(scene: Scene) -> None:
    people = scene.double.people
    warned = await ask(scene, "As the only rep in Devon, how?")
    pressed = await asyncio.gather(
        *(people.press(ASKER, warned.message, "Send anyway") for _ in range(2))
    )
    assert sum("sent already" in one.text for one in pressed) == 1
    with closing(sqlite3.connect(scene.database)) as rows:
        assert rows.execute("SELECT count(*) FROM questions").fetchone() == (1,)


async def test_failing_paths_on_the_real_process_leave_the_asker_nowhere(scene: Scene) -> None:
    people = scene.double.people
    asked = await ask(scene, "How?")
    code = code_in(asked)
    scene.clock.later(HELD)
    review = await newest(scene, REVIEW, 1)
    note = await people.press(CAROL, review, "Ask for changes")
    await people.submit(note, note="Which year?")
    scene.clock.later(MOMENT)
    await says(scene, review, "sent back for changes")
    change = await people.press(ASKER, (await opened(scene, code)).message, "Change it")
    await people.submit(change, words="How, in 2026?")
    scene.clock.later(HELD)
    review = await newest(scene, REVIEW, 2)
    reason = await people.press(CAROL, review, "Decline")
    await people.submit(reason, note="Not for here.")
    scene.clock.later(MOMENT)
    await says(scene, review, "declined")
    rename(scene, "questions", "lost")
    broken = await ask(scene, "Words that must come back")
    assert "Words that must come back" in broken.text
    assert "OperationalError" not in scene.process.log  # not before the next quarter of an hour
    rename(scene, "lost", "questions")
    await people.slash(CAROL, "question block", question=code[:6])
    scene.clock.later(MOMENT)
    await scene.double.happened.until(lambda: blocked(scene), "the block")
    assert "have not learnt" in (await ask(scene, "Again?")).text
    for words in ("", "x" * 1801, "\u200b "):
        await ask(scene, words)
    assert leaks(scene) == []
    await scene.stop()
    assert leaks(scene) == []


@pytest.mark.parametrize("after_effect", [False, True])
async def test_killed_between_release_and_post_there_is_exactly_one_post(
    scene: Scene, after_effect: bool
) -> None:
    people = scene.double.people
    code_in(await ask(scene, "How?"))
    scene.clock.later(HELD)
    review = await newest(scene, REVIEW, 1)
    when = "after" if after_effect else "before"
    scene.double.faults.add("POST", f"/api/v10/channels/{QUESTIONS}/messages", kill=when)
    await people.press(CAROL, review, "Release")
    scene.clock.later(MOMENT)
    assert await scene.process.ended() == -signal.SIGKILL
    assert len(scene.double.messages.places[QUESTIONS]) == int(after_effect)
    await scene.start()
    scene.clock.later(60)
    question = await newest(scene, QUESTIONS, 1)
    await newest(scene, int(question["id"]), 0)
    assert len(scene.double.messages.places[QUESTIONS]) == 1


async def test_two_coordinators_at_the_same_instant_have_one_outcome(scene: Scene) -> None:
    people = scene.double.people
    code_in(await ask(scene, "How?"))
    scene.clock.later(HELD)
    review = await newest(scene, REVIEW, 1)
    pressed = await asyncio.gather(*(people.press(one, review, "Release") for one in (CAROL, DAVE)))
    assert {one.text for one in pressed} == {GOES_ON}
    scene.clock.later(2 * MOMENT)
    await newest(scene, QUESTIONS, 1)
    await scene.stop()
    assert len(scene.double.messages.places[QUESTIONS]) == 1
