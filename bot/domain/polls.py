"""Finding a date: the dates of a poll, and which of them most can make."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.dates import say_day
from bot.domain.errors import AskError, Problems, UserError
from bot.domain.meetings import checked_title
from bot.domain.times import instant, nearest_instant
from bot.domain.when import FURTHEST, read_coming
from bot.domain.written_dates import parse_date

FEWEST, MOST = 2, 10  # Discord takes ten
LONGEST_POLL = timedelta(days=31)  # Discord takes 32
ENDS = time(21)


@dataclass(frozen=True)
class Poll:
    """`choices` are naive wall times in `zone`; `ends_at` is UTC; 0 for a message not there."""

    title: str
    choices: tuple[datetime, ...]
    zone: ZoneInfo
    ends_at: datetime
    id: int = 0
    state: str = "draft"
    channel_id: int = 0
    message_id: int = 0


def poll(title: str, dates: str, last: str, now: datetime, zone: ZoneInfo) -> Poll:
    """`now` is UTC. Raises UserError that names everything that has to be changed at once."""
    problems = Problems()
    title = problems.take(lambda: checked_title(title), "")
    today = now.astimezone(zone).date()
    lines = [line for line in dates.splitlines() if line.strip()]
    choices = [
        problems.take(lambda n=n, line=line: _choice(n, line, now, zone), None)  # type: ignore[misc]
        for n, line in enumerate(lines[: MOST + 1], start=1)
    ]
    found = sorted(each for each in choices if each is not None)
    if len(found) == len(choices):
        problems.take(lambda: _check_many(lines, found), None)
    day = problems.take(lambda: parse_date(last, today, "last"), None)
    ends_at = nearest_instant(datetime.combine(day or today, ENDS), zone)
    if day is not None:
        problems.take(lambda: _check_end(ends_at, found, now, zone), None)
    problems.tell()
    return Poll(title, tuple(found), zone, ends_at)


def hours_left(found: Poll, now: datetime) -> int:
    """Whole hours for Discord, one at least."""
    return max(1, math.ceil((found.ends_at - now).total_seconds() / 3600))


def say_choice(wall: datetime, today: date) -> str:
    """Tuesday 8 December, 19:30; the year where it is another one. Discord takes 55 characters."""
    return f"{say_day(wall.date(), today)}, {wall:%H:%M}"


def winners(votes: Sequence[int]) -> list[int]:
    """Return the places of those with the most votes; none where nobody voted."""
    most = max(votes, default=0)
    return [place for place, count in enumerate(votes) if count == most] if most else []


def _choice(number: int, line: str, now: datetime, zone: ZoneInfo) -> datetime:
    try:
        found = read_coming(line, "", now, zone)
        day, at = found.day, found.at
        starts_at = instant(day, at, zone)
        if starts_at <= now:
            raise UserError(f"{say_day(day)} at {at:%H:%M} has already passed.")
        if starts_at - now > FURTHEST:
            raise UserError("That is more than two years away.")
    except AskError as error:
        # `line` numbers the lines that are not empty, as the form's are when one is chosen.
        readings = [replace(each, field="dates", line=number) for each in error.readings]
        raise AskError(f"Line {number}: {error}", *readings, field="dates") from None
    except UserError as error:
        raise UserError(f"Line {number}: {error}") from None
    return datetime.combine(day, at)


def _check_many(lines: Sequence[str], found: Sequence[datetime]) -> None:
    if not FEWEST <= len(lines) <= MOST:
        raise UserError(f"A poll takes {FEWEST} to {MOST} dates, each in a line of its own.")
    if len(set(found)) < len(found):
        raise UserError("The same date and time stands there twice.")


def _check_end(ends_at: datetime, found: Sequence[datetime], now: datetime, zone: ZoneInfo) -> None:
    if ends_at <= now + timedelta(hours=1):
        raise UserError(
            f"People can vote until {ENDS:%H:%M} on the last day. Choose a later one for that."
        )
    if ends_at - now > LONGEST_POLL:
        raise UserError("A poll can run for a month at most. Choose an earlier last day.")
    first = min((each.replace(tzinfo=zone).astimezone(UTC) for each in found), default=None)
    if first is not None and ends_at >= first:
        raise UserError("The last day to vote has to be before the first of the dates.")
