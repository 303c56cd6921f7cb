"""What the texts of an entry may hold, because people read them and act on them.

A number stands in a field of its own, or no check would ever hide it; and nobody but 999, 111
option 2 and Samaritans goes by their names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from bot.domain.library import Kind, parts
from bot.domain.line_numbers import mentions_number
from bot.domain.relayed_text import is_seen
from bot.domain.search import plain
from bot.domain.support import FROM_CODE

SEVERAL_LINES = ("about", "note")
READ = (
    "title",
    "full_name",
    "other_names",
    "about",
    "note",
    "hours",
    "email",
    "replaced_by",
    "replaced_since",
    "publisher",
    "year",
)
NAMES_OF_THE_THREE = (
    "999",
    "112",
    "111",
    "nhs 111",
    "116 123",
    "samaritans",
    "emergency services",
    "urgent help",
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
                " only while somebody has rung it"
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
        raise ValueError("the url is no web address; it should start with https://")


def check_mailbox(email: str) -> None:
    """Raise ValueError unless this looks like an e-mail address."""
    if not _MAILBOX.fullmatch(email):
        raise ValueError("the email is no address; write it like help@example.org")
