"""How often somebody is asked: days and instants of the prompts.

A rhythm is an intent, a day and a wall time in a zone; the instants are computed from it, so that
a prompt at 20:00 stays at 20:00 when the clocks change.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.dates import nth_weekday
from bot.domain.errors import UserError
from bot.domain.late import dataclass

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
