"""Who to ring. The first three stand here in code, and nothing stored ever takes their place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.domain.library import Entry, Kind, check_in_date, parts
from bot.domain.search import plain, words_of

FIRST_KEYS = ("line-999", "line-nhs111-mh", "line-samaritans")
FIRST = (
    Entry(
        "line-999",
        Kind.LINE,
        "Emergency services",
        about="Anyone in danger now",
        phone="999",
        hours="24 hours",
        needs="talk",
        note="Cannot speak? Ring 999 from a mobile and, when asked, press 55.",
    ),
    Entry(
        "line-nhs111-mh",
        Kind.LINE,
        "NHS 111, mental health option",
        about="Anyone in England in a mental health crisis, or worried about someone who is",
        url="https://111.nhs.uk",
        phone="111, then option 2",
        hours="24 hours, every day",
        needs="talk",
    ),
    Entry(
        "line-samaritans",
        Kind.LINE,
        "Samaritans",
        about="Anyone who needs somebody to talk to, about anything",
        url="https://www.samaritans.org",
        phone="116 123",
        email="jo@samaritans.org",
        hours="24 hours, every day",
        needs="talk",
    ),
)
FROM_CODE = {entry.key: entry for entry in FIRST}
# What their cards and lists show, and whether and where they show: all of it comes from FIRST.
SHOWN = (
    *("kind", "title", "full_name", "about", "label", "note", "url"),
    *("phone", "text", "email", "hours", "needs", "retired"),
)
STAY_AS_THEY_ARE = (
    "999, 111 option 2 and Samaritans are part of the program and always stay as they are"
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
    " danger now: 999; if you cannot speak, ring from a mobile and press 55 when asked."
)


def always_shown(entry: Entry) -> bool:
    """Whatever its check date: 999, 111 option 2, Samaritans."""
    return entry.key in FIRST_KEYS


def number_shown(entry: Entry, today: date) -> bool:
    return always_shown(entry) or check_in_date(entry, today)


def hides_number(entry: Entry, today: date) -> bool:
    """Whether the line has a number that may not be shown today."""
    return bool(entry.phone or entry.text) and not number_shown(entry, today)


def needs_of(entry: Entry) -> list[str]:
    return parts(entry.needs)


def private_only(entry: Entry) -> bool:
    """Domestic abuse lines may never be shown to others."""
    return "domestic-abuse" in needs_of(entry)


def is_told_of(entry: Entry, text: str) -> bool:
    """Whether one of the line's everyday phrases, of two words or more, stands in the text."""
    typed = f" {plain(text)} "
    phrases = (plain(phrase) for phrase in parts(entry.words))
    return any(" " in phrase and f" {phrase} " in typed for phrase in phrases)


def never_changes(entry: Entry) -> bool:
    """Whether there is nothing about the line that a reader could report."""
    return always_shown(entry) or entry.key == OWN_UNIT


def for_need(lines: Iterable[Entry], need: str) -> list[Entry]:
    """Apart from the first three, the most fitting first."""
    fitting = [one for one in lines if need in needs_of(one) and not always_shown(one)]
    return sorted(fitting, key=lambda one: (needs_of(one)[0] != need, not one.core, one.title))


def need_named(text: str) -> str | None:
    """The key of the need whose name a person wrote."""
    words = set(words_of(text))
    named = (
        key for key, name in NEEDS.items() if words in (set(words_of(name)), set(words_of(key)))
    )
    return next(named, None) if words else None


def as_shown(entry: Entry) -> Entry:
    """The first three as they stand in code."""
    first = FROM_CODE.get(entry.key)
    if first is None:
        return entry
    return replace(entry, **{name: getattr(first, name) for name in SHOWN})


def title_shown(key: str, title: str) -> str:
    """Where an entry is only named."""
    return FROM_CODE[key].title if key in FROM_CODE else title
