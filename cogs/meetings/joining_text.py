"""Every sentence about how one joins a call, and what its preview says to a coordinator."""

from __future__ import annotations

from datetime import datetime

from bot.domain.dates import say_day
from bot.domain.joining import FREE_ZOOM_MINUTES, link_of, may_end_early
from bot.domain.meetings import Meeting
from bot.domain.times import say_when
from bot.services.meetings import Beside
from cogs.meetings.text import name, when

MOST_BESIDE = 3
NO_LINK = (
    "There is no joining link for this call yet. The coordinators will add it; press `Joining link`"
    " again nearer the time."
)
OVER = "This call is over, so I no longer show its joining link. `Next call` shows what comes next."


def joining_link(meeting: Meeting, now: datetime) -> str:
    """For one person alone."""
    if not meeting.link:
        return NO_LINK
    return f"{name(meeting)}, {when(meeting, now)}.\nHere is your joining link: {_lines(meeting)}"


def _lines(meeting: Meeting) -> str:
    """What else lets somebody in stands under the link; of a passcode, each sign as it is."""
    link, *others = meeting.link.splitlines()
    shown = [f"<{link}>"]
    for line in others:
        label, _, value = line.partition(": ")
        shown.append(f"{label}: `{value}`" if label == "Passcode" else line)
    return "\n".join(shown)


REPEATING = "After each call I will draft the next date and ask you about it in the review channel."
ALSO_PUBLIC = (
    "Title and time also go into our public calendar, which everybody on the internet can read."
)


def preview(
    meeting: Meeting, repeats: str, beside: Beside, now: datetime, *, published: bool
) -> str:
    """For the coordinator only, above what everybody will read."""
    link = f"**{NO_LINK_HERE}**"
    if meeting.link:
        link = f"Joining link, shown to one person at a time: {_lines(meeting)}"
    lines = ["## Only you see this yet", link]
    lines += [f"It repeats {repeats}. {REPEATING}"] if repeats else []
    lines += [ALSO_PUBLIC] if published else []
    return "\n".join(filter(None, [*lines, to_know(meeting, beside, now)]))


def to_know(meeting: Meeting, beside: Beside, now: datetime) -> str:
    """What a coordinator may have overlooked; "" where nothing is odd."""
    lines = _same_time(beside, now)
    if may_end_early(meeting.link, meeting.length_minutes):
        lines.append(
            f"A free Zoom account ends a call after {FREE_ZOOM_MINUTES} minutes, and this one takes"
            f" {meeting.length_minutes}."
        )
    last = beside.last
    if last and meeting.link and link_of(last.link) != link_of(meeting.link):
        day = say_day(last.wall_start.date(), now.astimezone(last.zone).date())
        lines.append(f"The link is not that of the call on {day}.")
    return "\n".join(lines)


def of_a_draft(meeting: Meeting, beside: Beside, now: datetime) -> str:
    """What stands under the question whether a date shall take place; begins with a new line."""
    lines = _same_time(beside, now) + ([] if meeting.link else [NO_LINK_HERE])
    return "".join(f"\n{line}" for line in lines)


def _same_time(beside: Beside, now: datetime) -> list[str]:
    return [
        f"Another call stands at that time: {name(each)},"
        f" {say_when(each.starts_at, each.zone, now)}."
        for each in beside.at_that_time[:MOST_BESIDE]
    ]


ANNOUNCED_WITHOUT = "\nIt has no joining link yet; `Add the link` is where to put it."
NO_LINK_HERE = "It has no joining link yet. Until it has one, nobody can join online."
CHECK = "Is the link right? `Joining link` shows it to you."


def check(meeting: Meeting, now: datetime, *, hosted: bool) -> str:
    """In the review channel, the day before; the link itself stands nowhere there.

    `hosted`: somebody is down as hosting it. That they could not be reached is theirs to know.
    """
    days = (meeting.wall_start.date() - now.astimezone(meeting.zone).date()).days
    soon = {0: "Today", 1: "Tomorrow"}.get(days, "Soon")
    call = f"{soon}: {name(meeting)}, {say_when(meeting.starts_at, meeting.zone, now)}."
    if not meeting.link:
        return f"{call}\n{NO_LINK_HERE}"
    host = "Whoever hosts it has not looked yet" if hosted else "Nobody is down as hosting it"
    return f"{call} {host}.\n{CHECK}"


def is_right(meeting: Meeting, now: datetime) -> str:
    call = f"{name(meeting)}, {say_when(meeting.starts_at, meeting.zone, now)}"
    return f"{call}: its joining link is right. Thank you for looking."


HOST_FORM_WORDS = "The call's thread will say that the link is a new one, and never show it."
NOT_YOURS = "That is for whoever hosts this call, and for coordinators in the server."
CHANGED = "Thank you. `Joining link` will show the new one from now on."
