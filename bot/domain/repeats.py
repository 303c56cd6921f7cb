"""Calls that repeat: an RFC 5545 rule on naive wall time, so that the hour never drifts.

The rule is worked out by python-dateutil; instants are computed afterwards, in the call's zone
(RFC 5545, section 3.3.10: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10).
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.dates import DAYS, nth_weekday, say_day
from bot.domain.errors import UserError
from bot.domain.late import dataclass

ONCE = "once"
WEEKLY = "weekly"
FORTNIGHTLY = "fortnightly"
SAME_WEEKDAY = "monthly on the same weekday"
LAST_WEEKDAY = "monthly on the last weekday"
REPEATS = (ONCE, WEEKLY, FORTNIGHTLY, SAME_WEEKDAY, LAST_WEEKDAY)

NTH = ("first", "second", "third", "fourth")
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class FifthWeekdayError(UserError):
    """A fifth weekday does not come each month; the last one does."""


@dataclass(frozen=True)
class Series:
    """A call that repeats. `first_wall` is naive wall time in `zone`; `rule` an RFC 5545 RRULE."""

    id: int
    title: str
    length_minutes: int
    repeats: str
    first_wall: datetime
    zone: ZoneInfo
    rule: str
    state: str = "running"


def rule_for(repeats: str, first: date) -> str:
    """Return the RFC 5545 rule of a call that starts on the given wall date; "" for once.

    Raises UserError for a repeat nobody knows, a fifth weekday, or a day that is not the last.
    """
    chosen = " ".join(repeats.lower().split()) or ONCE
    if chosen == ONCE:
        return ""
    if chosen == WEEKLY:
        return "FREQ=WEEKLY"
    if chosen == FORTNIGHTLY:
        return "FREQ=WEEKLY;INTERVAL=2"
    if chosen == SAME_WEEKDAY:
        return f"FREQ=MONTHLY;BYDAY=+{_which(first)}{CODES[first.weekday()]}"
    if chosen == LAST_WEEKDAY:
        _must_be_last(first)
        return f"FREQ=MONTHLY;BYDAY=-1{CODES[first.weekday()]}"
    raise UserError(
        f"I do not know how to repeat a call like that. Choose one of: {', '.join(REPEATS)}."
    )


def _which(first: date) -> int:
    nth = (first.day - 1) // 7 + 1
    if nth <= len(NTH):
        return nth
    name = DAYS[first.weekday()].capitalize()
    raise FifthWeekdayError(
        f"{say_day(first)} is a fifth {name}, and most months have only four. Choose the last"
        f" {name} of each month instead, which comes every month, or another date."
    )


def _must_be_last(first: date) -> None:
    last = nth_weekday(first.year, first.month, first.weekday(), -1)
    if last != first:
        name = DAYS[first.weekday()].capitalize()
        raise UserError(
            f"{say_day(first)} is not the last {name} of its month; that is {say_day(last)}. Change"
            f" the date, or choose `{SAME_WEEKDAY}`."
        )


def next_wall(series: Series, after: datetime) -> datetime | None:
    """Return the first occurrence later than a naive wall time, itself naive wall time."""
    from dateutil.rrule import rrulestr

    found = rrulestr(series.rule, dtstart=series.first_wall).after(after)
    return found if isinstance(found, datetime) else None


def say_repeats(repeats: str, first: date) -> str:
    """Return a repeat in words: on the second Tuesday of each month. Empty for once."""
    name = DAYS[first.weekday()].capitalize()
    nth = NTH[min((first.day - 1) // 7, len(NTH) - 1)]
    return {
        WEEKLY: f"every week on {name}",
        FORTNIGHTLY: f"every two weeks on {name}",
        SAME_WEEKDAY: f"on the {nth} {name} of each month",
        LAST_WEEKDAY: f"on the last {name} of each month",
    }.get(repeats, "")
