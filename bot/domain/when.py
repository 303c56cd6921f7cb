"""A day and a time of day, typed together or apart, in the zone of the call."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.domain.clock_times import Span, parse_span
from bot.domain.dates import say_day, write_date
from bot.domain.errors import AskError, Problems, Reading, UserError
from bot.domain.times import LONDON, city_of, instant
from bot.domain.written import even
from bot.domain.written_dates import MOST_WORDS, parse_date

FURTHEST = timedelta(days=2 * 366)
FIELD = "when"
EXAMPLE = "Write day and time together, like `Tue 8 Dec, 7.30pm`."
NO_TIME = f"At what time? {EXAMPLE}"
NO_DAY = f"On which day? {EXAMPLE}"
NOT_READ = f"I could not read that day and time. {EXAMPLE}"
_AROUND = re.compile(r"^(?:(?:at|on|from|,|-)\s*)+|(?:\s*(?:\bat|\bon|\bfrom|,|-))+$")
_PART = re.compile(r"\b(?:to)?(morning|afternoon|evening|eve|night)$")
_IN_LONDON = r"(?:uk|london|british|english) time|uk|london|bst|british summer time"
_ZONE = re.compile(rf"\s*\b(?:(?P<london>{_IN_LONDON})|(?P<gmt>gmt|utc))$")

T = TypeVar("T")


@dataclass(frozen=True)
class When:
    """A wall date and time; `minutes` is 0 where only a beginning was written."""

    day: date
    at: time
    minutes: int


def read_when(day: str, at: str, today: date, zone: ZoneInfo) -> When:
    """Read a day with or without a time behind it, and a time, which may be empty.

    Raises AskError for what has two readings, of which each is day and time together.
    """
    day, at = re.sub(r"\s*@\s*", " at ", even(day)), even(at)
    (day, of_day), (at, of_time) = _zone_of(day), _zone_of(at)
    written = {of_day, of_time} - {""}
    if "london" in written and zone.key != LONDON:
        raise UserError(
            f"This call is kept in {city_of(zone)} time. Write the time as it is there, without"
            " the zone."
        )
    if not at:
        day, at = _parted(day, today)
    elif not _is_date(day, today) and (parts := _tried(lambda: _parted(day, today))[0]):
        day, at = parts[0], _agreed(parts[1], at, parts[0], today)
    behind = " gmt" if "gmt" in written else ""
    when = _both(day, at, today, behind, since=today)
    return _in_gmt(when, zone) if behind else when


def read_coming(day: str, at: str, now: datetime, zone: ZoneInfo) -> When:
    """As `read_when`; of two days with one time, the one is meant on which that is still to come.

    Raises AskError for what has two readings else.
    """
    today = now.astimezone(zone).date()
    try:
        return read_when(day, at, today, zone)
    except AskError as error:
        read = [_tried(partial(read_when, r.text, "", today, zone))[0] for r in error.readings]
        one_time = len({each and each.at for each in read}) == 1
        coming = [each for each in read if each and _is_coming(each, now, zone)]
        if not one_time or len(coming) != 1:
            raise
        return coming[0]


def _is_coming(when: When, now: datetime, zone: ZoneInfo) -> bool:
    starts_at, _ = _tried(partial(instant, when.day, when.at, zone))
    return starts_at is None or starts_at > now  # what is no time is said where it is used


def _zone_of(words: str) -> tuple[str, str]:
    match = _ZONE.search(words)
    if match is None:
        return words, ""
    return words[: match.start()], "gmt" if match["gmt"] else "london"


def _is_date(words: str, today: date) -> bool:
    try:
        parse_date(words, today)
    except AskError:
        return True
    except UserError:
        return False
    return True


def _parted(words: str, today: date) -> tuple[str, str]:
    """The part that is a date, and the one that is a time. Raises UserError."""
    tokens = words.split()
    if not tokens or len(tokens) > 2 * MOST_WORDS:
        raise UserError(NO_DAY if not tokens else NOT_READ)
    day, _ = _tried(lambda: parse_date(words, today))
    if day is not None and today <= day <= today + FURTHEST:
        raise UserError(NO_TIME)
    found: dict[tuple[str, ...], tuple[int, str, str]] = {}
    for cut in range(1, len(tokens)):
        halves = [_AROUND.sub("", " ".join(each)) for each in (tokens[:cut], tokens[cut:])]
        for date_part, time_part in (halves, halves[::-1]):
            if (read := _readable(date_part, time_part, today)) is not None:
                found.setdefault(read[1], (read[0], date_part, time_part))
    if not found:
        raise _unreadable(words, today)
    found_few = sorted(found.values())
    if len(found_few) > 1 and found_few[0][0] == found_few[1][0]:
        raise UserError(NOT_READ)
    return found_few[0][1:]


def _readable(day: str, at: str, today: date) -> tuple[int, tuple[str, ...]] | None:
    """How many questions are left, and what is understood; None if one is neither."""
    try:
        when = _both(day, at, today)
    except AskError as error:
        left = sum(_asks(each) for each in (lambda: parse_date(day, today), lambda: parse_span(at)))
        return left, tuple(each.text for each in error.readings)
    except UserError:
        return None
    return 0, (f"{when}",)


def _asks(read: Callable[[], object]) -> bool:
    return isinstance(_tried(read)[1], AskError)


def _unreadable(words: str, today: date) -> UserError:
    """Say what of the two can be read, or why the day cannot be."""
    day, why = _tried(lambda: parse_date(words, today))
    if day is not None or isinstance(why, AskError):
        return UserError(NO_TIME)
    span, asked = _tried(lambda: parse_span(words))
    if span is not None or isinstance(asked, AskError):
        return UserError(NO_DAY)
    first = " ".join(words.split()[:-1])
    _, part = _tried(lambda: parse_date(_AROUND.sub("", first), today))
    named = [each for each in (why, part) if each and "could not read" not in str(each)]
    return named[0] if named else UserError(NOT_READ)


def _tried(read: Callable[[], T]) -> tuple[T | None, UserError | None]:
    try:
        return read(), None
    except UserError as error:
        return None, error


def _both(
    day_words: str, at_words: str, today: date, behind: str = "", since: date = date.min
) -> When:
    day, about_day = _tried(lambda: _day_since(since, day_words, today))
    span, about_time = _tried(lambda: parse_span(at_words))
    part = _PART.search(day_words)  # tonight at 8
    if part and isinstance(about_time, AskError):
        span, still = _tried(lambda: parse_span(f"{at_words} {part[1]}"))
        about_time = about_time if still else None
    problems = Problems()
    problems.found = [each for each in (about_day, about_time) if each is not None]
    if not all(isinstance(each, AskError) for each in problems.found):
        problems.tell()
    if isinstance(about_day, AskError):
        at = span.text if span else about_time.said if isinstance(about_time, AskError) else ""
        raise _together(about_day, lambda text: f"{_short(text)}, {at}{behind}")
    assert day is not None
    if isinstance(about_time, AskError):
        raise _together(about_time, lambda text: f"{_short(write_date(day))}, {text}{behind}")
    assert span is not None
    return When(day, span.at, span.minutes)


def _day_since(since: date, words: str, today: date) -> date:
    day = parse_date(words, today)
    if day < since:
        said = say_day(day)
        raise UserError(f"{said} has already passed. Choose a later date.")
    return day


def _short(written: str) -> str:
    """Without the day of the week: it stands in the id of a button, with the zone."""
    return written.partition(" ")[2]


def _together(asked: AskError, whole: Callable[[str], str]) -> AskError:
    readings = (Reading(each.label, whole(each.text)) for each in asked.readings)
    return AskError(str(asked), *readings, field=FIELD)


def _agreed(within: str, at: str, day: str, today: date) -> str:
    """The time that both fields allow. Raises AskError where they say two times."""
    first, second = _spans_in(within), _spans_in(at)
    starts = [span.at for span in second]
    both = [span for span in first if span.at in starts]
    if both:
        longer = [span for span in (*both, *second) if span.minutes and span.at == both[0].at]
        return (longer or both)[0].text if len(both) == 1 else within
    spans = list(dict.fromkeys([*first, *second]))[:3]
    sure, _ = _tried(lambda: parse_date(day, today))
    said = _short(write_date(sure)) if sure else day
    readings = [Reading(str(span), f"{said}, {span.text}") for span in spans]
    asked = f"You wrote two times. Do you mean {' or '.join(str(span) for span in spans)}?"
    raise AskError(asked, *readings, field=FIELD)


def _spans_in(words: str) -> list[Span]:
    try:
        return [parse_span(words)]
    except AskError as error:
        return [parse_span(each.text) for each in error.readings]


def _in_gmt(when: When, zone: ZoneInfo) -> When:
    """Raises AskError where the clocks of the zone do not show Greenwich time that day."""
    wall = datetime.combine(when.day, when.at)
    ahead = wall.replace(tzinfo=zone).utcoffset() or timedelta()
    if not ahead:
        return when
    city = city_of(zone)
    there = wall + ahead

    def text(at: datetime) -> str:
        return f"{write_date(at.date())}, {Span(at.time(), when.minutes).text}"

    raise AskError(
        f"On that day {city} time is not GMT. Which time do you mean?",
        Reading(f"{wall:%H:%M} {city} time", text(wall)),
        Reading(f"{wall:%H:%M} GMT, which is {there:%H:%M} in {city}", text(there)),
        field=FIELD,
    )
