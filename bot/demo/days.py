"""On which days the demo's calls are, whatever day it is today."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from bot.domain.rhythms import LAST_WEEKDAY, SAME_WEEKDAY
from bot.domain.times import nearest_instant, zone_named
from bot.domain.written import DAYS

ZONE = zone_named("Europe/London")
FOUR_WEEKS_DAYS = 28
TUESDAY = DAYS.index("tuesday")
CALL_TIME = "19:30"
# In dates: even late at night, and when clocks change, the ninth one is eight whole days off, so
# that the reminder a week before is still to come.
SOONEST_CALL = timedelta(days=9)


def call_day(today: date) -> date:
    """The first Tuesday that is far enough from a wall date for every reminder."""
    day = today + SOONEST_CALL
    return day + timedelta(days=(TUESDAY - day.weekday()) % 7)


def last_call_day(today: date) -> date:
    """The one before `call_day` in its rhythm; a fifth Tuesday follows another last one."""
    day = call_day(today)
    four = day - timedelta(weeks=4)
    return four if _which(four) == _which(day) else four - timedelta(weeks=1)


def _which(day: date) -> int:
    return (day.day - 1) // 7


def repeats_on(day: date) -> str:
    """A fifth Tuesday is the last one."""
    return LAST_WEEKDAY if day.day > FOUR_WEEKS_DAYS else SAME_WEEKDAY


def at(day: date, hour: time) -> datetime:
    """UTC, of a time on the wall."""
    return nearest_instant(datetime.combine(day, hour), ZONE).astimezone(UTC)
