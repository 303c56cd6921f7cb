"""Letters: everything that happens later, and what may become of it (SPEC 4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

MINUTE_SECONDS = 60
PAUSES_SECONDS = (5, *(n * MINUTE_SECONDS for n in (1, 2, 4, 8, 16)))
LATE_SECONDS = 5 * MINUTE_SECONDS


class Delivery(Enum):
    """How one attempt to deliver a letter ended."""

    SENT = "sent"
    NOT_WANTED = "skipped"
    IMPOSSIBLE = "failed"
    TRY_LATER = "waiting"


@dataclass(frozen=True)
class Outcome:
    """The end of an attempt, with the reason in words that coordinators can read."""

    delivery: Delivery
    reason: str = ""


SENT = Outcome(Delivery.SENT)


@dataclass(frozen=True)
class Letter:
    """A row of the outbox. Instants are UTC seconds; `attempts` counts this one too."""

    id: int
    kind: str
    subject: int
    part: int
    due_at: int
    try_at: int
    attempts: int


def mark(letter: Letter) -> str:
    """Return what marks a message as this letter: it ends the id of one of its buttons.

    It names the occurrence too, because a restored database may number letters anew.
    """
    return f"{letter.id:x}.{letter.due_at:x}"


def nonce(letter: Letter) -> str:
    """Return Discord's nonce (25 characters at most): of the letter, never of the attempt."""
    return f"L{mark(letter)}"[:25]


def pause_seconds(attempts: int) -> int:
    """Return how long to wait after the given number of attempts, in seconds."""
    return PAUSES_SECONDS[min(attempts, len(PAUSES_SECONDS)) - 1]


def is_late(letter: Letter, now: int) -> bool:
    """Say whether the letter goes out so late (UTC seconds) that the reader should be told."""
    return now - letter.due_at > LATE_SECONDS
