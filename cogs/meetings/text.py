"""Every sentence about the call, and the delivery report."""

from __future__ import annotations

from datetime import datetime

from bot.domain.calendars import say_change
from bot.domain.dates import write_date
from bot.domain.meetings import Counts, Meeting
from bot.domain.outbox import PERMISSIONS, Reported
from bot.domain.times import say_both, say_when
from bot.services.meetings import Attendance, Failure
from bot.services.outbox import Outbox
from bot.services.reminders import DIRECT

ANSWERED = {
    "going": "You are down as **going** to {call}. Lovely to have you.",
    "maybe": (
        "You are down as **maybe** for {call}. That is fine; you can decide later. Reminders"
        " mention you as well, unless you chose otherwise."
    ),
    "declined": "You are down as **not coming** to {call}. Thank you for saying so.",
}
CHANGE = "You can change your answer until the start."
REMINDED = {
    "thread": "I will remind you in the call's thread.",
    "dm": "I will remind you by direct message.",
    "none": "You have asked for no reminders; `Remind me` changes that.",
}
NO_LINK = (
    "There is no joining link for this call yet. The coordinators will add it; press the button"
    " again nearer the time."
)
REPEATING = "After each call I draft the next date and ask you about it in the review channel."
LONGEST_FORM_TITLE = 45
NO_REPS = (
    "The rep role has been deleted, so nobody would be told of the call. Choose it again with"
    " `/setup roles`; then press `Announce now` once more."
)
NO_COORDINATORS = (
    "The coordinator role has been deleted, so I can mention none of you in the review channel."
    " Please choose it again with `/setup roles`."
)
DISCARDED = "The preview is gone. Nobody has seen it."


def name(meeting: Meeting) -> str:
    return f"**{meeting.title}**"


def when(meeting: Meeting) -> str:
    """With the reader's own time."""
    return say_both(meeting.starts_at, meeting.zone)


def announcement(meeting: Meeting, role_id: int, now: datetime) -> str:
    """Public: never with the joining link."""
    if meeting.state == "cancelled":
        return cancelled(meeting)
    greeting = f"<@&{role_id}> " if role_id else ""
    change = say_change(meeting, now)
    clocks = f"{change}\n" if change else ""
    return (
        f"{greeting}Our next call: {name(meeting)}\n"
        f"{when(meeting)}, about {meeting.length_minutes} minutes.\n"
        f"{clocks}\n"
        "Press a button to say whether you are coming. You can change your answer until the start."
        " `Joining link` shows the link to you alone. Everything else about this call is in the"
        " thread below."
    )


def cancelled(meeting: Meeting) -> str:
    """Stands in the place of a cancelled call's announcement."""
    because = f"\nWhy: {meeting.reason}" if meeting.reason else ""
    return (
        f"**Cancelled:** {meeting.title}, {when(meeting)}. This call will not take place.{because}"
    )


def thread_name(meeting: Meeting) -> str:
    """100 characters at most."""
    day = write_date(meeting.wall_start.date())
    return f"{meeting.title[: 97 - len(day)]}, {day}"


def form_title(doing: str, meeting: Meeting) -> str:
    """Like `Notes: Monthly call, 1 Dec`."""
    day = meeting.wall_start
    ending = f", {day.day} {day:%b}"
    room = LONGEST_FORM_TITLE - len(doing) - len(ending) - 2
    shown = meeting.title if len(meeting.title) <= room else f"{meeting.title[: room - 1]}…"
    return f"{doing}: {shown}{ending}"


def preview(meeting: Meeting, repeats: str) -> str:
    """For the coordinator only, above what everybody will read."""
    link = f"<{meeting.link}>" if meeting.link else "none yet"
    again = f"\nIt repeats {repeats}. {REPEATING}" if repeats else ""
    return f"## Only you see this yet\nJoining link, shown to one person at a time: {link}{again}"


def saved(meeting: Meeting) -> str:
    return (
        f"{name(meeting)} is saved: {say_when(meeting.starts_at, meeting.zone)}. Nobody has been"
        " told yet. `Announce` stands here, and under `Calls` on the desk."
    )


def on_its_way(meeting: Meeting) -> str:
    return f"The announcement of {name(meeting)} is on its way."


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
    return f"{on_its_way(meeting)} Discord is slow at the moment; I keep trying until it stands."


def _mend(trouble: str) -> str:
    waits = trouble in PERMISSIONS
    then = "it goes by itself then, or at once with" if waits else "then press"
    return f"`/setup check` names what to change; {then} `Post it again`."


def answered(meeting: Meeting, counts: Counts, answer: str, how: str) -> str:
    call = f"{name(meeting)}, {when(meeting)}"
    reminded = "" if answer == "declined" else f" {REMINDED[how]}"
    return f"{ANSWERED[answer].format(call=call)} {tally(counts)}\n{CHANGE}{reminded}"


def tally(counts: Counts) -> str:
    maybe = f", {counts.maybe} maybe" if counts.maybe else ""
    return f"So far: {counts.going} going{maybe}."


def next_call(meeting: Meeting, own: str, counts: Counts) -> str:
    yours = {"going": "going", "maybe": "maybe", "declined": "not coming"}.get(own)
    answer = f"You are down as **{yours}**." if yours else "You have not answered yet."
    so_far = tally(counts) if counts != Counts() else "Be the first."
    where = f"\nIts thread: <#{meeting.thread_id}>" if meeting.thread_id else ""
    return f"{headed(meeting)}\n{answer} {so_far}{where}"


def headed(meeting: Meeting, *, yours: bool = True) -> str:
    """A call at the top of a private card, with the reader's own time or without."""
    said = when(meeting) if yours else say_when(meeting.starts_at, meeting.zone)
    soon = f"<t:{int(meeting.starts_at.timestamp())}:R>"
    return f"## {meeting.title}\n{said}, about {meeting.length_minutes} minutes, {soon}."


def joining_link(meeting: Meeting) -> str:
    """For one person alone."""
    if not meeting.link:
        return NO_LINK
    return f"{name(meeting)}, {when(meeting)}.\nHere is your joining link: <{meeting.link}>"


COMING = "## The calls that are coming"
CALLS = "## Calls\nWhat is coming, then what was."
NO_CALLS = "## Calls\nNone is planned, and none was in the last 90 days."
TO_CONFIRM = "## Calls that wait to be announced"
TO_WRITE = "## Calls without notes"
NOTHING_WAITS = "Nothing waits here any more."
SAVED = "Saved: nobody has been told yet."


def in_a_list(meeting: Meeting, now: datetime) -> str:
    """One call among others."""
    return f"{name(meeting)}\n{say_when(meeting.starts_at, meeting.zone)}{_state(meeting, now)}"


def _state(meeting: Meeting, now: datetime) -> str:
    if meeting.state == "saved":
        return " · saved, not announced"
    if meeting.state == "cancelled":
        return " · cancelled"
    if now >= meeting.ends_at:
        return " · over"
    return " · on now" if now >= meeting.starts_at else ""


def to_manage(meeting: Meeting, counts: Counts, now: datetime) -> str:
    """How a call stands, for coordinators."""
    head = headed(meeting, yours=False)
    if meeting.state == "saved":
        return f"{head}\n{SAVED}"
    if meeting.state == "cancelled":
        because = f" Why: {meeting.reason}" if meeting.reason else ""
        return f"{head}\n**Cancelled.**{because}"
    state = _state(meeting, now).removeprefix(" · ").capitalize() or "Announced"
    so_far = tally(counts) if counts != Counts() else NO_ANSWER
    stands = meeting.message_id and meeting.thread_id
    thread = f"Its thread: <#{meeting.thread_id}>" if stands else NOT_UP
    return f"{head}\n**{state}.** {so_far}\n{thread}"


NO_ANSWER = "Nobody has answered yet."
NOT_UP = "Its announcement or its thread is not up."


def more(topics: int, how: str) -> tuple[str, str, str, str]:
    """Beside the four buttons under `More`."""
    many = {0: "Nothing is on it yet", 1: "1 topic so far"}.get(topics, f"{topics} topics so far")
    return (
        f"**What we will talk about**\n{many}",
        "**Something on your mind?**\nWith your name or without",
        f"**Reminders**\n{NOW_REMINDED[how]}",
        "**Your own calendar**\nA file to open",
    )


NOW_REMINDED = {
    "thread": "You get them in the call's thread",
    "dm": "You get them by direct message",
    "none": "You get none",
}
ACTIONS = "**What we said we would do**\n{} still to do"


def choice_label(meeting: Meeting) -> str:
    return (
        f"{meeting.title[:60]}, {write_date(meeting.wall_start.date())}, {meeting.wall_start:%H:%M}"
    )


HELP = "`/meeting list`: every call"


ONLY_WHAT_IS_MISSING = (
    "It is announced already: I put up only what is missing of announcement, thread and event, and"
    " what could not go out. Every answer is kept."
)


def undelivered(failure: Failure, what: str, role_id: int) -> str:
    """For coordinators: something that was meant for many did not go out."""
    mention = f"<@&{role_id}> " if role_id else ""
    mend = " It goes by itself once I may." if failure.waits else ""
    return (
        f"{mention}Something meant for everybody did not go out: {what}. It belongs to"
        f" {name(failure.meeting)}, {when(failure.meeting)}.\nWhy: {failure.reason}.{mend}"
    )


def unreached(meeting: Meeting, many: int) -> str:
    reminders = "1 direct reminder" if many == 1 else f"{many} direct reminders"
    return (
        f"{reminders} of {name(meeting)}, {when(meeting)}, did not arrive. Whoever it was for reads"
        " it at their next command."
    )


TROUBLE = {
    "failed": "could not be delivered",
    "skipped": "was not sent",
    "waiting": "waits for a permission",
}
STATES = {
    "sent": "sent {}",
    "failed": "could not reach {}",
    "skipped": "not needed {}",
    "waiting": "still to come {}",
    "sending": "being sent {}",
}


def attendance(meeting: Meeting, about: Attendance, outbox: Outbox) -> str:
    groups = (("Going", about.going), ("Maybe", about.maybe), ("Not coming", about.declined))
    people = "\n".join(
        f"**{label}: {len(ids)}** {', '.join(f'<@{i}>' for i in ids)}".rstrip()
        for label, ids in groups
        if ids
    )
    report = _delivery(about, outbox)
    head = headed(meeting, yours=False)
    return f"{head}\n{people or NO_ANSWER}\n\n**Delivery report**\n{report}"


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
