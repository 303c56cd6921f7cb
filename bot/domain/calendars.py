"""Calls as an iCalendar file (RFC 5545, https://www.rfc-editor.org/rfc/rfc5545), and as the address
of a form at Google or Outlook; clock changes.

Each call is an entry of its own with instants in UTC, so no calendar can move it by an hour. The
joining link is not in it: a calendar may be shared, and a link may change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from bot.domain.dates import say_day
from bot.domain.meetings import Meeting

USUAL_CHANNEL = "announcements"
PRODUCT = "-//repbot//monthly call//EN"
LOOK_AGAIN = timedelta(hours=1)
ALARM_BEFORE = timedelta(minutes=15)


def where(channel: str) -> str:
    """A call's place: whoever presses there sees the link."""
    return f"Press Joining link in #{channel}"


def uid(meeting: Meeting, guild_id: int) -> str:
    """The same in every calendar, however often the call changes."""
    return f"call-{meeting.id}-{guild_id}@repbot"


def announcement_url(meeting: Meeting, guild_id: int) -> str:
    """Where the joining link can be asked for."""
    return f"https://discord.com/channels/{guild_id}/{meeting.channel_id}/{meeting.message_id}"


def calendar_file(
    meetings: Sequence[Meeting],
    guild_id: int,
    now: datetime,
    channel: str = USUAL_CHANNEL,
    *,
    feed: bool = False,
) -> bytes:
    """`now` is UTC; `channel` is the name of the one with the announcements. SEQUENCE
    is the call's revision; a cancelled call says STATUS:CANCELLED.

    A feed, to be subscribed to, says its name, and how often to look again. For a name some make
    a calendar of its own, so a file that is opened once has none.
    """
    import icalendar  # a tenth of a second and 8 MB, and rarely needed

    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    if feed:
        calendar.add("x-wr-calname", "Our calls")
        calendar.add("refresh-interval", LOOK_AGAIN, {"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")  # what Outlook reads in its place
    for meeting in meetings:
        entry = icalendar.Event()
        for name, value in entry_of(meeting, guild_id, channel).items():
            entry.add(name, value)
        entry.add("dtstamp", now.astimezone(UTC))
        if meeting.state != "cancelled":
            alarm = icalendar.Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("trigger", -ALARM_BEFORE)
            alarm.add("description", meeting.title)
            entry.add_component(alarm)
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def entry_of(meeting: Meeting, guild_id: int, channel: str = USUAL_CHANNEL) -> dict[str, Any]:
    """All that an entry says of the call: where this is the same, so is the entry."""
    off = meeting.state == "cancelled"
    entry = {
        "uid": uid(meeting, guild_id),
        "sequence": meeting.revision,
        "dtstart": meeting.starts_at.astimezone(UTC),
        "dtend": meeting.ends_at.astimezone(UTC),
        "summary": f"Cancelled: {meeting.title}" if off else meeting.title,
        "status": "CANCELLED" if off else "CONFIRMED",
        # A cancelled call leaves the hour free.
        "transp": "TRANSPARENT" if off else "OPAQUE",
        "location": where(channel),
    }
    if meeting.message_id:
        entry["url"] = announcement_url(meeting, guild_id)
    return entry


LONGEST_ADDRESS = 512  # of a button at Discord, as it is sent
GOOGLE = "https://calendar.google.com/calendar/render?action=TEMPLATE"
# Not documented by its maker, nor is Google's:
# https://interactiondesignfoundation.github.io/add-event-to-calendar-docs
OUTLOOK = (
    "https://outlook.live.com/calendar/deeplink/compose?path=/calendar/action/compose&rru=addevent"
)
WHATSAPP = "https://wa.me/?text="
UNNAMED = "Our call"


def google_address(meeting: Meeting, channel: str = USUAL_CHANNEL) -> str:
    """A form filled in; instants in UTC."""
    start, end = (f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}" for at in _span(meeting))
    times = {"dates": f"{start}/{end}"}
    return _fitting(GOOGLE, times, {"text": meeting.title}, {"details": where(channel)})


def outlook_address(meeting: Meeting, channel: str = USUAL_CHANNEL) -> str:
    """A form filled in; instants in UTC. Without the Z they would be read as the reader's own."""
    start, end = (f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" for at in _span(meeting))
    times = {"startdt": start, "enddt": end}
    return _fitting(OUTLOOK, times, {"subject": meeting.title}, {"body": where(channel)})


def _span(meeting: Meeting) -> tuple[datetime, datetime]:
    return meeting.starts_at, meeting.ends_at


def _fitting(form: str, times: dict[str, str], title: dict[str, str], line: dict[str, str]) -> str:
    """With title and line, or as much of them as fits whole."""
    unnamed = dict.fromkeys(title, UNNAMED)
    fillings = (title | line, title, unnamed | line, unnamed)
    # Outlook shows a + for a blank that is not written as %20.
    tried = (f"{form}&{urlencode(times | each, quote_via=quote, safe=':/')}" for each in fillings)
    return next(address for address in tried if len(address) <= LONGEST_ADDRESS)


def whatsapp_address(lines: Sequence[str], date: str) -> str:
    """Without the last lines where all of them are too long; `date` is the one that stays."""
    kept = list(lines)
    while len(address := WHATSAPP + quote("\n".join(kept), safe="")) > LONGEST_ADDRESS:
        kept.remove(next(line for line in reversed(kept) if line != date))
    return address


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
