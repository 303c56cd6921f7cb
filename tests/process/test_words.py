"""The words of the command line as real processes: which files they use, make and leave open."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot import health
from bot.config import Config
from bot.key_checks import problems
from bot.vault import Vault
from db.database import take_lock
from tests import databases
from tests.bot.test_key_checks import put_sealed
from tests.process.double.payloads import GUILD, TOKEN
from tests.process.double.process import PROJECT, moved_clock, running
from tests.process.double.server import open_double

pytestmark = pytest.mark.calendar
SECONDS = 30
CUT = """import os, signal
from bot.__main__ import main
left, real = [int(os.environ["STEP"])], os.fsync
def fsync(file):
    left[0] -= 1
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    real(file)
os.fsync = fsync
main()
"""
WITHOUT = """import os, runpy, sys
from importlib import abc
class Nowhere(abc.MetaPathFinder):
    def find_spec(self, name, *_):
        if name == os.environ["PACKAGE"]:
            raise ModuleNotFoundError(name=name)
sys.meta_path.insert(0, Nowhere())
sys.argv = ["bot", "run"]
runpy.run_module("bot", run_name="__main__")
"""
WORDS = (["run"], ["check"], ["backup", "copy.sqlite3"], ["rotate-keys"])


@pytest.fixture
async def config(tmp_path: Path) -> Config:
    """Settings in a file outside the project, with a database and keys that have sealed words."""
    made = Config(
        guild_id=GUILD,
        token=TOKEN,
        database_path=tmp_path / "var" / "repbot.sqlite3",
        keys_file=tmp_path / "etc" / "keys" / "repbot.keys",
    )
    await databases.put(made.database_path, library=False)
    put_sealed(made)
    (tmp_path / "etc" / "env").write_text(
        f"DISCORD_TOKEN={TOKEN}\nGUILD_ID={GUILD}\n"
        f"DATABASE_PATH={made.database_path}  # as the service has it\nKEYS_FILE={made.keys_file}\n"
    )
    (tmp_path / "etc" / "env").chmod(0o600)
    return made


def say(
    folder: Path, *command: str, program: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Say a word in a folder whose own .env names nothing, under the umask that most have."""
    python = (sys.executable, *(("-c", program) if program else ("-m", "bot")))
    named = {"REPBOT_ENV": str(folder / "etc" / "env"), "PYTHONPATH": str(PROJECT)}
    word = command if command[0] == "make" else (*python, *command)
    # Not by run()'s own timeout: it waits in time.sleep, which libfaketime refuses.
    return subprocess.run(
        ("timeout", str(SECONDS), *word),
        cwd=PROJECT if command[0] == "make" else folder,
        env=moved_clock() | {"PATH": os.environ["PATH"]} | named | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        umask=0o022,
        check=False,
    )


def everything(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return each file and folder with its mode and content."""
    return {
        str(path): (path.stat().st_mode, path.read_bytes() if path.is_file() else b"")
        for path in folder.rglob("*")
    }


def others_can_read(folder: Path) -> list[str]:
    return [path for path, (mode, _) in everything(folder).items() if mode & 0o077]


def test_a_new_key_goes_where_the_named_settings_say(config: Config, tmp_path: Path) -> None:
    before = config.keys_file.read_bytes()
    done = say(tmp_path, "rotate-keys")
    assert done.returncode == 0, done.stderr
    assert str(tmp_path / "etc" / "env") in done.stderr
    assert str(config.database_path) in done.stderr
    assert str(config.keys_file) in done.stderr
    assert "(1)" in done.stdout
    assert config.keys_file.read_bytes() != before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["etc", "var"]


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word[0])
@pytest.mark.parametrize("trouble", ["empty", "gone", "others", "days", "erased"])
def test_keys_that_do_not_fit_are_a_sentence_and_stay_as_they_are(
    config: Config, tmp_path: Path, word: list[str], trouble: str
) -> None:
    keys = config.keys_file
    if trouble in ("days", "erased"):
        keys.with_name(f"{keys.name}.{trouble}").touch()
    else:
        keys.unlink()
        if trouble == "others":
            Vault.open(keys)
        elif trouble == "empty":
            keys.touch()
    before, database = everything(keys.parent), everything(config.database_path.parent)
    done = say(tmp_path, *word)
    assert "Traceback" not in done.stdout + done.stderr
    if word[0] != "backup":  # which needs no keys
        assert done.returncode == 1
        assert everything(config.database_path.parent) == database
        assert str(keys.parent) in done.stderr.splitlines()[-1]
    assert {name: held for name, (_, held) in everything(keys.parent).items()} == {
        name: held for name, (_, held) in before.items()
    }


@pytest.mark.parametrize("milliseconds", [0, 410, -1])
def test_a_check_says_how_long_the_last_rebuild_took_where_it_could_be_felt(
    config: Config, tmp_path: Path, milliseconds: int
) -> None:
    health.file_beside(config.database_path).write_text(f'{{"rebuild_ms": {milliseconds}}}')
    with take_lock(config.database_path):
        said = say(tmp_path, "check").stdout
    assert "The bot is running" in said
    assert ("rebuild of the database took 0.4 s" in said) == (milliseconds > 0)
    assert ("is still on the disk" in said) == (milliseconds < 0)


@pytest.mark.parametrize("empty", [True, False])
def test_a_check_creates_and_changes_nothing(config: Config, tmp_path: Path, empty: bool) -> None:
    if empty:
        shutil.rmtree(config.database_path.parent)
        shutil.rmtree(config.keys_file.parent)
    else:
        for path in (config.database_path.parent, config.keys_file.parent, config.database_path):
            path.chmod(path.stat().st_mode & ~0o077)
    before = everything(tmp_path)
    done = say(tmp_path, "check")
    assert done.returncode == 0, done.stderr
    assert everything(tmp_path) == before


def test_a_check_says_that_all_can_read_the_token(config: Config, tmp_path: Path) -> None:
    settings = tmp_path / "etc" / "env"
    settings.chmod(0o644)
    done = say(tmp_path, "check")
    assert done.returncode == 1
    assert f"Mend it: chmod o= {settings}" in done.stderr
    settings.chmod(0o640)  # the bot's group may
    assert "the token" not in say(tmp_path, "check").stderr


async def test_what_the_bot_keeps_is_its_owners_alone_however_it_was_started(
    config: Config, tmp_path: Path
) -> None:
    for path in (config.database_path, config.database_path.parent, config.keys_file.parent):
        path.chmod(0o755)
    assert "Others than" in say(tmp_path, "check").stderr
    umask = os.umask(0o022)
    try:
        async with open_double() as double:
            files = {"DATABASE_PATH": config.database_path, "KEYS_FILE": config.keys_file}
            named = {name: str(path) for name, path in files.items()}
            async with running(double, config.database_path, **named) as process:
                await double.happened.times("ready")
                assert say(tmp_path, "backup", "copies/a b.sqlite3").returncode == 0
                assert "running" in say(tmp_path, "check").stdout
                for place in (config.database_path.parent, config.keys_file.parent):
                    assert others_can_read(place) == []
                    assert place.stat().st_mode & 0o077 == 0
                limits = Path(f"/proc/{process.pid}/limits").read_text()
                assert re.search(r"Max core file size +0 ", limits)
                process.ask_to_stop()
                assert await process.ended() == 0
    finally:
        os.umask(umask)
    assert others_can_read(tmp_path / "copies") == []
    assert others_can_read(config.database_path.parent) == []


def test_an_empty_network_is_not_begun_beside_copies_of_the_old_one(
    config: Config, tmp_path: Path
) -> None:
    backup = config.database_path.parent / "backups" / "repbot-2026-11-20.sqlite3"
    assert say(tmp_path, "backup", "copy.sqlite3").returncode == 0
    backup.parent.mkdir()
    (tmp_path / "copy.sqlite3").rename(backup)
    config.database_path.write_bytes(b"")
    before = everything(tmp_path)
    for word in ("run", "check"):
        done = say(tmp_path, word)
        assert done.returncode == 1
        assert f"make restore PATH_TO={backup}" in done.stderr
        assert "Traceback" not in done.stderr
        assert everything(tmp_path) == before
    assert say(tmp_path, "restore", str(backup)).returncode == 0
    assert "missing or empty" not in say(tmp_path, "check").stderr


def test_a_second_bot_with_the_same_keys_is_refused(config: Config, tmp_path: Path) -> None:
    with take_lock(config.keys_file, "keys file"):
        done = say(tmp_path, "run")
    assert done.returncode == 1
    assert "in use by process" in done.stderr
    assert "a bot with another database needs keys of its own" in done.stderr


@pytest.mark.parametrize("package", ["dotenv", "discord"])
def test_a_missing_package_is_a_sentence(config: Config, tmp_path: Path, package: str) -> None:
    done = say(tmp_path, "run", program=WITHOUT, PACKAGE=package)
    assert done.returncode == 1
    assert f"A Python package is missing ({package})" in done.stderr
    assert "Traceback" not in done.stderr


def test_make_hands_on_a_path_with_a_space_and_a_dollar(config: Config, tmp_path: Path) -> None:
    if shutil.which("make") is None:
        pytest.skip("there is no make here")
    target = tmp_path / "a stick" / "it's $HERE.sqlite3"
    tools = ("make", "-o", ".venv/run", f"BIN={Path(sys.executable).parent}")
    done = say(tmp_path, *tools, "backup", f"PATH_TO={target}")
    assert done.returncode == 0, done.stderr
    assert target.is_file()
    assert "Say which file" in say(tmp_path, *tools, "backup").stdout


def test_make_says_what_to_do_when_an_upgrade_took_python_away(tmp_path: Path) -> None:
    if shutil.which("make") is None:
        pytest.skip("there is no make here")
    shutil.copy(PROJECT / "Makefile", tmp_path)
    (tmp_path / "requirements.lock").touch()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(tmp_path / "gone")
    done = say(tmp_path, "make", "-C", str(tmp_path), "check")
    assert "Say: sudo rm -rf .venv && sudo make .venv/run" in done.stdout
    assert (tmp_path / ".venv" / "bin" / "python").is_symlink()


def test_make_begins_again_where_making_the_place_for_packages_was_cut_off(tmp_path: Path) -> None:
    if shutil.which("make") is None:
        pytest.skip("there is no make here")
    shutil.copy(PROJECT / "Makefile", tmp_path)
    (tmp_path / "requirements.lock").touch()
    subprocess.run((sys.executable, "-m", "venv", "--without-pip", tmp_path / ".venv"), check=True)
    installs = "INSTALL=.venv/bin/python -c 'import pip'"
    done = say(tmp_path, "make", "-C", str(tmp_path), ".venv/run", installs)
    assert done.returncode == 0, done.stderr
    assert "I make it anew" in done.stdout
    assert (tmp_path / ".venv" / "run").exists()


@pytest.mark.parametrize("step", range(1, 7))
def test_a_rotation_that_is_cut_loses_nothing(config: Config, tmp_path: Path, step: int) -> None:
    """Each writing of the keys waits three times for the disk: its words, its name, the zeros."""
    assert say(tmp_path, "rotate-keys", program=CUT, STEP=str(step)).returncode == -signal.SIGKILL
    assert problems(config) == []
    assert say(tmp_path, "rotate-keys").returncode == 0
    assert problems(config) == []
    assert len(config.keys_file.read_bytes().split()) == 1
