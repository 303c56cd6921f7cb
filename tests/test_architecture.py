"""Who may import whom (docs/decisions.md), how long a file may be, and what is forbidden."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = ("bot", "cogs", "db", "tests", "bench")
LONGEST_FILE = 350
FORBIDDEN = {
    "bot/domain": ("discord", "db", "apscheduler", "asyncio", "aiosqlite", "cogs", "bot.services"),
    "bot/services": ("discord", "cogs", "aiosqlite", "bot.scheduler", "apscheduler"),
    "db": ("discord", "cogs", "bot.services", "apscheduler"),
    "cogs": ("aiosqlite", "sqlite3", "apscheduler", "db"),
}
MIRRORED = {
    "tests/bot": "bot",
    "tests/domain": "bot/domain",
    "tests/services": "bot/services",
    "tests/db": "db",
}
ONLY = {"apscheduler": "bot/scheduler.py", "cryptography": "bot/vault.py"}
TIMES_OF_THE_MACHINE = {
    "datetime": ("now", "utcnow", "today"),
    "date": ("today",),
    "time": ("time", "time_ns", "localtime", "gmtime"),
}
TIMES_OF_A_FILE = ("st_mtime", "st_ctime", "st_atime")
ON_MACHINE_TIME = (
    *("bot.clock.utcnow", "bot.__main__", "bot.check", "bot.demo.main", "bot.run"),
    "time.time",
)
OF_PROCESSES = ("asyncio.subprocess", "subprocess", "multiprocessing", "playwright")


@cache
def files(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(text_of(path))


@cache
def imports(path: Path) -> set[str]:
    tree = tree_of(path)
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def reaches(imported: set[str], name: str) -> bool:
    return any(each == name or each.startswith(f"{name}.") for each in imported)


@pytest.mark.parametrize("folder", FORBIDDEN)
def test_no_layer_imports_what_it_may_not(folder: str) -> None:
    wrong = [
        (path.relative_to(ROOT), name)
        for path in files(folder)
        for name in FORBIDDEN[folder]
        if reaches(imports(path), name)
    ]
    assert wrong == []


def test_no_feature_imports_another_feature() -> None:
    wrong = []
    for path in files("cogs"):
        own = path.relative_to(ROOT / "cogs").parts[0]
        others = {each for each in imports(path) if each.startswith("cogs.")}
        wrong += [(path.name, each) for each in others if each.split(".")[1] != own]
    assert wrong == []


def test_the_app_loads_features_by_name_only() -> None:
    assert not reaches(imports(ROOT / "bot/app.py"), "cogs")


@pytest.mark.parametrize("library", ONLY)
def test_one_file_knows_each_of_these_libraries(library: str) -> None:
    knowing = [
        str(path.relative_to(ROOT))
        for folder in ("bot", "cogs", "db")
        for path in files(folder)
        if reaches(imports(path), library)
    ]
    assert knowing in ([ONLY[library]], [])


def test_only_the_clock_reads_the_clock() -> None:
    reading = [
        str(path.relative_to(ROOT))
        for folder in ("bot", "cogs", "db")
        for path in files(folder)
        if reads_the_clock(path)
    ]
    assert reading == ["bot/clock.py"]


def test_the_tests_that_go_by_the_machines_clock_are_those_marked_calendar() -> None:
    going = {path for path in files("tests") if on_machine_time(path) and not helps(path)}
    marked = {path for path in files("tests") if carries_marker(path, "calendar")}
    assert going == marked
    assert len(going) > 5


def test_what_starts_a_process_or_a_browser_stands_in_a_folder_of_its_own() -> None:
    starting = {path for path in files("tests") if starts_a_process(path) and not helps(path)}
    assert starting == {path for path in files("tests/process") if not helps(path)}


@pytest.mark.parametrize("folder", MIRRORED)
def test_a_test_is_named_after_the_module_that_it_is_about(folder: str) -> None:
    about = tuple(f"test_{path.stem}_" for path in (ROOT / MIRRORED[folder]).iterdir())
    names = [f"{path.stem}_" for path in files(folder) if not helps(path)]
    assert names
    assert [name for name in names if not name.startswith(about)] == []


def test_each_folder_of_the_features_tests_is_a_feature() -> None:
    tested, features = (
        {path.relative_to(ROOT / folder).parts[0] for path in files(folder)} - {"__init__.py"}
        for folder in ("tests/cogs", "cogs")
    )
    assert tested <= features


def test_no_file_is_a_corridor_and_each_says_what_it_is_for() -> None:
    for folder in FOLDERS:
        for path in files(folder):
            text = text_of(path)
            assert len(text.splitlines()) <= LONGEST_FILE, path
            assert ast.get_docstring(tree_of(path)), path


def test_tests_use_fakes_and_never_sleep() -> None:
    for path in files("tests"):
        if path.name != Path(__file__).name:
            text = text_of(path)
            for word in ("MagicMock", "AsyncMock", "time.sleep(", "unittest.mock"):
                assert word not in text, (path, word)


def test_discord_private_names_are_not_touched() -> None:
    for folder in ("bot", "cogs"):
        for path in files(folder):
            text = text_of(path)
            for private in ("_connection", "_state", "_http", "_view_store"):
                assert f".{private}" not in text, (path, private)


def reads_the_clock(path: Path) -> bool:
    """Whether a file asks the machine for its time, or another file for when it was changed."""
    for node in attributes(path):
        of = node.value.id if isinstance(node.value, ast.Name) else ""
        if node.attr in (*TIMES_OF_THE_MACHINE.get(of, ()), *TIMES_OF_A_FILE):
            return True
    return False


@cache
def attributes(path: Path) -> list[ast.Attribute]:
    return [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Attribute)]


def on_machine_time(path: Path) -> bool:
    """Whether a file of the tests goes by the machine's clock, itself or through a helper.

    A process has no other clock, so whoever starts one goes by it too.
    """
    return starts_a_process(path) or any(
        reads_the_clock(each) or any(reaches(imports(each), name) for name in ON_MACHINE_TIME)
        for each in with_helpers(path)
    )


def starts_a_process(path: Path) -> bool:
    """Whether a file of the tests starts a process, itself or through a helper."""
    return any(
        any(node.attr.startswith("create_subprocess") for node in attributes(each))
        or any(reaches(imports(each), name) for name in OF_PROCESSES)
        for each in with_helpers(path)
    )


@cache
def with_helpers(path: Path) -> frozenset[Path]:
    """A file of the tests, and all others of them that it imports."""
    names = [each.replace(".", "/") for each in imports(path) if each.startswith("tests.")]
    helpers = [place for each in names if (place := ROOT / f"{each}.py").exists()]
    return frozenset({path}.union(*(with_helpers(each) for each in helpers)))


def helps(path: Path) -> bool:
    """Whether a file holds no tests; the outer conftest.py is in every one of them."""
    return not path.name.startswith("test_") and path != ROOT / "tests" / "conftest.py"


def carries_marker(path: Path, marker: str) -> bool:
    return any(ast.unparse(node) == f"pytest.mark.{marker}" for node in attributes(path))
