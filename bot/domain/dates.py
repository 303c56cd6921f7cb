"""Dates as people in England write them, and back into words."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from dateutil.relativedelta import weekday as Weekday  # noqa: N812

from bot.domain.errors import UserError
from bot.domain.spelling import name_index

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NEAR = ("today", "tonight", "tomorrow")
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
ORDINALS |= {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
ONE_DAY = timedelta(days=1)
A_LEAP_YEAR = 2028  # it has every day that any year has

NO_SUCH_DAY = "That day is not in the calendar."
NOT_A_DATE = "I could not read that date. Write it like `Tue 8 Dec` or `8/12/2026`."
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_SLASHES = re.compile(r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})(?:[/.](?P<year>\d{4}|\d{2}))?")
_WORDS = re.compile(
    r"(?:(?P<weekday>[a-z]+)\.?,?\s+)?(?:the\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?"
    r"(?P<month>[a-z]+)\.?,?(?:\s+(?P<year>\d{4}))?"
)
_NTH = re.compile(
    r"(?:the\s+)?(?P<nth>\w+)\s+(?P<weekday>[a-z]+)(?:\s+(?:of|in)\s+(?P<month>[a-z]+))?"
)


def parse_date(text: str, today: date) -> date:
    """Read a date written in any usual English way; `today` is the wall date it counts from.

    A date without a year is the next such date. Raises UserError with two examples.
    """
    words = " ".join(text.lower().split())
    for reader in (_near_day, _numbers, _named_month, _nth_weekday):
        found = reader(words, today)
        if found is not None:
            return found
    raise UserError(NOT_A_DATE)


def _near_day(words: str, today: date) -> date | None:
    found = name_index(words.removeprefix("next ").removeprefix("this "), (*DAYS, *NEAR))
    if found is None:
        return None
    if found >= len(DAYS):
        return today + ONE_DAY * (NEAR[found - len(DAYS)] == "tomorrow")
    # 1 to 7 days on: said on a Tuesday, "Tuesday" is the next one.
    return today + ONE_DAY * ((found - today.weekday() - 1) % 7 + 1)


def _numbers(words: str, today: date) -> date | None:
    match = _ISO.fullmatch(words) or _SLASHES.fullmatch(words)
    if match is None:
        return None
    return _day_of(match["day"], int(match["month"]), match["year"], today)


def _named_month(words: str, today: date) -> date | None:
    match = _WORDS.fullmatch(words)
    if match is None:
        return None
    month = name_index(match["month"], MONTHS)
    weekday = name_index(match["weekday"], DAYS) if match["weekday"] else None
    if month is None or (match["weekday"] and weekday is None):
        return None
    found = _day_of(match["day"], month + 1, match["year"], today)
    if weekday is not None and found.weekday() != weekday:
        raise UserError(
            f"{say_day(found)} {found.year} is what I find for that date, and the day of the week"
            " does not match. Write it like `Tue 8 Dec` or `8/12/2026`."
        )
    return found


def _nth_weekday(words: str, today: date) -> date | None:
    match = _NTH.fullmatch(words)
    if match is None:
        return None
    nth, weekday = ORDINALS.get(match["nth"]), name_index(match["weekday"], DAYS)
    if nth is None or weekday is None:
        return None
    month = name_index(match["month"], MONTHS) if match["month"] else None
    if match["month"] and month is None:
        return None
    first = date(today.year, month + 1, 1) if month is not None else today.replace(day=1)
    found = nth_weekday(first.year, first.month, weekday, nth)
    if found < today and month is not None:
        return nth_weekday(first.year + 1, first.month, weekday, nth)
    if found < today:
        following = first + relativedelta(months=1)
        return nth_weekday(following.year, following.month, weekday, nth)
    return found


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """`nth` is 1 to 4, or -1 for the last; Monday is 0."""
    counted_from = 1 if nth > 0 else 31  # in a shorter month dateutil takes its last day
    return date(year, month, 1) + relativedelta(day=counted_from, weekday=Weekday(weekday, nth))


def _day_of(day: str, month: int, year: str | None, today: date) -> date:
    try:
        if year is not None:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, int(day))
        for candidate in range(today.year, today.year + 5):  # 29 February
            try:
                found = date(candidate, month, int(day))
            except ValueError:
                continue
            if found >= today:
                return found
    except ValueError:
        pass
    raise UserError(
        f"{_missing(int(day), month, year)} Check the day and the month: `8/12/2026` is 8 December,"
        " or write `Tue 8 Dec`."
    )


def _missing(day: int, month: int, year: str | None) -> str:
    """Which day does not exist, where the month does."""
    if not 1 <= month <= 12:
        return NO_SUCH_DAY
    leap_day = (day, month) == (29, 2) and year is not None
    if day <= monthrange(A_LEAP_YEAR, month)[1] and not leap_day:
        return NO_SUCH_DAY
    which = f" in {'20' if len(year) == 2 else ''}{year}" if year and leap_day else ""
    name = MONTHS[month - 1].capitalize()
    return f"There is no {day} {name}{which}: that day is not in the calendar."


def say_day(day: date) -> str:
    """Tuesday 8 December."""
    return f"{day:%A} {day.day} {day:%B}"


def suggest_dates(text: str, today: date) -> list[date]:
    """Whole dates, today or later, that fit what has been typed so far; 25, as Discord shows."""
    typed = text.strip().lower()
    try:
        found = [parse_date(typed, today)]
    except UserError:
        found = []
    coming = (today + timedelta(days=n) for n in range(1, 180))
    fitting = [day for day in coming if typed in write_date(day).lower() and day not in found]
    return ([day for day in found if day >= today] + fitting)[:25]


def write_date(day: date) -> str:
    """As a person would type it, year included: Tue 8 Dec 2026."""
    return f"{day:%a} {day.day} {day:%b} {day.year}"
