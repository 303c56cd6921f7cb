"""Days counted from today: Friday, a week on Tuesday, in a fortnight, first Tues in Jan."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import NoReturn

from dateutil.relativedelta import relativedelta

from bot.domain.dates import A_WEEK, EXAMPLES, ONE_DAY, ask_which, next_of, nth_weekday
from bot.domain.errors import UserError
from bot.domain.written import DAYS, MONTHS, NUMBERS

A_WEEK_NOT_A_DAY = f"That is a week, and I need a day. {EXAMPLES}"
DAYS_LATER = {"day": 1, "week": 7, "fortnight": 14}


def day_in_words(words: str, today: date) -> date | None:
    """`words` as bot/domain/written_dates.py makes them even; None for what is no such day.

    Raises AskError and UserError.
    """
    for pattern, read in _WORDED:
        if match := re.fullmatch(pattern, words):
            return read(match, today)
    return None


def _near_day(match: re.Match[str], today: date) -> date:
    return today + ONE_DAY * {"tomorrow": 1, "yesterday": -1}.get(match["near"] or "", 0)


def _this_weekday(match: re.Match[str], today: date) -> date:
    """1 to 6 days on. Raises AskError for today's own day, and for a next one this week."""
    weekday = DAYS.index(match["day"])
    found = _following(weekday, today)
    if match["which"] == "next" and found - today < A_WEEK:
        ask_which([found, found + A_WEEK], today)
    if match["which"] != "next" and found - today == A_WEEK:
        ask_which([today, found], today, f"Today is a {today:%A}.")
    return found


def _following(weekday: int, day: date) -> date:
    """1 to 7 days on."""
    return day + ONE_DAY * ((weekday - day.weekday() - 1) % 7 + 1)


def _after_next(match: re.Match[str], today: date) -> date:
    found = _following(DAYS.index(match["day"]), today)
    if found - today < A_WEEK:
        ask_which([found + A_WEEK, found + 2 * A_WEEK], today)
    return found + A_WEEK


def _in_next_week(match: re.Match[str], today: date) -> date:
    """Where weeks begin on Sunday for some, and on Monday for others, ask."""
    weekday = DAYS.index(match["day"])
    found = today + timedelta(days=7 - today.weekday() + weekday)
    sunday = DAYS.index("sunday")
    if sunday in (weekday, today.weekday()) and weekday != today.weekday():
        other = found - A_WEEK if weekday == sunday else found + A_WEEK
        ask_which(sorted([found, other]), today)
    return found


def _weeks_on(match: re.Match[str], today: date) -> date:
    """A week on Thursday, a fortnight tomorrow, Tuesday week."""
    many = _many(match["many"] if "many" in match.groupdict() else None)
    span = timedelta(days=many * DAYS_LATER[match["unit"]])
    base = match["base"]
    if base not in DAYS:
        return today + ONE_DAY * (base == "tomorrow") + span
    weekday = DAYS.index(base)
    if weekday == today.weekday():
        ask_which([today + span, today + A_WEEK + span], today)
    return _following(weekday, today) + span


def _in_weeks(match: re.Match[str], today: date) -> NoReturn:
    """Thursday in a week: some count the week from today, others from that Thursday."""
    many = _many(match["many"]) * DAYS_LATER[match["unit"]] // 7
    found = _following(DAYS.index(match["base"]), today) + many * A_WEEK
    ask_which([found - A_WEEK, found], today)


def _many(word: str | None) -> int:
    if word is None or word in ("a", "an"):
        return 1
    return int(word) if word.isdigit() else NUMBERS.index(word) + 1


def _later(match: re.Match[str], today: date) -> date:
    many, unit = _many(match["many"]), match["unit"]
    if unit == "month":
        return today + relativedelta(months=many)
    return today + timedelta(days=many * DAYS_LATER[unit])


def _last(match: re.Match[str], today: date) -> date:
    """Of this month, or the one that is over."""
    weekday = DAYS.index(match["day"])
    first = today.replace(day=1)
    lasts = [
        nth_weekday(day.year, day.month, weekday, -1)
        for day in (first, first + relativedelta(months=1))
    ]
    coming = next(day for day in lasts if day >= today)
    ask_which([coming], today)


def _nth_of(match: re.Match[str], today: date) -> date:
    """First Tuesday in January, second Tuesday, last Friday of next month."""
    nth = -1 if match["nth"] == "last" else int(match["nth"].removesuffix("th"))
    weekday, month, year = DAYS.index(match["day"]), match["month"], match["year"]
    if not 1 <= abs(nth) <= 5 or (nth == 5 and month not in MONTHS):
        raise UserError(f"Not every month has that day. {EXAMPLES}")
    if month in MONTHS:
        in_month = MONTHS.index(month) + 1
        whole = int(year) if year else today.year + (in_month < today.month)
        if year or nth == 5:
            return _nth_day(whole, in_month, weekday, nth)
        return next_of(lambda of: nth_weekday(of, in_month, weekday, nth), today)
    first = today.replace(day=1)
    following = first + relativedelta(months=1)
    found = _nth_day(first.year, first.month, weekday, nth)
    if month == "next month" or (month != "this month" and found < today):
        return _nth_day(following.year, following.month, weekday, nth)
    return found


def _nth_day(year: int, month: int, weekday: int, nth: int) -> date:
    """Raises UserError for a fifth that is not there."""
    found = nth_weekday(year, month, weekday, nth)
    if found.month != month:
        raise UserError(
            f"{MONTHS[month - 1].capitalize()} {year} has four {DAYS[weekday].capitalize()}s."
            f" {EXAMPLES}"
        )
    return found


def _last_day(match: re.Match[str], today: date) -> date:
    if match["month"] in MONTHS:
        month = MONTHS.index(match["month"]) + 1
        return next_of(lambda year: date(year, month, monthrange(year, month)[1]), today)
    first = today.replace(day=1) + relativedelta(months=match["month"] == "next month")
    return first + relativedelta(day=31)


def _no_day(_match: re.Match[str], _today: date) -> NoReturn:
    raise UserError(A_WEEK_NOT_A_DAY)


_DAY, _MONTH = "|".join(DAYS), "|".join(MONTHS)
_MANY = rf"(?P<many>an?|{'|'.join(NUMBERS)}|\d{{1,2}})"
_UNIT = r"(?P<unit>day|week|fortnight|month)s?"
_BASE = rf"(?P<base>{_DAY}|today|tomorrow)"
_IN = rf"(?: in)? (?P<month>{_MONTH}|(?:this|next) month|month)(?: (?P<year>20\d\d))?"
_PART = r"(?: (?:morning|afternoon|evening|night))?"
_WORDED: tuple[tuple[str, Callable[[re.Match[str], date], date]], ...] = (
    (
        rf"(?P<near>today|tonight|tomorrow|yesterday){_PART}|(?:this (?:afternoon|evening))",
        _near_day,
    ),
    (r"day after tomorrow", lambda _match, today: today + 2 * ONE_DAY),
    (rf"(?:(?P<which>this coming|this|coming|next) )?(?P<day>{_DAY}){_PART}", _this_weekday),
    (rf"(?P<day>{_DAY}) (?P<which>next)", _this_weekday),
    (rf"(?P<day>{_DAY}) after next", _after_next),
    (rf"(?:next week )?(?P<day>{_DAY})(?: (?:in )?next week)?", _in_next_week),
    (rf"(?:in )?(?:{_MANY} )?(?P<unit>week|fortnight)s?(?: from)? {_BASE}", _weeks_on),
    (rf"{_BASE} (?P<unit>week|fortnight)", _weeks_on),
    (rf"(?P<base>{_DAY}) in {_MANY} (?P<unit>week|fortnight)s?(?: time)?", _in_weeks),
    (rf"(?:in )?{_MANY} {_UNIT}(?: time|(?: from)? (?:today|now))?", _later),
    (rf"last (?P<day>{_DAY})", _last),
    (rf"(?P<nth>\d{{1,2}}th|last) (?P<day>{_DAY})(?:{_IN})?", _nth_of),
    (rf"last day(?: in)? (?P<month>{_MONTH}|(?:this|next) month|month)", _last_day),
    (r"(?:w c|w/c|week commencing|week beginning|wb|wc)\b.*|(?:next|this) week|week \d.*", _no_day),
)
