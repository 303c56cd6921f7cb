"""What a reminder says, in the thread and by direct message."""

from __future__ import annotations

from datetime import datetime

from bot.domain.meetings import Meeting
from bot.domain.reminders import Before
from bot.services.reminders import Reminder
from cogs.meetings.text import name, tally, when

ENOUGH_TO_COUNT = 3  # fewer would point at the one or two who come
LATE = "(This reminder is late: I was not running when it was due.)\n"


def reminder(about: Reminder, now: datetime, *, late: bool) -> str:
    """Return the reminder in the thread, with the mentions of those who come."""
    mentions = " ".join(f"<@{person}>" for person in about.people)
    return f"{_reminding(about, now, late=late)}\n{mentions}".rstrip()


def direct_reminder(about: Reminder, now: datetime, *, late: bool) -> str:
    """Return the reminder for one person."""
    return (
        f"{_reminding(about, now, late=late)}\n`/meeting reminders` in the server changes when"
        " and where I remind you."
    )


def _reminding(about: Reminder, now: datetime, *, late: bool) -> str:
    meeting = about.meeting
    started = now >= meeting.starts_at
    opening = "has started" if started else f"starts {_how_soon(meeting, now)}"
    counted = f"{tally(about.counts)} " if about.counts.going >= ENOUGH_TO_COUNT else ""
    return (
        f"{LATE if late else ''}{name(meeting)} {opening}: {when(meeting)}.\n"
        f"{counted}Press `Joining link` to see the link."
    )


def _how_soon(meeting: Meeting, now: datetime) -> str:
    minutes = round((meeting.starts_at - now).total_seconds() / 60)
    days = (meeting.wall_start.date() - now.astimezone(meeting.zone).date()).days
    if days > 1:
        return f"in {days} days"
    if minutes > 60:
        return "tomorrow" if days == 1 else f"in {Before(minutes=minutes // 60 * 60).words()}"
    return f"in {Before(minutes=max(minutes, 1)).words()}"
