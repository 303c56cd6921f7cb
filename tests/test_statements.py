"""Every statement about a table stands in its module, and every column is written there."""

from __future__ import annotations

import ast
import importlib
import re
from collections import defaultdict
from pathlib import Path

from db.database import Database
from db.privacy import RULES

DB = Path(__file__).parent.parent / "db"
OF_EVERY_TABLE = ("carrying", "copies", "replacement", "sealed", "migrate")
# Its own two modules; a join is one statement where two would keep whoever presses waiting.
OF_LETTERS = {"outbox", "outbox_status", "changes", "question_entries"}
INTO = r"INSERT (?:OR IGNORE )?INTO"
WRITTEN = re.compile(rf"\b(?:{INTO}|UPDATE|DELETE FROM) (\w+)")
INSERTED = re.compile(rf"{INTO} (\w+) \(([^)]*)\)")
UPDATED = re.compile(rf"(?:{INTO}|UPDATE) (\w+)\b.*?\bSET (.*?)(?: WHERE|$)")


def statements() -> list[tuple[str, str]]:
    """Return (module, string) of db/*.py, with the modules' own constants put in."""
    found = []
    for path in DB.glob("*.py"):
        known = vars(importlib.import_module(f"db.{path.stem}"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            parts = node.values if isinstance(node, ast.JoinedStr) else [node]
            text = "".join(words(part, known) for part in parts)
            if path.stem not in OF_EVERY_TABLE and text:
                found.append((path.stem, text))
    return found


def words(part: ast.AST, known: dict[str, object]) -> str:
    if isinstance(part, ast.FormattedValue):
        return str(known.get(ast.unparse(part.value), "?"))
    return part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else ""


async def columns(database: Database) -> dict[str, set[str]]:
    """Return the columns of every table; SQLite numbers `id` itself where it is not given."""
    async with database.reading() as tx:
        rows = await tx.execute_fetchall(
            "SELECT t.name, c.name FROM pragma_table_list AS t JOIN pragma_table_info(t.name) AS c"
            " WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%'"
            " AND c.name <> 'id'"
        )
    found: dict[str, set[str]] = defaultdict(set)
    for table, column in rows:
        found[table].add(column)
    return found


async def test_each_table_is_written_in_one_module(database: Database) -> None:
    writing = defaultdict(set)
    for module, sql in statements():
        for table in WRITTEN.findall(sql):
            writing[table].add(module)
    assert {t: writing[t] for t in await columns(database) if len(writing[t]) > 1} == {}


def test_letters_are_asked_for_in_their_modules_but_for_joins() -> None:
    asking = {module for module, sql in statements() if re.search(r"(FROM|JOIN) outbox\b", sql)}
    assert asking == OF_LETTERS


async def test_every_column_is_named_where_its_table_is_written(database: Database) -> None:
    async with database.reading() as tx:
        rows = await tx.execute_fetchall("SELECT sql FROM sqlite_master WHERE type = 'trigger'")
    written: dict[str, set[str]] = defaultdict(set)
    for sql in [*(sql for _, sql in statements()), *(row[0] for row in rows)]:
        for table, named in INSERTED.findall(sql):
            written[table] |= set(named.split(", "))
        for table, changed in UPDATED.findall(sql):
            written[table] |= set(re.findall(r"\b(\w+) = ", changed))
    every = await columns(database)
    assert {t: every[t] - written[t] for t in every if every[t] - written[t]} == {}


async def test_every_column_is_read_somewhere(database: Database) -> None:
    reading = [  # but for what is written there
        set(re.findall(r"\w+", re.sub(r"\bSET .*?(?= WHERE|$)", "", sql)))
        for _, sql in statements()
        if re.search(r"SELECT|RETURNING|WHERE", sql)
    ]
    every = await columns(database)
    known = {t: set().union(*(words for words in reading if t in words)) for t in every}
    for table, condition, _ in RULES:
        known[table] |= set(re.findall(r"\w+", condition))
    assert {t: every[t] - known[t] for t in every if every[t] - known[t]} == {}
