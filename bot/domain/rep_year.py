"""A rep's year: what comes when, and one question to ask a trust then."""

from __future__ import annotations

import calendar
import itertools
import re
from collections.abc import Iterable
from datetime import date

from bot.domain.library import Entry, parts

MOVES = "the date moves, look it up"
THEMES = {
    "continuity": "knowing your midwife",
    "safety-champions": "safety champions",
    "oversight": "who watches over safety",
    "equity": "fair care",
    "staffing": "staffing",
    "neonatal": "neonatal care",
    "feedback": "what families say",
    "payment": "pay",
    "bereavement": "loss and harm",
    "choice": "choice and rights",
    "interpreters": "interpreters",
    "after-birth": "after birth",
    "change": "change in the NHS",
}
_YEAR = re.compile(r"20\d\d")


def months_of(moment: Entry) -> list[int]:
    """From 1 to 12."""
    return [int(month) for month in parts(moment.months) if month.isdigit()]


def check_months(text: str) -> None:
    """Raise ValueError unless these are months."""
    for month in parts(text):
        if not (month.isascii() and month.isdigit() and 1 <= int(month) <= 12):
            raise ValueError(f"{month[:20]} is no month; write numbers from 1 to 12, like 9, 10")


def falls_in(moment: Entry, day: date) -> bool:
    """Whether its month is that of `day`; one with a year comes in that year only.

    In "2026-27" the later months belong to the first year.
    """
    if day.month not in months_of(moment):
        return False
    years = [int(year) for year in _YEAR.findall(moment.year)]
    if not years:
        return True
    if "-" in moment.year:
        return day.year == (years[0] if day.month > 6 else years[0] + 1)
    return day.year in years


def this_month(moments: Iterable[Entry], day: date) -> list[Entry]:
    """What has a day first, then what has this month alone, then what goes on longer."""
    due = [moment for moment in moments if falls_in(moment, day)]
    return sorted(due, key=lambda one: (_dateless(one), len(months_of(one)), one.title))


def _dateless(moment: Entry) -> bool:
    return not moment.day or moment.day == MOVES


def say_time_of_year(moment: Entry) -> str:
    """Its day where it has one, else its months; and whether its date moves."""
    if not _dateless(moment):
        return moment.day
    once = f" {moment.year}" if moment.year else ""
    return f"{say_months(moment)}{once}{f'; {moment.day}' if moment.day else ''}"


def say_months(moment: Entry) -> str:
    """January to March; or September, October."""
    months = months_of(moment)
    names = [calendar.month_name[month] for month in months]
    following = all(b - a == 1 for a, b in itertools.pairwise(months))
    if len(months) > 2 and following:
        return f"{names[0]} to {names[-1]}"
    return ", ".join(names)
