"""Every sentence about when people are asked: opting in, resting, going quiet, leaving."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.checkins import SILENT, CheckIn, Stage
from bot.domain.dates import say_day
from bot.domain.rhythms import Every
from bot.domain.times import say_when

OFTEN = {
    Every.WEEK: "once a week",
    Every.FORTNIGHT: "every two weeks",
    Every.MONTH: "once a month",
}
HOW_TO_OPEN = (
    "To open direct messages, press and hold the server's name in Discord, choose Privacy Settings"
    " and switch on Direct Messages."
)
INVITATION = (
    "A check-in takes ten seconds: one word for how the role feels, and a line if you like. You"
    " choose each time who sees it, and nobody counts how often you answer. How often may I ask"
    " you, by direct message?"
)
NOT_IN = "You have not asked me to check in with you. `/checkin start` begins, whenever you like."
TRIAL = (
    "This is where I will ask how the role feels. Answering is never a duty. If two of my questions"
    " stay without an answer, I go quiet by myself."
)
STOPPED = (
    "I will not ask any more, and your answers are deleted. Thank you for having tried it."
    " `/checkin start` begins again, if you ever want to."
)
NOTHING_TO_STOP = "There was nothing to stop: I hold no check-ins of yours."
SURE = (
    "Shall I stop asking, and delete your answers with it? A rest keeps them, and I ask again from"
    " the day you choose."
)
UNREACHABLE = (
    "I wanted to ask how the role feels, and my direct message could not reach you, so I have"
    f" stopped asking. {HOW_TO_OPEN} Then `/checkin start` begins again."
)
WHEN_TO_REST = "From which day may I ask again?"
GOING_QUIET = (
    "My last two questions found no answer, and that is fine. I go quiet now. If you want me to"
    " ask again, press the button, or use `/checkin start` in the server."
)
PROMPT = (
    "How does the role feel at the moment? One word is enough, and it is fine not to answer. You"
    " choose who sees it."
)


def opted_in(every: Every, first: datetime, zone: str) -> str:
    """Return what follows opting in, when the trial message has arrived."""
    return (
        f"I will ask you {OFTEN[every]} by direct message, first on"
        f" {say_when(first, ZoneInfo(zone))}. I have sent you a message to try it out.\n"
        "`/checkin pause` rests, `/checkin stop` ends it and deletes your answers."
    )


def opted_in_but_closed(first: datetime, zone: str) -> str:
    """Return what follows opting in when direct messages are closed."""
    return (
        "I could not send you a direct message, so I cannot ask you yet. "
        f"{HOW_TO_OPEN} Then press `Try again`. Your choice is kept: the first question would come"
        f" on {say_when(first, ZoneInfo(zone))}."
    )


def back(next_at: datetime, zone: str) -> str:
    """Return what follows coming back."""
    return f"Good to have you back. I ask again on {say_when(next_at, ZoneInfo(zone))}."


def paused(until: date, next_at: datetime, zone: str) -> str:
    """Return what follows a pause."""
    return (
        f"I am quiet until {say_day(until)}. The next question comes on"
        f" {say_when(next_at, ZoneInfo(zone))}. `/checkin now` works all the time."
    )


def standing(checkin: CheckIn | None, next_at: datetime | None) -> str:
    if checkin is None:
        return NOT_IN
    rhythm = checkin.rhythm
    if checkin.stage in SILENT or next_at is None:
        why = "your direct messages are closed" if checkin.stage is Stage.UNREACHABLE else "resting"
        return f"I ask you {OFTEN[rhythm.every]}, and am quiet now ({why})."
    return f"I ask you {OFTEN[rhythm.every]}; next on {say_when(next_at, ZoneInfo(rhythm.zone))}."
