"""Every sentence about finding a date with a poll."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.domain.polls import Poll, say_choice
from bot.domain.times import say_when

TITLE = "Find a date"
WORDS = (
    "It becomes a poll in the announcements channel; people may choose several dates. **Everybody"
    " can see who voted for what.** You will see it once more before it goes up."
)
LABELS = {"title": "Title of the call", "dates": "Dates and times", "last": "Last day to vote"}
HELPS = {"dates": "2 to 10, each in a line: Tue 8 Dec 19:30", "last": "Until 21:00, like Fri 4 Dec"}
USUAL_TITLE = "Monthly call"
LOST = "the message with the poll has been deleted"


def notice(poll: Poll, role: int, now: datetime) -> str:
    """Above the poll, and enough on a lock screen."""
    greeting = f"\n<@&{role}>" if role else ""
    return (
        f"Which dates can you make? Times are {city(poll)} time. Please vote until"
        f" {say_when(poll.ends_at, poll.zone, now)}. You can choose several, and"
        f" everybody sees who chose what.{greeting}"
    )


def question(poll: Poll) -> str:
    return f"When can you make it? {poll.title}"


def city(poll: Poll) -> str:
    return poll.zone.key.rsplit("/", 1)[-1].replace("_", " ")


def choices(poll: Poll, today: date) -> list[str]:
    return [say_choice(each, today) for each in poll.choices]


def preview(poll: Poll, role: int, now: datetime) -> str:
    today = now.astimezone(poll.zone).date()
    lines = "\n".join(f"- {each}" for each in choices(poll, today))
    mentions = ", and mentions the reps" if role else ""
    return (
        f"## Only you see this yet\nThis goes into the announcements channel{mentions}:"
        f"\n{notice(poll, role, now)}\n**{question(poll)}**\n{lines}"
    )


def on_its_way(poll: Poll) -> str:
    return f"The poll about **{poll.title}** is on its way."


def is_up(poll: Poll, trouble: str) -> str:
    if poll.message_id:
        return (
            f"The poll about **{poll.title}** is up in <#{poll.channel_id}>. When it is over I will"
            " tell you in the review channel which date most can make."
        )
    if trouble:
        return (
            f"I could not put the poll up: {trouble}. `/setup check` names what to change; then"
            " press `Post the poll` again."
        )
    return f"{on_its_way(poll)} Discord is slow at the moment; I will keep trying until it stands."


def over(poll: Poll, votes: Sequence[int], best: Sequence[int], today: date) -> str:
    """For coordinators, when nobody can vote any more."""
    said = choices(poll, today)
    counted = "\n".join(f"- {each}: {n}" for each, n in zip(said, votes, strict=True))
    if not best:
        return f"The poll about **{poll.title}** is over, and nobody voted."
    if len(best) == 1:
        head = f"most can make {said[best[0]]}, {city(poll)} time."
    else:
        head = f"{len(best)} dates are level. Choose the one to plan."
    return f"The poll about **{poll.title}** is over: {head}\n{counted}"


def not_up(poll: Poll, why: str, role: int) -> str:
    """For coordinators, when it could not be put up."""
    greeting = f"\n<@&{role}>" if role else ""
    return (
        f"The poll about **{poll.title}** did not go up: {why}. `/setup check` names what to"
        f" change.{greeting}"
    )


def lost(poll: Poll, why: str) -> str:
    return f"The poll about **{poll.title}** is over, and I could not read how it ended: {why}."
