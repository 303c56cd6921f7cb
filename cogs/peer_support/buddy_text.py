"""Every sentence about the monthly pairing."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.domain.buddies import ENOUGH, Group
from bot.domain.times import say_when
from bot.services.buddies import Standing

FEW = (
    f"With fewer than {ENOUGH} people it can happen that somebody is left over in a month; then I"
    " will tell you."
)
ABOUT = (
    "## A buddy each month\n"
    "Once a month I pair those who say yes, for a chat of twenty minutes, by voice or in writing."
    " You meet in a private thread, and somebody else in the months after. Rest or leave whenever"
    f" you like. {FEW}"
)
OPENINGS = (
    "What went better than expected since the last call?",
    "What would you ask the others if nobody else listened?",
    "How did you come to this role, and what keeps you in it?",
)
PROMISE = "{who} can read this, and so can the people who run this server."
MEANT_FOR = "`My buddies` rests, leaves, or says `Not again, please`; nobody is told of that."
HAS_IT = "A week ago I paired you: have you talked? There is no hurry, and nobody counts it."
GOOD = "Good to hear. I will pair you with somebody else next month."
NOT_YET = "That is fine. A first line is enough, such as:"
FOUND = "I have found somebody: you are mentioned in a new thread in a moment."
LOOKING = (
    "I will look for somebody, and tell you as soon as one more person asks for that this month;"
    " otherwise I will pair you anew next month. Nobody is told."
)
LEFT_OVER = "We were not enough this month to pair you as well. I will try again on {next_at}."
NO_THREAD = (
    "I have paired you this month, and could not open a private thread. A coordinator can find out"
    " why with `/setup check`; next month I will try again."
)
VETO = "Not again, please"
WHOM = "With whom would you rather not be paired again? Nobody is told."
NEVER = "I will not pair you with them again. Nobody is told."
AGAIN_ALONE = "You have not been paired this month, so there is nobody to name."


def standing(stands: Standing, zone: ZoneInfo, now: datetime) -> str:
    """One's own card."""
    if stands.resting is None:
        return ABOUT
    when = say_when(stands.next_at, zone, now)
    if stands.resting:
        return (
            "## A buddy each month\nYou are resting, so I will not pair you. The next pairing is on"
            f" {when}."
        )
    thread = stands.group.thread if stands.group is not None else 0
    with_whom = f"\nThis month you meet in <#{thread}>." if thread else ""
    return f"## A buddy each month\nYou take part; the next pairing is on {when}. {FEW}{with_whom}"


def thread_name(group: Group) -> str:
    day = datetime.fromtimestamp(group.made_at, UTC)
    return f"Buddies {group.id}, {day.day} {day:%B}"


def meeting(group: Group) -> str:
    """The first text of their thread."""
    who = "You two" if len(group.people) == 2 else "You three"
    people = " and ".join(f"<@{person}>" for person in group.people)
    openings = "\n".join(f"{number}. {line}" for number, line in enumerate(OPENINGS, 1))
    return (
        f"{PROMISE.format(who=who)} This is your buddy for the month.\n{people}, take twenty"
        f" minutes when it suits you. To begin, choose one:\n{openings}\n\n{MEANT_FOR}"
    )


def not_yet() -> str:
    return "\n".join([NOT_YET, *(f"- {line}" for line in OPENINGS)])


def left_over(next_at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """The same words whatever the reason."""
    return LEFT_OVER.format(next_at=say_when(next_at, zone, now))
