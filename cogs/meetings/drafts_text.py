"""Every sentence about dates that wait to be confirmed, and about those that fell through."""

from __future__ import annotations

from datetime import datetime

from bot.domain.calendars import say_change
from bot.domain.changes import LAPSED
from bot.domain.meetings import Meeting, lapses_at
from bot.domain.rhythms import Series, next_wall, say_series
from bot.domain.times import nearest_instant, say_both, say_when
from bot.services.series import NextDate
from cogs.meetings.text import cancelled, name, when


def drafted(
    meeting: Meeting, series: Series | None, role_id: int, now: datetime, *, urgent: bool
) -> str:
    mention = f"<@&{role_id}> " if urgent and role_id else ""
    repeats = f" ({say_series(series)})" if series else ""
    clocks = say_change(meeting, now)
    return (
        f"{mention}The next call has drafted itself{repeats}: {name(meeting)}, {when(meeting)}."
        f"{' ' + clocks if clocks else ''}\n"
        "It is not announced yet. Does the date suit? Then press `Announce now`."
        f" {lapses(meeting, now)}"
    )


def ask(meeting: Meeting, role_id: int, now: datetime) -> str:
    mention = f"<@&{role_id}> " if role_id else ""
    days = (meeting.wall_start.date() - now.astimezone(meeting.zone).date()).days
    soon = {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
    return (
        f"{mention}{name(meeting)} would be {soon}, {when(meeting)}, and nobody has announced it"
        f" yet. Shall it take place? {lapses(meeting, now)}"
    )


def lapses(meeting: Meeting, now: datetime) -> str:
    """What becomes of a date that nobody announces."""
    at = say_when(lapses_at(meeting, now), meeting.zone)
    return f"`/meeting next` shows it as to be confirmed until {at}; then it lapses."


def lapsed(meeting: Meeting, role_id: int) -> str:
    mention = f"<@&{role_id}> " if role_id else ""
    return (
        f"{mention}{name(meeting)}, {when(meeting)}, has lapsed: nobody announced it."
        " `/meeting next` says so to everybody. Shall it take place after all?"
    )


def date_now_stands(meeting: Meeting, series: Series | None, now: datetime) -> str:
    """Replaces the question about a date once it was changed or decided."""
    if meeting.state == "saved" and series is None:
        return f"{name(meeting)}, {when(meeting)}, is saved. {lapses(meeting, now)}"
    if meeting.state == "saved":
        return drafted(meeting, series, 0, now, urgent=False)
    if meeting.reason == LAPSED:
        return f"{name(meeting)}, {when(meeting)}, has lapsed: nobody announced it."
    if meeting.state == "announced":
        return f"{name(meeting)}, {when(meeting)}, is announced."
    return skipped(meeting)


def skipped(meeting: Meeting) -> str:
    after = " Once that day is over I draft the date after it." if meeting.series_id else ""
    return f"{name(meeting)}, {when(meeting)}, is left out. It had not been announced.{after}"


MOST_NOT_SURE = 3


def not_sure(meetings: list[Meeting]) -> str:
    """For everybody: calls that wait to be confirmed, and those that were cancelled."""
    return "\n".join(
        cancelled(each)
        if each.state == "cancelled"
        else f"**To be confirmed:** {each.title}, {when(each)}. The coordinators decide soon."
        for each in meetings[:MOST_NOT_SURE]
    )


def after(following: NextDate | None) -> str:
    """What comes after a call that was cancelled."""
    if following is None:
        return "No other call is planned yet. The coordinators will announce the next one."
    return f"The one after it, to be confirmed: {say_both(following.at, following.zone)}."


RHYTHM_WORDS = "For the calls after this one. This one stays as it is."


def goes_on(meeting: Meeting, series: Series) -> str:
    """What comes after a call once its rhythm, zone or last date was changed."""
    wall = next_wall(series, meeting.wall_start)
    if wall is None:
        return f"{name(meeting)} is the last of its calls now. I draft no date after it."
    at = say_when(nearest_instant(wall, series.zone), series.zone)
    return f"From now on it repeats {say_series(series)}. After {name(meeting)} comes {at}."
