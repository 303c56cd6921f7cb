"""The real process over loopback sockets: every flow, then every byte is searched for the asker."""

from __future__ import annotations

import asyncio
import re
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from aiohttp import web

from db.copies import leave_out
from tests.loopback.double import Answer
from tests.loopback.process import CHANNELS, COORDINATOR, Process, bot_process
from tests.loopback.shapes import Json, Person
from tests.needles import Needles

MANAGES = str(1 << 5)
QUESTIONS, REVIEW = CHANNELS["questions"], CHANNELS["review"]
ASKER = Person("815273947561029384", "zoraqyx_77", "Zoraqyx Vell", "a_9f3bd2c41e7788aa01c3")
ROB = Person("815273947561020001", "rob", "Rob", "")
CAROL = Person("815273947561020002", "carol", "Carol", "", (COORDINATOR,), MANAGES)
NEEDLES = Needles(int(ASKER.id), (ASKER.name, "zoraqyx", ASKER.shown), ASKER.avatar)
HELD = 16 * 60


@pytest.fixture
async def process(tmp_path: Path) -> AsyncIterator[Process]:
    async with bot_process(tmp_path) as running:
        yield running


def code_in(answer: Answer) -> str:
    found = re.search(r"\d{6}(-\d{4}){4}", answer.text)
    assert found is not None, answer.text
    return found[0]


async def ask(process: Process, words: str, **chosen: bool) -> Answer:
    form = await process.double.slash(ASKER, "ask")
    return await process.double.submit(form, words=words, **chosen)


async def opened(process: Process, code: str) -> Answer:
    form = await process.double.slash(ASKER, "question", "open")
    return await process.double.submit(form, code=code)


async def newest(process: Process, place: str, count: int) -> Json:
    """Wait for so many messages of the bot in a channel or thread, and return the last."""
    double = process.double
    await process.until(lambda: place in double.channels and len(double.channels[place]) >= count)
    return double.channels[place][count - 1] if count else {}


async def release(process: Process, count: int = 1) -> Json:
    """Let the hold pass and a coordinator release; returns the question in its channel."""
    await process.later(HELD)
    review = await newest(process, REVIEW, count)
    pressed = await process.double.press(CAROL, review, "Release")
    if "may name somebody" in pressed.text:
        await process.double.press(CAROL, pressed.data, "Release anyway")
    question = await newest(process, QUESTIONS, count)
    await newest(process, question["id"], 0)
    return question


def rename(process: Process, before: str, after: str) -> None:
    """Break the database behind the bot's back, or mend it."""
    with closing(sqlite3.connect(process.database)) as rows:
        rows.execute(f"ALTER TABLE {before} RENAME TO {after}")
        rows.commit()


def leaks(process: Process) -> list[str]:
    """Where the asker stands, apart from answers to their own presses."""
    double = process.double
    found = [f"log {name}" for name in NEEDLES.found_in(process.log.read_bytes())]
    for request in double.requests:
        if double.asked_by.get(request.token) is not ASKER:
            names = NEEDLES.found_in(f"{request.path} {request.body}".encode())
            found += [f"{request.method} {request.path} {name}" for name in names]
    copy = process.folder / "backup"
    with closing(sqlite3.connect(process.database)) as rows, closing(sqlite3.connect(copy)) as to:
        rows.backup(to)
        leave_out(to)
    for file in [copy, *process.folder.glob("repbot.sqlite3*")]:
        found += [f"{file.name} {name}" for name in NEEDLES.found_in(file.read_bytes())]
    return found


async def test_every_flow_on_the_real_process_leaves_the_asker_nowhere(process: Process) -> None:
    double = process.double
    warned = await ask(process, "As the only rep in Devon, I am Zoraqyx. How?", tell=True)
    assert "your own name" in warned.text
    edited = await double.submit(
        await double.press(ASKER, warned.data, "Edit"), words="As the only rep in Devon, how?"
    )
    assert edited.kind == 7
    code = code_in(await double.press(ASKER, edited.data, "Send anyway"))
    question = await release(process)
    form = await double.press(ROB, question, "Answer")
    await double.submit(form, words="Ring them.")
    thread = question["id"]
    assert "Rob answers" in (await newest(process, thread, 1))["content"]
    direct = str(int(ASKER.id) + 5)
    await double.press(ASKER, await newest(process, direct, 1), "Open my question")
    view = await opened(process, code)
    assert "Ring them." in view.data["embeds"][0]["description"]
    await double.submit(await double.press(ASKER, view.data, "Reply"), words="Thank you.")
    await double.press(ASKER, view.data, "Let others find it")
    await process.later(HELD)
    await newest(process, thread, 2)
    await newest(process, REVIEW, 2)
    for wrong in ("nonsense", "123456-0000-0000-0000-0000"):
        await opened(process, wrong)
    sure = await double.press(ASKER, (await opened(process, code)).data, "Close it")
    assert "has been destroyed" in (await double.press(ASKER, sure.data, "Close and destroy")).text
    await process.later(HELD)
    assert "is closed" in (await newest(process, thread, 3))["content"]
    assert leaks(process) == ["POST users/@me/channels decimal"]
    await process.stop()
    assert leaks(process) == ["POST users/@me/channels decimal"]
    with closing(sqlite3.connect(process.database)) as rows:
        for table in ("questions", "question_entries", "question_blocks"):
            assert rows.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


async def test_asking_opening_and_closing_write_no_log_line(process: Process) -> None:
    double = process.double
    before = len(process.log.read_bytes())
    code = code_in(await ask(process, "How?"))
    sure = await double.press(ASKER, (await opened(process, code)).data, "Withdraw it")
    assert "has been destroyed" in (await double.press(ASKER, sure.data, "Close and destroy")).text
    lines = process.log.read_bytes()[before:].splitlines()
    assert [line for line in lines if not re.search(rb"discord.gateway|ready in", line)] == []


async def test_send_anyway_pressed_twice_at_once_sends_once(process: Process) -> None:
    double = process.double
    warned = await ask(process, "As the only rep in Devon, how?")
    pressed = await asyncio.gather(
        *(double.press(ASKER, warned.data, "Send anyway") for _ in range(2))
    )
    assert sum("sent already" in one.text for one in pressed) == 1
    with closing(sqlite3.connect(process.database)) as rows:
        assert rows.execute("SELECT count(*) FROM questions").fetchone() == (1,)


async def test_failing_paths_on_the_real_process_leave_the_asker_nowhere(process: Process) -> None:
    double = process.double
    asked = await ask(process, "How?")
    code = code_in(asked)
    await process.later(HELD)
    review = await newest(process, REVIEW, 1)
    note = await double.press(CAROL, review, "Ask for changes")
    await double.submit(note, note="Which year?")
    change = await double.press(ASKER, (await opened(process, code)).data, "Change it")
    await double.submit(change, words="How, in 2026?")
    await process.later(HELD)
    review = await newest(process, REVIEW, 2)
    reason = await double.press(CAROL, review, "Decline")
    await double.submit(reason, note="Not for here.")
    rename(process, "questions", "lost")
    broken = await ask(process, "Words that must come back")
    assert "Words that must come back" in broken.text
    assert "OperationalError" in process.log.read_text()
    rename(process, "lost", "questions")
    await double.slash(CAROL, "question", "block", question=code[:6])
    assert "have not learnt" in (await ask(process, "Again?")).text
    for words in ("", "x" * 1801, "\u200b "):
        await ask(process, words)
    assert leaks(process) == []


@pytest.mark.parametrize("after_effect", [False, True])
async def test_killed_between_release_and_post_there_is_exactly_one_post(
    process: Process, after_effect: bool
) -> None:
    double = process.double
    code_in(await ask(process, "How?"))
    await process.later(HELD)
    review = await newest(process, REVIEW, 1)
    killed = asyncio.Event()

    async def kill(place: str, done: bool) -> web.Response | None:
        if place != QUESTIONS or done is not after_effect or killed.is_set():
            return None
        await process.stop(signal.SIGKILL)
        killed.set()
        return web.Response(status=500)

    double.on_post = kill
    await double.press(CAROL, review, "Release")
    await asyncio.wait_for(killed.wait(), 10)
    await process.start()
    await process.later(60)
    question = await newest(process, QUESTIONS, 1)
    await process.until(lambda: question["id"] in double.channels)
    assert len(double.channels[QUESTIONS]) == 1


async def test_two_coordinators_at_the_same_instant_have_one_outcome(process: Process) -> None:
    double = process.double
    code_in(await ask(process, "How?"))
    await process.later(HELD)
    review = await newest(process, REVIEW, 1)
    dave = Person("815273947561020003", "dave", "Dave", "", (COORDINATOR,), MANAGES)
    pressed = await asyncio.gather(*(double.press(one, review, "Release") for one in (CAROL, dave)))
    assert sum("has been released already" in one.text for one in pressed) == 1
    assert sum("released by" in one.text for one in pressed) == 1
    await newest(process, QUESTIONS, 1)
    await process.stop()
    assert len(double.channels[QUESTIONS]) == 1
