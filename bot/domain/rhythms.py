"""How often somebody is asked: days and instants of the prompts.

A rhythm is an intent, a day and a wall time in a zone; the instants are computed from it, so that
a prompt at 20:00 stays at 20:00 when the clocks change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.dates import DAYS, nth_weekday, say_day
from bot.domain.errors import UserError

PLAN_DAYS = 42
PAUSE_DAYS = 366
USUAL_TIME = time(20)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Every(StrEnum):
    """How often somebody is asked."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"


STEP_DAYS = {Every.WEEK: 7, Every.FORTNIGHT: 14, Every.MONTH: 28}


@dataclass(frozen=True)
class Rhythm:
    """When somebody is asked: from the day `first` on, at `at` on the wall clock of `zone`."""

    every: Every
    first: date
    at: time
    zone: str


def moment(day: date, at: time, zone: str) -> datetime:
    """Return the UTC instant of a wall time; never fails.

    A time that the spring night leaves out comes an hour later on the clock; one that the autumn
    night has twice is taken the first time.
    """
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def parse_every(text: str) -> Every:
    """Read how often. Raises UserError with the three words."""
    try:
        return Every(text.strip().lower())
    except ValueError:
        raise UserError(
            "How often would suit you? Choose `week`, `fortnight` or `month`."
        ) from None


def parse_weekday(text: str) -> int:
    """Read a weekday, Monday being 0; three letters are enough. Raises UserError otherwise."""
    word = text.strip().strip(".").casefold()
    for number, name in enumerate(WEEKDAYS):
        if len(word) >= 3 and (name.casefold().startswith(word) or word == f"{name.casefold()}s"):
            return number
    raise UserError("I could not read that day. Write a day of the week, like `Tuesday` or `Sun`.")


def begin(every: Every, weekday: int | None, at: time, zone: str, now: datetime) -> Rhythm:
    """Return the rhythm of somebody who opts in at `now`.

    With a weekday the first prompt comes on the next such day, without one a whole step later.
    """
    today = now.astimezone(ZoneInfo(zone)).date()
    if weekday is None:
        return Rhythm(every, today + timedelta(days=STEP_DAYS[every]), at, zone)
    first = today + timedelta(days=(weekday - today.weekday()) % 7)
    if moment(first, at, zone) <= now:
        first += timedelta(days=7)
    return Rhythm(every, first, at, zone)


def days(rhythm: Rhythm) -> Iterator[date]:
    """Yield every local day of the rhythm, without end.

    A month means the same weekday of the month (second Tuesday); a fifth one means the last.
    """
    if rhythm.every is Every.MONTH:
        yield from _monthly(rhythm.first)
    day = rhythm.first
    while True:
        yield day
        day += timedelta(days=STEP_DAYS[rhythm.every])


def _monthly(first: date) -> Iterator[date]:
    year, month, weeks = first.year, first.month, (first.day - 1) // 7
    nth = weeks + 1 if weeks < 4 else -1
    while True:
        yield nth_weekday(year, month, first.weekday(), nth)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def prompts(
    rhythm: Rhythm, after: datetime, until: datetime, paused_until: date | None = None
) -> list[datetime]:
    """Return the UTC instants of the prompts in (after, until], none before a pause ends."""
    found: list[datetime] = []
    for day in days(rhythm):
        instant = moment(day, rhythm.at, rhythm.zone)
        if instant > until:
            break
        if instant > after and (paused_until is None or day >= paused_until):
            found.append(instant)
    return found


def next_prompt(rhythm: Rhythm, after: datetime, paused_until: date | None = None) -> datetime:
    """Return the next prompt after an instant, however long the pause."""
    return prompts(rhythm, after, after + timedelta(days=PAUSE_DAYS + 70), paused_until)[0]


def pause_until(day: date, today: date) -> date:
    """Return the day prompts begin again; UserError unless it is ahead, and a year at most."""
    if day <= today:
        raise UserError(
            "That day is already over. From which day may I ask again? Write it like `5 January`"
            " or `2027-01-05`."
        )
    if day > today + timedelta(days=PAUSE_DAYS):
        raise UserError(
            "A pause lasts a year at most. `/checkin stop` leaves altogether, and you can come"
            " back whenever you like."
        )
    return day


def month_of(instant: datetime, zone: str) -> str:
    """Return the local month of an instant, as `2026-11`."""
    return f"{instant.astimezone(ZoneInfo(zone)):%Y-%m}"


def month_before(month: str) -> str:
    """Return the month before: `2026-11` gives `2026-10`."""
    year, number = (int(part) for part in month.split("-"))
    return f"{year - 1}-12" if number == 1 else f"{year}-{number - 1:02}"


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
