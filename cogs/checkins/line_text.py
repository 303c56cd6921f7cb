"""The sentences of the monthly line, for coordinators."""

from __future__ import annotations

from bot.domain.dates import MONTHS
from bot.domain.monthly_line import LEAST_PEOPLE, Line

ABOUT = (
    "Only months that are over, and only people who ticked `count me in the monthly line`: each"
    " counts once. A line never changes once it has been shown, and nothing else is ever counted."
)


def lines(published: list[tuple[str, Line]]) -> str:
    """Return the months that have been shown, newest first."""
    return "\n".join([*(_line(month, line) for month, line in published), "", ABOUT])


def _line(month: str, line: Line) -> str:
    year, number = month.split("-")
    name = f"{MONTHS[int(number) - 1].capitalize()} {year}"
    if line is Line.NONE:
        return (
            f"Nothing to show for **{name}**: fewer than {LEAST_PEOPLE} people wanted to be"
            " counted, and I stay silent so that nobody can be guessed."
        )
    return f"**{name}**: {line}."
