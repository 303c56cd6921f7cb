"""Settings: every problem at once, each with its mend; the token is never shown."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.check import check
from bot.config import Config, ConfigError, files_in_words, load, odd_names, read

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.abcdef.ghijklmnopqrstuvwxyz0123456789ABCDEFGH"
GOOD = {"DISCORD_TOKEN": TOKEN, "GUILD_ID": "123456789012345678"}


def problems(**changes: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(GOOD | changes)
    return caught.value.problems


def test_every_problem_is_named_at_once() -> None:
    found = problems(DISCORD_TOKEN="", GUILD_ID="my server", TIMEZONE="London", LOG_LEVEL="loud")
    assert [problem.split()[0] for problem in found] == [
        "DISCORD_TOKEN",
        "GUILD_ID",
        "TIMEZONE",
        "LOG_LEVEL",
    ]


@pytest.mark.parametrize("token", ["made-up", "a.b.c", "MTIz NDU2.abcdef.ghi"])
def test_a_token_that_is_none_is_noticed_and_never_repeated(token: str) -> None:
    [problem] = problems(DISCORD_TOKEN=token)
    assert "does not look like a bot token" in problem
    assert token not in problem


def test_the_token_and_the_keys_are_not_in_what_a_log_would_print() -> None:
    config = load(GOOD | {"KEYS_FILE": "secret/place"})
    assert TOKEN not in repr(config)
    assert "secret/place" not in repr(config)


@pytest.mark.parametrize("url", ["beats.example.org/secret", "ftp://x/secret", "https:// x/secret"])
def test_a_heartbeat_that_is_no_web_address_is_noticed_and_never_repeated(url: str) -> None:
    [problem] = problems(HEARTBEAT_URL=url)
    assert "HEARTBEAT_URL is not a web address" in problem
    assert "secret" not in problem


@pytest.mark.parametrize("url", ["", "https://beats.example.org", "http://[::1]:8/secret?a=b"])
def test_a_heartbeat_may_be_any_web_address_or_none(url: str) -> None:
    config = load(GOOD | {"HEARTBEAT_URL": f" {url} "})
    assert config.heartbeat_url == url
    assert "secret" not in repr(config)


KEPT = {"DATABASE_PATH": "/srv/data/a.sqlite3", "KEYS_FILE": "/srv/keys/here/a.keys"}


@pytest.mark.parametrize(
    "folder",
    [
        *("/srv/data", "/srv/data/", "/srv/data/web", "/srv/data/backups", "/srv", "/"),
        *("/srv/keys", "/srv/keys/here", "/srv/keys/here/web", "/srv/web/../data", "/srv/data/./x"),
    ],
)
def test_what_all_may_read_lies_apart_from_database_keys_and_backups(folder: str) -> None:
    [problem] = problems(**KEPT, PUBLISH_DIR=folder)
    assert "PUBLISH_DIR holds, or lies within" in problem


@pytest.mark.parametrize("folder", ["/srv/web", "/srv/keys/web", "/srv/data2", "web"])
def test_a_folder_of_its_own_may_be_published(folder: str) -> None:
    address = f"https://example.org/{'a' * 492}"
    config = load(GOOD | KEPT | {"PUBLISH_DIR": f" {folder} ", "PUBLISH_URL": address})
    assert config.publish_dir == Path(folder)
    assert config.publish_url == address


@pytest.mark.parametrize("shared", ["data", "backups"])
def test_a_way_round_to_a_private_folder_is_noticed(tmp_path: Path, shared: str) -> None:
    (tmp_path / "private").mkdir()
    (tmp_path / "web").symlink_to(tmp_path / "private")
    if shared == "backups":
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / "backups").symlink_to(tmp_path / "private")
    else:
        (tmp_path / "data").symlink_to(tmp_path / "private")
    paths = {"DATABASE_PATH": f"{tmp_path}/data/a.sqlite3", "KEYS_FILE": f"{tmp_path}/keys/a.keys"}
    [problem] = problems(**paths, PUBLISH_DIR=str(tmp_path / "web"))
    assert "PUBLISH_DIR holds, or lies within" in problem


@pytest.mark.parametrize(
    "address",
    [
        *("http://example.org/calls.ics", "webcal://example.org/calls.ics", "example.org"),
        *("https://", "https:///calls.ics", "https://example.org/our calls.ics"),
        *("https://example.org/é", f"https://example.org/{'a' * 493}"),
    ],
)
def test_the_published_address_is_one_that_a_button_can_have(address: str) -> None:
    [problem] = problems(PUBLISH_DIR="/srv/web", PUBLISH_URL=address)
    assert "PUBLISH_URL is no web address" in problem


def test_an_address_where_nothing_is_published_is_noticed() -> None:
    [problem] = problems(PUBLISH_URL="https://example.org/calls.ics")
    assert "without PUBLISH_DIR there is none" in problem
    [problem] = problems(PUBLISH_DIR="~/web")
    assert "whole path" in problem


def test_what_is_left_out_or_left_empty_has_its_default() -> None:
    config = load(GOOD | {"TIMEZONE": "", "LOG_LEVEL": "", "DATABASE_PATH": ""})
    assert str(config.database_path) == "data/repbot.sqlite3"
    assert str(config.keys_file) == "keys/repbot.keys"
    assert (config.timezone, config.log_level) == ("Europe/London", "INFO")


def settings_in(path: Path, content: str | bytes) -> dict[str, str]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return {"REPBOT_ENV": str(path)}


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("KEYS_FILE=/a/b.keys", "/a/b.keys"),
        ("\ufeffKEYS_FILE=/a/b.keys", "/a/b.keys"),
        ("KEYS_FILE='/a b/c'", "/a b/c"),
        ('export KEYS_FILE="/a/b"  # where they are\r', "/a/b"),
        ("KEYS_FILE=/a/b # where they are", "/a/b"),
    ],
)
def test_the_file_that_is_named_is_read(tmp_path: Path, line: str, value: str) -> None:
    env, source = read(settings_in(tmp_path / "any name", f"{line}\n"))
    assert env["KEYS_FILE"] == value
    assert source == str(tmp_path / "any name")
    assert f"Keys: {value}." in files_in_words(env)


def test_the_environment_wins_over_the_file_and_that_is_said(tmp_path: Path) -> None:
    named = settings_in(tmp_path / "env", "KEYS_FILE=/a/b\nTIMEZONE=Europe/Paris\nLOG_LEVEL=INFO\n")
    env, source = read(named | {"KEYS_FILE": "/c/d", "LOG_LEVEL": "INFO"})
    assert (env["KEYS_FILE"], env["TIMEZONE"]) == ("/c/d", "Europe/Paris")
    assert "but KEYS_FILE as the environment says" in source


def test_without_a_file_in_the_usual_place_the_environment_is_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    env, source = read(GOOD)
    assert env == GOOD
    assert "the environment alone" in source


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("KEYS_FILE=/a/b".encode("utf-16"), "UTF-8"),
        ("KEYS_FILE=/a/b".encode("utf-16-le"), "UTF-8"),
        ("# Bebé\nKEYS_FILE=/a/b".encode("cp1252"), "UTF-8"),
        ("TIMEZONE=Europe/London\nKEYS_FILE='/a/b\n", "line 2"),
        ("DISCORD TOKEN=x\n", "line 1"),
        ("\nKEYS_FILE\n", "line"),
    ],
)
def test_a_settings_file_that_cannot_be_understood_is_refused(
    tmp_path: Path, content: str | bytes, what: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        read(settings_in(tmp_path / "env", content))
    [problem] = caught.value.problems
    assert what in problem
    assert str(tmp_path / "env") in problem


def test_names_that_are_misspelt_or_stand_there_twice_are_named_with_their_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "env"
    text = f"DISCORD_TOKEN={TOKEN}\n\n# Where:\nKEY_FILE=/a/b\n\nGUILD_ID=1\nDISCORD_TOKEN=\n"
    settings_in(path, text)
    path.chmod(0o600)
    unknown, twice = odd_names(path)
    assert "KEY_FILE in line 4, which is no setting" in unknown
    assert "DISCORD_TOKEN in lines 1 and 7, of which the last counts" in twice
    monkeypatch.setenv("REPBOT_ENV", str(path))
    assert main(["check"]) == 1
    said = capsys.readouterr().err
    assert said.index(unknown) < said.index(twice) < said.index("DISCORD_TOKEN is empty")
    example = Path(__file__).parents[2] / ".env.example"
    assert odd_names(example) == odd_names(tmp_path / "nowhere") == []


def test_a_folder_that_would_be_another_place_is_named_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = {"DATABASE_PATH": f"{tmp_path}/d/a", "KEYS_FILE": f"{tmp_path}/k/a"}
    assert check(GOOD | paths | {"PUBLISH_DIR": "~/calls"}) == 1
    [problem] = [
        line
        for line in capsys.readouterr().err.splitlines()
        if "calls" in line or "PUBLISH" in line
    ]
    assert "whole path" in problem


@pytest.mark.parametrize("name", ["REPBOT_ENV", "KEYS_FILE", "DATABASE_PATH"])
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ConfigError, match="a pipe"):
        Config.of_files(read({name: str(tmp_path / "pipe")})[0])


@pytest.mark.parametrize("name", ["nowhere", "."])
def test_a_named_settings_file_that_is_missing_or_a_folder_is_refused(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read({"REPBOT_ENV": str(tmp_path / name)})


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("~/repbot.sqlite3", "whole path"),
        ("$HOME/repbot.sqlite3", "whole path"),
        ("${HOME}/repbot.sqlite3", "whole path"),
        (":memory:", "file on the disk"),
        ("file:a?mode=memory", "file on the disk"),
        ("/a/b # the database", "comment"),
        ('"/a/b"', "quotes"),
        ("“/a/b”", "quotes"),
        ("«/a/b", "quotes"),
        ("/a/b’", "quotes"),
        ("/a/\udcff/b", "UTF-8"),
        ("/tmp", "folder"),
        ("/new/folder/", "folder"),
    ],
)
@pytest.mark.parametrize("name", ["DATABASE_PATH", "KEYS_FILE"])
def test_a_path_that_would_mean_another_place_is_refused(name: str, path: str, what: str) -> None:
    [problem] = problems(**{name: path})
    assert problem.startswith(name)
    assert what in problem


def test_keys_and_database_are_two_files() -> None:
    [problem] = problems(DATABASE_PATH="/a/b", KEYS_FILE="/a/./b")
    assert "same file" in problem


@pytest.mark.calendar
@pytest.mark.parametrize("word", ["run", "check", "backup", "restore", "rotate-keys"])
def test_every_word_says_in_a_sentence_that_a_path_is_wrong(
    word: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in (GOOD | {"DATABASE_PATH": "~/x"}).items():
        monkeypatch.setenv(name, value)
    assert main([word, "/a/b"] if word in ("backup", "restore") else [word]) == 1
    assert "DATABASE_PATH begins with ~" in capsys.readouterr().err


@pytest.mark.calendar
def test_from_a_folder_whose_name_is_not_in_utf8_health_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkdir(folder := os.fsdecode(b"%s/\xff" % bytes(tmp_path)))
    monkeypatch.chdir(folder)
    monkeypatch.delenv("REPBOT_ENV", raising=False)
    assert main(["health"]) == 1
    assert "udcff/data/repbot.sqlite3" in capsys.readouterr().out


@pytest.mark.calendar
def test_a_bad_setting_is_a_sentence_and_exit_code_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "made-up")
    monkeypatch.setenv("GUILD_ID", "1")
    assert main(["check"]) == 1
    said = capsys.readouterr().err
    assert "DISCORD_TOKEN does not look like" in said
    assert "GUILD_ID must be" in said
    assert "Traceback" not in said
