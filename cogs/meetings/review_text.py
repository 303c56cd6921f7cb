"""Every sentence about a call for coordinators: announcing, drafts, who comes, what failed."""

from __future__ import annotations

from datetime import datetime

from bot.domain.calendars import say_change
from bot.domain.changes import LAPSED
from bot.domain.meetings import Meeting, lapses_at
from bot.domain.outbox import PERMISSIONS, Reported
from bot.domain.rhythms import Series, say_series
from bot.domain.times import say_when
from bot.services.meetings import Attendance, Failure
from bot.services.outbox import Outbox
from bot.services.reminders import DIRECT
from cogs.meetings.text import NO_ANSWER, headed, name, on_its_way

NO_REPS = (
    "The rep role has been deleted, so nobody would be told of the call. Choose it again with"
    " `/setup roles`; then press `Announce now` once more."
)
NO_COORDINATORS = (
    "The coordinator role has been deleted, so I can mention none of you in the review channel."
    " Please choose it again with `/setup roles`."
)
ONLY_WHAT_IS_MISSING = (
    "It is announced already: I will put up only what is missing of announcement, thread and event,"
    " and what could not go out. Every answer is kept."
)


def announced(meeting: Meeting, trouble: str) -> str:
    if meeting.message_id and meeting.thread_id:
        return f"{name(meeting)} is announced in <#{meeting.channel_id}>, with a thread."
    if meeting.message_id:
        return (
            f"{name(meeting)} is announced in <#{meeting.channel_id}>, and I could not open its"
            f" thread: {trouble}. {_mend(trouble)} Nothing is announced twice."
        )
    if trouble:
        return f"I could not announce {name(meeting)}: {trouble}. {_mend(trouble)}"
    return (
        f"{on_its_way(meeting)} Discord is slow at the moment; I will keep trying until it stands."
    )


def _mend(trouble: str) -> str:
    waits = trouble in PERMISSIONS
    then = "it will go by itself then, or at once with" if waits else "then press"
    return f"`/setup check` names what to change; {then} `Post it again`."


def _on(meeting: Meeting, now: datetime) -> str:
    return say_when(meeting.starts_at, meeting.zone, now)


def calling(told: str, role_id: int) -> str:
    """With the coordinators' mention, never in the first line."""
    return f"{told}\n<@&{role_id}>" if role_id else told


def drafted(meeting: Meeting, series: Series | None, now: datetime) -> str:
    repeats = f" ({say_series(series)})" if series else ""
    clocks = say_change(meeting, now)
    return (
        f"The next call has drafted itself: {name(meeting)}, {_on(meeting, now)}{repeats}."
        f"{' ' + clocks if clocks else ''}\n"
        "It is not announced yet. Does the date suit? Then press `Announce now`: you will see first"
        " what everybody will read."
        f" {lapses(meeting, now)}"
    )


def ask(meeting: Meeting, now: datetime) -> str:
    days = (meeting.wall_start.date() - now.astimezone(meeting.zone).date()).days
    soon = {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
    return (
        f"{name(meeting)} would be {soon}, {_on(meeting, now)}, and nobody has announced it yet."
        f" Shall it take place?\n{lapses(meeting, now)}"
    )


def undelivered(failure: Failure, what: str, role_id: int, now: datetime) -> str:
    """Something that was meant for many did not go out."""
    meeting = failure.meeting
    mention = f"\n<@&{role_id}>" if role_id else ""
    mend = " It will go by itself once I may." if failure.waits else ""
    return (
        f"Something meant for everybody did not go out: {what}. It belongs to {name(meeting)},"
        f" {_on(meeting, now)}.\nWhy: {failure.reason}.{mend}{mention}"
    )


def unreached(meeting: Meeting, many: int, now: datetime) -> str:
    reminders = "1 direct reminder" if many == 1 else f"{many} direct reminders"
    return (
        f"{reminders} of {name(meeting)}, {_on(meeting, now)}, did not arrive. Whoever it was for"
        " will read it at their next command."
    )


def lapses(meeting: Meeting, now: datetime) -> str:
    """What becomes of a date that nobody announces."""
    at = say_when(lapses_at(meeting, now), meeting.zone, now)
    return f"`/meeting list` shows it as to be confirmed until {at}; then it will lapse."


def lapsed(meeting: Meeting, now: datetime) -> str:
    return (
        f"{_has_lapsed(meeting, now)} `/meeting next` says so to everybody. Shall it take place"
        " after all?"
    )


def _has_lapsed(meeting: Meeting, now: datetime) -> str:
    return f"{name(meeting)}, {_on(meeting, now)}, has lapsed: nobody announced it."


def date_now_stands(meeting: Meeting, series: Series | None, now: datetime) -> str:
    """Replaces the question about a date once it was changed or decided."""
    call = f"{name(meeting)}, {_on(meeting, now)},"
    if meeting.state == "saved" and series is None:
        return f"{call} is saved. {lapses(meeting, now)}"
    if meeting.state == "saved":
        return drafted(meeting, series, now)
    if meeting.reason == LAPSED:
        return _has_lapsed(meeting, now)
    if meeting.state == "announced":
        return f"{call} is announced."
    return skipped(meeting, now)


def skipped(meeting: Meeting, now: datetime) -> str:
    after = ""
    if meeting.series_id:
        after = " Once that day is over I will draft the date after it."
    call = f"{name(meeting)}, {_on(meeting, now)},"
    return f"{call} is left out. It had not been announced.{after}"


REPORT = "**Delivery report**: what was sent, and what is to come"
TROUBLE = {
    "failed": "could not be delivered",
    "skipped": "was not sent",
    "waiting": "waits for a permission",
}
STATES = {
    "sent": "{} sent",
    "failed": "{} did not arrive",
    "skipped": "{} not needed",
    "waiting": "{} still to come",
    "sending": "{} on the way",
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
    return f"{head}\n{people or NO_ANSWER}\n\n{REPORT}\n{report}"


def _delivery(about: Attendance, outbox: Outbox) -> str:
    lines = []
    for kind, how in outbox.reported().items():
        label = outbox.label(kind)
        label = label[0].upper() + label[1:]
        letters = [letter for letter in about.letters if letter[0] == kind]
        if how is Reported.LATEST:
            letters = [letter for letter in letters[-1:] if letter[2] != "skipped"]
            lines += [f"{label} {_one(letter)}" for letter in letters if _in_trouble(letter)]
        elif letters:
            lines.append(f"{label}: {_states(letters)}")
            if kind != DIRECT:  # whose direct message did not arrive is for them alone to know
                lines += [f"- {_one(letter)}" for letter in letters if _in_trouble(letter)]
    return "\n".join(lines) or "Nothing has been sent yet."


def _in_trouble(letter: tuple[str, int, str, str]) -> bool:
    _kind, _part, state, reason = letter
    return state in ("failed", "skipped") or (state == "waiting" and reason in PERMISSIONS)


def _states(letters: list[tuple[str, int, str, str]]) -> str:
    counted = {state: sum(letter[2] == state for letter in letters) for state in STATES}
    return ", ".join(STATES[state].format(n) for state, n in counted.items() if n) or "none"


def _one(letter: tuple[str, int, str, str]) -> str:
    _kind, _part, state, reason = letter
    return f"{TROUBLE[state]}: {reason}"
