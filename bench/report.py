"""Writes docs/figures.md."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import discord

from bench.chaos import Row
from bench.figures import Figure
from bot.clock import utcnow

DOCS = Path(__file__).parent.parent / "docs"
HEAD = """# Figures

The figures that we want to reach, measured by `make bench` ({day}, {machine}).
Nothing here is a timed test: other work on the machine moves all the numbers. So a ratio is taken
against a bare discord.py bot (`bench/bare_bot.py`, one `/ping`) that takes turns with repbot, each
on a double of Discord of its own (`tests/process/`), over real sockets of loopback. A round's ratio
compares two p95 of that round; the figure is the median of the rounds.

| what | target | measured | reached |
|---|---|---|---|
"""
CHAOS = """
## When something goes wrong

Each row is a scenario with the real process (`tests/process/`); `make test-all` runs them too.

| what happens | what people see | lost | how it recovers |
|---|---|---|---|
"""


def machine() -> str:
    """Return what the figures were measured on."""
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()},"
        f" Python {platform.python_version()}, SQLite {sqlite3.sqlite_version},"
        f" discord.py {discord.__version__}"
    )


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as rows of a table."""
    return "".join(
        f"| {f.what} | {f.target} | {f.measured} | {'yes' if f.reached else '**no**'} |\n"
        for f in figures
    )


def write(figures: Sequence[Figure], chaos: Sequence[Row], folder: Path = DOCS) -> None:
    """Write the page, keeping what somebody has written below its last heading."""
    page = folder / "figures.md"
    notes = ""
    if page.exists() and (at := page.read_text(encoding="utf-8").find("\n## Notes")) >= 0:
        notes = page.read_text(encoding="utf-8")[at:]
    text = HEAD.format(day=f"{utcnow():%d %B %Y}", machine=machine()) + table(figures)
    text += CHAOS + "".join(
        f"| {row.trouble.name} | {row.trouble.seen} | {row.lost} | {row.trouble.recovers} |\n"
        for row in chaos
    )
    page.write_text(text + notes, encoding="utf-8")
