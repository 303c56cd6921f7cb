"""Dates in words, and the questions about them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NoReturn

from dateutil.relativedelta import relativedelta
from dateutil.relativedelta import weekday as Weekday  # noqa: N812

from bot.domain.errors import AskError, Reading, UserError

ONE_DAY = timedelta(days=1)
A_WEEK = timedelta(days=7)
# A day that has passed so lately is asked about; one further back means next year.
LATELY = relativedelta(months=3)
EXAMPLES = "Write it like `Tue 8 Dec` or `8/12/2026`."


def say_day(day: date, today: date | None = None) -> str:
    """Tuesday 8 December, with the year unless it is that of `today`."""
    said = "" if today is not None and day.year == today.year else f" {day.year}"
    return f"{day:%A} {day.day} {day:%B}{said}"


def write_date(day: date) -> str:
    """As a person would type it, year included: Tue 8 Dec 2026."""
    return f"{day:%a} {day.day} {day:%b} {day.year}"


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """`nth` is 1 to 4, or -1 for the last; Monday is 0."""
    counted_from = 1 if nth > 0 else 31  # in a shorter month dateutil takes its last day
    return date(year, month, 1) + relativedelta(day=counted_from, weekday=Weekday(weekday, nth))


def ask_which(days: list[date], today: date, why: str = "") -> NoReturn:
    """Raises AskError with the days as readings; UserError with the reason if there are none."""
    if not days:
        raise UserError(f"{why} {EXAMPLES}")
    said = [say_day(day, today) for day in days]
    readings = map(Reading, said, map(write_date, days))
    question = f"{why} Do you mean {' or '.join(said)}?".strip()
    raise AskError(question, *readings, said=write_date(days[0]))


def next_of(which: Callable[[int], date | None], today: date) -> date:
    """The next of something that comes each year. Raises AskError if it has passed lately."""
    every = [day for n in range(-1, 9) if (day := which(today.year + n)) is not None]
    coming = next((day for day in every if day >= today), None)
    if coming is None:
        raise UserError(f"That day is not in the calendar. {EXAMPLES}")
    before = [day for day in every if day < today]
    if coming != today and before and before[-1] >= today - LATELY:
        gone = before[-1]
        when = "was yesterday" if gone == today - ONE_DAY else "has passed"
        ask_which([coming], today, f"{say_day(gone, today)} {when}.")
    return coming
