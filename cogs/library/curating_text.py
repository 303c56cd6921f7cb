"""What coordinators read about the state of the library: reminders, what waits, and imports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from discord.utils import escape_markdown

from bot.domain.library import Digest, Entry
from bot.domain.library_files import Imported
from bot.domain.support import always_shown
from bot.services.library_editing import Review
from cogs.library.cards import SHORT

NOTHING_WAITS = "Nothing waits: every number and every document was looked at in time."
LISTED_NAMES = 12


def running_out(lines: Sequence[Entry], ends: date, today: date) -> str:
    """Return the reminder before numbers hide themselves."""
    names = _some([line.title for line in lines if not always_shown(line)])
    stay = ", ".join(line.title for line in lines if always_shown(line))
    when = f"{ends.day} {ends:%B %Y}"
    parts = []
    if names and ends < today:
        parts.append(
            f"The check of these numbers ran out on {when}, so they are hidden now: {names}."
        )
    elif names:
        parts.append(
            f"These numbers hide themselves after {when} unless somebody checks them: {names}."
        )
    if stay:
        parts.append(f"These always stay, and their check ends on {when} too: {stay}.")
    return " ".join([*parts, "Ring each, or look at its page, then press `Checked today`."])


def digest(found: Digest) -> str:
    """Return the month's reminder for coordinators."""
    lines, parts = found.hidden, []
    if lines:
        names = _some([line.title for line in lines])
        parts.append(f"Numbers hidden until somebody checks them: {names}.")
    if found.stale:
        parts.append(f"Documents not looked at for half a year: {found.stale}. They sink.")
    if found.waiting:
        parts.append(f"Suggestions and reports that wait: {found.waiting}.")
    return "The library this month. " + " ".join(parts)


def review(found: Review) -> str:
    """Return what waits for coordinators."""
    counts = [
        (len(found.suggestions), "suggestion or report waits", "suggestions and reports wait"),
        (len(found.hidden_lines), "number is hidden until", "numbers are hidden until"),
        (len(found.stale), "entry was not looked at", "entries were not looked at"),
        (len(found.retired), "entry is retired", "entries are retired"),
    ]
    ends = ("for a decision", "somebody checks", "for half a year", "and can be brought back")
    lines = [
        f"- {count} {one if count == 1 else many} {end}"
        for (count, one, many), end in zip(counts, ends, strict=True)
        if count
    ]
    return "\n".join(lines) or NOTHING_WAITS


def imported(told: Imported) -> str:
    """Return how an import ended, and which numbers it leaves hidden."""
    if told.new + told.changed:
        parts = [f"Imported: {told.new} new, {told.changed} changed. Nothing else was touched."]
    else:
        parts = ["The file says what the library says already; nothing changed."]
    if told.hidden:
        one = len(told.hidden) == 1
        parts.append(
            f"{'1 number stays' if one else f'{len(told.hidden)} numbers stay'} hidden until"
            f" somebody rings {'it' if one else 'them'} and presses `Checked today`"
            f" (`/resource review`): {_some(told.hidden)}."
        )
    if told.left_out:
        parts.append(
            "A number counts as checked once somebody presses `Checked today`, so I left out"
            f" {told.left_out} check date{'' if told.left_out == 1 else 's'} of the file."
        )
    return " ".join(parts)


def _some(names: Sequence[str]) -> str:
    further = len(names) - LISTED_NAMES
    listed = [f"{n[: SHORT - 1]}…" if len(n) > SHORT else n for n in names[:LISTED_NAMES]]
    named = escape_markdown(", ".join(listed), ignore_links=True)
    return named + (f" and {further} more" if further > 0 else "")
