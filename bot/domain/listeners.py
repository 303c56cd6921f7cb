"""Saying hello: who is asked, who may claim it, how long it lasts, and when a rest is offered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import UserError

HOUR_SECONDS = 3600
DAY_SECONDS = 24 * HOUR_SECONDS
HONEST_AFTER = 4 * HOUR_SECONDS
EXPIRES_AFTER = DAY_SECONDS
MEETING_AT_LEAST = 12 * HOUR_SECONDS
LOOKS_AFTER = (HOUR_SECONDS, 4 * HOUR_SECONDS, 12 * HOUR_SECONDS)
WEEK_SECONDS = 7 * DAY_SECONDS
WEEK_PEOPLE = 4


class HelloState(StrEnum):
    """All but the first two are over."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Hello:
    """Instants are UTC seconds.

    `waiting_since` begins anew with each handing over, `turn` tells one from the next;
    `expires_at` is when all of it ends; `told_at` when coordinators were told; `thread` is 0 until
    the two meet; `listener` is 0 while nobody has come.
    """

    id: int
    asker: int
    state: HelloState
    asked_at: int
    waiting_since: int
    expires_at: int
    turn: int
    listener: int
    thread: int
    told_at: int


@dataclass(frozen=True)
class Listener:
    """`since` is in UTC seconds."""

    person: int
    on_duty: bool
    since: int


def expiry_after_claim(hello: Hello, now: int) -> int:
    """UTC seconds: a day after asking, and half a day after somebody came at least."""
    return max(hello.expires_at, now + MEETING_AT_LEAST)


def is_carrying_enough(people_this_week: int) -> bool:
    """As many people in seven days as is good for a listener."""
    return people_this_week >= WEEK_PEOPLE


def may_come(listener: Listener | None, people_this_week: int) -> None:
    """Raises UserError."""
    if listener is None or not listener.on_duty:
        raise UserError(
            "You are resting at the moment. `Go on duty` in `/listener`, then press again."
        )
    if is_carrying_enough(people_this_week):
        raise UserError(
            "You have been there for four people in seven days. That is plenty: please leave this"
            " one to somebody else. Coordinators are told if nobody comes."
        )


def called(on_duty: list[Listener], load: dict[int, int], not_these: set[int]) -> list[int]:
    """On duty, with room in their week, and none of `not_these`."""
    return [
        each.person
        for each in on_duty
        if each.person not in not_these and not is_carrying_enough(load.get(each.person, 0))
    ]
