"""Calls as an iCalendar file (RFC 5545, https://www.rfc-editor.org/rfc/rfc5545); clock changes.

Each call is an entry of its own with instants in UTC, so no calendar can move it by an hour. The
joining link is not in it: a calendar may be shared, and a link may change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from bot.domain.dates import say_day
from bot.domain.meetings import Meeting

PRODUCT = "-//repbot//monthly call//EN"
WHERE = "Press Joining link in #announcements"


def uid(meeting: Meeting, guild_id: int) -> str:
    """The same in every calendar, however often the call changes."""
    return f"call-{meeting.id}-{guild_id}@repbot"


def announcement_url(meeting: Meeting, guild_id: int) -> str:
    """Where the joining link can be asked for."""
    return f"https://discord.com/channels/{guild_id}/{meeting.channel_id}/{meeting.message_id}"


def calendar_file(meetings: Sequence[Meeting], guild_id: int, now: datetime) -> bytes:
    """`now` is UTC. SEQUENCE is the call's revision; a cancelled call says STATUS:CANCELLED."""
    import icalendar  # a tenth of a second and 8 MB, and rarely needed

    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for meeting in meetings:
        entry = icalendar.Event()
        for name, value in _entry(meeting, guild_id, now).items():
            entry.add(name, value)
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _entry(meeting: Meeting, guild_id: int, now: datetime) -> dict[str, Any]:
    off = meeting.state == "cancelled"
    entry = {
        "uid": uid(meeting, guild_id),
        "sequence": meeting.revision,
        "dtstamp": now.astimezone(UTC),
        "last-modified": now.astimezone(UTC),
        "dtstart": meeting.starts_at.astimezone(UTC),
        "dtend": meeting.ends_at.astimezone(UTC),
        "summary": f"Cancelled: {meeting.title}" if off else meeting.title,
        "status": "CANCELLED" if off else "CONFIRMED",
        # A cancelled call leaves the hour free.
        "transp": "TRANSPARENT" if off else "OPAQUE",
        "location": WHERE,
    }
    if meeting.message_id:
        entry["url"] = announcement_url(meeting, guild_id)
    return entry


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
    today = now.astimezone(meeting.zone).date()
    past = today > change.day
    verb = "went" if past else "go"
    way = "forward" if change.forward else "back"
    return (
        f"The clocks {verb} {way} on {say_day(change.day, today)}; our call stays at"
        f" {meeting.wall_start:%H:%M}."
    )


def _offset(day: date, zone: ZoneInfo) -> timedelta:
    """From UTC, at the start of a wall date."""
    return datetime.combine(day, time(0), tzinfo=zone).utcoffset() or timedelta(0)
