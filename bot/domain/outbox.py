"""Letters: everything that happens later, what may become of it, and at what hours it may go."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum, IntEnum
from zoneinfo import ZoneInfo

from bot.domain.times import nearest_instant

MINUTE_SECONDS = 60
PAUSES_SECONDS = (5, 15, 45, *(n * MINUTE_SECONDS for n in (2, 4, 8, 16)))
LATE_SECONDS = 5 * MINUTE_SECONDS
DAY_SECONDS = 24 * 60 * MINUTE_SECONDS
SLOW_DOWN = "Discord asked me to slow down"
WAITS = "it can wait for a better time of day"
STANDS = "a direct message cannot be deleted yet"
# What stops a letter until a permission is back, in words for coordinators.
CANNOT_SEE = "I cannot see that channel"
NOT_ALLOWED = "I am not allowed to do that there"
NO_EVENTS = "I may not make events. `/setup check` names the permission and where to switch it on"
EVENTS_UNSEEN = "I may not see this server's events. `/setup check` names what to change"
PERMISSIONS = (CANNOT_SEE, NOT_ALLOWED, NO_EVENTS, EVENTS_UNSEEN)
PERMISSION_SECONDS = 15 * MINUTE_SECONDS
PERMISSION_WANTED_SECONDS = 7 * DAY_SECONDS


class Urgency(IntEnum):
    """Who is served first where Discord limits how much may be asked."""

    PRESS = 0
    LETTER = 1
    TO_ONE = 2  # many of a kind, by direct message: Discord lets few be begun in a row
    CAN_WAIT = 3


class Reported(Enum):
    """How letters of a kind stand in the delivery report of a call."""

    NOT = "not"
    EACH = "each"
    LATEST = "latest"  # it brings something up to date, so an earlier failure says nothing


# What the present task works for; whatever is no letter serves somebody who waits.
urgency: ContextVar[Urgency] = ContextVar("urgency", default=Urgency.PRESS)
# Set while a hidden letter is carried: that it was refused, or how, must not be dated.
hidden: ContextVar[bool] = ContextVar("hidden", default=False)


class Delivery(Enum):
    SENT = "sent"
    NOT_WANTED = "skipped"
    IMPOSSIBLE = "failed"
    TRY_LATER = "waiting"


@dataclass(frozen=True)
class Outcome:
    """The reason is in words that coordinators can read.

    `retry_after` is how many seconds Discord wants to be left alone; 0: it did not say.
    """

    delivery: Delivery
    reason: str = ""
    retry_after: float = 0.0


SENT = Outcome(Delivery.SENT)


@dataclass(frozen=True)
class Letter:
    """Instants are UTC seconds; `attempts` counts this one too.

    `looked`: its message was looked for in this attempt, and does not stand there.
    """

    id: int
    kind: str
    subject: int
    part: int
    due_at: int
    try_at: int
    attempts: int
    looked: bool = False


def mark(letter: Letter) -> str:
    """Return what marks a message as this letter: it ends the id of one of its buttons.

    It names the occurrence too, because a restored database may number letters anew.
    """
    return f"{letter.id:x}.{letter.due_at:x}"


def nonce(letter: Letter) -> str:
    """25 characters at most, as Discord wants; of the letter, never of the attempt."""
    return f"L{mark(letter)}"[:25]


def pause_seconds(attempts: int) -> int:
    return PAUSES_SECONDS[min(attempts, len(PAUSES_SECONDS)) - 1]


def is_late(letter: Letter, now: int) -> bool:
    """So late (UTC seconds) that the reader should be told."""
    return now - letter.due_at > LATE_SECONDS


TIMES_OF_DAY = (time(9, 30), time(19))
AWAKE, ASLEEP = time(8), time(21)
ONE_DAY = timedelta(days=1)


def goes_at(due: datetime, now: datetime, zone: ZoneInfo, *, told_today: bool) -> datetime:
    """When what was due (UTC) may go: now, or at one of the two times of day to come (UTC).

    Where a time of day went by while nothing could be sent, it goes as soon as it can, by day.
    """
    wall = now.astimezone(zone)
    today, tomorrow = wall.date(), wall.date() + ONE_DAY
    passed = [at for at in _times([today - ONE_DAY, today], zone) if at <= now]
    if is_day(now, zone) and not told_today and due <= passed[-1]:
        return now
    ahead = _times([tomorrow] if told_today else [today, tomorrow], zone)
    return next(at for at in ahead if at > now)


def is_day(now: datetime, zone: ZoneInfo) -> bool:
    """Whether nobody is woken by a message."""
    return AWAKE <= now.astimezone(zone).time() < ASLEEP


def start_of_day(now: datetime, zone: ZoneInfo) -> datetime:
    """UTC."""
    return nearest_instant(datetime.combine(now.astimezone(zone).date(), time(0)), zone)


def _times(days: list[date], zone: ZoneInfo) -> list[datetime]:
    return [nearest_instant(datetime.combine(day, at), zone) for day in days for at in TIMES_OF_DAY]
