"""When volunteers are offered entries to check, and when coordinators are reminded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.library import Entry

OFFERS_A_MONTH = 3
MORNING = time(10)
REMIND_DAYS_BEFORE = (14, 2)
LAST_SAFE_DAY = 28


@dataclass(frozen=True)
class Offer:
    """An entry offered to a volunteer. `due_at` is the month's letter, in UTC seconds."""

    id: int
    checker: int
    person: int
    due_at: int
    part: int
    entry: int
    answered: int


@dataclass(frozen=True)
class Digest:
    """What waits for coordinators: lines whose numbers are hidden, how many documents are stale,
    and how many suggestions wait."""

    hidden: tuple[Entry, ...]
    stale: int
    waiting: int


def month_later(day: date) -> date:
    """Return the same day next month, the 28th at most."""
    following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return following.replace(day=min(day.day, LAST_SAFE_DAY))


def first_of_next_month(day: date) -> date:
    """Return the first day of the month that follows."""
    return month_later(day.replace(day=1))


def morning(day: date, zone: ZoneInfo) -> int:
    """Return ten o'clock of that day in the zone, in UTC seconds."""
    return int(datetime.combine(day, MORNING, zone).astimezone(UTC).timestamp())


def reminder_days(ends: date) -> list[date]:
    """Return the days on which coordinators are reminded of a check that ends then."""
    return [ends - timedelta(days=days) for days in REMIND_DAYS_BEFORE]
