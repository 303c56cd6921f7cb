"""What the texts of an entry may hold, because people read them and act on them.

A number stands in a field of its own, or no check would ever hide it; and nobody but 999, 111
option 2 and Samaritans goes by their names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import UserError
from bot.domain.library import Entry, Kept, Kind, Label, parts
from bot.domain.line_numbers import mentions_number
from bot.domain.search import plain
from bot.domain.support import FROM_CODE
from bot.domain.typed_text import is_seen

SEVERAL_LINES = ("about", "note")
READ = (
    *("title", "full_name", "other_names", "about", "note", "hours", "email"),
    *("replaced_by", "replaced_since", "publisher", "year", "day", "question", "content_note"),
)
NAMES_OF_THE_THREE = (
    *("999", "112", "111", "nhs 111", "116 123"),
    *("samaritans", "emergency services", "urgent help"),
)
LONGEST_ADDRESS = 500
_TAKEN = frozenset(name.replace(" ", "") for name in NAMES_OF_THE_THREE)
_ADDRESS = re.compile(r"https?://[^\s/.]+(\.[^\s/.]+)+(/\S*)?")
_IN_NO_ADDRESS = re.compile(r"[<>\[\]{}\"`*|\\^]")
_MAILBOX = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def check_texts(texts: Mapping[str, str]) -> None:
    """Raise ValueError with the reason where a text could mislead whoever reads the entry."""
    for name, text in texts.items():
        if name not in SEVERAL_LINES and any(_breaks(sign) for sign in text):
            raise ValueError(f"{name} holds a line break; write it in one line")
    # How certain a line is, coordinators read only; of anything else everybody does.
    read = READ if texts["kind"] == Kind.LINE else (*READ, "certainty")
    for name in read:
        if mentions_number(texts[name]):
            raise ValueError(
                f"{name} holds a number; put the number into the field for it: there it shows"
                " only where somebody has rung it lately"
            )
    if texts["key"] not in FROM_CODE:
        _check_names([texts["title"], texts["full_name"], *parts(texts["other_names"])])


def _breaks(sign: str) -> bool:
    return sign == "\n" or unicodedata.category(sign) in ("Zl", "Zp")


def _check_names(names: list[str]) -> None:
    for name in names:
        if plain(name).replace(" ", "") in _TAKEN:
            raise ValueError(
                f"{name} is a name of 999, 111 option 2 or Samaritans, which are there already;"
                " choose another name"
            )


def check_address(url: str) -> None:
    """Raise ValueError unless this is a web address, and one that ends where it seems to."""
    strange = _IN_NO_ADDRESS.search(url) or not all(map(is_seen, url))
    if strange or len(url) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(url):
        raise ValueError("the web address (url) should be copied from a browser, with https://")


def check_mailbox(email: str) -> None:
    """Raise ValueError with the reason."""
    if not _MAILBOX.fullmatch(email):
        raise ValueError("the email is no address; write it like help@example.org")


LONGEST_WHY = 1000
LONGEST_TITLE = 200
MOST_WAITING = 10


class Became(StrEnum):
    """What became of a suggestion or a report."""

    ADDED = "added"
    TAKEN_UP = "taken up"
    LEFT_OUT = "left out"


@dataclass(frozen=True)
class Suggestion:
    """With `entry` a report about that entry; `outcome` is empty until it is decided."""

    id: int
    person: int
    entry: int | None
    title: str
    url: str
    why: str
    outcome: str = ""


def check(title: str, url: str, why: str) -> None:
    """Raise UserError with the reason if this cannot be passed on."""
    if not title:
        raise UserError("Please give it a title, so that coordinators can tell what it is.")
    if len(title) > LONGEST_TITLE:
        raise UserError(f"That title is very long. {LONGEST_TITLE} characters are the most.")
    if len(why) > LONGEST_WHY:
        raise UserError(f"Please say it in {LONGEST_WHY} characters or fewer.")
    if url:
        try:
            check_address(url)
        except ValueError:
            raise UserError(
                "That is no web address. Copy it from your browser: it starts with https://. Or"
                " leave it empty and say where you found it."
            ) from None


OTHER = "Everything else"
TOPICS: dict[str, str] = {
    "Being a rep": "role-of-the-rep, mnvp, mvp, induction, find-local, peer-support, network",
    "Pay and expenses": "remuneration, expenses, budget, funding, benefits-and-tax",
    "Leading and meetings": "chairing, meetings, governance, terms-of-reference, independence,"
    " workload, membership, recruitment, board",
    "Working together": "co-production, involvement, values, staff-engagement, research",
    "Gathering feedback": "feedback, 15-steps, walkround, listening, evaluation",
    "Continuity of carer": "continuity-of-carer",
    "National plans": "policy, vision, commissioning, legal-duty, structure",
    "Safety and the incentive scheme": "safety, mis, cnst, safety-action-7, escalation,"
    " clinical-standards, staffing, workforce, data",
    "Inquiries": "inquiry",
    "Fair care": "inequalities",
    "Trauma": "trauma",
    "Neonatal": "neonatal",
    "Rights and consent": "rights, consent",
    "Care guidelines": "nice",
    "Data and confidentiality": "data-protection, confidentiality, messaging",
    "Looking after a group": "moderation, crisis, safeguarding, conduct, complaints,"
    " online-safety-act",
    "What AIMS thinks": "aims-position, aims-site, template-letter, letter",
}


def topics_of(entry: Entry) -> list[str]:
    """At least one."""
    tags = set(parts(entry.tags))
    found = [topic for topic, named in TOPICS.items() if tags & set(parts(named))]
    return found or [OTHER]


def topic_named(text: str) -> str | None:
    """Written whole or in part."""
    words = text.strip().lower()
    every = [*TOPICS, OTHER]
    exact = [topic for topic in every if topic.lower() == words]
    near = [topic for topic in every if words and words in topic.lower()]
    tagged = [topic for topic, tags in TOPICS.items() if words in parts(tags.lower())]
    return next(iter([*exact, *near, *tagged]), None)


def in_reading_order(found: Iterable[Kept]) -> list[Kept]:
    """What is in force first, then by title."""
    order = [Label.IN_FORCE, Label.BACKGROUND, Label.AIMS_POSITION, Label.PAST_POLICY, None]
    return sorted(found, key=lambda kept: (order.index(kept.entry.label), kept.entry.title))
