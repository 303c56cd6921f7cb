"""Every sentence about dates that draft themselves."""

from __future__ import annotations

from datetime import datetime

from bot.domain.clocks import say_change
from bot.domain.meetings import Meeting
from bot.domain.repeats import Series, say_repeats
from cogs.meetings.text import name, when


def drafted(
    meeting: Meeting, series: Series | None, role_id: int, now: datetime, *, urgent: bool
) -> str:
    """Return what coordinators read when the next date has drafted itself."""
    mention = f"<@&{role_id}> " if urgent and role_id else ""
    first = series.first_wall.date() if series else meeting.wall_start.date()
    rhythm = say_repeats(series.repeats, first) if series else ""
    repeats = f" ({rhythm})" if rhythm else ""
    clocks = say_change(meeting, now)
    return (
        f"{mention}The next call has drafted itself{repeats}: {name(meeting)}, {when(meeting)}."
        f"{' ' + clocks if clocks else ''}\n"
        "Nobody has been told yet. Does the date suit? Then press `Announce now`."
    )


def ask(meeting: Meeting, role_id: int, now: datetime) -> str:
    """Return the question to the coordinators about a call that nobody has confirmed."""
    mention = f"<@&{role_id}> " if role_id else ""
    days = (meeting.wall_start.date() - now.astimezone(meeting.zone).date()).days
    soon = {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
    return (
        f"{mention}{name(meeting)} would be {soon}, {when(meeting)}, and nobody has announced it"
        " yet. Shall it take place?"
    )


def now_stands(meeting: Meeting, series: Series | None, now: datetime) -> str:
    """Return what replaces the question about a date once it was changed or decided."""
    if meeting.state == "saved":
        return drafted(meeting, series, 0, now, urgent=False)
    if meeting.state == "announced":
        return f"{name(meeting)}, {when(meeting)}, is announced."
    return skipped(meeting)


def skipped(meeting: Meeting) -> str:
    """Return what replaces a draft that was left out."""
    return (
        f"{name(meeting)}, {when(meeting)}, is left out. Nobody had been told of it. Once that day"
        " is over I draft the date after it."
    )
