"""Calls as an iCalendar file (RFC 5545, https://www.rfc-editor.org/rfc/rfc5545).

Each call is an entry of its own with instants in UTC, so no calendar can move it by an hour. The
joining link is not in it: a calendar may be shared, and a link may change.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

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
