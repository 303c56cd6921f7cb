"""The parts of a call as they are typed: each is checked by itself."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.domain.errors import UserError

LONGEST_TITLE = 100
LONGEST_LINK = 500
SHORTEST_MINUTES, LONGEST_MINUTES = 5, 480

_MINUTES = re.compile(r"(\d{1,5})\s*(?:m|mins?|minutes?)?", re.ASCII)
_HOURS = re.compile(
    r"(?P<hours>\d{1,2}(?:\.\d{1,2})?)\s*(?:h|hrs?|hours?)"
    r"(?:\s*(?:and\s+)?(?P<minutes>\d{1,2})\s*(?:m|mins?|minutes?)?)?",
    re.ASCII,
)
_NAMED = {"half an hour": 30, "an hour and a half": 90, "one and a half hours": 90}
_NAMED |= {"an hour": 60, "one hour": 60, "two hours": 120}


def checked_title(title: str) -> str:
    """Return the title on one line. Raises UserError if it is empty or too long."""
    title = " ".join(title.split())
    if not title:
        raise UserError("The call needs a title, for example `Monthly call`.")
    if len(title) > LONGEST_TITLE:
        raise UserError(
            f"That title has {len(title)} characters, and Discord takes {LONGEST_TITLE}. Please"
            " shorten it; details can go into the call's thread."
        )
    return title


def checked_length(length: str) -> int:
    """Return the length in minutes, read from 90, 1.5 hours, 1h 30 or an hour.

    Raises UserError outside 5 minutes to 8 hours.
    """
    minutes = _minutes(" ".join(length.lower().split()))
    if not SHORTEST_MINUTES <= minutes <= LONGEST_MINUTES:
        raise UserError(
            f"The length must be between {SHORTEST_MINUTES} and {LONGEST_MINUTES} minutes. Write it"
            " in minutes, like `60` or `90`, or like `1.5 hours`."
        )
    return minutes


def _minutes(words: str) -> int:
    """Return a length in minutes; -1 for what is none."""
    if words in _NAMED:
        return _NAMED[words]
    if (match := _MINUTES.fullmatch(words)) is not None:
        return int(match[1])
    if (match := _HOURS.fullmatch(words)) is not None:
        return round(float(match["hours"]) * 60) + int(match["minutes"] or 0)
    return -1


def checked_link(link: str) -> str:
    """Return the joining link, or nothing. Raises UserError for what is no web address."""
    link = link.strip()
    if not link:
        return ""
    try:
        parts = urlsplit(link)
        good = parts.scheme in ("https", "http") and "." in (parts.hostname or "")
    except ValueError:
        good = False
    if not good or len(link) > LONGEST_LINK or any(c.isspace() or c in "<>" for c in link):
        raise UserError(
            "That joining link is not a web address. Paste the whole link, like"
            " `https://zoom.us/j/123456789`, or leave it empty and add it later."
        )
    return link
