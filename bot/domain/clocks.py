"""When the clocks change near a call, so that its announcement can say that the call stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from bot.domain.dates import say_day
from bot.domain.meetings import Meeting

ONE_DAY = timedelta(days=1)
LOOK_BACK = timedelta(days=34)  # two monthly calls are 35 days apart at most


@dataclass(frozen=True)
class ClockChange:
    """`day` is the wall date."""

    day: date
    forward: bool


def change_between(first: date, last: date, zone: ZoneInfo) -> ClockChange | None:
    """The last one, on wall dates, both ends included."""
    day = last
    while day >= first:
        before, after = _offset(day, zone), _offset(day + ONE_DAY, zone)
        if before != after:
            return ClockChange(day, forward=after > before)
        day -= ONE_DAY
    return None


def change_near(meeting: Meeting) -> ClockChange | None:
    """Return the clock change between the last call and this one, or in this call's month.

    One that lies between comes first: it is the one that could have moved the hour.
    """
    day = meeting.wall_start.date()
    earliest = day - LOOK_BACK if meeting.series_id else day.replace(day=1)
    month_end = day + relativedelta(day=31)
    zone = meeting.zone
    return change_between(earliest, day, zone) or change_between(day, month_end, zone)


def say_change(meeting: Meeting, now: datetime) -> str:
    """Empty where they do not change."""
    change = change_near(meeting)
    if change is None:
        return ""
    past = now.astimezone(meeting.zone).date() > change.day
    verb = "went" if past else "go"
    way = "forward" if change.forward else "back"
    return (
        f"The clocks {verb} {way} on {say_day(change.day)}; our call stays at"
        f" {meeting.wall_start:%H:%M}."
    )


def _offset(day: date, zone: ZoneInfo) -> timedelta:
    """From UTC, at the start of a wall date."""
    return datetime.combine(day, time(0), tzinfo=zone).utcoffset() or timedelta(0)
