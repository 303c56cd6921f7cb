"""Every sentence about actions."""

from __future__ import annotations

from datetime import date

from bot.domain.actions import Action
from bot.domain.dates import say_day
from bot.domain.meetings import Meeting

NOTHING = "Nothing is left to do. Coordinators add actions with `/action add`."
LEFT = (
    "That person is not in this server any more, so nothing was kept. Choose somebody who is here,"
    " and add it again:\n"
)
A_BOT = "That is a bot, and bots keep no promises. Choose a person, and add it again:\n"
NO_CALL = (
    "There is no call with a thread yet, so there is no place to remind anybody. Announce a call"
    " first, and add it again:\n"
)
NOT_YOURS = "That is somebody else's. They, or a coordinator, can say that it is done."
TYPED = "This is what you had typed:"


def added(action: Action, meeting: Meeting, *, reminder: bool) -> str:
    when = (
        f"I remind them in <#{meeting.thread_id}> in time."
        if reminder
        else "It is due so soon that no reminder comes."
    )
    return f"Noted as action {action.id}: {line(action)}\n{when}"


def line(action: Action, *, past: bool = False) -> str:
    """`past`: the date is over."""
    due = f"{'was due' if past else 'by'} {say_day(action.due_on)}"
    return f"<@{action.user_id}>: {action.what} ({due})"


def listed(actions: list[Action], today: date) -> str:
    lines = "\n".join(f"{each.id}. {line(each, past=each.due_on < today)}" for each in actions)
    return f"**What we said we would do**\n{lines}\nWhen one is done: `/action done`."


def done(action: Action) -> str:
    return f"Done: {action.what}. Thank you for seeing to it."


def reminder(action: Action, *, here: bool) -> str:
    due = f"{action.what} (by {say_day(action.due_on)})"
    if not here:
        return (
            f"Still to do: {due}. Whoever took this on has left the server. Could somebody else see"
            " to it?"
        )
    return f"<@{action.user_id}> A reminder of what you took on: {due}. Press `Done` when it is."


def label(action: Action) -> str:
    """100 characters at most."""
    return f"{action.id}. {action.what}"[:100]
