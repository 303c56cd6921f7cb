"""The README's tables and the code say the same."""

from __future__ import annotations

import ast
import itertools
import re
from dataclasses import fields
from pathlib import Path

import pytest

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
    "publish_dir": "PUBLISH_DIR",
    "publish_url": "PUBLISH_URL",
}


def usage(path: str, command: dict[str, object]) -> str:
    options = command.get("options", [])
    assert isinstance(options, list)
    shown = [o["name"] if o.get("required") else f"[{o['name']}]" for o in options]
    return " ".join([f"/{path}", *shown])


@pytest.mark.long
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


def test_each_lock_file_holds_the_one_before_it_at_the_same_versions() -> None:
    names = ("requirements", "requirements-demo", "requirements-test", "requirements-dev")
    pinned = [set(re.findall(r"^([\w-]+==\S+)", locked(name), re.MULTILINE)) for name in names]
    assert all(smaller < larger for smaller, larger in itertools.pairwise(pinned))


def test_the_bot_to_run_installs_nothing_that_only_the_demo_tests_or_bench_need() -> None:
    assert "(pyproject.toml)" in locked("requirements")
    assert "(pyproject.toml:" not in locked("requirements")


def locked(name: str) -> str:
    return (ROOT / f"{name}.lock").read_text(encoding="utf-8")


def test_make_lists_its_words() -> None:
    made = (ROOT / "Makefile").read_text(encoding="utf-8")
    explained = re.findall(r"^([a-z-]+):.*## \S", made, re.MULTILINE)
    phony = re.findall(r"^\.PHONY: (.+)", made, re.MULTILINE)[0].split()
    assert explained[0] == "help"
    assert sorted([*explained, "path-given"]) == sorted(phony)


def test_every_page_that_is_linked_exists() -> None:
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                assert (page.parent / target).exists(), (page.name, target)


def test_the_readmes_pictures_are_few_and_small_and_each_is_described() -> None:
    shown = dict(re.findall(r'<img src="docs/pictures/([^"]+)" width="\d+" alt="([^"]+)">', README))
    files = {file.name: file.stat().st_size for file in (ROOT / "docs" / "pictures").iterdir()}
    assert README.count("<img ") == len(shown)
    assert set(shown) == set(files)
    assert min(len(alt) for alt in shown.values()) > 60
    assert sum(files.values()) < 400_000


def test_the_unit_and_the_template_differ_in_their_files_only() -> None:
    one, many = (
        (ROOT / "deploy" / name).read_text(encoding="utf-8").splitlines()
        for name in ("repbot.service", "repbot@.service")
    )
    for line in set(many) ^ set(one):
        assert line.startswith(("#", "Description", "Environment=REPBOT_ENV", "State", "ReadWrite"))
    assert "Environment=REPBOT_ENV=/etc/repbot/env" in one
    assert {"LimitCORE=0", "UMask=0077"} <= set(one) & set(many)


def test_the_hosting_page_says_every_word_with_its_settings_file() -> None:
    page = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
    said = re.findall(r"^    .*make (?:run|check|backup|restore|rotate-keys).*$", page, re.M)
    assert {word for line in said for word in re.findall("check|backup|restore", line)}
    for line in [*said, *re.findall(r"`[^`]*make rotate-keys`", page)]:
        assert "sudo -u repbot REPBOT_ENV=/etc/repbot/" in line


def test_every_test_that_a_page_names_is_there() -> None:
    named = 0
    for page in [ROOT / "README.md", ROOT / "PRIVACY.md", *sorted((ROOT / "docs").glob("*.md"))]:
        file = ""
        for path, test in re.findall(
            r"`(tests/[\w/]+\.py)?(?:::(\w+))?`", page.read_text(encoding="utf-8")
        ):
            file = path or file
            assert not path or (ROOT / path).is_file(), (page.name, path)
            if test:
                assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8"), (
                    page.name,
                    test,
                )
                named += 1
    assert named > 40


def strings(file: Path) -> list[str]:
    """What is filled in stands as "…"."""
    found = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            parts = [each.value if isinstance(each, ast.Constant) else "…" for each in node.values]
            found.append("".join(map(str, parts)))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.append(node.value)
    return found


def test_each_sentence_about_who_was_told_is_still_said() -> None:
    code = [*(ROOT / "cogs/peer_support").glob("*.py"), ROOT / "cogs/privacy/text.py"]
    code += [ROOT / f"bot/services/{name}.py" for name in ("hellos", "safeguarding")]
    said = "\n".join(each for file in code for each in strings(file))
    page = (ROOT / "docs/peer-support.md").read_text(encoding="utf-8")
    rows = [line.partition(" | ")[0] for line in page.splitlines() if line.startswith('| "')]
    assert len(rows) > 40
    for sentence in (each for row in rows for each in re.findall(r'"([^"]+)"', row)):
        for part in filter(None, map(str.strip, sentence.split("…"))):
            assert part in said, sentence
