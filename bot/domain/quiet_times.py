"""When what can wait is said to somebody: at two times of day, once a day, never at night."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.times import nearest_instant

TIMES_OF_DAY = (time(9, 30), time(19))
AWAKE, ASLEEP = time(8), time(21)
ONE_DAY = timedelta(days=1)


def goes_at(due: datetime, now: datetime, zone: ZoneInfo, *, told_today: bool) -> datetime:
    """When what was due (UTC) may go: now, or at one of the two times of day to come (UTC).

    Where a time of day went by while nothing could be sent, it goes as soon as it can, by day.
    """
    wall = now.astimezone(zone)
    today, tomorrow = wall.date(), wall.date() + ONE_DAY
    passed = [at for at in _times([today - ONE_DAY, today], zone) if at <= now]
    by_day = AWAKE <= wall.time() < ASLEEP
    if by_day and not told_today and due <= passed[-1]:
        return now
    ahead = _times([tomorrow] if told_today else [today, tomorrow], zone)
    return next(at for at in ahead if at > now)


def start_of_day(now: datetime, zone: ZoneInfo) -> datetime:
    """UTC."""
    return nearest_instant(datetime.combine(now.astimezone(zone).date(), time(0)), zone)


def _times(days: list[date], zone: ZoneInfo) -> list[datetime]:
    return [nearest_instant(datetime.combine(day, at), zone) for day in days for at in TIMES_OF_DAY]
