"""Who to ring. The first three stand here in code: they show even when the database is broken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.domain.library import Entry, Kind, check_in_date, parts
from bot.domain.search import words_of

FIRST_KEYS = ("line-999", "line-nhs111-mh", "line-samaritans")
FIRST = (
    Entry(
        "line-999",
        Kind.LINE,
        "Emergency services",
        about="Anyone in danger now",
        phone="999",
        hours="24 hours",
    ),
    Entry(
        "line-nhs111-mh",
        Kind.LINE,
        "NHS 111, mental health option",
        about="Anyone in England in a mental health crisis, or worried about someone who is",
        phone="111, then option 2",
        hours="24 hours, every day",
    ),
    Entry(
        "line-samaritans",
        Kind.LINE,
        "Samaritans",
        about="Anyone who needs somebody to talk to, about anything",
        phone="116 123",
        email="jo@samaritans.org",
        hours="24 hours, every day",
    ),
)
OWN_UNIT = "line-maternity-triage"
DOMESTIC_ABUSE = "domestic abuse"
NEEDS = {
    "talk": "someone to talk to",
    "baby-loss": "baby loss",
    "trauma": "birth trauma",
    "domestic-abuse": DOMESTIC_ABUSE,
    "money": "money",
    "feeding": "feeding",
    "neonatal": "a baby born early or ill",
    "rights": "my rights",
    "children": "worried about a child",
}
SAFETY = (
    "Only you see this. If somebody may look at your screen or your phone, press `Dismiss message`"
    " below when you have read it; the list of calls and pages you opened may show it too. In"
    " danger now: 999; if you cannot speak, press 55 when asked."
)


def always_shown(entry: Entry) -> bool:
    """Say whether the line shows whatever its check date: 999, 111 option 2, Samaritans."""
    return entry.key in FIRST_KEYS


def number_shown(entry: Entry, today: date) -> bool:
    """Say whether the line's numbers may be shown today."""
    return always_shown(entry) or check_in_date(entry, today)


def hides_number(entry: Entry, today: date) -> bool:
    """Say whether the line has a number that may not be shown today."""
    return bool(entry.phone or entry.text) and not number_shown(entry, today)


def needs_of(entry: Entry) -> list[str]:
    """Return the needs a line answers, by their keys."""
    return parts(entry.needs)


def private_only(entry: Entry) -> bool:
    """Say whether the entry may never be shown to others: domestic abuse lines."""
    return "domestic-abuse" in needs_of(entry)


def never_changes(entry: Entry) -> bool:
    """Say whether there is nothing about the line that a reader could report."""
    return always_shown(entry) or entry.key == OWN_UNIT


def for_need(lines: Iterable[Entry], need: str) -> list[Entry]:
    """Return the lines for a need, apart from the first three, the most fitting first."""
    fitting = [one for one in lines if need in needs_of(one) and not always_shown(one)]
    return sorted(fitting, key=lambda one: (needs_of(one)[0] != need, not one.core, one.title))


def need_named(text: str) -> str | None:
    """Return the key of the need whose name a person wrote, or None."""
    words = set(words_of(text))
    named = (
        key for key, name in NEEDS.items() if words in (set(words_of(name)), set(words_of(key)))
    )
    return next(named, None) if words else None


def check_first_three(entry: Entry) -> None:
    """Raise ValueError for a change that would take one of the first three away."""
    if always_shown(entry) and (entry.retired or not entry.phone):
        raise ValueError("999, 111 option 2 and Samaritans always stay, with their numbers")


def first_three(lines: Sequence[Entry]) -> list[Entry]:
    """Return the first three as coordinators keep them, or as they stand in code."""
    kept = {one.key: one for one in lines}
    return [kept.get(one.key, one) for one in FIRST]
