"""kill -9 in the middle of backup, restore, rotate-keys and a start that migrates; then a start."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import db.meetings
import db.questions
from bot import backups
from bot.clock import utcnow
from bot.erasures import Erasures
from bot.services.privacy import Privacy
from bot.vault import Vault, VaultError
from db.copies import HALF, LEFT_OUT, make_copy
from db.database import Database
from db.migrate import steps
from db.sealed import SEALED
from tests.fakes import Clock
from tests.process import story
from tests.process.double.process import Process, running, start
from tests.process.double.server import Double, open_double
from tests.services.question_services import RIA, Desk, make_desk

STAYS, SINCE = 111_111_111_111, 444_444_444_444
GOES, GOES_TOO = 222_222_222_222, 333_333_333_333
WORDS = ("backup", "restore", "rotate-keys", "run")
OLD_VERSION = 10
DROPPED_SINCE = "ALTER TABLE questions ADD COLUMN told INTEGER NOT NULL DEFAULT 0"
LONGER_AGO, BEFORE = timedelta(days=40), timedelta(days=3)


@dataclass
class Scene:
    """Files in use: three days ago a backup was made, and since then people and questions went."""

    folder: Path
    backup: Path = Path()
    standing: str = ""
    gone: list[str] = field(default_factory=list)
    tags: list[bytes] = field(default_factory=list)

    @property
    def database(self) -> Path:
        return self.folder / "data" / "repbot.sqlite3"

    @property
    def keys(self) -> Path:
        """The keys, where the process looks for them."""
        return self.database.parent / "keys" / "repbot.keys"

    @property
    def stick(self) -> Path:
        """Where the host copies to by hand."""
        return self.folder / "stick" / "by-hand.sqlite3"


COUNTED_SECONDS = 60.0  # each of some 15,000 steps of a start is counted


@dataclass
class Result:
    """Which database stood after the cut, and after the next start; what was wrong with each."""

    stood: str = ""
    then: str = ""
    wrong: list[str] = field(default_factory=list)


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
    scene.backup = backups.folder_of(scene.database) / backups.NAME.format(clock())
    make_copy(scene.database, scene.backup, int(clock().timestamp()))
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
    """Take away what came after version 10, so that the next start migrates."""
    with (
        closing(sqlite3.connect(":memory:")) as old,
        closing(sqlite3.connect(database, isolation_level=None)) as connection,
    ):
        for number, file in steps().items():
            if number <= OLD_VERSION:
                old.executescript(file.read_text(encoding="utf-8"))
        connection.execute(DROPPED_SINCE)
        was, is_now = _parts(old), _parts(connection)
        for kind in ("trigger", "index", "table"):
            for name in is_now[kind].keys() - was[kind].keys():
                connection.execute(f"DROP {kind} {name}")
        for table, columns in was["table"].items():
            if columns - is_now["table"][table]:  # made anew since; nothing is in it here
                (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
                assert count == 0, table
                sql = "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?"
                connection.execute(f"DROP TABLE {table}")
                connection.execute(old.execute(sql, (table,)).fetchone()[0])
                continue
            for column in is_now["table"][table] - columns:
                connection.execute(f"ALTER TABLE {table} DROP {column}")
        connection.execute(f"PRAGMA user_version = {OLD_VERSION}")


def _parts(connection: sqlite3.Connection) -> dict[str, dict[str, set[str]]]:
    """What there is by kind and name; of a table its columns."""
    found: dict[str, dict[str, set[str]]] = {"trigger": {}, "index": {}, "table": {}}
    about = (  # SQLite itself looks after the tables behind an index of words
        "SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' AND name NOT IN"
        " (SELECT name FROM pragma_table_list WHERE type = 'shadow')"
    )
    for kind, name in connection.execute(about).fetchall():
        columns = connection.execute("SELECT name FROM pragma_table_info(?)", (name,))
        found[kind][name] = {row[0] for row in columns} if kind == "table" else set()
    return found


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
            await _until_tidy(process, scene.database, killed=bool(number))
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
        result.stood = _judge_database(scene, result, "after the cut")
        _judge_leftovers(scene, result)
        async with running(double, scene.database) as process:
            await _until_tidy(process, scene.database, killed=False)
    result.then = _judge_database(scene, result, "after the start")
    _judge_files(scene, result)
    return result


async def _until_tidy(process: Process, database: Path, *, killed: bool) -> None:
    if killed:
        await process.ended()
        return
    await process.says("ready in guild", patience=COUNTED_SECONDS)
    await process.backs_up(database, backups.NAME.format(utcnow()))
    process.ask_to_stop()
    if (code := await process.ended()) != 0:
        raise AssertionError(f"exit code {code}:\n{process.log}")


def moments(word: str, steps: int, count: int) -> list[int]:
    """Return some of a word's steps, evenly apart; a start has migrated after its first hundred."""
    last = min(steps, 100) if word == "run" else steps
    return [1 + number * (last - 1) // max(count - 1, 1) for number in range(count)]


def _judge_database(scene: Scene, result: Result, when: str) -> str:
    """Return whether it is the old one or the new."""
    whole = scene.folder / "looked-at.sqlite3"
    for ending in ("", "-wal"):
        part = scene.database.with_name(scene.database.name + ending)
        whole.with_name(whole.name + ending).unlink(missing_ok=True)
        if part.exists():
            shutil.copyfile(part, whole.with_name(whole.name + ending))
    with closing(sqlite3.connect(whole)) as rows:
        if (answer := rows.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            result.wrong.append(f"{when}: {answer}")
        people = {row[0] for row in rows.execute("SELECT user_id FROM answers")}
        _questions(scene, rows, result, when)
        _seals(scene, rows, result, when)
    if people not in ({STAYS}, {STAYS, SINCE}):
        result.wrong.append(f"{when}: {people} answer")
    return "old" if SINCE in people else "new"


def _questions(scene: Scene, rows: sqlite3.Connection, result: Result, when: str) -> None:
    found = rows.execute("SELECT handle, receipt, tag, address FROM questions").fetchall()
    leading = {row[0] for row in found if any(row[1:])}
    if leading != {scene.standing}:
        result.wrong.append(f"{when}: {leading} can be opened")
    if any(row[0] == scene.standing and None in row for row in found):
        result.wrong.append(f"{when}: the open question has lost something")


def _seals(scene: Scene, rows: sqlite3.Connection, result: Result, when: str) -> None:
    vault, opened = Vault.open(scene.keys), 0
    tables = _parts(rows)["table"]
    for table, column, number in (each for each in SEALED if each[1] in tables.get(each[0], ())):
        for row in rows.execute(f"SELECT {number}, {column} FROM {table} WHERE {column} NOTNULL"):
            try:
                vault.unseal(row[1], f"{table}.{column}:{row[0]}".encode())
                opened += 1
            except VaultError:
                result.wrong.append(f"{when}: {table}.{column} cannot be opened")
    if not opened:
        result.wrong.append(f"{when}: nothing sealed was found")


def _copy(scene: Scene, copy: Path, result: Result) -> None:
    content = copy.read_bytes()
    if any(tag in content for tag in scene.tags):
        result.wrong.append(f"{copy.name} holds a tag")
    with closing(sqlite3.connect(copy)) as rows:
        if (answer := rows.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            result.wrong.append(f"{copy.name}: {answer}")
        for table, statement in LEFT_OUT:
            known = rows.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone()
            count = statement.replace("DELETE", "SELECT count(*)")
            if known and "DELETE" in statement and rows.execute(count).fetchone()[0]:
                result.wrong.append(f"{copy.name} holds {table}")


def _judge_leftovers(scene: Scene, result: Result) -> None:
    """Whatever the cut left: a tag stands in the database alone, and in what is to replace it."""
    if scene.stick.exists():
        _copy(scene, scene.stick, result)
    own = (scene.database.name, f"{scene.database.name}-wal")
    for path in scene.folder.rglob("*"):
        told = path.is_file() and path.name not in own and scene.folder != path.parent
        if told and any(tag in path.read_bytes() for tag in scene.tags):
            result.wrong.append(f"{path.name} holds a tag")


def _judge_files(scene: Scene, result: Result) -> None:
    """After one more start: no half file, no copy older than seven days, and none that tells."""
    today = utcnow().date()
    for path in sorted(scene.database.parent.rglob("*")):
        name = path.name
        if (path.is_dir() and name not in ("backups", "keys")) or name.endswith(HALF):
            result.wrong.append(f"{name} is left")
        day = re.search(r"\d{4}-\d\d-\d\d|\d{8}(?=T)", name)
        if day and (today - datetime.fromisoformat(day[0]).date()).days >= 7:
            result.wrong.append(f"{name} is too old")
        if path.parent.name == "backups" or ".before-" in name:
            if path.stat().st_size < 1000:
                result.wrong.append(f"{name} is left")
            elif not name.endswith(("-wal", "-shm")):
                _copy(scene, path, result)
    if backups.made(scene.database)[0].name != backups.NAME.format(utcnow()):
        result.wrong.append("today's backup is missing")
