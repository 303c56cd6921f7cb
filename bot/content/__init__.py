"""The library as it is delivered: data with sources and check dates, held by tests/test_content."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from bot.domain.library import Entry, Kind, Label
from bot.domain.partnership_setup import SetupQuestion

FILES = {
    "resources.toml": Kind.RESOURCE,
    "glossary.toml": Kind.TERM,
    "support_lines.toml": Kind.LINE,
    "areas.toml": Kind.AREA,
    "places.toml": Kind.PLACE,
    "year.toml": Kind.MOMENT,
    "briefing.toml": Kind.QUESTION,
}
FOLDER = Path(__file__).parent
PICTURE = FOLDER / "who_answers_to_whom.png"  # drawn in the .svg beside it


def packed() -> bytes:
    """As they are, to tell whether they changed."""
    return b"".join((FOLDER / name).read_bytes() for name in FILES)


def load() -> list[Entry]:
    found = []
    for name, kind in FILES.items():
        with (FOLDER / name).open("rb") as file:
            found += [_entry(kind, row) for row in tomllib.load(file)["entry"]]
    return found


def setup_questions() -> list[SetupQuestion]:
    """How a partnership is set up, in their order."""
    with (FOLDER / "setup_questions.toml").open("rb") as file:
        return [SetupQuestion(**row) for row in tomllib.load(file)["question"]]


def _entry(kind: Kind, row: dict[str, Any]) -> Entry:
    row = dict(row)
    if "label" in row:
        row["label"] = Label(row["label"])
    for day in ("gathered_on", "checked_on"):
        if day in row:
            row[day] = date.fromisoformat(row[day])
    return Entry(kind=kind, **row)
