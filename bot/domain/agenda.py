"""Topics for the agenda of a call, with or without a name."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime

from bot.domain.errors import UserError
from bot.domain.late import dataclass
from bot.domain.meetings import Meeting

MOST_TOPICS = 10
LONGEST_TOPIC = 140


@dataclass(frozen=True)
class Topic:
    """One topic. `user_id` is None where it was given without a name."""

    id: int
    text: str = field(repr=False)
    user_id: int | None = None


def checked_topic(text: str) -> str:
    """Return a topic on one line. Raises UserError if it is empty or too long."""
    text = " ".join(text.split())
    if not text:
        raise UserError("Write a few words about what we should talk about.")
    if len(text) > LONGEST_TOPIC:
        raise UserError(
            f"That topic has {len(text)} characters, and a line of the agenda takes"
            f" {LONGEST_TOPIC}. Please shorten it; you can say the rest in the call."
        )
    return text


def may_add(meeting: Meeting, count: int, now: datetime) -> None:
    """Raise UserError unless another topic fits. `now` is UTC."""
    if meeting.state == "cancelled":
        raise UserError("This call has been cancelled, so its agenda is closed.")
    if meeting.state != "announced":
        raise UserError("This call has not been announced yet, so its agenda is not open.")
    if now >= meeting.ends_at:
        raise UserError("This call is over, so its agenda is closed.")
    if count >= MOST_TOPICS:
        raise UserError(
            f"The agenda has {MOST_TOPICS} topics already, which is as many as one call can hold."
            " Please keep yours for the next call, or ask a coordinator to make room."
        )
