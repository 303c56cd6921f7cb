"""How often a call takes place, or somebody is asked: days and instants.

A rhythm is an intent, a day and a wall time in a zone; the instants are computed from it, so that
a prompt at 20:00 stays at 20:00 when the clocks change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import takewhile
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr

from bot.domain.dates import nth_weekday, say_day
from bot.domain.errors import UserError
from bot.domain.retention import TICKED_DAYS
from bot.domain.times import nearest_instant
from bot.domain.written import DAYS
from bot.domain.written_dates import parse_date

PLAN_DAYS = 42
PAUSE_DAYS = 366
USUAL_TIME = time(19)
WEEKDAYS = tuple(day.capitalize() for day in DAYS)


class Every(StrEnum):
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"


STEP_DAYS = {Every.WEEK: 7, Every.FORTNIGHT: 14, Every.MONTH: 28}


@dataclass(frozen=True)
class Rhythm:
    """From the day `first` on, at `at` on the wall clock of `zone`."""

    every: Every
    first: date
    at: time
    zone: str


def begin(every: Every, weekday: int, at: time, zone: str, now: datetime) -> Rhythm:
    """The first prompt comes on the next such day; Monday is 0."""
    today = now.astimezone(ZoneInfo(zone)).date()
    first = today + timedelta(days=(weekday - today.weekday()) % 7)
    if nearest_instant(datetime.combine(first, at), ZoneInfo(zone)) <= now:
        first += timedelta(days=7)
    return Rhythm(every, first, at, zone)


def prompts(
    rhythm: Rhythm, after: datetime, until: datetime, paused_until: date | None = None
) -> list[datetime]:
    """UTC instants in (after, until], none before a pause ends."""
    return list(takewhile(lambda at: at <= until, _prompts(rhythm, after, paused_until)))


def next_prompt(rhythm: Rhythm, after: datetime, paused_until: date | None = None) -> datetime:
    """However long the pause."""
    return next(_prompts(rhythm, after, paused_until))


def _prompts(rhythm: Rhythm, after: datetime, paused_until: date | None) -> Iterator[datetime]:
    zone, step = ZoneInfo(rhythm.zone), timedelta(days=STEP_DAYS[rhythm.every])
    # A rhythm may be years old, and a rule goes through every date from its start.
    behind = max(0, (after.date() - rhythm.first) // step - 1)
    start = datetime.combine(rhythm.first + behind * step, rhythm.at)
    for wall in rrulestr(_rule(rhythm), dtstart=start):
        at = nearest_instant(wall, zone)
        if at > after and (paused_until is None or wall.date() >= paused_until):
            yield at


def _rule(rhythm: Rhythm) -> str:
    """RFC 5545. A month means the same weekday of it (second Tuesday); a fifth is the last."""
    if rhythm.every is not Every.MONTH:
        return f"FREQ=WEEKLY;INTERVAL={STEP_DAYS[rhythm.every] // 7}"
    nth = _nth(rhythm.first)
    return _monthly(nth if nth <= len(NTH) else -1, rhythm.first)


def _nth(day: date) -> int:
    return (day.day - 1) // 7 + 1


def _monthly(nth: int, day: date) -> str:
    return f"FREQ=MONTHLY;BYDAY={nth:+}{f'{day:%a}'[:2].upper()}"


class Rest(StrEnum):
    """How long a rest is."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    DATE = "date"


REST_SPANS = {
    Rest.WEEK: relativedelta(weeks=1),
    Rest.FORTNIGHT: relativedelta(weeks=2),
    Rest.MONTH: relativedelta(months=1),
}


def rest_until(length: str, written: str, today: date) -> date:
    """The day of a length, or the one that is written. Raises UserError where it is not clear."""
    if length not in tuple(Rest):
        raise UserError("Choose how long the rest shall be.")
    span = REST_SPANS.get(Rest(length))
    if span is None:
        if not written.strip():
            raise UserError("Write the date from which I may ask again, like `5 January`.")
        return parse_date(re.sub(r"(?i)^\s*(?:until|till?) ", "", written), today, "until")
    if written.strip():
        raise UserError(
            "You chose a length and wrote a date as well. Choose `Until a date`, or leave the date"
            " empty."
        )
    return today + span


def pause_until(day: date, today: date) -> date:
    """The day prompts begin again; UserError unless it is ahead, and a year at most."""
    if day <= today:
        raise UserError(
            "That day is already over. From which day may I ask again? Write it like `5 January`"
            " or `2027-01-05`."
        )
    if day > today + timedelta(days=PAUSE_DAYS):
        raise UserError(
            "A rest lasts a year at most. `Stop asking` leaves altogether, and you can come back"
            " whenever you like."
        )
    return day


def month_of(instant: datetime, zone: str) -> str:
    """The local month, as `2026-11`."""
    return f"{instant.astimezone(ZoneInfo(zone)):%Y-%m}"


def month_before(month: str) -> str:
    """`2026-11` gives `2026-10`."""
    return f"{date.fromisoformat(f'{month}-01') - timedelta(days=1):%Y-%m}"


def months_to_freeze(now: datetime, zone: str) -> list[str]:
    """Those that are over, and of which every answer that was ticked is still kept."""
    today, found = now.astimezone(ZoneInfo(zone)).date(), []
    month = month_before(month_of(now, zone))
    while (today - date.fromisoformat(f"{month}-01")).days < TICKED_DAYS:
        found.append(month)
        month = month_before(month)
    return found


ONCE = "once"
WEEKLY = "weekly"
FORTNIGHTLY = "fortnightly"
SAME_WEEKDAY = "monthly on the same weekday"
LAST_WEEKDAY = "monthly on the last weekday"
REPEATS = (ONCE, WEEKLY, FORTNIGHTLY, SAME_WEEKDAY, LAST_WEEKDAY)

_UNTIL = ";UNTIL="
NTH = ("first", "second", "third", "fourth")


class FifthWeekdayError(UserError):
    """A fifth weekday does not come each month; the last one does."""


@dataclass(frozen=True)
class Series:
    """`first_wall` is naive wall time in `zone`; `rule` an RFC 5545 RRULE."""

    id: int
    title: str
    length_minutes: int
    repeats: str
    first_wall: datetime
    zone: ZoneInfo
    rule: str
    state: str = "running"


def rule_until(rule: str, until: date | None) -> str:
    """RFC 5545: the rule with its last day (a wall date), or without one."""
    rule = rule.partition(_UNTIL)[0]
    return f"{rule}{_UNTIL}{until:%Y%m%d}T235959" if until else rule


def last_day(rule: str) -> date | None:
    """None where it goes on."""
    _, _, until = rule.partition(_UNTIL)
    return date.fromisoformat(until[:8]) if until else None


def rule_for(repeats: str, first: date) -> str:
    """RFC 5545; `first` is a wall date; "" for once.

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
        return _monthly(_which(first), first)
    if chosen == LAST_WEEKDAY:
        _must_be_last(first)
        return _monthly(-1, first)
    raise UserError(
        f"I do not know how to repeat a call like that. Choose one of: {', '.join(REPEATS)}."
    )


def _which(first: date) -> int:
    nth = _nth(first)
    if nth <= len(NTH):
        return nth
    name = f"{first:%A}"
    raise FifthWeekdayError(
        f"{say_day(first)} is a fifth {name}, and most months have only four. Choose the last"
        f" {name} of each month instead, which comes every month, or another date."
    )


def _must_be_last(first: date) -> None:
    last = nth_weekday(first.year, first.month, first.weekday(), -1)
    if last != first:
        raise UserError(
            f"{say_day(first)} is not the last {first:%A} of its month; that is {say_day(last)}."
            f" Change the date, or choose `{SAME_WEEKDAY}`."
        )


def next_wall(series: Series, after: datetime) -> datetime | None:
    """The first occurrence later than `after`; both are naive wall time."""
    return rrulestr(series.rule, dtstart=series.first_wall).after(after)


def say_series(series: Series) -> str:
    """On the second Tuesday of each month, until Tuesday 8 June 2027."""
    rhythm, until = say_repeats(series.repeats, series.first_wall.date()), last_day(series.rule)
    return f"{rhythm}, until {say_day(until)}" if until else rhythm


def say_repeats(repeats: str, first: date) -> str:
    """On the second Tuesday of each month. Empty for once."""
    nth = NTH[min(_nth(first), len(NTH)) - 1]
    return {
        WEEKLY: f"every week on {first:%A}",
        FORTNIGHTLY: f"every two weeks on {first:%A}",
        SAME_WEEKDAY: f"on the {nth} {first:%A} of each month",
        LAST_WEEKDAY: f"on the last {first:%A} of each month",
    }.get(repeats, "")
