"""The monthly call: what it is, and what may be planned."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, time, timedelta
from enum import Enum, StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.dates import say_day, write_date
from bot.domain.errors import AskError, Problems, Reading, UserError
from bot.domain.joining import checked_joining
from bot.domain.lengths import USUAL_MINUTES, checked_length
from bot.domain.rhythms import ONCE, rule_for
from bot.domain.times import LONDON, days_before, instant, nearest_instant, read_zone
from bot.domain.when import FURTHEST, When, read_coming


@dataclass(frozen=True)
class Typed:
    """Every part is text, so that nothing a coordinator typed is lost.

    The time may stand behind the date, and a range of times says the length.
    """

    title: str
    date: str
    time: str = ""
    link: str = ""
    length: str = ""
    repeats: str = "once"
    zone: str = "Europe/London"

    @property
    def when(self) -> str:
        """Day and time in one field."""
        return ", ".join(filter(None, (self.date.strip(), self.time.strip())))


@dataclass(frozen=True)
class Plan:
    """A call that keeps all the rules. `wall_start` is naive wall time in `zone`.

    `rule` is the RFC 5545 rule of a call that repeats, and empty for one that does not.
    """

    title: str
    wall_start: datetime
    zone: ZoneInfo
    starts_at: datetime
    length_minutes: int
    link: str = field(repr=False)
    repeats: str = "once"
    rule: str = ""


@dataclass(frozen=True)
class Meeting:
    """A call as it is kept. `starts_at` is UTC; `wall_start` is naive wall time in `zone`.

    `occurrence` is the wall time its series gave it, which stays when it is moved; `revision`
    counts its changes; `event_id` is Discord's scheduled event; 0 or None where there is none.
    `link` is all that lets somebody in, on lines: the address first.
    `late_minutes`: how much later than planned it begins, as coordinators said on the day.
    """

    id: int
    title: str
    wall_start: datetime
    zone: ZoneInfo
    starts_at: datetime
    length_minutes: int
    link: str = field(repr=False)
    state: str = "draft"
    channel_id: int = 0
    message_id: int = 0
    thread_id: int = 0
    series_id: int = 0
    occurrence: datetime | None = None
    revision: int = 0
    event_id: int = 0
    reason: str = field(default="", repr=False)
    late_minutes: int = 0

    @property
    def link_until(self) -> datetime:
        """UTC; whoever was held up can still look for the link."""
        return self.ends_at + timedelta(hours=1)

    @property
    def ends_at(self) -> datetime:
        """UTC."""
        return self.starts_at + timedelta(minutes=self.length_minutes)


class Job(StrEnum):
    """Who does what in a call."""

    HOST = "host"
    NOTES = "notes"


class CallState(Enum):
    """What the card of a call says it is."""

    COMING = "coming"
    TODAY = "today"
    NOW = "on now"
    OVER = "over"
    CANCELLED = "cancelled"


def state_of(meeting: Meeting, now: datetime) -> CallState:
    """`now` is UTC; the day begins by the call's own clock."""
    if meeting.state == "cancelled":
        return CallState.CANCELLED
    if now >= meeting.ends_at:
        return CallState.OVER
    if now >= meeting.starts_at:
        return CallState.NOW
    return CallState.TODAY if now >= day_begins(meeting) else CallState.COMING


def day_begins(meeting: Meeting) -> datetime:
    """UTC, of the day of the call by its own clock."""
    return nearest_instant(datetime.combine(meeting.wall_start.date(), time(0)), meeting.zone)


LAPSE_DAYS_BEFORE = 2


def lapses_at(meeting: Meeting, now: datetime) -> datetime:
    """UTC: when a date that nobody announced falls through. Saved later than that: at its start."""
    at = days_before(meeting.wall_start, meeting.zone, LAPSE_DAYS_BEFORE)
    return at if at > now else meeting.starts_at


NUMBERS_SECONDS = (30, 600)  # while its message is younger than an hour, and afterwards
DISCORD_EPOCH = 1_420_070_400


def shown_by(meeting: Meeting, now: datetime) -> datetime:
    """When the card shows who has answered by `now` (both UTC): answers are gathered until then.

    Discord allows few edits of a message older than an hour (error 30046).
    """
    made_at = (
        DISCORD_EPOCH + (meeting.message_id >> 22) // 1000
    )  # Discord's ids begin with the time
    seconds = int(now.timestamp())
    young = not meeting.message_id or 0 <= seconds - made_at < 3600
    pace = NUMBERS_SECONDS[0 if young else 1]
    return from_seconds(seconds - seconds % pace + pace)


@dataclass(frozen=True)
class Counts:
    going: int = 0
    maybe: int = 0
    declined: int = 0


def carried(to: type[Typed] | type[Plan], call: object) -> dict[str, Any]:
    """What a call has under the names of `to`'s parts: so a new part goes along by itself."""
    names = [part.name for part in fields(to)]
    return {name: getattr(call, name) for name in names if hasattr(call, name)}


def plan(typed: Typed, now: datetime) -> Plan:
    """`now` is UTC. Raises UserError that names everything that has to be changed at once."""
    problems = Problems()
    title = problems.take(lambda: checked_title(typed.title), "")
    zone = problems.take(lambda: _zone(typed, now), None)
    when = problems.take(lambda: _when(typed, zone or ZoneInfo(LONDON), now), None)
    starts_at = problems.take(lambda: _start(when, zone, now), None)
    length = problems.take(lambda: _length(typed.length, when), 0)
    link = problems.take(lambda: checked_joining(typed.link), "")
    rule = problems.take(lambda: rule_for(typed.repeats, when.day) if when else "", "")
    problems.tell()  # raises where any of these is missing
    assert zone is not None
    assert starts_at is not None
    return Plan(
        title=title,
        wall_start=starts_at.astimezone(zone).replace(tzinfo=None),
        zone=zone,
        starts_at=starts_at,
        length_minutes=length,
        link=link,
        repeats=" ".join(typed.repeats.lower().split()),
        rule=rule,
    )


def _zone(typed: Typed, now: datetime) -> ZoneInfo:
    """GMT is London time for a single call in winter; else it is asked which one is meant."""
    try:
        return read_zone(typed.zone)
    except AskError:
        london = ZoneInfo(LONDON)
        with suppress(UserError):  # of the date, which is noted where it is read
            when = _when(typed, london, now)
            once = typed.repeats.strip().lower() == ONCE
            if once and not datetime.combine(when.day, when.at, london).utcoffset():
                return london
        raise


def _when(typed: Typed, zone: ZoneInfo, now: datetime) -> When:
    return read_coming(typed.date, typed.time, now, zone)


def _start(when: When | None, zone: ZoneInfo | None, now: datetime) -> datetime | None:
    """UTC; None while day, time or zone could not be read."""
    if when is None or zone is None:
        return None
    starts_at = instant(when.day, when.at, zone)
    if starts_at <= now:
        said = say_day(when.day)
        raise UserError(
            f"{said} at {when.at:%H:%M} has already passed. Choose a later date or time."
        )
    if starts_at - now > FURTHEST:
        raise UserError("That is more than two years away. Check the year of the date.")
    return starts_at


def _length(written: str, when: When | None) -> int:
    """In minutes. Raises AskError where a range of times says another length."""
    ranged = when.minutes if when else 0
    length = checked_length(written) if written.strip() else ranged or USUAL_MINUTES
    if when is None or not ranged or ranged == length:
        return checked_length(str(length))
    start = f"{write_date(when.day)}, {when.at:%H:%M}"
    raise AskError(
        f"From start to end that is {ranged} minutes, and the length says {length}. Which is it?",
        Reading(f"{ranged} minutes", str(ranged), "length"),
        Reading(f"{length} minutes", start),
        field="when",
    )


def may_answer(meeting: Meeting, now: datetime) -> None:
    """Until its start. Raises UserError."""
    if meeting.state == "cancelled":
        raise UserError("This call has been cancelled, so there is nothing to answer.")
    if meeting.state != "announced":
        raise UserError("This call has not been announced yet.")
    if now >= meeting.starts_at:
        raise UserError("This call has already started, so answers are closed.")


def from_seconds(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


LONGEST_TITLE = 100


def checked_title(title: str) -> str:
    """On one line. Raises UserError if it is empty or too long."""
    title = " ".join(title.split())
    if not title:
        raise UserError("The call needs a title, for example `Monthly call`.")
    if len(title) > LONGEST_TITLE:
        raise UserError(
            f"That title has {len(title)} characters, and Discord takes {LONGEST_TITLE}. Please"
            " shorten it; details can go into the call's thread."
        )
    return title
