"""Writes docs/figures.md and docs/figures.png."""

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

What SPEC 10 asks for, measured by `make bench` ({day}, {machine}).
Nothing here is a timed test: other work on the machine moves all the numbers. So a ratio is taken
against a bare discord.py bot (`bench/bare_bot.py`, one `/ping`) that takes turns with repbot, each
on a double of Discord of its own (`tests/double/`), over real sockets of loopback. A round's ratio
compares two p95 of that round; the figure is the median of the rounds.

| what | target | measured | reached |
|---|---|---|---|
"""
CHAOS = """
## When something goes wrong

Each row is a scenario with the real process (`tests/double/`, run by `make test` and `make bench`).

| what happens | what people see | lost | how it recovers |
|---|---|---|---|
"""
AFTER = """
![The ratios of the table, and their limits](figures.png)
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
    """Write the page, keeping what somebody has written below its last heading, and the picture."""
    page = folder / "figures.md"
    notes = ""
    if page.exists() and (at := page.read_text(encoding="utf-8").find("\n## Notes")) >= 0:
        notes = page.read_text(encoding="utf-8")[at:]
    text = HEAD.format(day=f"{utcnow():%d %B %Y}", machine=machine()) + table(figures)
    if any(figure.limit for figure in figures):
        text += AFTER
        picture(figures, folder / "figures.png")
    text += CHAOS + "".join(
        f"| {row.trouble.name} | {row.trouble.seen} | {row.lost} | {row.trouble.recovers} |\n"
        for row in chaos
    )
    page.write_text(text + notes, encoding="utf-8")


def picture(figures: Sequence[Figure], path: Path) -> None:
    """Draw each ratio as a bar, its rounds as dots, and its limit as a line."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    shown = [figure for figure in figures if figure.limit]
    _, axes = pyplot.subplots(figsize=(10, 0.8 * len(shown) + 1.2))
    for place, figure in enumerate(reversed(shown)):
        colour = "#2a7f62" if figure.reached else "#b5483a"
        axes.barh(place, figure.ratio or 0.0, color=colour, height=0.5)
        axes.plot(figure.rounds, [place] * len(figure.rounds), "k.", markersize=4)
        axes.plot([figure.limit or 0.0] * 2, [place - 0.4, place + 0.4], color="black", linewidth=2)
    axes.set_yticks(range(len(shown)), [figure.what for figure in reversed(shown)])
    axes.set_xlabel("times the baseline (black line: the limit; dots: the rounds)")
    axes.axvline(1.0, color="grey", linewidth=0.8)
    pyplot.savefig(path, dpi=120, bbox_inches="tight", metadata={"Software": None})
    pyplot.close()
