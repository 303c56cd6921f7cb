"""Actions: what somebody said they would do, and by when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.dates import say_day
from bot.domain.errors import UserError
from bot.domain.times import nearest_instant
from bot.domain.written_dates import parse_date

LONGEST_ACTION = 300
FURTHEST = timedelta(days=2 * 366)
REMIND_AT = time(9, 30)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Action:
    """`due_on` is a wall date in `zone`."""

    id: int
    meeting_id: int
    user_id: int
    what: str = field(repr=False)
    due_on: date
    zone: ZoneInfo
    state: str = "open"


def checked_action(what: str) -> str:
    """On one line. Raises UserError if it is empty or too long."""
    what = " ".join(what.split())
    if not what:
        raise UserError("Write what there is to do, for example `ring the trust about pay`.")
    if len(what) > LONGEST_ACTION:
        raise UserError(
            f"That has {len(what)} characters, and an action takes {LONGEST_ACTION}. Please shorten"
            " it; details can go into the call's thread."
        )
    return what


def checked_due(text: str, now: datetime, zone: ZoneInfo) -> date:
    """A wall date; `now` is UTC. Raises UserError for one that has passed."""
    today = now.astimezone(zone).date()
    day = parse_date(text.strip().removeprefix("by ").removeprefix("By "), today, "due")
    if day < today:
        said = say_day(day)
        raise UserError(f"{said} has already passed. Choose today or a later date.")
    if day - today > FURTHEST:
        raise UserError("That is more than two years away. Check the year of the date.")
    return day


def remind_at(due_on: date, zone: ZoneInfo, now: datetime) -> datetime | None:
    """9:30 the day before, or on the day. UTC; None if both have passed."""
    for day in (due_on - ONE_DAY, due_on):
        at = nearest_instant(datetime.combine(day, REMIND_AT), zone)
        if at > now:
            return at
    return None
