"""Times of day as people write them, and wall time turned into instants."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.dates import say_day
from bot.domain.errors import AskError, Reading, UserError

LONDON = "Europe/London"
NO_ZONE = "I do not know that time zone. Write it like `Europe/London` or `Europe/Dublin`."
IN_LONDON = re.compile(
    r"(?:london|uk|gb|england|english|britain|british)(?: time)?|bst|british summer time"
)
GREENWICH = re.compile(r"gmt|greenwich(?: mean)?(?: time)?")
AS_SUCH = "Etc/GMT"  # what GMT becomes once it is clear that it is meant


def read_zone(name: str) -> ZoneInfo:
    """A zone by its name in the time zone database, or as people in England say it.

    Raises AskError for GMT, which is London's time in winter only, and UserError for a zone that
    nobody knows.
    """
    words = " ".join(name.lower().split())
    if GREENWICH.fullmatch(words):
        raise AskError(
            "GMT is London time in winter only. Which do you mean?",
            Reading("London time, all year", LONDON),
            Reading("GMT, in summer too", AS_SUCH),
            field="zone",
        )
    return zone_named(LONDON if IN_LONDON.fullmatch(words) else name)


def zone_named(name: str) -> ZoneInfo:
    """Raises UserError for one that is not in the time zone database."""
    try:
        return ZoneInfo(name.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UserError(NO_ZONE) from None


def city_of(zone: ZoneInfo) -> str:
    """London."""
    return zone.key.rsplit("/", 1)[-1].replace("_", " ")


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """UTC. Raises UserError for a wall time that is missing or comes twice."""
    wall = datetime.combine(day, at)
    # The two folds (PEP 495) differ only where the clocks change.
    early, late = wall.replace(tzinfo=zone, fold=0), wall.replace(tzinfo=zone, fold=1)
    if early.utcoffset() == late.utcoffset():
        return early.astimezone(UTC)
    if early.astimezone(UTC) < late.astimezone(UTC):
        raise UserError(
            f"The clocks go back that night, so {at:%H:%M} comes twice. Choose a time at least an"
            " hour earlier or later."
        )
    raise UserError(
        f"The clocks go forward that night, so there is no {at:%H:%M}. Choose a time at least"
        " an hour earlier or later."
    )


def days_before(wall: datetime, zone: ZoneInfo, days: int) -> datetime:
    """UTC, at the same wall time so many days earlier.

    Where the clocks make that time missing or double, the first instant that fits is taken.
    """
    return nearest_instant(wall - timedelta(days=days), zone)


def nearest_instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """UTC, of a naive wall time that a rule gave; it always exists.

    One that the clocks skip is taken as before the change, one that comes twice as the first
    (RFC 5545, section 3.3.5).
    """
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def say_when(at: datetime, zone: ZoneInfo, now: datetime | None = None) -> str:
    """On the wall clock: Tuesday 8 December, 19:30 London time; the year unless it is that of
    `now`."""
    wall, today = at.astimezone(zone), now.astimezone(zone).date() if now else None
    city = city_of(zone)
    named = city if city in ("GMT", "UTC") else f"{city} time"
    return f"{say_day(wall.date(), today)}, {wall:%H:%M} {named}"


def say_both(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """With the reader's own time as Discord shows it."""
    return f"{say_when(at, zone, now)} (yours: <t:{int(at.timestamp())}:t>)"
