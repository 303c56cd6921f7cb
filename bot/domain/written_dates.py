"""Reads dates as people in England write them.

What has two readings is asked back with both (AskError); nothing is guessed.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NoReturn

from dateutil.relativedelta import relativedelta

from bot.domain.dates import EXAMPLES, ask_which, next_of, say_day, write_date
from bot.domain.day_phrases import day_in_words
from bot.domain.errors import AskError, UserError
from bot.domain.holidays import holiday
from bot.domain.written import DAYS, MONTHS, ORDINALS, even, name_of

NOT_A_DATE = f"I could not read that date. {EXAMPLES}"
MOST_WORDS = 14
A_LEAP_YEAR = 2028  # it has every day that any year has

_DAY, _MONTH = "|".join(DAYS), "|".join(MONTHS)


def parse_date(text: str, today: date, field: str = "date") -> date:
    """Read a date written in any usual English way; `today` is the wall date it counts from.

    A date without a year is the next such date. Raises AskError where two days are meant as
    likely, for the form's `field`, and else UserError with two examples.
    """
    try:
        return _read(_even_date(text), today)
    except AskError as error:
        error.field = field
        raise


def _read(words: str, today: date) -> date:
    if not words or words.count(" ") >= MOST_WORDS:
        raise UserError(NOT_A_DATE)
    if (found := _feast(words, today)) is not None:
        return found
    weekday, rest = _weekday_in(words)
    for reader in (_month_and_day, _numbers, _day_alone):
        found = reader(rest, today, weekday)
        if found is not None:
            return found if weekday is None else _agreeing(found, weekday, today)
    if (found := day_in_words(words, today)) is None:
        raise UserError(NOT_A_DATE)
    return found


def _even_date(text: str) -> str:
    """Whole names in small letters, ordinals as 8th, years of four digits after an apostrophe."""
    words = even(text)
    words = re.sub(r"(?<!\d)'(\d\d)\b", r" 20\1", words).replace("'", "")
    words = re.sub(r"\b2(?=mo|mrw|ni|day\b)", "to", words)
    words = re.sub(r"(?<!mas) eve\b", " evening", words) if " year" not in words else words
    words = re.sub(r"(\d)(?: ?(?:st|nd|rd|th)\b|(?:st|nd|rd|th)(?!u))", r"\1th ", words)
    words = re.sub(r"(\dth|\d)[-/. ]?(?=[a-z]{3})|(?<=[a-z]{3})[-/.](?=\d)", r"\1 ", words)
    words = re.sub(r"(?<=[a-z])(?=\d)", " ", words)
    words = re.sub(r"(?<=\d) ?([/.-]) ?(?=\d)", r"\1", words)
    words = re.sub(r"[,;]|\.(?!\d)|-(?!\d)|(?<!\d)-", " ", words)
    named = " ".join(_ordinal(name_of(word)) for word in words.split())
    named = re.sub(r"\b(?:(twenty)|thirty) (\d)th\b", _tens, named)
    return re.sub(r"\b(?:the|of|on) (?=\S)", "", f"{named} ").strip()


def _ordinal(word: str) -> str:
    return f"{ORDINALS.index(word) + 1}th" if word in ORDINALS else word


def _tens(match: re.Match[str]) -> str:
    return f"{(20 if match[1] else 30) + int(match[2])}th"


def _weekday_in(words: str) -> tuple[int | None, str]:
    """A day of the week before or behind a date, and the date."""
    number = rf"(?P<date>(?:\d|{_MONTH}).*)"
    for pattern in (rf"(?:(?:this|next) )?(?P<day>{_DAY}) {number}", rf"{number} (?P<day>{_DAY})"):
        match = re.fullmatch(pattern, words)
        behind = match and match.start("day") > match.start("date")
        if match and not (behind and re.fullmatch(r"\d+(?:th)?", match["date"])):  # 2nd Tuesday
            return DAYS.index(match["day"]), match["date"]
    return None, words


def _agreeing(found: date, weekday: int, today: date) -> date:
    """Raises AskError where day of the week and date do not agree."""
    if found.weekday() != weekday:
        _ask_agreeing(found, weekday, today)
    return found


def _ask_agreeing(found: date, weekday: int, today: date) -> NoReturn:
    apart = (weekday - found.weekday() + 3) % 7 - 3
    near = found + timedelta(days=apart)
    said = say_day(found, today).partition(" ")[2]
    not_that = f"{said} is a {found:%A}, not a {DAYS[weekday].capitalize()}."
    days = [day for day in (found, near) if day >= today]
    ask_which(days, today, not_that)


def _month_and_day(words: str, today: date, weekday: int | None) -> date | None:
    """8 Dec, December 8th 2026, 8th of next month."""
    year = r"(?: (?P<year>20\d\d|(?:19|21)\d\d|\d\d))?"
    match = (
        re.fullmatch(rf"(?P<day>\d{{1,2}})(?:th)? (?P<month>{_MONTH}){year}", words)
        or re.fullmatch(r"(?P<day>\d{1,2})th (?P<month>(?:this|next) month)(?P<year>)", words)
        or re.fullmatch(rf"(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:th)?{year}", words)
    )
    if match is None:
        return None
    if match["month"] in MONTHS:
        month = MONTHS.index(match["month"]) + 1
        return _day_of(int(match["day"]), month, match["year"], today)
    first = today.replace(day=1)
    if match["month"] == "next month":
        first += relativedelta(months=1)
    return _day_of(int(match["day"]), first.month, str(first.year), today)


def _numbers(words: str, today: date, weekday: int | None) -> date | None:
    words = re.sub(r"^([0-3]\d)([01]\d)(20\d\d)$|^(20\d\d)([01]\d)([0-3]\d)$", _with_signs, words)
    match = re.fullmatch(
        r"(?P<year>20\d\d)(?P<sign>[-/. ])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})", words
    ) or re.fullmatch(
        r"(?P<day>\d{1,2})(?P<sign>[-/. ])(?P<month>\d{1,2})(?:(?P=sign)(?P<year>\d{4}|\d\d)|/?)",
        words,
    )
    if match is None:
        return None
    day, month = int(match["day"]), int(match["month"])
    if month > 12 >= day > 0 and month <= 31 and len(words.split(match["sign"])[0]) < 4:
        why = f"There is no month {month}: here the day comes first, so `8/12` is 8 December."
        ask_which(_coming(month, day, match["year"], today), today, why)
    if match["sign"] in "- " and match["year"] is None and weekday is None:
        why = "I am not sure that this is one day."
        ask_which(_coming(day, month, None, today), today, why)
    return _day_of(day, month, match["year"], today)


def _with_signs(match: re.Match[str]) -> str:
    return "/".join(match.groups()[:3]) if match[1] else "-".join(match.groups()[3:])


def _coming(day: int, month: int, year: str | None, today: date) -> list[date]:
    """The day, to be asked about; none where it is none, or has passed."""
    try:
        found = _day_of(day, month, year, today)
    except AskError as error:
        found = parse_date(error.said, today)
    except UserError:
        return []
    return [found] if found >= today else []


def _day_alone(words: str, today: date, weekday: int | None) -> date | None:
    """The 8th, or Tuesday 8: the next day with that number, this month or later."""
    match = re.fullmatch(r"(?P<day>\d{1,2})(?P<nth>th(?: month)?)?", words)
    if match is None or not (match["nth"] or weekday is not None):
        return None
    number = int(match["day"])
    if not 1 <= number <= 31:
        raise UserError(f"No month has a day {number}. {EXAMPLES}")
    days = (today + timedelta(days=n) for n in range(130))
    found, later = [day for day in days if day.day == number][:2]
    if found == today and weekday is None:
        ask_which([today, later], today)
    return found


def _feast(words: str, today: date) -> date | None:
    match = re.fullmatch(r"(?P<name>.+?)(?: (?P<year>20\d\d))?", words)
    assert match is not None
    which = holiday(match["name"])
    if which is None:
        return None
    if match["year"]:
        return which(int(match["year"]))
    return next_of(which, today)


def _day_of(day: int, month: int, year: str | None, today: date) -> date:
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(A_LEAP_YEAR, month)[1]:
        raise UserError(f"{_missing(day, month)} {EXAMPLES}")
    if year is None:
        return _yearless(day, month, today)
    whole = int(year) + (2000 if len(year) == 2 else 0)
    try:
        return date(whole, month, day)
    except ValueError:
        raise UserError(f"{_missing(day, month, whole)} {EXAMPLES}") from None


def _yearless(day: int, month: int, today: date) -> date:
    def which(year: int) -> date | None:
        return date(year, month, day) if day <= monthrange(year, month)[1] else None

    found = next_of(which, today)
    in_time = today + relativedelta(years=1)
    if found > in_time:  # 29 February
        following = today.year + (date(today.year, 3, 1) <= today)
        ask_which([found, date(following, 2, 28)], today, _missing(day, month, following))
    return found


def _missing(day: int, month: int, year: int = 0) -> str:
    """Which day does not exist, where the month does."""
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return "That day is not in the calendar."
    which = f" in {year}" if year else ""
    name = MONTHS[month - 1].capitalize()
    return f"There is no {day} {name}{which}: that day is not in the calendar."


def suggest_dates(text: str, today: date) -> list[date]:
    """Whole dates, today or later, that fit what has been typed so far; 25, as Discord shows."""
    typed = text.strip().lower()
    try:
        found = [parse_date(typed, today)]
    except AskError as error:
        found = [parse_date(each.text, today) for each in error.readings]
    except UserError:
        found = []
    coming = (today + timedelta(days=n) for n in range(1, 180))
    fitting = [day for day in coming if typed in write_date(day).lower() and day not in found]
    return ([day for day in found if day >= today] + fitting)[:25]
