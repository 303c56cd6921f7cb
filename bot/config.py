"""Settings from the environment: read once, checked all at once, passed on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.errors import UserError
from bot.domain.times import zone_named

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_SNOWFLAKE = re.compile(r"\d{15,20}")
_TOKEN = re.compile(r"[\w-]{18,}\.[\w-]{4,}\.[\w-]{20,}")


class ConfigError(Exception):
    """Something in the settings is wrong; `problems` holds one sentence for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Config:
    """What the host has set (SPEC 9)."""

    guild_id: int
    token: str = field(repr=False)
    database_path: Path = Path("data/repbot.sqlite3")
    keys_file: Path = field(default=Path("keys/repbot.keys"), repr=False)
    timezone: str = "Europe/London"
    log_level: str = "INFO"
    heartbeat_url: str = field(default="", repr=False)

    @classmethod
    def of_files(cls, env: Mapping[str, str]) -> Config:
        """Return where the files lie; needs no other setting to be right, and has no token."""
        return cls(
            guild_id=0,
            token="",
            database_path=Path(env.get("DATABASE_PATH") or cls.database_path),
            keys_file=Path(env.get("KEYS_FILE") or "keys/repbot.keys"),
        )


def load(env: Mapping[str, str]) -> Config:
    """Read the settings. Raises ConfigError naming every problem and its mend."""
    problems = [
        problem
        for problem in (
            _token_problem(env.get("DISCORD_TOKEN", "")),
            _guild_problem(env.get("GUILD_ID", "")),
            _zone_problem(env.get("TIMEZONE", "") or Config.timezone),
            _level_problem(env.get("LOG_LEVEL", "") or Config.log_level),
            _heartbeat_problem(env.get("HEARTBEAT_URL", "")),
        )
        if problem
    ]
    if problems:
        raise ConfigError(problems)
    files = Config.of_files(env)
    return Config(
        guild_id=int(env["GUILD_ID"].strip()),
        token=env["DISCORD_TOKEN"].strip(),
        database_path=files.database_path,
        keys_file=files.keys_file,
        timezone=(env.get("TIMEZONE") or Config.timezone).strip(),
        log_level=(env.get("LOG_LEVEL") or Config.log_level).strip().upper(),
        heartbeat_url=env.get("HEARTBEAT_URL", "").strip(),
    )


def _token_problem(token: str) -> str:
    if not token.strip():
        return (
            "DISCORD_TOKEN is empty. Copy the token from discord.com/developers/applications,"
            " your application, Bot, Reset Token, and put it into .env."
        )
    if not _TOKEN.fullmatch(token.strip()):
        return (
            "DISCORD_TOKEN does not look like a bot token: three parts joined by dots. Copy it"
            " again from discord.com/developers/applications, your application, Bot, Reset Token."
        )
    return ""


def _guild_problem(guild: str) -> str:
    if _SNOWFLAKE.fullmatch(guild.strip()):
        return ""
    return (
        "GUILD_ID must be the number of your server. In Discord: User Settings, Advanced, switch on"
        " Developer Mode; then press and hold the server's name and choose Copy Server ID."
    )


def _zone_problem(zone: str) -> str:
    try:
        zone_named(zone)
    except UserError:
        return "TIMEZONE is not a time zone. Write it like Europe/London, or leave the line out."
    return ""


def _level_problem(level: str) -> str:
    if level.strip().upper() in LOG_LEVELS:
        return ""
    return f"LOG_LEVEL must be one of {', '.join(LOG_LEVELS)}, or leave the line out."


def _heartbeat_problem(url: str) -> str:
    if not url.strip() or re.fullmatch(r"https?://[^\s/?#]+([/?#]\S*)?", url.strip()):
        return ""
    return (
        "HEARTBEAT_URL is not a web address. Copy the whole address that begins with https:// from"
        " the service that is to miss me, or leave the line out."
    )
