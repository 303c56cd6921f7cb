"""When people are reminded of a call, counted on the wall clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.errors import UserError
from bot.domain.times import days_before

MOST_MENTIONS = 75
MOST_REMINDERS = 5
LONGEST = timedelta(days=30)
SHORTEST = timedelta(minutes=5)

NOT_UNDERSTOOD = (
    "I could not read when to remind you. Write it like `1d, 1h` (a day and an hour before) or"
    " `2h, 10m`."
)
_PART = re.compile(r"(\d{1,4})\s*(d|h|m)[a-z]*")


@dataclass(frozen=True, order=True)
class Before:
    """Whole days on the wall clock, or hours and minutes."""

    days: int = 0
    minutes: int = 0

    @property
    def span(self) -> timedelta:
        return timedelta(days=self.days, minutes=self.minutes)

    def code(self) -> str:
        """As typed: 7d, 1h, 10m."""
        if self.days:
            return f"{self.days}d"
        hours, minutes = divmod(self.minutes, 60)
        return f"{self.minutes}m" if minutes or not hours else f"{hours}h"

    def words(self) -> str:
        """7 days, 1 hour."""
        number, unit = int(self.code()[:-1]), self.code()[-1]
        name = {"d": "day", "h": "hour", "m": "minute"}[unit]
        return f"{number} {name}{'' if number == 1 else 's'}"


@dataclass(frozen=True)
class Choice:
    """`how` is thread, dm or none; `before` as `1d, 1h`, in the thread 7d or none; `reachable` by
    dm."""

    how: str = "thread"
    before: str = ""
    reachable: bool = True

    @property
    def way(self) -> str:
        """As chosen: thread, week (in the thread, from a week before), dm or none."""
        return "week" if self.how == "thread" and self.before else self.how


USUAL = (Before(days=1), Before(minutes=60), Before(minutes=10))
WEEK = Before(days=7)  # in the thread too, for who chooses it


def parse_before(text: str) -> tuple[Before, ...]:
    """Longest first, each once. Raises UserError with two examples."""
    parts = [part for part in re.split(r"[,;]|\band\b", text.lower()) if part.strip()]
    found = {_before(part.strip()) for part in parts}
    if not found:
        raise UserError(NOT_UNDERSTOOD)
    if len(found) > MOST_REMINDERS:
        raise UserError(f"Please choose {MOST_REMINDERS} reminders at most, like `1d, 1h`.")
    if not all(SHORTEST <= before.span <= LONGEST for before in found):
        raise UserError("Choose between 5 minutes and 30 days before, like `1d, 1h` or `10m`.")
    return tuple(sorted(found, key=lambda before: before.span, reverse=True))


def _before(part: str) -> Before:
    match = _PART.fullmatch(part)
    if match is None:
        raise UserError(NOT_UNDERSTOOD)
    number, unit = int(match[1]), match[2]
    if unit == "d":
        return Before(days=number)
    return Before(minutes=number * (60 if unit == "h" else 1))


def due(wall_start: datetime, zone: ZoneInfo, starts_at: datetime, before: Before) -> datetime:
    """UTC; days are counted on the wall clock in `zone`."""
    if before.days:
        return days_before(wall_start, zone, before.days)
    return (starts_at - timedelta(minutes=before.minutes)).astimezone(UTC)


def say_before(befores: tuple[Before, ...]) -> str:
    """1 day and 1 hour before."""
    *most, last = [before.words() for before in befores]
    return f"{', '.join(most)} and {last} before" if most else f"{last} before"
