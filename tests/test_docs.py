"""The README's tables and the code say the same."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from bot.config import Config
from tests.test_commands import leaves, registered
from tests.world import World

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SETTINGS = {
    "token": "DISCORD_TOKEN",
    "guild_id": "GUILD_ID",
    "database_path": "DATABASE_PATH",
    "keys_file": "KEYS_FILE",
    "timezone": "TIMEZONE",
    "log_level": "LOG_LEVEL",
    "heartbeat_url": "HEARTBEAT_URL",
}


def usage(path: str, command: dict[str, object]) -> str:
    options = command.get("options", [])
    assert isinstance(options, list)
    shown = [o["name"] if o.get("required") else f"[{o['name']}]" for o in options]
    return " ".join([f"/{path}", *shown])


async def test_the_table_of_commands_is_what_the_bot_registers(world: World) -> None:
    written = re.findall(r"^\| `(/[^`]+)` \|", README, re.MULTILINE)
    real = [usage(path, leaf) for command in registered(world) for path, leaf in leaves(command)]
    assert sorted(written) == sorted(real)


def test_the_table_of_settings_is_what_the_bot_reads() -> None:
    assert set(SETTINGS) == {field.name for field in fields(Config)}
    written = re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE)
    example = re.findall(
        r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert sorted(written) == sorted(example) == sorted(SETTINGS.values())


def test_the_readme_names_the_two_commands_first() -> None:
    assert README.index("make demo") < README.index("make test") < README.index("## ")


def test_every_page_that_is_linked_exists() -> None:
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                assert (page.parent / target).exists(), (page.name, target)
