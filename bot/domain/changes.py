"""Changing a call: what may be changed, and what that means for those who answered."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.clock_times import write_time
from bot.domain.dates import write_date
from bot.domain.errors import UserError
from bot.domain.meetings import Meeting, Typed, carried, plan
from bot.domain.times import AS_SUCH, GREENWICH
from bot.domain.when import NO_DAY, read_when

CANCELLED_ALREADY = "This call is cancelled already, and nobody has been told a second time."


class AlreadyCancelledError(UserError):
    """The call to be cancelled is cancelled already."""


class NothingChangedError(UserError):
    """The form came back as it was."""


@dataclass(frozen=True)
class Before:
    """A call as people know it until they are told, perhaps as cancelled. `starts_at` is UTC."""

    title: str
    starts_at: datetime
    length_minutes: int
    link: str = field(repr=False)
    cancelled: bool = False


@dataclass(frozen=True)
class Change:
    id: int
    meeting_id: int
    before: Before


def as_known(meeting: Meeting) -> Before:
    return Before(
        meeting.title,
        meeting.starts_at,
        meeting.length_minutes,
        meeting.link,
        meeting.state == "cancelled",
    )


def is_known(before: Before, meeting: Meeting) -> bool:
    """Of a cancelled call, that it is cancelled says everything."""
    if before.cancelled and meeting.state == "cancelled":
        return True
    return before == as_known(meeting)


def is_for_all(before: Before, meeting: Meeting) -> bool:
    """Whether it is news for who cannot come as well, as a new link alone is not."""
    return replace(as_known(meeting), link=before.link) != before


def typed_again(call: Meeting | Before, zone: ZoneInfo) -> Typed:
    """As a coordinator would type it, to fill in a form."""
    wall = call.starts_at.astimezone(zone)
    written = {
        "date": write_date(wall.date()),
        "time": write_time(wall.time()),
        "length": str(call.length_minutes),
        "zone": kept_zone(zone),
    }
    return Typed(**carried(Typed, call) | written)


def only_changed(typed: Typed, opened_over: Before, meeting: Meeting) -> Typed:
    """Return the call as it is now, with only what was changed in a form over an older state."""
    was, now_is = typed_again(opened_over, meeting.zone), typed_again(meeting, meeting.zone)
    when = {} if typed.when == was.when else {"date": typed.date, "time": typed.time}
    others = {
        name: getattr(typed, name)
        for name in ("title", "link", "length")
        if getattr(typed, name).strip() != getattr(was, name)
    }
    return replace(now_is, **when, **others)


def kept_zone(zone: ZoneInfo) -> str:
    """The zone as it is read without a question."""
    return AS_SUCH if GREENWICH.fullmatch(zone.key.lower()) else zone.key


def may_change(meeting: Meeting, now: datetime) -> None:
    """Until its end. `now` is UTC. Raises UserError."""
    if meeting.state == "cancelled":
        raise UserError("This call has been cancelled, so there is nothing left to change.")
    if now >= meeting.ends_at:
        raise UserError("This call is over, so it can no longer be changed.")


def edited(meeting: Meeting, typed: Typed, now: datetime) -> Meeting:
    """Return the call as edited, its revision raised. The zone and the repeats stay.

    Raises NothingChangedError, and UserError for a rule that is not met. `now` is UTC.
    """
    may_change(meeting, now)
    # While it is on, its start lies behind and may stay; only another start has to lie ahead.
    before_it = min(now, meeting.starts_at - timedelta(minutes=1))
    typed = _on_its_day(typed, meeting, before_it)
    planned = plan(replace(typed, zone=kept_zone(meeting.zone), repeats="once"), before_it)
    moved = planned.starts_at != meeting.starts_at
    if moved and planned.starts_at <= now:
        raise UserError("That time has already passed. Choose a later one, or leave it as it is.")
    changed = replace(
        meeting,
        title=planned.title,
        wall_start=planned.wall_start,
        starts_at=planned.starts_at,
        length_minutes=planned.length_minutes,
        link=planned.link,
        late_minutes=0 if moved else meeting.late_minutes,
    )
    if changed == meeting:
        raise NothingChangedError("Nothing is different, so nobody has been told anything.")
    if now >= changed.ends_at:
        raise UserError("With that length the call would be over by now. Choose a longer one.")
    return replace(changed, revision=meeting.revision + 1)


def _on_its_day(typed: Typed, meeting: Meeting, now: datetime) -> Typed:
    """A time alone ("7pm") is another one on the same day."""
    try:
        read_when(typed.date, typed.time, now.astimezone(meeting.zone).date(), meeting.zone)
    except UserError as error:
        if str(error) == NO_DAY and typed.date.strip():
            return replace(typed, date=f"{write_date(meeting.wall_start.date())}, {typed.date}")
    return typed


LONGEST_REASON = 500
LATE_MINUTES = (5, 10, 15, 30)


def running_late(meeting: Meeting, minutes: int, now: datetime) -> Meeting:
    """Return the call, beginning so much later than planned. Raises UserError."""
    may_change(meeting, now)
    if meeting.state != "announced" or minutes not in LATE_MINUTES:
        raise UserError("This call has not been announced, so nobody waits for it.")
    if meeting.late_minutes == minutes:
        raise UserError(f"Everybody who is coming has been told already: {minutes} minutes late.")
    return replace(meeting, late_minutes=minutes, revision=meeting.revision + 1)


def cancelled(meeting: Meeting, reason: str, now: datetime) -> Meeting:
    """Raises AlreadyCancelledError, and UserError once the call is over."""
    if meeting.state == "cancelled":
        raise AlreadyCancelledError(CANCELLED_ALREADY)
    if now >= meeting.ends_at:
        raise UserError("This call is over, so it can no longer be cancelled.")
    return replace(
        meeting, state="cancelled", reason=" ".join(reason.split()), revision=meeting.revision + 1
    )


LAPSED = "It was not confirmed in time."


def lapsed(meeting: Meeting) -> Meeting:
    """Return a call that nobody announced, as it falls through; it can be brought back."""
    return replace(meeting, state="cancelled", reason=LAPSED, revision=meeting.revision + 1)


def brought_back(meeting: Meeting, revision: int, state: str, now: datetime) -> Meeting:
    """Return the call as it was before it was cancelled at `revision`, in `state`.

    Raises UserError if it is not cancelled, was cancelled once more, or would be over.
    """
    if meeting.state != "cancelled":
        raise UserError("This call takes place, so there is nothing to bring back.")
    if meeting.revision != revision:
        raise UserError(
            "This call has been brought back and cancelled once more since then. `/meeting manage`"
            f" with `{meeting.id}` as `meeting` shows it as it is, and its button works."
        )
    if now >= meeting.ends_at:
        raise UserError(
            "This call would be over by now, so it cannot be brought back. `Plan a call` on the"
            " desk plans a new one."
        )
    return replace(meeting, state=state, reason="", revision=meeting.revision + 1)
