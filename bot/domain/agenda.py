"""Topics for the agenda of a call, and words to be read out at it; with or without a name."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.errors import UserError
from bot.domain.meetings import Meeting
from bot.domain.questions import HOLD_SECONDS

MOST_TOPICS = 10
LONGEST_TOPIC = 140
MOST_WORDS = 10
LONGEST_WORDS = 500
UNSIGNED = ((60 * 60, 3),)  # seconds, and how many of one person


class Sort(StrEnum):
    """Words to be read out take the same ways as a topic; their agenda is the coordinators'."""

    TOPIC = "topic"
    WORDS = "words"


CLOSED = {Sort.TOPIC: "its agenda is closed", Sort.WORDS: "nothing more can be read out at it"}


class TopicState(StrEnum):
    """Only without a name is a topic ever anywhere but on the agenda."""

    HELD = "held"
    REVIEW = "review"
    AGENDA = "agenda"


@dataclass(frozen=True)
class Topic:
    """`user_id` is None where it was given without a name."""

    id: int
    text: str = field(repr=False)
    user_id: int | None = None
    sort: Sort = Sort.TOPIC


@dataclass(frozen=True)
class WaitingTopic:
    """A topic without a name that is not on the agenda of its call.

    `card_place` and `card_id` say where coordinators are asked about it; 0 while they are not.
    """

    id: int
    meeting: Meeting
    text: str = field(repr=False)
    state: TopicState
    card_place: int
    card_id: int
    sort: Sort = Sort.TOPIC


def checked_words(text: str) -> str:
    """Raises UserError if there are none, or too many."""
    text = text.strip()
    if not text:
        raise UserError("Write a few words that should be read out.")
    if len(text) > LONGEST_WORDS:
        raise UserError(
            f"That has {len(text)} characters, and {LONGEST_WORDS} can be read out. Please shorten"
            " it."
        )
    return text


def checked_topic(text: str) -> str:
    """On one line. Raises UserError if it is empty or too long."""
    text = " ".join(text.split())
    if not text:
        raise UserError("Write a few words about what we should talk about.")
    if len(text) > LONGEST_TOPIC:
        raise UserError(
            f"That topic has {len(text)} characters, and a line of the agenda takes"
            f" {LONGEST_TOPIC}. Please shorten it; you can say the rest in the call."
        )
    return text


def may_add(meeting: Meeting, count: int, now: datetime, sort: Sort = Sort.TOPIC) -> None:
    """Raise UserError unless another one fits. `now` is UTC."""
    closed = CLOSED[sort]
    if meeting.state == "cancelled":
        raise UserError(f"This call has been cancelled, so {closed}.")
    if meeting.state != "announced":
        raise UserError("This call has not been announced yet, so its agenda is not open.")
    if now >= meeting.ends_at:
        raise UserError(f"This call is over, so {closed}.")
    if sort is Sort.WORDS and count >= MOST_WORDS:
        raise UserError(
            f"{MOST_WORDS} people have left words for this call already, which is as many as can be"
            " read out. Please ask a coordinator to make room."
        )
    if sort is Sort.TOPIC and count >= MOST_TOPICS:
        raise UserError(
            f"The agenda has {MOST_TOPICS} topics already, which is as many as one call can hold."
            " Please keep yours for the next call, or ask a coordinator to make room."
        )


def may_hold(meeting: Meeting, now: datetime) -> None:
    """Raise UserError where a topic without a name could come too late. `now` is UTC."""
    longest = timedelta(seconds=HOLD_SECONDS[1])
    if now + longest >= meeting.ends_at:
        raise UserError(
            "This call may be over before coordinators can look at what has no name: it"
            f" reaches them in 2 to {HOLD_SECONDS[1] // 60} minutes. You can send it with your"
            " name, or keep it for the next call."
        )


def may_put_on(meeting: Meeting, count: int, now: datetime, sort: Sort = Sort.TOPIC) -> None:
    """Raise UserError unless a coordinator can put another one on. `now` is UTC."""
    may_add(meeting, 0, now, sort)
    if sort is Sort.WORDS and count >= MOST_WORDS:
        raise UserError(
            f"{MOST_WORDS} wait to be read out already, which is as many as one call can hold."
            " Take one off first under `Agenda`, then press `Let it be read out` again."
        )
    if sort is Sort.TOPIC and count >= MOST_TOPICS:
        raise UserError(
            f"The agenda has {MOST_TOPICS} topics already, which is as many as one call can hold."
            " Take one off first under `Agenda`, then press `Put it on the agenda` again."
        )
