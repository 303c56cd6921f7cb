"""Keys that do not fit the database are named with what to do, and nothing is made or changed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot import maintenance
from bot.config import Config
from bot.erasures import Erasures
from bot.key_checks import forgotten, problems
from bot.vault import DayKeys, Vault, VaultError
from db.database import Database
from db.sealed import SEALED
from tests.fakes import START, Clock

DAMAGED = (
    *(b"", b"{", b"[]", b'{"2026-11-21": 3}', b"\xff\xfe", b"null", b"[" * 100_000),
    *(b'{"2026-11-21": ""}', b'{"2026-11-21": "ab"}', b'{"key": ""}'),
)
ANYTHING = {"INTEGER": 1, "TEXT": "x", "BLOB": b"x"}


@pytest.fixture
async def config(database: Database, tmp_path: Path) -> Config:
    await database.close()
    made = Config(guild_id=1, token="", database_path=database.path)
    return replace(made, keys_file=tmp_path / "keys" / "repbot.keys")


def put_sealed(config: Config, table: str = "topics") -> Vault:
    """Put a row with every value sealed that its table seals; its other columns hold anything."""
    vault = Vault.open(config.keys_file)
    kinds = {column: number for name, column, number in SEALED if name == table}
    with closing(sqlite3.connect(config.database_path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
        values: dict[str, object] = {row[1]: ANYTHING[row[2]] for row in columns}
        for column, number in kinds.items():
            values[number] = 7
            values[column] = vault.seal("words", f"{table}.{column}:7".encode())
        connection.execute(
            f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})",
            (*values.values(),),
        )
    return vault


def change(config: Config, kind: tuple[str, str, str], value: bytes, row: int = 7) -> None:
    table, column, number = kind
    with closing(sqlite3.connect(config.database_path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE {number} = ?", (value, row))


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.parametrize("kind", SEALED, ids=lambda kind: ".".join(kind[:2]))
def test_keys_that_do_not_open_a_kind_of_sealed_value_are_refused(
    config: Config, kind: tuple[str, str, str], tmp_path: Path
) -> None:
    table, column, _ = kind
    put_sealed(config, table)
    assert problems(config) == []
    stranger = Vault.open(tmp_path / "strangers" / "keys")
    value = stranger.seal("words", f"{table}.{column}:7".encode())
    change(config, kind, value)
    [problem] = problems(config)
    assert "do not open what is sealed" in problem
    with config.keys_file.open("ab") as file:
        file.write(stranger.path.read_bytes())
    assert problems(config) == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no usable keys"),
        (b"YWJj\n", "no usable keys"),
        (b"\xef\xbb\xbf" + b"A" * 43 + b"=\n", "no usable keys"),
        ("A\n".encode("utf-16"), "no usable keys"),
        (None, "There is no keys file"),
    ],
)
def test_keys_that_are_damaged_or_gone_beside_sealed_words_are_not_made_anew(
    config: Config, content: bytes | None, says: str
) -> None:
    put_sealed(config)
    config.keys_file.unlink() if content is None else config.keys_file.write_bytes(content)
    before = snapshot(config.database_path.parent)
    [problem] = problems(config)
    assert says in problem
    assert "Put back your copy" in problem
    assert snapshot(config.database_path.parent) == before


def test_keys_that_are_damaged_before_anything_was_sealed_may_go(config: Config) -> None:
    assert problems(config) == []
    config.keys_file.parent.mkdir()
    config.keys_file.touch()
    [problem] = problems(config)
    assert "move it away" in problem


@pytest.mark.parametrize("content", DAMAGED, ids=range(len(DAMAGED)))
@pytest.mark.parametrize(
    ("ending", "cost"), [("days", "ends every block"), ("erased", "people who were erased")]
)
def test_a_damaged_file_beside_the_keys_is_named_with_what_removing_it_costs(
    config: Config, content: bytes, ending: str, cost: str
) -> None:
    vault = Vault.open(config.keys_file)
    vault.day_keys.tag(START.date(), 1)
    Erasures.beside(config.keys_file).prepare()
    assert problems(config) == []
    path = config.keys_file.with_name(f"{config.keys_file.name}.{ending}")
    path.write_bytes(content)
    [problem] = problems(config)
    assert str(path) in problem
    assert "damaged" in problem
    assert cost in problem


def test_a_lost_list_of_erasures_is_named_where_the_database_has_been_in_use(
    config: Config,
) -> None:
    assert forgotten(config) == ""  # the first start
    with closing(sqlite3.connect(config.database_path, isolation_level=None)) as connection:
        connection.execute("INSERT INTO settings VALUES ('server', '1')")
    erasures = Erasures.beside(config.keys_file)
    assert str(erasures.path) in forgotten(config)
    assert not erasures.path.exists()
    erasures.prepare()
    assert forgotten(config) == ""


@pytest.mark.parametrize(
    "place", [lambda c: c.keys_file, lambda c: DayKeys.beside(c.keys_file).path]
)
def test_a_folder_in_a_files_place_is_a_sentence(
    config: Config, place: Callable[[Config], Path]
) -> None:
    place(config).mkdir(parents=True)
    assert any("cannot be read" in problem for problem in problems(config))


@pytest.mark.parametrize("ending", [".days", ".erased", ".lock"])
def test_a_pipe_beside_the_keys_is_named_and_not_waited_for(config: Config, ending: str) -> None:
    config.keys_file.parent.mkdir()
    pipe = config.keys_file.with_name(f"{config.keys_file.name}{ending}")
    os.mkfifo(pipe)
    [problem] = problems(config)
    assert f"{pipe} is a folder or a pipe" in problem
    readers = {".days": DayKeys(pipe).check, ".erased": Erasures(pipe).read}
    if reader := readers.get(ending):
        with pytest.raises(VaultError, match="damaged"):
            reader()


@pytest.mark.parametrize("ending", [".days", ".erased", ".lock"])
@pytest.mark.parametrize("how", [os.R_OK, os.W_OK])
def test_a_file_beside_the_keys_that_cannot_be_written_is_named_with_its_mend(
    config: Config, ending: str, how: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_sealed(config)
    shut = config.keys_file.with_name(f"{config.keys_file.name}{ending}")
    shut.write_text("{}")
    real = os.access
    monkeypatch.setattr(
        "os.access", lambda path, asked: not (path == shut and asked & how) and real(path, asked)
    )
    [problem] = problems(config)
    assert f"{shut} cannot be read and written" in problem
    assert f"chmod 600 {shut}" in problem


async def test_keys_that_cannot_be_written_are_used_and_not_made_anew(
    config: Config,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    put_sealed(config)
    before = snapshot(config.keys_file.parent)
    real = os.access
    monkeypatch.setattr("os.access", lambda path, how: path != config.keys_file and real(path, how))
    assert problems(config) == []
    env = {"DATABASE_PATH": str(config.database_path), "KEYS_FILE": str(config.keys_file)}
    assert await maintenance.do("rotate-keys", None, env, clock) == 1
    assert f"chmod 600 {config.keys_file}" in capsys.readouterr().err
    assert snapshot(config.keys_file.parent) == before


async def test_a_rotation_refuses_what_it_cannot_do_whole_and_changes_nothing(
    config: Config, clock: Clock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    vault = put_sealed(config)
    with closing(sqlite3.connect(config.database_path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        columns = [row[1] for row in connection.execute("PRAGMA table_info(topics)")]
        others = ", ".join(each for each in columns if each != "id")
        connection.execute(f"INSERT INTO topics (id, {others}) SELECT 8, {others} FROM topics")
    newest = vault.seal("words", b"topics.sealed:8")
    change(config, ("topics", "sealed", "id"), newest, row=8)
    change(config, ("topics", "sealed", "id"), bytes(40))
    before = config.keys_file.read_bytes()
    env = {"DATABASE_PATH": str(config.database_path), "KEYS_FILE": str(config.keys_file)}
    assert problems(config) == []
    assert await maintenance.do("rotate-keys", None, env, clock) == 1
    assert "Nothing was changed." in capsys.readouterr().err
    assert config.keys_file.read_bytes() == before
    assert Vault.read(config.keys_file).unseal(newest, b"topics.sealed:8") == "words"


async def test_a_backup_that_the_keys_do_not_open_is_not_restored(
    config: Config, clock: Clock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put_sealed(config)
    env = {"DATABASE_PATH": str(config.database_path), "KEYS_FILE": str(config.keys_file)}
    copy = tmp_path / "copies" / "old.sqlite3"
    assert await maintenance.do("backup", copy, env, clock) == 0
    assert await maintenance.do("rotate-keys", None, env, clock) == 0
    before = snapshot(config.database_path.parent)
    assert await maintenance.do("restore", copy, env, clock) == 1
    said = capsys.readouterr().err
    assert "do not open what is sealed" in said
    assert "Nothing was changed." in said
    assert snapshot(config.database_path.parent) == before
    config.keys_file.unlink()
    assert await maintenance.do("rotate-keys", None, env, clock) == 1
    assert "There is no keys file" in capsys.readouterr().err


@pytest.mark.parametrize(
    "target",
    [
        *(
            "repbot.sqlite3",
            "repbot.sqlite3-wal",
            "repbot.sqlite3.health",
            "repbot.sqlite3.before-x",
        ),
        *("backups", "backups/repbot-2026-11-02.sqlite3", "backups/x/y", "linked/x"),
        *("repbot.sqlite3x.new", ".repbot.sqlite3.restoring/x", "keys/new"),
        *("keys/repbot.keys", "old", "."),
    ],
)
async def test_a_backup_overwrites_nothing_and_stays_apart_from_the_keys(
    config: Config,
    clock: Clock,
    tmp_path: Path,
    target: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put_sealed(config)
    (tmp_path / "old").touch()
    (tmp_path / "repbot-2026-11-21.sqlite3").touch()
    (tmp_path / "linked").symlink_to("backups")
    before = snapshot(tmp_path)
    monkeypatch.chdir(tmp_path)
    env = {"DATABASE_PATH": str(config.database_path), "KEYS_FILE": str(config.keys_file)}
    assert await maintenance.do("backup", target, env, clock) == 1
    assert "Choose another" in capsys.readouterr().err
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("source", ["repbot.sqlite3", "./keys/../repbot.sqlite3", ".", "", " "])
async def test_a_restore_from_no_backup_is_refused(
    config: Config, clock: Clock, tmp_path: Path, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_sealed(config)
    before = snapshot(tmp_path)
    monkeypatch.chdir(tmp_path)
    env = {"DATABASE_PATH": str(config.database_path), "KEYS_FILE": str(config.keys_file)}
    assert await maintenance.do("restore", source, env, clock) == 1
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("word", ["backup", "restore"])
async def test_a_home_of_nobody_is_a_sentence(
    config: Config, clock: Clock, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    put_sealed(config)
    env = {"DATABASE_PATH": str(config.database_path), "KEYS_FILE": str(config.keys_file)}
    assert await maintenance.do(word, "~no-such-account/x", env, clock) == 1
    assert "names no account that is known here" in capsys.readouterr().err


@pytest.mark.parametrize("word", ["backup", "restore"])
async def test_a_path_that_is_not_in_utf8_is_a_sentence(
    config: Config, clock: Clock, word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put_sealed(config)
    before = snapshot(tmp_path)
    env = {"DATABASE_PATH": str(config.database_path), "KEYS_FILE": str(config.keys_file)}
    assert await maintenance.do(word, os.fsdecode(b"%s/\xff" % bytes(tmp_path)), env, clock) == 1
    assert "not in UTF-8" in capsys.readouterr().err
    assert snapshot(tmp_path) == before


async def test_a_folder_of_keys_that_cannot_be_written_is_a_sentence(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_sealed(config)
    monkeypatch.setattr("os.access", lambda path, _how: path != config.keys_file.parent)
    assert [each.split(",")[0] for each in problems(config)] == [
        f"{config.keys_file.parent} cannot be written"
    ]


async def test_no_word_but_run_makes_keys_and_rotation_makes_no_database(
    tmp_path: Path, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    env = {"DATABASE_PATH": str(tmp_path / "d" / "a"), "KEYS_FILE": str(tmp_path / "k" / "b")}
    for word in ("rotate-keys", "backup", "restore"):
        assert await maintenance.do(word, tmp_path / "x", env, clock) == 1
    assert os.listdir(tmp_path) == []
    assert "Nothing was changed" in capsys.readouterr().err
