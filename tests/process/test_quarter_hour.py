"""The real process: what the dates of its files say."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

from bot.clock import utcnow
from tests.process import story
from tests.process.double.payloads import ASKER, CAROL, ROB
from tests.process.double.process import running
from tests.process.double.server import open_double
from tests.process.question_scene import (
    HELD,
    MOMENT,
    REVIEW,
    Scene,
    ask,
    code_in,
    let_through,
    newest,
    opened,
    release,
    says,
)

pytestmark = pytest.mark.calendar
A_QUARTER_SECONDS = 15 * 60
SETTLED_SECONDS = 0.5
NEAR_SECONDS = 120
BEFORE, BEFORE_SECONDS, SLACK_SECONDS = "@2026-11-25 12:14:50", 10, 3
FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
NOWHERE = {"DOUBLE_URL": "http://127.0.0.1:9"}
LOOK_SECONDS, LOOKS, PATIENCE_SECONDS = 0.05, 30, 30


def dates(database: Path) -> dict[Path, int]:
    """Return when each file but the log and its index was written, and each folder inside."""
    everything = database.parent.rglob("*")
    # The sign of life is written at each minute, whoever asks; so its folder is dated by it too.
    by_the_clock = ("-wal", "-shm", ".health", ".health.new")
    told = [path for path in everything if not path.name.endswith(by_the_clock)]
    return {path: path.stat().st_mtime_ns for path in told}


def log_bytes(database: Path) -> int:
    """Return how long the write-ahead log is."""
    return os.stat(f"{database}-wal").st_size


async def looked(database: Path) -> bool:
    """Look again and again, since nothing tells when a file is written; whether all is at rest.

    A rebuild begins by emptying the log, and a moved clock is noticed by the next sweep, so it must
    be empty for a while.
    """
    never, seen = asyncio.Event(), set()
    for _ in range(LOOKS):
        with suppress(TimeoutError):
            await asyncio.wait_for(never.wait(), LOOK_SECONDS)
        seen.add((database.stat().st_mtime_ns, log_bytes(database)))
    return len(seen) == 1 and log_bytes(database) == 0


def not_before_a_quarter(scene: Scene) -> None:
    """Pass one that is near: it would begin by itself, and write, while somebody presses."""
    left = A_QUARTER_SECONDS - (utcnow().timestamp() + scene.clock.ahead) % A_QUARTER_SECONDS
    if left < NEAR_SECONDS:
        scene.clock.later(left + 1)


async def at_rest(scene: Scene) -> dict[Path, int]:
    """Let quarters of an hour begin until nothing has been written since; the dates they leave."""
    not_before_a_quarter(scene)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await looked(scene.database):
            scene.clock.later(A_QUARTER_SECONDS)
        found = dates(scene.database)
        while True:  # the file of erasures is written at each quarter, whether or not others are
            await asyncio.sleep(SETTLED_SECONDS)
            if found == (now := dates(scene.database)):
                return now
            found = now


async def test_no_press_of_an_asker_writes_a_file_that_others_are_not_written_with(
    scene: Scene,
) -> None:
    people, begun = scene.double.people, dates(scene.database)
    code = code_in(await ask(scene, "How?"))
    assert dates(scene.database) == begun
    question = await release(scene)
    await people.submit(await people.press(ROB, question, "Answer"), words="Ring them.")
    scene.clock.later(MOMENT)
    await newest(scene, thread := int(question["id"]), 1)
    before = await at_rest(scene)
    assert before[scene.database] > begun[scene.database]
    view = await opened(scene, code)
    await people.submit(await people.press(ASKER, view.message, "Reply"), words="Thank you.")
    await people.press(ASKER, (await opened(scene, code)).message, "Let others find it")
    assert dates(scene.database) == before
    scene.clock.later(HELD)
    await let_through(scene, 3)
    await newest(scene, thread, 2)
    before = await at_rest(scene)
    sure = await people.press(ASKER, (await opened(scene, code)).message, "Close it")
    await people.press(ASKER, sure.message, "Close and destroy")
    assert dates(scene.database) == before


async def test_changed_words_leave_no_date_and_the_log_is_emptied_after_them(scene: Scene) -> None:
    people = scene.double.people
    code = code_in(await ask(scene, "How?"))
    scene.clock.later(HELD)
    card = await newest(scene, REVIEW, 1)
    note = await people.press(CAROL, card, "Ask for changes")
    await people.submit(note, note="Which year?")
    scene.clock.later(MOMENT)
    await says(scene, card, "sent back for changes")
    before = await at_rest(scene)
    change = await people.press(ASKER, (await opened(scene, code)).message, "Change it")
    await people.submit(change, words="How, in 2026?")
    assert dates(scene.database) == before
    await at_rest(scene)


async def test_a_bot_that_is_told_to_stop_leaves_a_rebuilt_file(scene: Scene) -> None:
    not_before_a_quarter(scene)
    deleted = b"words that were deleted"
    with closing(sqlite3.connect(scene.database, isolation_level=None)) as other:
        other.execute("PRAGMA secure_delete = OFF")
        other.execute("INSERT INTO notices VALUES (NULL, 1, ?, 1)", (deleted.decode(),))
        other.execute("DELETE FROM notices")
    scene.process.ask_to_stop()
    assert await scene.process.ended() == 0, scene.process.log
    assert deleted not in scene.database.read_bytes()
    assert not Path(f"{scene.database}-wal").exists()


async def test_after_a_kill_the_file_is_rebuilt_also_while_discord_cannot_be_reached(
    scene: Scene,
) -> None:
    not_before_a_quarter(scene)
    deleted = b"words that were deleted"
    scene.process.kill()
    await scene.process.ended()
    with closing(sqlite3.connect(scene.database, isolation_level=None)) as other:
        other.execute("PRAGMA secure_delete = OFF")
        other.execute("INSERT INTO notices VALUES (NULL, 1, ?, 1)", (deleted.decode(),))
        other.execute("DELETE FROM notices")
    assert deleted in scene.database.read_bytes()
    async with running(scene.double, scene.database, **NOWHERE):
        async with asyncio.timeout(PATIENCE_SECONDS):
            while deleted in await asyncio.to_thread(scene.database.read_bytes):
                continue


@pytest.mark.skipif(FAKETIME is None, reason="needs Debian's faketime")
async def test_at_the_quarter_and_at_no_other_second_the_file_is_written(tmp_path: Path) -> None:
    database = tmp_path / "repbot.sqlite3"
    await story.set_up(database)
    moved = {"LD_PRELOAD": str(FAKETIME), "FAKETIME": BEFORE, "DONT_FAKE_MONOTONIC": "1"}
    async with open_double() as double:
        (started := tmp_path / "started").touch()
        async with running(double, database, TZ="UTC", **moved) as process:
            await double.happened.times("ready")
            await process.backs_up(database)
            begun = dates(database)
            card = await double.people.slash(ASKER, "ask")
            form = await double.people.press(ASKER, card.message, "Ask a question")
            code_in(await double.people.submit(form, words="How?"))
            assert dates(database) == begun
            assert log_bytes(database) > 0
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not await looked(database):
                    continue
            late = (database.stat().st_mtime_ns - started.stat().st_mtime_ns) / 1e9
            assert 0 <= late - BEFORE_SECONDS < SLACK_SECONDS
            process.ask_to_stop()
            assert await process.ended() == 0, process.log
    assert not Path(f"{database}-wal").exists()


async def test_a_start_compiles_the_features_and_nobodys_first_words_anything(
    tmp_path: Path,
) -> None:
    database, compiled = tmp_path / "repbot.sqlite3", tmp_path / "compiled"
    await story.set_up(database)
    async with (
        open_double() as double,
        running(double, database, PYTHONPYCACHEPREFIX=str(compiled)) as process,
    ):
        await double.happened.times("ready")
        await process.backs_up(database)
        begun = set(compiled.rglob("*.pyc"))
        assert [path for path in begun if path.match("cogs/questions/cog.*.pyc")]
        card = await double.people.slash(ASKER, "ask")
        form = await double.people.press(ASKER, card.message, "Ask a question")
        asked = await double.people.submit(form, words="How do I ring 0161 496 0000?")
        assert "a phone number" in asked.text
        assert set(compiled.rglob("*.pyc")) == begun
