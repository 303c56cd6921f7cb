"""What the house measures: `python bench/house.py FOLDER`, with bot, cogs and db in the folder."""

from __future__ import annotations

import ast
import statistics
import sys
from pathlib import Path

ROOMS = ("bot", "cogs", "db")
Import = (ast.Import, ast.ImportFrom)


def header(tree: ast.Module) -> int:
    """Return the number of lines up to the last import at the top of a file."""
    top = [node.end_lineno or 0 for node in tree.body if isinstance(node, Import)]
    return max(top, default=0)


def inner(tree: ast.Module) -> int:
    """Return how often a file imports from another of ours."""
    named = [
        (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(tree)
        if isinstance(node, Import)
    ]
    return sum(name.split(".")[0] in ROOMS for name in named)


def main() -> None:
    """Print one line."""
    files = [path for room in ROOMS for path in Path(sys.argv[1], room).rglob("*.py")]
    lines = [len(path.read_text(encoding="utf-8").splitlines()) for path in files]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in files]
    share = 100 * sum(map(header, trees)) / sum(lines)
    print(
        f"{len(files)} files, {sum(lines)} lines; median {statistics.median(lines)}, largest"
        f" {max(lines)}; header {share:.0f}%; imports between rooms {sum(map(inner, trees))}"
    )


if __name__ == "__main__":
    main()
