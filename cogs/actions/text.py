"""Every sentence about actions."""

from __future__ import annotations

from datetime import date

from bot.domain.actions import Action
from bot.domain.dates import say_day
from bot.domain.meetings import Meeting

HEAD = "## What we said we would do"
NOTHING = "## Nothing is left to do"
WHO = "## Who has taken it on?"
CHOOSE = "Choose a person"
FORM_TITLE = "What we said we would do"
WHAT = "What"
BY_WHEN = "By when"
LIKE = "Like Tue 15 Dec or 15/12/2026"
LEFT = (
    "That person is not in this server any more, so nothing was kept. `Add` in `/action list` lets"
    " you choose somebody who is here."
)
A_BOT = (
    "That is a bot, and bots keep no promises. `Add` in `/action list` lets you choose a person."
)
NO_CALL = (
    "There is no call with a thread yet, so there is no place to remind anybody. Announce a call"
    " first, then add it again."
)
NOT_YOURS = "That is somebody else's. They, or a coordinator, can say that it is done."


def added(action: Action, meeting: Meeting, today: date, *, reminder: bool) -> str:
    when = (
        f"I will remind them in <#{meeting.thread_id}> in time."
        if reminder
        else "It is due so soon that no reminder will come."
    )
    return f"Noted as action {action.id}: {line(action, today)}\n{when}"


def line(action: Action, today: date) -> str:
    due = f"{'was due' if action.due_on < today else 'by'} {say_day(action.due_on, today)}"
    return f"<@{action.user_id}>: {action.what} ({due})"


def for_whom(person: int) -> str:
    """In the form."""
    return f"<@{person}> has taken it on. I will remind them in the call's thread, the day before."


def done(action: Action, person: int) -> str:
    """For whoever said so: it was theirs, or a coordinator said it for them."""
    if person != action.user_id:
        return f"Marked as done for <@{action.user_id}>: {action.what}."
    return f"Done: {action.what}. Thank you for seeing to it."


def was_done(action: Action) -> str:
    """In place of the reminder, for everybody; nobody is pinged again."""
    return f"Done: {action.what}.\n<@{action.user_id}>"


def reminder(action: Action, today: date, *, here: bool) -> str:
    due = f"{action.what} (by {say_day(action.due_on, today)})"
    if not here:
        return (
            f"Still to do: {due}. Whoever took this on has left the server. Could somebody else see"
            " to it?"
        )
    return (
        f"A reminder of what you took on: {due}. Press `Done` when it is done.\n<@{action.user_id}>"
    )
