"""Every sentence about a file that is brought into the library."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.library_import import Changed, Imported, TwoReadings
from bot.services.library_imports import Planned
from cogs.library.cards import SHORT, cut, plain
from cogs.library.text import some

TOO_BIG = "That file is too big. A library file is smaller than 8 MB."
NOT_READ = "I could not fetch that file from Discord. Please attach it once more."
NOTHING_NEW = "The file says what the library says already; nothing changed."
DISCARDED = "Nothing was imported."
LOOK = "### Nothing is imported yet"
UNDO = "For a day you can undo it, here or under `Library` on the desk."
MOST_FIELDS = 6


def preview(planned: Planned) -> str:
    """What the file would do; what it would take away stands before what it would add."""
    told = planned.told
    counts = f"This file has **{told.new} new** and **{told.changed} changed**. The rest stays."
    new = [f"New: {some(told.titles)}."] if told.titles else []
    return "\n".join([LOOK, counts, *_emptied(told), *new, *_fields(told), *_numbers(told)])


def _emptied(told: Imported) -> list[str]:
    gone = told.emptied
    if not gone:
        return []
    many = "1 field would be emptied" if len(gone) == 1 else f"{len(gone)} fields would be emptied"
    named = [f"{each.name} of {cut(each.title, SHORT)}" for each in gone]
    return [f"**{many}**: {some(named)}."]


def _fields(told: Imported) -> list[str]:
    changed = [field for field in told.fields if field.after]
    lines = [_field(each) for each in changed[:MOST_FIELDS]]
    further = len(changed) - MOST_FIELDS
    return lines + ([f"- and {further} more fields"] if further > 0 else [])


def _field(changed: Changed) -> str:
    before, after = (plain(_short(words)) for words in (changed.before, changed.after))
    was = f"{before} → " if before else ""
    return f"- {plain(cut(changed.title, SHORT))}, {plain(changed.name)}: {was}{after}"


def _short(words: str) -> str:
    return cut(words.replace("\n", " "), SHORT)


def _numbers(told: Imported) -> list[str]:
    parts = []
    if told.hidden:
        one = len(told.hidden) == 1
        many = "1 number stays" if one else f"{len(told.hidden)} numbers stay"
        parts.append(
            f"{many} hidden until somebody rings {'it' if one else 'them'} and presses"
            f" `Checked today` (`/desk`, then `Library`): {some(told.hidden)}."
        )
    if told.left_out:
        parts.append(
            "A number counts as checked once somebody presses `Checked today`, so I leave out"
            f" {told.left_out} check date{'' if told.left_out == 1 else 's'} of the file."
        )
    return parts


def which_days(unclear: Sequence[TwoReadings]) -> str:
    first = unclear[0]
    many = f" and {len(unclear) - 1} more" if len(unclear) > 1 else ""
    return (
        f"{LOOK}\nA spreadsheet may have turned days round. What is {plain(first.cell)}"
        f" ({first.place}{many})?"
    )


def day(found: date) -> str:
    return f"{found.day} {found:%B %Y}"


def imported(told: Imported) -> str:
    done = f"Imported: {told.new} new, {told.changed} changed. Nothing else was touched."
    return " ".join([done, UNDO, *_numbers(told)])


def undone(told: Imported) -> str:
    done = f"Undone: {told.new} taken out again, {told.changed} as before."
    kept = "What somebody has changed since stays."
    return " ".join([done, kept, *_numbers(told)])
