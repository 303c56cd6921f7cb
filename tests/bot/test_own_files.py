"""What the bot keeps is closed to others; what is not its own is left alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot import own_files
from bot.check import check
from bot.config import Config, ConfigError

pytestmark = pytest.mark.calendar
OWN = (
    "a.sqlite3",
    "a.sqlite3-wal",
    "a.sqlite3.before-0009",
    ".a.sqlite3.new",
    "a.keys",
    "a.keys.days",
)


def config(folder: Path) -> Config:
    return Config(1, "", database_path=folder / "a.sqlite3", keys_file=folder / "a.keys")


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).touch()
        (folder / name).chmod(0o644)
    folder.chmod(0o755)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "own").mkdir()
    return tmp_path / "own"


def test_files_backups_and_a_folder_of_its_own_are_closed(folder: Path) -> None:
    put(folder, *OWN, "a.health", "backups/repbot-2026-11-21.sqlite3")
    assert len(own_files.open_to_others(config(folder))) == len(OWN) + 3
    own_files.close(config(folder))
    assert own_files.open_to_others(config(folder)) == []
    assert {mode(folder / name) for name in OWN} == {0o600}
    assert {mode(folder), mode(folder / "backups")} == {0o700}


@pytest.mark.parametrize("other", ["another", "ab.keys", "sub/a.keys"])
def test_what_is_not_its_own_stays_and_so_does_a_folder_that_holds_it(
    folder: Path, other: str
) -> None:
    put(folder, *OWN, other)
    own_files.close(config(folder))
    assert mode(folder / other) == 0o644
    assert mode(folder / "a.keys") == 0o600
    assert mode(folder) == 0o755


def test_a_folder_into_which_all_write_is_left_alone(folder: Path) -> None:
    put(folder, *OWN)
    folder.chmod(0o1777)
    own_files.close(config(folder))
    assert folder.stat().st_mode & 0o7777 == 0o1777


@pytest.mark.parametrize("owned", ["a.keys", "."])
def test_root_does_not_work_on_what_another_account_has(
    folder: Path, owned: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, *OWN)
    monkeypatch.setattr("os.geteuid", lambda: 0)
    real = Path.stat

    def stat(path: Path) -> os.stat_result:
        found = real(path)
        other = path == folder / owned
        return os.stat_result([*found[:4], 4711 if other else 0, *found[5:10]])

    monkeypatch.setattr(Path, "stat", stat)
    with pytest.raises(ConfigError, match="sudo -u 4711"):
        own_files.check_account(config(folder))


def test_a_folder_that_cannot_be_entered_is_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.stat

    def stat(path: Path, **named: bool) -> os.stat_result:
        if folder in path.parents:
            raise PermissionError(13, "Permission denied")
        return real(path, **named)

    monkeypatch.setattr(Path, "stat", stat)
    settings = {"DATABASE_PATH": f"{folder}/a.sqlite3", "KEYS_FILE": f"{folder}/a.keys"}
    with pytest.raises(ConfigError, match="cannot be reached: Permission denied"):
        own_files.check_account(Config.of_files(settings))
    assert check(settings | {"PUBLISH_DIR": f"{folder}/../public/calls"}) == 1


def test_a_database_path_that_is_a_link_is_refused_and_says_where_it_leads(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = folder / "a.sqlite3"
    database.symlink_to(folder / "disk" / "real.sqlite3")
    with pytest.raises(ConfigError, match="disk/real"):
        own_files.check_account(config(folder))
    env = {"DATABASE_PATH": str(database), "KEYS_FILE": str(folder / "keys")}
    assert check(env | {"REPBOT_ENV": str(folder / "none")}) == 1
    assert "is a link" in capsys.readouterr().err
    database.unlink()
    (folder / "way").symlink_to(folder)  # a folder on the way may be one
    own_files.check_account(config(folder / "way"))


@pytest.mark.parametrize("shut", ["a.sqlite3", "a.sqlite3.lock"])
def test_a_check_names_what_root_left_beside_the_database(
    folder: Path, shut: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put(folder, "a.sqlite3", "a.sqlite3.lock")
    real = os.access

    def access(path: Path, how: int) -> bool:
        return path != folder / shut and real(path, how)

    monkeypatch.setattr("os.access", access)
    settings = {"DATABASE_PATH": f"{folder}/a.sqlite3", "KEYS_FILE": f"{folder}/a.keys"}
    assert check(settings) == 1
    said = capsys.readouterr().err
    assert f"{folder / shut} cannot be read and written by this account" in said
    assert "Restore a backup" not in said


def test_a_folder_in_the_place_of_the_lock_is_no_reason_to_put_back_a_backup(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(folder, "a.sqlite3")
    (folder / "a.sqlite3.lock").mkdir()
    assert check({"DATABASE_PATH": f"{folder}/a.sqlite3", "KEYS_FILE": f"{folder}/a.keys"}) == 1
    said = capsys.readouterr().err
    assert f"{folder}/a.sqlite3.lock is a folder" in said
    assert "Put back a backup" not in said


@pytest.mark.parametrize("what", ["a file", "another account's"])
def test_a_check_names_backups_that_cannot_be_written(
    folder: Path, what: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copies = folder / "backups"
    if what == "a file":
        copies.touch()
    else:
        copies.mkdir()
        real = os.access
        monkeypatch.setattr("os.access", lambda path, how: path != copies and real(path, how))
    check({"DATABASE_PATH": f"{folder}/a.sqlite3", "KEYS_FILE": f"{folder}/a.keys"})
    said = capsys.readouterr().err
    assert f"{copies} cannot be written, where the backups should go. Check that" in said


def test_nothing_there_yet_is_nothing_to_close(tmp_path: Path) -> None:
    assert own_files.open_to_others(config(tmp_path / "nowhere")) == []
