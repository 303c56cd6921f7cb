"""How long something takes, as people write it."""

from __future__ import annotations

import re

from bot.domain.errors import UserError

SHORTEST_MINUTES, LONGEST_MINUTES, USUAL_MINUTES = 5, 480, 60

_MINUTES = re.compile(r"(\d{1,5})\s*(?:m|mins?|minutes?)?", re.ASCII)
_HOURS = re.compile(
    r"(?P<hours>\d{1,2}(?:\.\d{1,2})?)\s*(?:h|hrs?|hours?)"
    r"(?:\s*(?:and\s+)?(?P<minutes>\d{1,2})\s*(?:m|mins?|minutes?)?)?",
    re.ASCII,
)
_NAMED = {"half an hour": 30, "an hour and a half": 90, "one and a half hours": 90}
_NAMED |= {"an hour": 60, "one hour": 60, "two hours": 120}


def checked_length(length: str) -> int:
    """In minutes, read from 90, 1.5 hours, 1h 30 or an hour.

    Raises UserError outside 5 minutes to 8 hours.
    """
    minutes = minutes_in(" ".join(length.lower().split()))
    if not SHORTEST_MINUTES <= minutes <= LONGEST_MINUTES:
        raise UserError(
            f"The length must be between {SHORTEST_MINUTES} and {LONGEST_MINUTES} minutes. Write it"
            " in minutes, like `60` or `90`, or like `1.5 hours`."
        )
    return minutes


def minutes_in(words: str) -> int:
    """-1 for what is no length."""
    if words in _NAMED:
        return _NAMED[words]
    if (match := _MINUTES.fullmatch(words)) is not None:
        return int(match[1])
    if (match := _HOURS.fullmatch(words)) is not None:
        return round(float(match["hours"]) * 60) + int(match["minutes"] or 0)
    return -1
