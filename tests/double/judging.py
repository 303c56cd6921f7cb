"""What must hold of the files after a word was killed, and after one more start."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot import backups
from bot.clock import utcnow
from bot.vault import Vault, VaultError
from db.copies import HALF, LEFT_OUT
from db.sealed import SEALED

STAYS, SINCE = 111_111_111_111, 444_444_444_444


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
        """The database."""
        return self.folder / "data" / "repbot.sqlite3"

    @property
    def keys(self) -> Path:
        """The keys, where the process looks for them."""
        return self.database.parent / "keys" / "repbot.keys"

    @property
    def stick(self) -> Path:
        """Where the host copies to by hand."""
        return self.folder / "stick" / "by-hand.sqlite3"


@dataclass
class Result:
    """Which database stood after the cut, and after the next start; what was wrong with each."""

    stood: str = ""
    then: str = ""
    wrong: list[str] = field(default_factory=list)


def database(scene: Scene, result: Result, when: str) -> str:
    """Look at the database; returns whether it is the old one or the new."""
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
    tables = {row[0] for row in rows.execute("SELECT name FROM sqlite_master")}
    for table, column, number in (each for each in SEALED if each[0] in tables):
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
            count = f"SELECT count(*) FROM {table}"
            if known and "DELETE" in statement and rows.execute(count).fetchone()[0]:
                result.wrong.append(f"{copy.name} holds {table}")


def leftovers(scene: Scene, result: Result) -> None:
    """Whatever the cut left: a tag stands in the database alone, and in what is to replace it."""
    if scene.stick.exists():
        _copy(scene, scene.stick, result)
    own = (scene.database.name, f"{scene.database.name}-wal")
    for path in scene.folder.rglob("*"):
        told = path.is_file() and path.name not in own and scene.folder != path.parent
        if told and any(tag in path.read_bytes() for tag in scene.tags):
            result.wrong.append(f"{path.name} holds a tag")


def files(scene: Scene, result: Result) -> None:
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
