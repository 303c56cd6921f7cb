"""Every sentence about notes."""

from __future__ import annotations

from datetime import datetime

from bot.domain.actions import Action
from bot.domain.dates import say_day
from bot.domain.meetings import Meeting
from bot.domain.times import say_both, say_when
from bot.services.series import NextDate
from cogs.meetings.text import name

FORM_WORDS = (
    "These go into the call's thread, where everybody in the server can read them. I add the open"
    " actions (`/action add`) and the next date. Leave out what could tell strangers who somebody"
    " is."
)
NOT_YET = "This call has not taken place yet; it is on {when}.\n"
EMPTY = "Write at least a line, so that there is something to post."
HANDED_BACK = "\n\nThis is what you had typed, so that it is not lost:\n"


def form_words(meeting: Meeting, now: datetime) -> str:
    """Return what stands above the notes; before the call, it says so."""
    if now >= meeting.starts_at:
        return FORM_WORDS
    return NOT_YET.format(when=say_when(meeting.starts_at, meeting.zone)) + FORM_WORDS


def notes(meeting: Meeting, typed: str, actions: list[Action], following: NextDate | None) -> str:
    """Return the notes with actions and the next date, to be cut into messages."""
    parts = [f"**Notes of {name(meeting)}, {say_day(meeting.wall_start.date())}**\n{typed}"]
    if actions:
        todo = "\n".join(f"- {action_line(each)}" for each in actions)
        parts.append(f"**What we said we would do**\n{todo}")
    if following is not None:
        unsure = "" if following.confirmed else " (not announced yet)"
        parts.append(f"**Next call:** {say_both(following.at, following.zone)}{unsure}")
    return "\n\n".join(parts)


def action_line(action: Action) -> str:
    """Return an action with its person and date."""
    return f"<@{action.user_id}>: {action.what} (by {say_day(action.due_on)})"


def posted(meeting: Meeting) -> str:
    """Return what the coordinator reads when the notes stand."""
    return f"Thank you. The notes of {name(meeting)} are in <#{meeting.thread_id}>."


def failed(meeting: Meeting, reason: str, typed: str) -> str:
    """Return why the notes could not be posted, with what was typed."""
    return f"I could not post the notes of {name(meeting)}: {reason}.{HANDED_BACK}{typed}"
