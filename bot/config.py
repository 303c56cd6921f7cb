"""Settings from a file and the environment: read once, checked all at once, passed on."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from dotenv.parser import Original, parse_stream

from bot.domain.calendars import LONGEST_ADDRESS
from bot.domain.errors import UserError
from bot.domain.times import zone_named

SETTINGS_FILE = ".env"
PATHS = {"DATABASE_PATH": "data/repbot.sqlite3", "KEYS_FILE": "keys/repbot.keys"}
NAMES = (
    *("DISCORD_TOKEN", "GUILD_ID", *PATHS, "TIMEZONE", "LOG_LEVEL"),
    *("HEARTBEAT_URL", "PUBLISH_DIR", "PUBLISH_URL"),
)
BACKUPS = "backups"  # the folder beside the database
NOT_UTF8 = "The settings file {path} is not plain text in UTF-8. Save it again with that encoding."
NOT_READ = (
    "The settings file {path} cannot be read: {why}. Check its name, and that the account that"
    " runs this may read it."
)
NOT_UNDERSTOOD = (
    "The settings file {path} is not understood at line {lines}. Write NAME=value there, close"
    " quotes that are open, or put # in front of what is not a setting."
)
UNKNOWN = (
    "{path} has {name} in line {line}, which is no setting of the bot's. Correct the name, or put #"
    " in front."
)
TWICE = "{path} has {name} in lines {lines}, of which the last counts. Take the others away."
NOT_APART = (
    "PUBLISH_DIR holds, or lies within, the folder of the database, the keys or the backups, which"
    " nobody else may read. Give what is published a folder of its own."
)
NOT_HTTPS = (
    "PUBLISH_URL is no web address that Discord can show. Write where calls.ics can be reached, in"
    " at most 512 characters, beginning with https://, or leave the line out."
)
NOTHING_THERE = (
    "PUBLISH_URL says where calls.ics is to be found, but without PUBLISH_DIR there is none. Set"
    " both, or leave both out."
)
NO_TEXT = "has letters in it that are not in UTF-8. Give it another name."
QUOTES = {*"\"'`´“”„‟‘’‚‛«»‹›＂＇"}
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_SNOWFLAKE = re.compile(r"\d{15,20}")
_TOKEN = re.compile(r"[\w-]{18,}\.[\w-]{4,}\.[\w-]{20,}")


class ConfigError(Exception):
    """`problems` holds one sentence for each thing that is wrong."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Config:
    guild_id: int
    token: str = field(repr=False)
    database_path: Path = Path(PATHS["DATABASE_PATH"])
    keys_file: Path = field(default=Path(PATHS["KEYS_FILE"]), repr=False)
    timezone: str = "Europe/London"
    log_level: str = "INFO"
    heartbeat_url: str = field(default="", repr=False)
    publish_dir: Path | None = None
    publish_url: str = ""

    @classmethod
    def of_files(cls, env: Mapping[str, str]) -> Config:
        """Needs no setting but the files' to be right, and has no token. Raises ConfigError.

        What else is wrong is left out: 0 for the server.
        """
        if problems := _path_problems(env):
            raise ConfigError(problems)
        database, keys = (Path(path) for path in _paths(env).values())
        guild, place = (env.get(name, "").strip() for name in ("GUILD_ID", "PUBLISH_DIR"))
        publish = Path(place) if place and not _publish_problem(place, env) else None
        number = 0 if _guild_problem(guild) else int(guild)
        return cls(number, "", database_path=database, keys_file=keys, publish_dir=publish)


def read(environ: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """Return the settings, and in words where they come from.

    They stand in the file that REPBOT_ENV names; what the environment itself says wins over it.
    Raises ConfigError when the file cannot be used.
    """
    path = settings_file(environ)
    if not environ.get("REPBOT_ENV", "").strip() and not path.exists():
        return dict(environ), f"the environment alone (there is no {path.absolute()})"
    held = {name: value for name, value, _ in _held_in(path)}
    over = sorted(each for each in held if environ.get(each, held[each]) != held[each])
    said = f"{path.absolute()}"
    if over:
        said += f", but {', '.join(over)} as the environment says, which wins"
    return held | dict(environ), said


def settings_file(environ: Mapping[str, str]) -> Path:
    return Path(environ.get("REPBOT_ENV", "").strip() or SETTINGS_FILE)


def odd_names(path: Path) -> list[str]:
    """What is no setting, or set more than once, in a settings file that can be read."""
    found = _held_in(path) if path.exists() else []
    problems = [
        UNKNOWN.format(path=path, line=line, name=name)
        for name, _, line in found
        if name not in NAMES
    ]
    for each in NAMES:
        if len(lines := [f"{line}" for name, _, line in found if name == each]) > 1:
            problems.append(TWICE.format(path=path, name=each, lines=" and ".join(lines)))
    return problems


def _held_in(path: Path) -> list[tuple[str, str, int]]:
    """Return each name, its value and the number of its line, in their order."""
    try:
        if path.is_fifo():
            raise ConfigError([NOT_READ.format(path=path, why="It is a pipe")])
        text = path.read_text(encoding="utf-8-sig")  # Windows may put a mark first
    except UnicodeDecodeError:
        raise ConfigError([NOT_UTF8.format(path=path)]) from None
    except OSError as error:
        raise ConfigError([NOT_READ.format(path=path, why=error.strerror)]) from None
    if "\0" in text:
        raise ConfigError([NOT_UTF8.format(path=path)])
    # dotenv itself leaves out what it does not understand, and a default would stand in its place.
    found = list(parse_stream(StringIO(text)))
    odd = [each for each in found if each.error or (each.key and each.value is None)]
    if odd:
        lines = ", ".join(f"{_line_of(each.original)}" for each in odd)
        raise ConfigError([NOT_UNDERSTOOD.format(path=path, lines=lines)])
    return [
        (each.key, each.value, _line_of(each.original))
        for each in found
        if each.key and each.value is not None
    ]


def _line_of(original: Original) -> int:
    """Empty lines before it are counted as its own beginning."""
    text = original.string
    return original.line + text[: len(text) - len(text.lstrip())].count("\n")


def files_in_words(env: Mapping[str, str]) -> str:
    """Empty while their settings are wrong."""
    try:
        files = Config.of_files(env)
    except ConfigError:
        return ""
    return f" Database: {files.database_path.absolute()}. Keys: {files.keys_file.absolute()}."


def load(env: Mapping[str, str]) -> Config:
    """Raises ConfigError naming every problem and its mend."""
    problems = [
        problem
        for problem in (
            _token_problem(env.get("DISCORD_TOKEN", "")),
            _guild_problem(env.get("GUILD_ID", "")),
            *_path_problems(env),
            _zone_problem(env.get("TIMEZONE", "") or Config.timezone),
            _level_problem(env.get("LOG_LEVEL", "") or Config.log_level),
            _heartbeat_problem(env.get("HEARTBEAT_URL", "")),
            _publish_problem(env.get("PUBLISH_DIR", "").strip(), env),
            _address_problem(env.get("PUBLISH_URL", "").strip(), env.get("PUBLISH_DIR", "")),
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
        publish_dir=files.publish_dir,
        publish_url=env.get("PUBLISH_URL", "").strip(),
    )


def _token_problem(token: str) -> str:
    if not token.strip():
        return (
            "DISCORD_TOKEN is empty. Copy the token from discord.com/developers/applications,"
            " your application, Bot, Reset Token, and put it into the settings file."
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


def _paths(env: Mapping[str, str]) -> dict[str, str]:
    return {name: env.get(name, "").strip() or default for name, default in PATHS.items()}


def _path_problems(env: Mapping[str, str]) -> list[str]:
    paths = _paths(env)
    found = [problem for name, path in paths.items() if (problem := _path_problem(name, path))]
    if not found and len({os.path.realpath(path) for path in paths.values()}) < len(paths):
        found.append("DATABASE_PATH and KEYS_FILE are the same file. Give the keys their own.")
    return found


def _path_problem(name: str, path: str) -> str:
    if problem := _place_problem(name, path):
        return problem
    if path.endswith("/") or os.path.isdir(path):
        return f"{name} names a folder. Write the name of a file in it as well."
    with suppress(OSError):  # of a folder that cannot be entered; told by what looks into it
        if Path(path).is_fifo():  # which would be waited for, for good
            return f"{name} names a pipe. Write the name of a file."
    return ""


def in_utf8(path: str) -> str:
    """As it can be printed, and given to SQLite: the same, if its bytes are UTF-8."""
    return path.encode(errors="backslashreplace").decode()


def _place_problem(name: str, path: str) -> str:
    if in_utf8(path) != path:
        return f"{name} {NO_TEXT}"
    if path.startswith("~") or "$" in path:
        return (
            f"{name} begins with ~ or holds a $, which would be another place for each account."
            " Write the whole path, from / on."
        )
    if path.startswith((":", "file:")):
        return f"{name} must name a file on the disk, or nothing outlives a restart."
    if {path[0], path[-1]} & QUOTES or " #" in path:
        return (
            f"{name} has quotes or a comment in it, which would become part of the name. Take them"
            " away where it is set; a comment gets a line of its own."
        )
    return ""


def _publish_problem(folder: str, env: Mapping[str, str]) -> str:
    if not folder or (problem := _place_problem("PUBLISH_DIR", folder)):
        return problem if folder else ""
    return "" if lies_apart(Path(folder), *map(Path, _paths(env).values())) else NOT_APART


def lies_apart(folder: Path, database: Path, keys: Path) -> bool:
    """Whether a folder that all may read neither holds, nor lies within, one that nobody may."""
    files = (database, keys, database.parent / BACKUPS / "any")
    # A link may lead to the file as well as to its folder.
    private = [os.path.realpath(file.parent) for file in files]
    private += [os.path.dirname(os.path.realpath(file)) for file in files]
    here = os.path.realpath(folder)
    return not any(os.path.commonpath((here, each)) in (here, each) for each in private)


def _address_problem(url: str, folder: str) -> str:
    if not url:
        return ""
    if len(url) > LONGEST_ADDRESS or not re.fullmatch(r"https://(?![/?#])[!-~]+", url):
        return NOT_HTTPS
    return "" if folder.strip() else NOTHING_THERE


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
