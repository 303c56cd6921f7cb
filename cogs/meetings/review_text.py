"""Every sentence about a call for coordinators: drafts, what did not go out, who is coming."""

from __future__ import annotations

from datetime import datetime

from bot.domain.calendars import say_change
from bot.domain.meetings import Meeting
from bot.domain.outbox import Reported
from bot.domain.rhythms import Series, say_repeats
from bot.domain.times import say_when
from bot.services.meetings import Attendance
from bot.services.outbox import Outbox
from bot.services.reminders import ANNOUNCEMENT, CHANGED, DIRECT, EVENT, REMINDER, RUNS_LATE
from bot.services.undelivered import Missing
from cogs.meetings.text import NO_ANSWER, headed, name

CHECK = "/setup check"


def _on(meeting: Meeting, now: datetime) -> str:
    return say_when(meeting.starts_at, meeting.zone, now)


def drafted(
    meeting: Meeting, series: Series | None, role_id: int, now: datetime, *, urgent: bool
) -> str:
    mention = f"\n<@&{role_id}>" if urgent and role_id else ""
    first = series.first_wall.date() if series else meeting.wall_start.date()
    rhythm = say_repeats(series.repeats, first) if series else ""
    repeats = f" ({rhythm})" if rhythm else ""
    clocks = say_change(meeting, now)
    return (
        f"The next call has drafted itself: {name(meeting)}, {_on(meeting, now)}{repeats}."
        f"{' ' + clocks if clocks else ''}\n"
        "Nobody has been told yet. Does the date suit? Then press `Announce now`."
        f"{mention}"
    )


def ask(meeting: Meeting, role_id: int, now: datetime) -> str:
    mention = f"\n<@&{role_id}>" if role_id else ""
    days = (meeting.wall_start.date() - now.astimezone(meeting.zone).date()).days
    soon = {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
    return (
        f"{name(meeting)} would be {soon}, {_on(meeting, now)}, and nobody has announced it yet."
        f" Shall it take place?{mention}"
    )


DID_NOT_GO = {
    ANNOUNCEMENT: "The announcement of {call} did not go out.",
    REMINDER: "A reminder in the thread of {call} did not go out.",
    EVENT: "The Discord event of {call} could not be made, or changed.",
    CHANGED: "The news that {call} has changed did not go out.",
    RUNS_LATE: "The news that {call} runs late did not go out.",
}


def undelivered(missing: Missing, role_id: int, now: datetime) -> str:
    mention = f"\n<@&{role_id}>" if role_id else ""
    call = f"{name(missing.meeting)}, {_on(missing.meeting, now)},"
    check = "" if CHECK in missing.reason else f" `{CHECK}` names what to change."
    told = DID_NOT_GO[missing.kind].format(call=call)
    return f"{told}\nWhy: {missing.reason}.{check}{mention}"


def date_now_stands(meeting: Meeting, series: Series | None, now: datetime) -> str:
    """Replaces the question about a date once it was changed or decided."""
    if meeting.state == "saved":
        return drafted(meeting, series, 0, now, urgent=False)
    if meeting.state == "announced":
        return f"{name(meeting)}, {_on(meeting, now)}, is announced."
    return skipped(meeting, now)


def skipped(meeting: Meeting, now: datetime) -> str:
    return (
        f"{name(meeting)}, {_on(meeting, now)}, is left out. Nobody had been told of it. Once that"
        " day is over I draft the date after it."
    )


TROUBLE = {"failed": "could not be delivered", "skipped": "was not sent"}
STATES = {
    "sent": "sent {}",
    "failed": "could not reach {}",
    "skipped": "not needed {}",
    "waiting": "still to come {}",
    "sending": "being sent {}",
}


def attendance(meeting: Meeting, about: Attendance, outbox: Outbox, now: datetime) -> str:
    groups = (("Going", about.going), ("Maybe", about.maybe), ("Not coming", about.declined))
    people = "\n".join(
        f"**{label}: {len(ids)}** {', '.join(f'<@{i}>' for i in ids)}".rstrip()
        for label, ids in groups
        if ids
    )
    report = _delivery(about, outbox)
    head = headed(meeting, now, yours=False)
    return f"{head}\n{people or NO_ANSWER}\n\n**Delivery report**\n{report}"


def _delivery(about: Attendance, outbox: Outbox) -> str:
    lines = []
    for kind, how in outbox.reported().items():
        label = outbox.label(kind)
        label = label[0].upper() + label[1:]
        letters = [letter for letter in about.letters if letter[0] == kind]
        if how is Reported.LATEST:
            letters = [letter for letter in letters[-1:] if letter[2] == "failed"]
            lines += [f"{label} {_one(letter)}" for letter in letters]
        elif letters:
            lines.append(f"{label}: {_states(letters)}")
            if kind != DIRECT:  # whose direct message did not arrive is for them alone to know
                lines += [f"- {_one(letter)}" for letter in letters if letter[2] in TROUBLE]
    return "\n".join(lines) or "Nothing has been sent yet."


def _states(letters: list[tuple[str, int, str, str]]) -> str:
    counted = {state: sum(letter[2] == state for letter in letters) for state in STATES}
    return ", ".join(STATES[state].format(n) for state, n in counted.items() if n) or "none"


def _one(letter: tuple[str, int, str, str]) -> str:
    _kind, _part, state, reason = letter
    return f"{TROUBLE[state]}: {reason}"
