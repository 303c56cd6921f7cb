"""Settings: every problem at once, each with its mend; the token is never shown."""

from __future__ import annotations

import pytest

from bot.__main__ import main
from bot.config import ConfigError, load

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


def test_what_is_left_out_or_left_empty_has_its_default() -> None:
    config = load(GOOD | {"TIMEZONE": "", "LOG_LEVEL": "", "DATABASE_PATH": ""})
    assert str(config.database_path) == "data/repbot.sqlite3"
    assert str(config.keys_file) == "keys/repbot.keys"
    assert (config.timezone, config.log_level) == ("Europe/London", "INFO")


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
