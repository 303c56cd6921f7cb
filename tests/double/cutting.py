"""kill -9 in the middle of backup, restore, rotate-keys and a start that migrates; then a start."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import db.meetings
import db.questions
from bot import backups
from bot.clock import utcnow
from bot.erasures import Erasures
from bot.services.privacy import Privacy
from db.database import Database
from tests.double import judging, story
from tests.double.judging import SINCE, STAYS, Result, Scene
from tests.double.process import TIDY, Process, running, start
from tests.double.server import Double, open_double
from tests.fakes import Clock
from tests.services.question_services import RIA, Desk, make_desk

GOES, GOES_TOO = 222_222_222_222, 333_333_333_333
WORDS = ("backup", "restore", "rotate-keys", "run")
LONGER_AGO, BEFORE = timedelta(days=40), timedelta(days=3)


async def set_up(folder: Path, word: str) -> Scene:
    """Let people answer and ask, make the backup, and let some of them go."""
    scene = Scene(folder)
    await story.set_up(scene.database)
    meeting = await story.call_without_letters(scene.database)
    clock = Clock(utcnow() - BEFORE)
    database = await Database.open(scene.database)
    desk = make_desk(database, clock, scene.database.parent)
    async with database.transaction() as tx:
        for person in (STAYS, GOES, GOES_TOO):
            await db.meetings.set_answer(tx, meeting.id, person, "going")
    receipts = [await desk.ask(wants_word=True) for _ in range(3)]
    scene.standing, *scene.gone = await _released(desk)
    async with database.reading() as tx:
        rows = await tx.execute_fetchall("SELECT tag FROM questions")
    scene.tags = [bytes(row[0]) for row in rows]
    scene.backup = await backups.daily(scene.database, clock())
    await _since(scene, desk, [str(each) for each in receipts], meeting.id)
    await database.close()
    if word == "run":
        _before_the_last_migrations(scene.database)
    _leave_old_things(scene)
    return scene


async def _released(desk: Desk) -> list[str]:
    """Put every question into its channel; their handles."""
    async with desk.database.transaction() as tx:
        await tx.execute(
            "UPDATE questions SET state = 'open', seen = 'open', review_id = id, thread_id = id"
        )
        await tx.execute("DELETE FROM outbox WHERE kind = 'questions.release'")
        rows = await tx.execute_fetchall("SELECT handle FROM questions ORDER BY rowid")
    return [row[0] for row in rows]


async def _since(scene: Scene, desk: Desk, codes: list[str], meeting: int) -> None:
    """Two people are erased and two questions withdrawn: one of each is written down already."""
    database, erasures = desk.database, Erasures.beside(scene.keys)
    privacy = Privacy(database, desk.clock, erasures.hashed)
    ours = {code.split("-")[0]: code for code in codes}
    for handle, person in zip(scene.gone, (GOES, GOES_TOO), strict=True):
        async with database.reading() as tx:
            question = await db.questions.find_handle(tx, handle)
        assert question is not None
        await desk.asking.withdraw(await desk.asking.open(RIA, ours[str(question.id)]))
        await privacy.erase(person)
        if person == GOES:
            await erasures.write_down(database, desk.clock)
    async with database.transaction() as tx:
        await db.meetings.set_answer(tx, meeting, SINCE, "maybe")


def _before_the_last_migrations(database: Path) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        for trigger in ("question_closing", "question_gone"):
            connection.execute(f"DROP TRIGGER {trigger}")
        for table in ("question_endings", "erased_people", "question_news", "question_decisions"):
            connection.execute(f"DROP TABLE {table}")
        for column in ("questions DROP seen", "questions DROP block_until"):
            connection.execute(f"ALTER TABLE {column}")
        connection.execute("ALTER TABLE question_entries DROP stopped")
        connection.execute("PRAGMA user_version = 10")


def _leave_old_things(scene: Scene) -> None:
    """What earlier releases and cuts have left lying about."""
    then, folder = utcnow() - LONGER_AGO, scene.backup.parent
    name = scene.database.name
    old = [
        folder / backups.NAME.format(then),
        scene.database.with_name(f"{name}.before-0003"),
        scene.database.with_name(f"{name}.before-restore-{then:%Y%m%dT%H%M%S}"),
        folder / f".{backups.NAME.format(then)}.new",
        scene.database.with_name(f".{name}.new"),
        scene.keys.with_name(f"{scene.keys.name}.days.new"),
    ]
    for path in old:
        path.write_bytes(b"left over")
        os.utime(path, (then.timestamp(), then.timestamp()))
    workshop = scene.database.with_name(f".{name}.restoring")
    workshop.mkdir()
    (workshop / name).write_bytes(b"left over")


async def cut(scene: Scene, word: str, number: int, double: Double) -> int:
    """Let a word end at a step (0: at none); returns how many steps there were."""
    told = scene.folder / "steps"
    told.unlink(missing_ok=True)
    about = {"DOUBLE_CUT": f"{scene.folder / 'data'}|{number}|{told}"}
    if word == "run":
        async with running(double, scene.database, **about) as process:
            await _until_tidy(process, killed=bool(number))
    else:
        path = {"backup": [str(scene.stick)], "restore": [str(scene.backup)]}.get(word, [])
        process = await start(double, scene.database, ("-m", "bot", word, *path), **about)
        code = await process.ended()
        if (number and code != -9) or code not in (0, -9):
            raise AssertionError(f"{word} ended with {code} at {number}:\n{process.log}")
    return int(told.read_text()) if told.exists() else 0


async def carry_out(folder: Path, word: str, number: int) -> Result:
    """Cut a word short at a step, look, start the bot, and look again."""
    scene, result = await set_up(folder, word), Result()
    async with open_double() as double:
        await cut(scene, word, number, double)
        result.stood = judging.database(scene, result, "after the cut")
        judging.leftovers(scene, result)
        async with running(double, scene.database) as process:
            await _until_tidy(process, killed=False)
    result.then = judging.database(scene, result, "after the start")
    judging.files(scene, result)
    return result


async def _until_tidy(process: Process, *, killed: bool) -> None:
    if killed:
        await process.ended()
        return
    await process.says(TIDY)
    await process.says("ready in guild")
    process.ask_to_stop()
    if (code := await process.ended()) != 0:
        raise AssertionError(f"exit code {code}:\n{process.log}")


def moments(word: str, steps: int, count: int) -> list[int]:
    """Return some of a word's steps, evenly apart; a start has migrated after its first hundred."""
    last = min(steps, 100) if word == "run" else steps
    return [1 + number * (last - 1) // max(count - 1, 1) for number in range(count)]
