"""Changing a call: what may be changed, and what that means for those who answered."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.errors import UserError
from bot.domain.meetings import Meeting, Typed, plan

CANCELLED_ALREADY = "This call is cancelled already, and nobody has been told a second time."


class OvertakenError(UserError):
    """Somebody else has changed the call since the form was opened."""


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


def typed_again(meeting: Meeting) -> Typed:
    """As a coordinator would type it, to fill in a form."""
    wall = meeting.starts_at.astimezone(meeting.zone)
    return Typed(
        title=meeting.title,
        date=f"{wall:%a} {wall.day} {wall:%b} {wall.year}",
        time=f"{wall:%H:%M}",
        link=meeting.link,
        length=str(meeting.length_minutes),
        zone=meeting.zone.key,
    )


def may_change(meeting: Meeting, now: datetime) -> None:
    """`now` is UTC. Raises UserError."""
    if meeting.state == "cancelled":
        raise UserError("This call has been cancelled, so there is nothing left to change.")
    if now >= meeting.starts_at:
        raise UserError("This call has already started, so it can no longer be changed.")


def edited(meeting: Meeting, typed: Typed, revision: int, now: datetime) -> Meeting:
    """Return the call as edited, its revision raised. The zone and the repeats stay.

    Raises OvertakenError if the call is no longer at `revision`, NothingChangedError, and
    UserError for a rule that is not met. `now` is UTC.
    """
    may_change(meeting, now)
    if meeting.revision != revision:
        raise OvertakenError(
            "Somebody else changed this call while you were typing, so I have not saved yours. It"
            " is kept below; press `Try again` to look at both and save."
        )
    planned = plan(replace(typed, zone=meeting.zone.key, repeats="once"), now)
    changed = replace(
        meeting,
        title=planned.title,
        wall_start=planned.wall_start,
        starts_at=planned.starts_at,
        length_minutes=planned.length_minutes,
        link=planned.link,
    )
    if changed == meeting:
        raise NothingChangedError("Nothing is different, so nobody has been told anything.")
    return replace(changed, revision=meeting.revision + 1)


LONGEST_REASON = 500


def cancelled(meeting: Meeting, reason: str, now: datetime) -> Meeting:
    """Raises AlreadyCancelledError, and UserError once the call has started."""
    if meeting.state == "cancelled":
        raise AlreadyCancelledError(CANCELLED_ALREADY)
    if now >= meeting.starts_at:
        raise UserError("This call has already started, so it can no longer be cancelled.")
    return replace(
        meeting, state="cancelled", reason=" ".join(reason.split()), revision=meeting.revision + 1
    )


def brought_back(meeting: Meeting, revision: int, state: str, now: datetime) -> Meeting:
    """Return the call as it was before it was cancelled at `revision`, in `state`.

    Raises UserError if it is not cancelled, was cancelled once more, or would have started.
    """
    if meeting.state != "cancelled":
        raise UserError("This call takes place, so there is nothing to bring back.")
    if meeting.revision != revision:
        raise UserError(
            "This call has been brought back and cancelled once more since then. `/meeting manage`"
            f" with `{meeting.id}` as `meeting` shows it as it is, and its button works."
        )
    if now >= meeting.starts_at:
        raise UserError(
            "This call would have started by now, so it cannot be brought back. `Plan a call` on"
            " the desk plans a new one."
        )
    return replace(meeting, state=state, reason="", revision=meeting.revision + 1)
