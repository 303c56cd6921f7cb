"""Every sentence about a call that is changed, cancelled, repeated or put into a calendar.

And who is coming, with the delivery report, for coordinators.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.meetings import Counts, Meeting
from bot.domain.outbox import Reported
from bot.domain.reminders import Before
from bot.domain.times import say_when
from bot.services.changes import News
from bot.services.meetings import Attendance
from bot.services.outbox import Outbox
from bot.services.reminders import DIRECT
from cogs.meetings.drafts_text import lapses
from cogs.meetings.text import NO_ANSWER, headed, name, when

NO_LINK_IN_IT = (
    "The link is not in it, because it can change. Press `Joining link` here on the day."
)
CALENDAR = (
    "Here are the calls that are coming, as a calendar file. Open it on your phone or computer to"
    " add them. If a call is changed, come back for a new file: it updates the entries you have."
    f" {NO_LINK_IN_IT}"
)
NONE_TO_ADD = "No call is announced at the moment, so there is nothing to add to a calendar yet."
LATE = "(This is late: I was not running when it happened.)\n"


def calendar_of(meeting: Meeting) -> str:
    """What goes with the calendar entry of one call."""
    if meeting.state == "cancelled":
        return (
            f"{name(meeting)} has been cancelled. If it is in your calendar, open this file to take"
            " it out."
        )
    return (
        f"Here is {name(meeting)}, {when(meeting)}, as a calendar entry. Open the file to add it."
        f" {NO_LINK_IN_IT}"
    )


OVERTAKEN = (
    "Somebody else changed this call while you were typing. I keep what they changed; only what you"
    " changed is new."
)


def how_late(meeting: Meeting, counts: Counts) -> str:
    """Before coordinators say that it begins later."""
    many = counts.going + counts.maybe
    return (
        f"## {meeting.title}: running late\nBy how much? {_people(many) if many else 'Nobody'} said"
        " Going or Maybe. The call's thread will say, with their mentions:\n"
        f"> {_late(meeting, '… minutes late', '…')}\nA press tells them at once."
    )


def late_is_told(meeting: Meeting) -> str:
    return f"{name(meeting)} begins {meeting.late_minutes} minutes late. I am telling them now."


def late_news(about: News) -> str:
    """For who said Going or Maybe, in the thread."""
    meeting = about.meeting
    at = meeting.starts_at + timedelta(minutes=meeting.late_minutes)
    clock = f"{at.astimezone(meeting.zone):%H:%M}"
    mentions = " ".join(f"<@{person}>" for person in about.people)
    told = _late(meeting, f"{meeting.late_minutes} minutes late", clock)
    return f"{told}\n{mentions}".rstrip()


def _late(meeting: Meeting, how: str, at: str) -> str:
    link = " `Joining link` shows the link." if meeting.link else ""
    return f"Running late: {name(meeting)} begins {how}, at {at}.{link}"


NOTHING_YET = "## Nothing has happened yet\nTo leave it as it is, do nothing."
NOBODY_IS_TOLD = f"{NOTHING_YET}\nThis call is not announced, so nobody is told."


def will_be_told(counts: Counts, about: News) -> tuple[str, str, str]:
    """Before a change or a cancelling is confirmed: to whom, what, and what follows."""
    many = counts.going + counts.maybe + counts.declined
    answered = _people(many) if many else "Nobody"
    verb = "has" if many < 2 else "have"
    off = about.meeting.state == "cancelled"
    return (
        f"{NOTHING_YET}\n{answered} {verb} answered. The call's thread will say:",
        "\n".join(f"> {line}" for line in news(about, late=False).splitlines()),
        "The event and the reminders go." if off else "The event and the reminders follow.",
    )


def edited(meeting: Meeting) -> str:
    told = (
        "Everybody who answered is told, in the call's thread."
        if meeting.state == "announced"
        else "Nobody has been told, because it is not announced yet."
    )
    return f"{name(meeting)} is changed: {_on(meeting)}, {meeting.length_minutes} minutes. {told}"


def cancelled(meeting: Meeting, counts: Counts, *, public: bool) -> str:
    if not public:
        return f"{name(meeting)}, {_on(meeting)}, is off. It had not been announced."
    many = counts.going + counts.maybe + counts.declined
    told = f"{_people(many)} had answered; I tell them" if many else "Nobody had answered yet"
    return f"{name(meeting)}, {_on(meeting)}, is cancelled. {told}."


def _on(meeting: Meeting) -> str:
    return say_when(meeting.starts_at, meeting.zone)


def _people(many: int) -> str:
    number = NUMBERS[many - 1] if many <= len(NUMBERS) else str(many)
    return f"{number} {'person' if many == 1 else 'people'}"


def brought_back(meeting: Meeting, now: datetime) -> str:
    call = f"{name(meeting)}, {when(meeting)},"
    if meeting.state == "announced" and now >= meeting.starts_at:
        return f"{call} is on after all. Those who were told that it is off are told so."
    if meeting.state == "announced":
        return (
            f"{call} takes place after all. Those who were told that it is off are told so, in the"
            " call's thread; the announcement, the Discord event and the reminders come back."
        )
    asked = " I ask about it in the review channel as well." if meeting.series_id else ""
    return f"{call} is saved again, not announced.{asked} {lapses(meeting, now)}"


NUMBERS = ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
WAY_BACK = "A mistake? `Bring it back` works until the call would be over."
GOES_ON = "The calls after it go on as before; if there should be no more, press `Stop repeating`."
STOPPED = (
    "This call no longer repeats. Calls that are announced or saved stay as they are; I draft no"
    " new dates."
)
FOLLOWED = (
    "The calls after this one follow it, in title, length, day and time. I go on drafting each next"
    " date for you."
)
FOLLOW = "\nShould the calls after it be like this too?"


def news(about: News, *, late: bool) -> str:
    """For those who answered, in the thread, with their mentions."""
    meeting = about.meeting
    mentions = " ".join(f"<@{person}>" for person in about.people)
    if meeting.state == "cancelled":
        told = _cancelled_news(about)
    else:
        told = _back_news(about) if about.before.cancelled else _changed_news(about)
    return f"{LATE if late else ''}{told}\n{mentions}".rstrip()


def _cancelled_news(about: News) -> str:
    meeting, before = about.meeting, about.before
    because = f"\nWhy: {meeting.reason}" if meeting.reason else ""
    return (
        f"**Cancelled:** {before.title}, {when_was(meeting, about)}, will not take place."
        f"{because}\nIf it is in your calendar, `Add to calendar` takes it out."
    )


def _back_news(about: News) -> str:
    meeting, before = about.meeting, about.before
    link = f" {_link(about)}" if before.link != meeting.link else ""
    return (
        f"{name(meeting)} takes place after all: **{when(meeting)}**.{link}\nIt had been cancelled."
        " Your answer is kept; press a button below if it is different now. `Add to calendar` puts"
        " it into your calendar again."
    )


def _changed_news(about: News) -> str:
    meeting, before = about.meeting, about.before
    lines = [f"{name(meeting)} has changed."]
    if before.title != meeting.title:
        lines.append(f"It is now called {name(meeting)}; before, it was {before.title}.")
    if before.starts_at != meeting.starts_at:
        lines.append(f"New time: **{when(meeting)}**. Before: {when_was(meeting, about)}.")
    if before.length_minutes != meeting.length_minutes:
        length = Before(minutes=meeting.length_minutes).words()
        lines.append(f"It takes about {length}.")
    if before.link != meeting.link:
        lines.append(_link(about))
    if before.starts_at != meeting.starts_at:
        lines.append("Your answer is kept. Press a button below if it is different now.")
    return "\n".join(lines)


def _link(about: News) -> str:
    if not about.meeting.link:
        return "Its joining link has been taken away; another one follows."
    what = "is a new one" if about.before.link else "is here now"
    return f"The joining link {what}; `Joining link` shows it."


def when_was(meeting: Meeting, about: News) -> str:
    """When the call was going to be, in words."""
    return say_when(about.before.starts_at, meeting.zone)


TOO_OLD = "Discord lets nobody edit it so soon again"


def not_up_to_date(meeting: Meeting, state: str) -> str:
    """Said in the thread when the card could not say so in time."""
    return (
        "Discord does not let me change the announcement above at the moment. What holds is this:"
        f" {name(meeting)}, {when(meeting)}: {state}."
    )


def no_event(trouble: str) -> str:
    return f"\nThe call stands, and only its Discord event does not: {trouble}."


TROUBLE = {"failed": "could not be delivered", "skipped": "was not sent"}
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
