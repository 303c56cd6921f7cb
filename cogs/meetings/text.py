"""Every sentence about the call: its card, planning it, answering."""

from __future__ import annotations

from datetime import datetime

from bot.domain.agenda import Topic
from bot.domain.calendars import say_change
from bot.domain.dates import say_day, write_date
from bot.domain.meetings import CallState, Counts, Job, Meeting, state_of
from bot.domain.times import say_both, say_when
from bot.services.call_people import WANTED, OnTheCard

ANSWERED = {
    "going": "You are down as **going** to {call}. Lovely to have you.",
    "maybe": "You are down as **maybe** for {call}. That is fine; you can decide later.",
    "declined": "You are down as **not coming** to {call}. Thank you for saying so.",
}
CHANGE = "You can change your answer until the start."
REMINDED = {
    "thread": "I will remind you in the call's thread.",
    "dm": "I will remind you by direct message.",
    "none": "You have asked for no reminders; `Remind me` changes that.",
}
LONGEST_FORM_TITLE = 45
DISCARDED = "The preview is gone. Nobody has seen it."


def name(meeting: Meeting) -> str:
    return f"**{meeting.title}**"


def when(meeting: Meeting, now: datetime) -> str:
    """With the reader's own time."""
    return say_both(meeting.starts_at, meeting.zone, now)


def own_time(meeting: Meeting) -> str:
    """Never in a first line: that stands on lock screens, which show no such sign."""
    return f"Where you are: <t:{int(meeting.starts_at.timestamp())}:t>."


def card_lines(about: OnTheCard, role_id: int, now: datetime) -> str:
    """The announcement's own words: a line that is enough on a lock screen, and who comes.

    Names stand here and not in the card: there, clients show numbers for people not loaded.
    """
    over = state_of(about.meeting, now) is CallState.OVER
    greeting = f"<@&{role_id}>" if role_id and not over else ""
    return "\n".join(filter(None, [_headline(about, now), *_names(about), greeting]))


def _headline(about: OnTheCard, now: datetime) -> str:
    meeting = about.meeting
    at, state = say_when(meeting.starts_at, meeting.zone, now), state_of(meeting, now)
    today = now.astimezone(meeting.zone).date()
    if state is CallState.CANCELLED:
        return f"Cancelled: {name(meeting)}, {at}."
    if state is CallState.OVER:
        return f"{name(meeting)}, {say_day(meeting.wall_start.date(), today)}, is over."
    if state is CallState.NOW:
        return f"{name(meeting)} is on now. It began at {meeting.wall_start:%H:%M}."
    if state is CallState.TODAY:
        return f"Today: {name(meeting)}, {at}."
    return f"{'Our next call' if about.is_next else 'A later call'}: {name(meeting)}, {at}."


def _names(about: OnTheCard) -> list[str]:
    going = ", ".join(f"<@{person}>" for person in about.named)
    others = about.counts.going - len(about.named)
    more = f" and {others} more" if others else ""
    return [f"Going: {going}{more}" if going else "", who_does_what(about)]


def who_does_what(about: OnTheCard) -> str:
    """Who hosts and who takes the notes; "" where nobody does."""
    jobs = (("Host:", about.host), ("Notes:", about.notes))
    return " · ".join(f"{what} <@{person}>" for what, person in jobs if person)


def card_when(about: OnTheCard, now: datetime) -> str:
    """The first lines of the card itself."""
    meeting, state = about.meeting, state_of(about.meeting, now)
    if state is CallState.CANCELLED:
        because = f"\nWhy: {meeting.reason}" if meeting.reason else ""
        return f"This call will not take place.{because}"
    if state is CallState.OVER:
        return "Thank you to everybody who came." if _anybody(about) else "This call is over."
    soon = f"<t:{int(meeting.starts_at.timestamp())}:R>. {own_time(meeting)}"
    late = f"Running late: it begins {meeting.late_minutes} minutes later."
    lines = [f"About {meeting.length_minutes} minutes, {soon}", say_change(meeting, now)]
    lines += [late] if meeting.late_minutes else []
    return "\n".join(filter(None, lines))


def card_fields(about: OnTheCard, topics: list[Topic], now: datetime) -> list[tuple[str, str]]:
    """(title, words) of the card's fields; when it is over, numbers only."""
    ahead = state_of(about.meeting, now) in (CallState.COMING, CallState.TODAY, CallState.NOW)
    fields = [("Who is coming", _who(about))] if ahead else []
    if not ahead and _anybody(about):
        fields.append(("Who said they would come", _who(about)))
    if topics and ahead:
        fields.append(("What we will talk about", _topics(topics)))
    return fields


def _anybody(about: OnTheCard) -> bool:
    return about.counts.going + about.counts.maybe > 0


def _who(about: OnTheCard) -> str:
    counts = about.counts
    parts = [f"{counts.going} going" if counts.going else "", f"{counts.maybe} maybe"]
    return (
        ", ".join(parts[:1] + parts[1:] * bool(counts.maybe)).removeprefix(", ") or "Be the first."
    )


def _topics(topics: list[Topic]) -> str:
    shown = [f"{n}. {each.text}" for n, each in enumerate(topics, 1)][:MOST_ON_THE_CARD]
    left = len(topics) - len(shown)
    return "\n".join([*shown, f"and {left} more, under `More`"] if left else shown)


SHOWS_NAMES = '"Going" shows your name here. You can take it off again.'
MOST_ON_THE_CARD = 6
STATES_OF_A_CALL = {
    CallState.COMING: "it takes place as said here",
    CallState.TODAY: "it is today",
    CallState.NOW: "it is on now",
    CallState.OVER: "it is over",
    CallState.CANCELLED: "it is cancelled",
}
NAME_IS_OFF = (
    "Your name comes off the cards of our calls now, and I will remember that. Where you say"
    " `Going`, you are counted, and coordinators see that you are coming. Reminders in a call's"
    " thread, and news of it, still mention you there; `Remind me` changes how you are reminded."
)
NAME_IS_ON = "Your name stands on the cards of the calls you say `Going` to."
JOBS = {
    Job.HOST: ("host", "hosting", "I'll host"),
    Job.NOTES: ("take the notes of", "taking the notes of", "I'll take the notes"),
}


def took(meeting: Meeting, job: Job, now: datetime, *, theirs: bool, instead_of: int) -> str:
    """For whoever pressed `I'll host` or `I'll take the notes`; `instead_of` somebody, or 0."""
    do, doing, button = JOBS[job]
    call = f"{name(meeting)}, {say_when(meeting.starts_at, meeting.zone, now)}"
    if not theirs:
        return f"You are no longer down as {doing} {call}."
    place = f" You take the place of <@{instead_of}>; please tell them." if instead_of else ""
    return (
        f"Thank you. You will {do} {call}.{place} I will remind you the day before, by direct"
        f" message. To hand it back, press `{button}` under `/meeting manage` once more."
    )


def your_job(meeting: Meeting, jobs: list[Job], now: datetime) -> str:
    """The day before, or as soon as it is announced."""
    do = " and ".join(JOBS[job][0] for job in jobs)
    today = now.astimezone(meeting.zone).date() == meeting.wall_start.date()
    return (
        f"{'Today' if today else 'Tomorrow'} you will {do} {name(meeting)},"
        f" {say_when(meeting.starts_at, meeting.zone, now)}."
    )


ARRANGE_WORDS = "Coordinators alone see this, until the call ends. You need not say why."
ARRANGED = (
    "Thank you. Coordinators see it under `Who is coming`, nobody else does, and it will be"
    " deleted when the call ends."
)
NOTHING_ARRANGED = "Nothing is noted for you."
WANTED_HEAD = "**To arrange** (shown to coordinators only, gone when the call ends)"


def to_arrange(wanted: dict[str, list[int]]) -> str:
    """For coordinators: who wants what."""
    lines = [f"{WANTED[key]}: {' '.join(f'<@{p}>' for p in who)}" for key, who in wanted.items()]
    return "\n".join([WANTED_HEAD, *lines]) if lines else ""


def cancelled(meeting: Meeting, now: datetime) -> str:
    """Stands in the place of a cancelled call's announcement."""
    because = f"\nWhy: {meeting.reason}" if meeting.reason else ""
    return (
        f"**Cancelled:** {meeting.title}, {say_when(meeting.starts_at, meeting.zone, now)}."
        f" This call will not take place.{because}"
    )


def thread_name(meeting: Meeting) -> str:
    """100 characters at most."""
    day = write_date(meeting.wall_start.date())
    return f"{meeting.title[: 97 - len(day)]}, {day}"


def form_title(doing: str, meeting: Meeting, now: datetime) -> str:
    """Like `Notes: Monthly call, 1 Dec`, with the year unless it is this one."""
    day = meeting.wall_start
    year = "" if day.year == now.astimezone(meeting.zone).year else f" {day.year}"
    ending = f", {day.day} {day:%b}{year}"
    room = LONGEST_FORM_TITLE - len(doing) - len(ending) - 2
    shown = meeting.title if len(meeting.title) <= room else f"{meeting.title[: room - 1]}…"
    return f"{doing}: {shown}{ending}"


def saved(meeting: Meeting, now: datetime) -> str:
    return (
        f"{name(meeting)} is saved: {say_when(meeting.starts_at, meeting.zone, now)}. It is not"
        " announced yet; `Announce` stands here, and under `Calls` on the desk."
    )


def on_its_way(meeting: Meeting) -> str:
    return f"The announcement of {name(meeting)} is on its way."


def answered(meeting: Meeting, counts: Counts, answer: str, how: str, now: datetime) -> str:
    call = f"{name(meeting)}, {when(meeting, now)}"
    reminded = "" if answer == "declined" else f" {REMINDED[how]}"
    return f"{ANSWERED[answer].format(call=call)} {tally(counts)}\n{CHANGE}{reminded}"


def tally(counts: Counts, *, over: bool = False) -> str:
    maybe = f", {counts.maybe} maybe" if counts.maybe else ""
    return f"{'At the end' if over else 'So far'}: {counts.going} going{maybe}."


def next_call(meeting: Meeting, own: str, counts: Counts, now: datetime) -> str:
    yours = {"going": "going", "maybe": "maybe", "declined": "not coming"}.get(own)
    answer = f"You are down as **{yours}**." if yours else "You have not answered yet."
    so_far = tally(counts) if counts != Counts() else "Be the first."
    where = f"\nIts thread: <#{meeting.thread_id}>" if meeting.thread_id else ""
    return f"{headed(meeting, now)}\n{answer} {so_far}{where}"


def headed(meeting: Meeting, now: datetime, *, yours: bool = True) -> str:
    """A call at the top of a private card, with the reader's own time or without."""
    said = when(meeting, now) if yours else say_when(meeting.starts_at, meeting.zone, now)
    soon = f"<t:{int(meeting.starts_at.timestamp())}:R>"
    return f"## {meeting.title}\n{said}, about {meeting.length_minutes} minutes, {soon}."


COMING = "## The calls that are coming"
CALLS = "## Calls\nWhat is coming, then what was."
NO_CALLS = "## Calls\nNone is planned, and none was in the last 90 days."
TO_CONFIRM = "## Calls that wait to be announced"
TO_WRITE = "## Calls without notes"
NOTHING_WAITS = "Nothing waits here any more."
SAVED = "Saved, not announced."


def in_a_list(meeting: Meeting, now: datetime) -> str:
    """One call among others."""
    return (
        f"{name(meeting)}\n{say_when(meeting.starts_at, meeting.zone, now)}{_state(meeting, now)}"
    )


def _state(meeting: Meeting, now: datetime) -> str:
    if meeting.state == "saved":
        return " · to be confirmed"
    if meeting.state == "cancelled":
        return " · cancelled"
    if now >= meeting.ends_at:
        return " · over"
    return " · on now" if now >= meeting.starts_at else ""


def to_manage(meeting: Meeting, counts: Counts, now: datetime) -> str:
    """How a call stands, for coordinators."""
    head = headed(meeting, now, yours=False)
    if meeting.state == "saved":
        return f"{head}\n{SAVED}"
    if meeting.state == "cancelled":
        because = f" Why: {meeting.reason}" if meeting.reason else ""
        return f"{head}\n**Cancelled.**{because}"
    state = _state(meeting, now).removeprefix(" · ").capitalize() or "Announced"
    over = meeting.ends_at <= now
    nobody = "Nobody answered." if over else NO_ANSWER
    so_far = tally(counts, over=over) if counts != Counts() else nobody
    stands = meeting.message_id and meeting.thread_id
    thread = f"Its thread: <#{meeting.thread_id}>" if stands else NOT_UP
    return f"{head}\n**{state}.** {so_far}\n{thread}"


NO_ANSWER = "Nobody has answered yet."
NOT_UP = "Its announcement or its thread is not up."


def more(topics: int, how: str) -> tuple[str, ...]:
    """Beside the six buttons under `More`."""
    many = {0: "Nothing is on it yet", 1: "1 topic so far"}.get(topics, f"{topics} topics so far")
    return (
        f"**What we will talk about**\n{many}",
        "**Something on your mind?**\nWith your name or without",
        f"**Reminders**\n{NOW_REMINDED[how]}",
        "**Your own calendar**\nA file to open, Google or Outlook",
        "**Tell others**\nA text to pass on",
        "**Words to be read out**\nWith your name or without, whether you come or not",
    )


ARRANGE = "**Anything to arrange?**\nCaptions, an interpreter, by phone; coordinators alone see it"
NAMED = "**Your name**\nIt is on the card where you say `Going`"
UNNAMED = "**Your name**\nIt stays off the card; `Going` still counts you"
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
