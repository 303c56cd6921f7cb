"""Times of day as people write them, and wall time turned into instants."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.dates import say_day
from bot.domain.errors import UserError

NOT_A_TIME = "I could not read that time. Write it like `19:30` or `7.30pm`."
_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:(?P<sign>[:.]?)(?P<minute>\d{2}))?\s*(?P<half>[ap]\.?m\.?)?"
)
_HALF_PAST = re.compile(r"half(?:[\s-]*past)?\s+(?P<hour>\d{1,2}|[a-z]+?)\s*(?P<half>[ap]\.?m\.?)?")
_HOURS = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


def zone_named(name: str) -> ZoneInfo:
    """Raises UserError for a zone nobody knows."""
    try:
        return ZoneInfo(name.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UserError(
            "I do not know that time zone. Write it like `Europe/London` or `Europe/Dublin`."
        ) from None


def parse_time(text: str) -> time:
    """Read 19:30, 1930, 7.30pm or 7pm. Raises UserError with two examples.

    Where morning or evening is left open, as in 7, 730 or half past 7, the UserError asks.
    """
    words = " ".join(text.lower().split())
    if words in ("noon", "midday"):
        return time(12)
    past = _HALF_PAST.fullmatch(words)
    if past is not None:
        return _half_past(past["hour"], past["half"])
    match = _TIME.fullmatch(words)
    if match is None:
        raise UserError(NOT_A_TIME)
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), match["half"]
    if not half and match["minute"] is None:
        raise UserError(
            f"Is that {hour} in the morning or in the evening? Write it like `19:30` or `7.30pm`."
        )
    if not half and not match["sign"] and len(match["hour"]) == 1:
        return _ask(hour, minute)
    return _time_of_day(hour, minute, half)


def _half_past(written: str, half: str | None) -> time:
    """Raises UserError where one cannot tell which half of the day is meant."""
    if not written.isdigit() and written not in _HOURS:
        raise UserError(NOT_A_TIME)
    hour = int(written) if written.isdigit() else _HOURS.index(written) + 1
    if not half and 1 <= hour <= 12:
        return _ask(hour, 30)
    return _time_of_day(hour, 30, half)


def _ask(hour: int, minute: int) -> time:
    """Raises UserError with the question, unless the hour itself says which half it is."""
    if not 1 <= hour <= 12 or minute > 59:
        return _time_of_day(hour, minute, None)
    halves = (
        "at night or in the middle of the day" if hour == 12 else "in the morning or in the evening"
    )
    written = f"{hour}.{minute:02}"
    raise UserError(f"Is that {written} {halves}? Write `{written}am` or `{written}pm`.")


def _time_of_day(hour: int, minute: int, half: str | None) -> time:
    if half and not 1 <= hour <= 12:
        raise UserError(NOT_A_TIME)
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if hour > 23 or minute > 59:
        raise UserError("There is no such time of day. Write it like `19:30` or `7.30pm`.")
    return time(hour, minute)


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """UTC. Raises UserError for a wall time that is missing or comes twice."""
    wall = datetime.combine(day, at)
    # The two folds (PEP 495) differ only where the clocks change.
    early, late = wall.replace(tzinfo=zone, fold=0), wall.replace(tzinfo=zone, fold=1)
    if early.utcoffset() == late.utcoffset():
        return early.astimezone(UTC)
    if early.astimezone(UTC) < late.astimezone(UTC):
        raise UserError(
            f"The clocks go back that night, so {at:%H:%M} comes twice. Choose a time at least an"
            " hour earlier or later."
        )
    raise UserError(
        f"The clocks go forward that night, so there is no {at:%H:%M}. Choose a time at least"
        " an hour earlier or later."
    )


def days_before(wall: datetime, zone: ZoneInfo, days: int) -> datetime:
    """UTC, at the same wall time so many days earlier.

    Where the clocks make that time missing or double, the first instant that fits is taken.
    """
    return nearest_instant(wall - timedelta(days=days), zone)


def nearest_instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """UTC, of a naive wall time that a rule gave; it always exists.

    One that the clocks skip is taken as before the change, one that comes twice as the first
    (RFC 5545, section 3.3.5).
    """
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def say_when(at: datetime, zone: ZoneInfo) -> str:
    """On the wall clock: Tuesday 8 December, 19:30 London time."""
    wall = at.astimezone(zone)
    city = zone.key.rsplit("/", 1)[-1].replace("_", " ")
    return f"{say_day(wall.date())}, {wall:%H:%M} {city} time"


def say_both(at: datetime, zone: ZoneInfo) -> str:
    """With the reader's own time as Discord shows it."""
    return f"{say_when(at, zone)} (yours: <t:{int(at.timestamp())}:t>)"
