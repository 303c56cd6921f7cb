"""What people read when they choose how they are reminded."""

from __future__ import annotations

from bot.domain.meetings import Meeting
from bot.domain.reminders import Before, say_before
from cogs.meetings.text import name, when

DM_TEST = (
    "This is where I will remind you of our calls. If you change your mind: `/meeting reminders`"
    " in the server."
)
DM_CLOSED = (
    "I could not send you a direct message, so nothing has changed: I go on reminding you in the"
    " call's thread. To open direct messages, press and hold the server's name in Discord, choose"
    " Privacy Settings and switch on Direct Messages. Then choose `dm` again."
)


def reminders_chosen(how: str, befores: tuple[Before, ...]) -> str:
    """Return what follows from the choice of reminders."""
    if how == "dm":
        return (
            f"I have sent you a direct message to try it out. From now on I remind you there,"
            f" {say_before(befores)} each call, unless you said you cannot make it."
        )
    if how == "none":
        return "I will not remind you of calls any more. `/meeting next` always shows the next one."
    return (
        "I will remind you in the call's thread, with everybody who is going or may be going:"
        " 7 days, 1 day, 1 hour and 10 minutes before."
    )


TIMES_FOR_DM = "Your own times work for direct messages only; choose `dm` for that."


def could_not_remind(meeting: Meeting) -> str:
    """Return what a person reads at their next command when a reminder could not reach them."""
    return (
        f"I tried to remind you of {name(meeting)}, {when(meeting)}, by direct message, and it did"
        " not arrive: your direct messages are closed. Until you choose again with"
        " `/meeting reminders`, I remind you in the call's thread."
    )
