"""The forms of the library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord

from bot import modals
from bot.domain.errors import UserError
from bot.domain.library import Entry, Kind, Label
from bot.domain.library_files import as_text, text_mark
from bot.domain.library_rows import longest
from bot.domain.library_texts import LONGEST_ADDRESS, LONGEST_TITLE, LONGEST_WHY, Suggestion
from bot.domain.support import NEEDS
from bot.router import EXPIRED
from cogs.library import buttons
from cogs.library.cards import plain

LABELS = [
    (Label.IN_FORCE.value, "in force", "It holds today"),
    (Label.PAST_POLICY.value, "past policy", "It no longer holds; say what replaced it"),
    (Label.AIMS_POSITION.value, "AIMS position", "What AIMS thinks or asks for"),
    (Label.BACKGROUND.value, "background", "Worth knowing; binds nobody"),
]
NAMES = {
    "title": "Name",
    "full_name": "In full",
    "other_names": "Other names, with commas between",
    "about": "What it is for, in one plain sentence",
    "words": "Everyday words people would search for",
    "tags": "Tags, with commas between",
    "label": "Does it hold today?",
    "note": "Note",
    "replaced_by": "What replaced it (key or words)",
    "replaced_since": "Since when",
    "see": "Key of an entry that belongs to it",
    "publisher": "Publisher",
    "year": "Year",
    "url": "Web address",
    "phone": "Number to ring",
    "text": "Number to text",
    "email": "E-mail",
    "hours": "Hours",
    "needs": "For which needs",
    "certainty": "What is not certain about it",
    "months": "Months, as numbers with commas between",
    "day": "The day, in words",
    "question": "The question to read aloud",
    "content_note": "Content note, if it may hurt to read",
}
LONG = ("about", "note", "words", "question")
LONGEST_SEARCH = 400
# What a coordinator may change, four fields a form.
EDITS: dict[Kind, dict[str, tuple[str, ...]]] = {
    Kind.RESOURCE: {
        "Change the words": ("title", "about", "note", "url"),
        "Change whether it holds": ("label", "replaced_by", "replaced_since", "certainty"),
        "Change how it is found": ("words", "tags", "publisher", "year"),
    },
    Kind.TERM: {
        "Change the words": ("title", "full_name", "about", "note"),
        "Change old and new": ("replaced_by", "replaced_since", "see"),
        "Change how it is found": ("other_names", "words", "tags"),
    },
    Kind.LINE: {
        "Change the number": ("title", "phone", "text", "hours"),
        "Change whom it is for": ("about", "needs", "note"),
        "Change how it is found": ("url", "email", "words"),
    },
    Kind.AREA: {
        "Change the words": ("title", "about", "note"),
        "Change old and new": ("replaced_by", "replaced_since", "certainty"),
        "Change how it is found": ("other_names", "words", "tags"),
    },
    Kind.PLACE: {
        "Change the words": ("title", "about", "note"),
        "Change trust and board": ("publisher", "see", "certainty"),
        "Change how it is found": ("other_names", "full_name", "tags"),
    },
    Kind.MOMENT: {
        "Change the words": ("title", "about", "question", "content_note"),
        "Change when it comes": ("months", "day", "year", "note"),
        "Change where it stands": ("url", "certainty", "tags"),
    },
    Kind.QUESTION: {
        "Change the words": ("title", "about", "content_note"),
        "Change its theme": ("tags", "note"),
        "Change where it stands": ("url", "certainty"),
    },
}
ADDS: dict[Kind, tuple[str, ...]] = {
    Kind.RESOURCE: ("title", "url", "about", "label"),
    Kind.TERM: ("title", "full_name", "about", "other_names"),
    Kind.LINE: ("title", "phone", "about", "needs"),
    Kind.AREA: ("title", "other_names", "about", "replaced_by"),
    Kind.PLACE: ("title", "publisher", "about", "see"),
    Kind.MOMENT: ("title", "about", "question", "months"),
    Kind.QUESTION: ("title", "about", "tags", "note"),
}


def search() -> discord.ui.Modal:
    asked = modals.text(
        "query",
        "What are you looking for?",
        required=False,
        max_length=LONGEST_SEARCH,
        placeholder="payment for reps, 15 steps, dbs",
        help_text="A few words. Nobody else sees them, and they are not kept.",
    )
    return modals.form("Find a resource", buttons.SEARCH_FORM, asked)


def which_to_change() -> discord.ui.Modal:
    asked = modals.text(
        "query",
        "Which entry?",
        max_length=LONGEST_SEARCH,
        help_text="A word or two of its name.",
    )
    return modals.form("Find to change", buttons.CHANGE_FORM, asked)


def suggestion() -> discord.ui.Modal:
    return modals.form(
        "Suggest something",
        buttons.SUGGEST_FORM,
        modals.text("title", "What is it called?", max_length=LONGEST_TITLE),
        modals.text(
            "url", "Web address, if you have it", required=False, max_length=LONGEST_ADDRESS
        ),
        modals.text(
            "why",
            "What is it good for?",
            long=True,
            required=False,
            max_length=LONGEST_WHY,
            help_text="Coordinators see this with your name.",
        ),
    )


def report(custom_id: str, entry: Entry) -> discord.ui.Modal:
    why = modals.text(
        "why",
        "What is wrong?",
        long=True,
        max_length=LONGEST_WHY,
        help_text="For example: the page is gone. Coordinators see this with your name.",
    )
    return modals.form(
        "Something's wrong", custom_id, modals.words(f"**{plain(entry.title)}**"), why
    )


def edit(entry_id: int, entry: Entry, group: int, shown: Sequence[int] = ()) -> discord.ui.Modal:
    """`shown`: marks of what stood in the fields, where the form is opened once more; they stand in
    its id, to tell later what was changed in it. Raises UserError where there is no such form."""
    title, names = group_of(entry.kind, group)
    given = {name: as_text(getattr(entry, name)) for name in names}
    fields = [_field(name, given[name]) for name in names]
    marks = shown or [text_mark(given[name]) for name in names]
    numbers = ".".join(map(str, (entry_id, group, *marks)))
    return modals.form(title, f"{buttons.EDIT_FORM}:{numbers}", *fields)


def group_of(kind: Kind, group: int) -> tuple[str, tuple[str, ...]]:
    """What a form to change an entry is called, and its fields. Raises UserError."""
    groups = list(EDITS[kind].items())
    if group >= len(groups):
        raise UserError(EXPIRED)
    return groups[group]


def add(kind: Kind, custom_id: str, waiting: Suggestion | None = None) -> discord.ui.Modal:
    given: dict[str, str] = {}
    if waiting is not None:
        given = {"title": waiting.title, "url": waiting.url, "about": waiting.why}
    fields = [_field(name, given.get(name, "")) for name in ADDS[kind]]
    return modals.form("Add to the library", custom_id, *fields)


def _field(name: str, given: str) -> discord.ui.Label[Any]:
    if name == "label":
        return modals.radio(name, NAMES[name], LABELS, default=given or Label.BACKGROUND.value)
    hint = f"Any of: {', '.join(NEEDS)}"[:100] if name == "needs" else None
    return modals.text(
        name,
        NAMES[name],
        default=given,
        long=name in LONG,
        required=name == "title",
        max_length=longest(name),
        help_text=hint,
    )


def texts(values: modals.Values, names: tuple[str, ...]) -> dict[str, str]:
    """What was typed, by field; a field that the form did not have is left out."""
    return {name: values[name] for name in names if name in values.typed()}
