"""Saying hello: who is asked and in which hours, who may come, how long it lasts, and rests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.errors import UserError
from bot.domain.times import nearest_instant

HOUR_SECONDS = 3600
DAY_SECONDS = 24 * HOUR_SECONDS
HONEST_AFTER = 4 * HOUR_SECONDS
EXPIRES_AFTER = DAY_SECONDS
MEETING_AT_LEAST = 12 * HOUR_SECONDS
LOOKS_AFTER = (HOUR_SECONDS, 4 * HOUR_SECONDS, 12 * HOUR_SECONDS)
WEEK_SECONDS = 7 * DAY_SECONDS
WEEK_PEOPLE = 4
STILL_AFTER = 14 * DAY_SECONDS
REST_AFTER = 7 * DAY_SECONDS  # without an answer to that
# Coordinators are mentioned between these only.
MORNING, NIGHT = time(8), time(22)


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
    the two meet; `listener` is 0 while nobody has come; `offered`: nobody asked, a listener came
    who had read their check-in.
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
    offered: bool = False


@dataclass(frozen=True)
class Listener:
    """`since` is in UTC seconds.

    `begins` and `ends` are their hours, in minutes of the network's wall clock; where both are the
    same, any hour. `asked_at`: when they were asked whether they still are on duty, 0 if not since.
    """

    person: int
    on_duty: bool
    since: int
    begins: int = 8 * 60
    ends: int = 22 * 60
    asked_at: int = 0


def in_hours(listener: Listener, now: datetime, zone: ZoneInfo) -> bool:
    """By the wall clock, so that the hours stay when clocks change; they may go over midnight."""
    wall = now.astimezone(zone)
    minute = wall.hour * 60 + wall.minute
    if listener.begins < listener.ends:
        return listener.begins <= minute < listener.ends
    return listener.begins == listener.ends or not listener.ends <= minute < listener.begins


def hours_begin(listener: Listener, now: datetime, zone: ZoneInfo) -> datetime:
    """When they next begin (UTC)."""
    return next(at for at in _beginnings(listener, now, zone) if at > now)


def hours_began(listener: Listener, now: datetime, zone: ZoneInfo) -> datetime | None:
    """When they last began (UTC); None for who is there at any hour."""
    if listener.begins == listener.ends:
        return None
    return [at for at in _beginnings(listener, now, zone) if at <= now][-1]


def _beginnings(listener: Listener, now: datetime, zone: ZoneInfo) -> list[datetime]:
    today, at = now.astimezone(zone).date(), time(*divmod(listener.begins, 60))
    days = (today + timedelta(days=n) for n in range(-1, 3))
    return [nearest_instant(datetime.combine(day, at), zone) for day in days]


def is_night(now: datetime, zone: ZoneInfo) -> bool:
    """Whether coordinators sleep, and are not mentioned."""
    return not MORNING <= now.astimezone(zone).time() < NIGHT


def next_morning(now: datetime, zone: ZoneInfo) -> datetime:
    """UTC."""
    wall = now.astimezone(zone)
    day = wall.date() + timedelta(days=wall.time() >= MORNING)
    return nearest_instant(datetime.combine(day, MORNING), zone)


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


def called(on_duty: list[Listener], load: dict[int, int], not_these: set[int]) -> list[Listener]:
    """With room in their week, and none of `not_these`."""
    return [
        each
        for each in on_duty
        if each.person not in not_these and not is_carrying_enough(load.get(each.person, 0))
    ]
