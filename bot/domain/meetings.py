"""The monthly call: what it is, and what may be planned."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.domain.dates import parse_date, say_day
from bot.domain.errors import UserError
from bot.domain.times import instant, parse_time, zone_named

LONGEST_TITLE = 100
LONGEST_LINK = 500
SHORTEST_MINUTES, LONGEST_MINUTES = 5, 480
FURTHEST = timedelta(days=2 * 366)

ANSWERS = ("going", "maybe", "declined")


@dataclass(frozen=True)
class Typed:
    """A call as a coordinator typed it; every part is text, so that nothing typed is lost."""

    title: str
    date: str
    time: str
    link: str = ""
    length: str = "60"
    repeats: str = "once"
    zone: str = "Europe/London"


@dataclass(frozen=True)
class Plan:
    """A call that keeps all the rules. `wall_start` is naive wall time in `zone`."""

    title: str
    wall_start: datetime
    zone: ZoneInfo
    starts_at: datetime
    length_minutes: int
    link: str


@dataclass(frozen=True)
class Meeting:
    """A call as it is kept. `starts_at` is UTC; `wall_start` is naive wall time in `zone`."""

    id: int
    title: str
    wall_start: datetime
    zone: ZoneInfo
    starts_at: datetime
    length_minutes: int
    link: str = field(repr=False)
    state: str = "draft"
    channel_id: int = 0
    message_id: int = 0
    thread_id: int = 0

    @property
    def ends_at(self) -> datetime:
        """The UTC instant at which the call is over."""
        return self.starts_at + timedelta(minutes=self.length_minutes)


@dataclass(frozen=True)
class Counts:
    """How many people have given each answer."""

    going: int = 0
    maybe: int = 0
    declined: int = 0


def plan(typed: Typed, now: datetime) -> Plan:
    """Check a call as typed, at the given UTC instant. Raises UserError with what to do."""
    zone = zone_named(typed.zone)
    day = parse_date(typed.date, now.astimezone(zone).date())
    starts_at = instant(day, parse_time(typed.time), zone)
    if starts_at <= now:
        raise UserError(
            f"{say_day(day)} {day.year} at {typed.time} has already passed. Choose a later date or"
            " time."
        )
    if starts_at - now > FURTHEST:
        raise UserError("That is more than two years away. Check the year of the date.")
    return Plan(
        title=checked_title(typed.title),
        wall_start=starts_at.astimezone(zone).replace(tzinfo=None),
        zone=zone,
        starts_at=starts_at,
        length_minutes=checked_length(typed.length),
        link=checked_link(typed.link),
    )


def checked_title(title: str) -> str:
    """Return the title on one line. Raises UserError if it is empty or too long."""
    title = " ".join(title.split())
    if not title:
        raise UserError("The call needs a title, for example `Monthly call`.")
    if len(title) > LONGEST_TITLE:
        raise UserError(
            f"That title has {len(title)} characters, and Discord takes {LONGEST_TITLE}. Please"
            " shorten it; details can go into the call's thread."
        )
    return title


def checked_length(length: str) -> int:
    """Return the length in minutes. Raises UserError outside 5 minutes to 8 hours."""
    digits = length.strip().removesuffix("minutes").removesuffix("min").strip()
    minutes = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else -1
    if not SHORTEST_MINUTES <= minutes <= LONGEST_MINUTES:
        raise UserError(
            f"The length must be between {SHORTEST_MINUTES} and {LONGEST_MINUTES} minutes. Write it"
            " in minutes, like `60` or `90`."
        )
    return minutes


def checked_link(link: str) -> str:
    """Return the joining link, or nothing. Raises UserError for what is no web address."""
    link = link.strip()
    if not link:
        return ""
    try:
        parts = urlsplit(link)
        good = parts.scheme in ("https", "http") and "." in (parts.hostname or "")
    except ValueError:
        good = False
    if not good or len(link) > LONGEST_LINK or any(c.isspace() or c in "<>" for c in link):
        raise UserError(
            "That joining link is not a web address. Paste the whole link, like"
            " `https://zoom.us/j/123456789`, or leave it empty and add it later."
        )
    return link


def may_answer(meeting: Meeting, now: datetime) -> None:
    """Raise UserError unless the call can still be answered: until its start (SPEC 3)."""
    if meeting.state == "cancelled":
        raise UserError("This call has been cancelled, so there is nothing to answer.")
    if meeting.state != "announced":
        raise UserError("This call has not been announced yet.")
    if now >= meeting.starts_at:
        raise UserError("This call has already started, so answers are closed.")


def from_seconds(seconds: int) -> datetime:
    """Return the UTC instant of so many seconds."""
    return datetime.fromtimestamp(seconds, UTC)
