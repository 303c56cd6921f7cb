"""Every sentence of the call's thread: agenda, notes, reminders."""

from __future__ import annotations

from datetime import datetime

from bot.domain.actions import Action
from bot.domain.agenda import MOST_TOPICS, Topic, WaitingTopic
from bot.domain.dates import say_day
from bot.domain.meetings import Meeting
from bot.domain.reminders import Before, say_before
from bot.domain.times import say_both, say_when
from bot.services.agenda import Agenda
from bot.services.reminders import Reminder
from bot.services.series import NextDate
from cogs.meetings.text import name, own_time, tally, when

FORM_TITLE = "Suggest a topic"
FEW = "Coordinators see who cannot come. With few of you they may guess."
FORM_WORDS = (
    "Without your name, coordinators read the topic first. I keep nothing that says it was you;"
    f" Discord itself knows who pressed.\n{FEW}"
)
WITH_NAME = ("with", "With my name", "It goes on the agenda at once, with your name beside it")
WITHOUT_NAME = ("without", "Without my name", "It reaches the coordinators in 2 to 15 minutes")
HELD = (
    "Thank you. Your topic waits, without your name: in 2 to 15 minutes it reaches the"
    " coordinators, who read it and put it on the agenda or leave it out.\n"
    "Nobody can tell from what I keep that it was you, so I cannot tell you what they decide."
    " The agenda, under `More` in `/meeting next`, shows it once they have put it on.\n"
    f"{FEW}"
)
NO_REVIEW = (
    "I have not taken your topic: without a name it goes to the coordinators first, and they have"
    " not chosen a place for that yet. You can send it with your name, or ask a coordinator to"
    " choose a review channel with `/setup channels`."
)
UNKNOWN = (
    "Nobody can see who suggested it, you included, so they hear no answer from me. On the agenda"
    " everybody in the server can read it."
)
TAKEN_OFF = "The topic is off the agenda."


def agenda(about: Agenda, now: datetime) -> str:
    head = f"**Agenda** of {name(about.meeting)}, {when(about.meeting, now)}"
    if not about.topics:
        return f"{head}\nNo topic is on it yet. You can suggest one."
    return f"{head}\n{lines(about.topics)}\n\n{_room(about)}"


def agenda_posted(about: Agenda) -> str:
    """As it stands in the call's thread, the day before."""
    return f"**What we will talk about** in {name(about.meeting)}:\n{lines(about.topics)}"


def lines(topics: list[Topic]) -> str:
    return "\n".join(f"{n}. {each.text}{_by(each)}" for n, each in enumerate(topics, 1))


def _by(topic: Topic) -> str:
    return f" (<@{topic.user_id}>)" if topic.user_id else ""


def _room(about: Agenda) -> str:
    left = MOST_TOPICS - len(about.topics)
    if not left:
        return "The agenda is full."
    return f"There is room for {left} more."


def suggested(about: Agenda, now: datetime) -> str:
    """What follows a suggestion with a name."""
    return f"Thank you, your topic is on the agenda, with your name.\n\n{agenda(about, now)}"


def for_review(topic: WaitingTopic, now: datetime) -> str:
    """How coordinators learn of a topic without a name."""
    return f"A topic without a name waits for a look: {_call(topic, now)}."


def quoted(topic: WaitingTopic) -> str:
    """Line by line, so that it cannot pass for words of the bot."""
    lines = "\n".join(f"> {line}" for line in topic.text.splitlines())
    return f"{lines}\n\n{UNKNOWN}"


def put_on(topic: WaitingTopic, who: int, now: datetime) -> str:
    return f"A topic without a name is on the agenda: {_call(topic, now)}.\nPut on by <@{who}>."


def left_out(topic: WaitingTopic, who: int, now: datetime) -> str:
    return f"A topic without a name was left out: {_call(topic, now)}.\nLeft out by <@{who}>."


def too_late(topic: WaitingTopic, who: int, now: datetime) -> str:
    """For a coordinator who decides when the call is over."""
    return (
        f"A topic without a name came too late: {_call(topic, now)}, is over, and its agenda is"
        f" closed.\nLooked at by <@{who}>."
    )


def waiting(count: int, shown: int) -> str:
    waits = "1 topic without a name waits" if count == 1 else f"{count} topics without a name wait"
    first = f" Here are the first {shown}." if count > shown else ""
    return f"{waits} for a look. Only coordinators see this.{first}"


def _call(topic: WaitingTopic, now: datetime) -> str:
    return f"{topic.meeting.title}, {_day(topic.meeting, now)}"


def _day(meeting: Meeting, now: datetime) -> str:
    return say_day(meeting.wall_start.date(), now.astimezone(meeting.zone).date())


NOTES_FORM_WORDS = (
    "Everybody in the server can read them. Leave out what tells strangers who somebody is."
)
LONGER = "As much as fits; for more, write notes once more"
NONE_WAITS = "No topic waits for a look."
NOT_YET = "This call has not taken place yet; it is on {when}.\n"
EMPTY = "Write at least a line, so that there is something to post."


def form_words(meeting: Meeting, now: datetime) -> str:
    """Before the call, it says so."""
    if now >= meeting.starts_at:
        return NOTES_FORM_WORDS
    return NOT_YET.format(when=say_when(meeting.starts_at, meeting.zone, now)) + NOTES_FORM_WORDS


def notes(
    meeting: Meeting,
    typed: str,
    actions: list[Action],
    following: NextDate | None,
    now: datetime,
) -> str:
    """With actions and the next date, to be cut into messages."""
    head = f"**Notes of {meeting.title}, {_day(meeting, now)}**\n{typed}"
    return "\n\n".join(filter(None, [head, added(actions, following, now)]))


def added(actions: list[Action], following: NextDate | None, now: datetime) -> str:
    """What comes under the notes by itself."""
    parts = []
    if actions:
        todo = "\n".join(f"- {action_line(each, now)}" for each in actions)
        parts.append(f"**What we said we would do**\n{todo}")
    if following is not None:
        unsure = "" if following.confirmed else " (not announced yet)"
        parts.append(f"**Next call:** {say_both(following.at, following.zone, now)}{unsure}")
    return "\n\n".join(parts)


def action_line(action: Action, now: datetime) -> str:
    due = say_day(action.due_on, now.astimezone(action.zone).date())
    return f"<@{action.user_id}>: {action.what} (by {due})"


def notes_preview(meeting: Meeting, added: str) -> str:
    """Above what was typed."""
    under = f" This comes under it:\n{added}" if added else ""
    return (
        "## This will stand in the call's thread\n"
        f"Everybody in the server can read it in <#{meeting.thread_id}>.{under}"
    )


def notes_posted(meeting: Meeting) -> str:
    return f"Thank you. The notes of {name(meeting)} are in <#{meeting.thread_id}>."


def where_notes_are(meeting: Meeting, *, written: bool) -> str:
    if written:
        return f"The notes of {name(meeting)} are in <#{meeting.thread_id}>."
    return f"There are no notes of {name(meeting)} yet."


def failed(meeting: Meeting, reason: str) -> str:
    return f"I could not post the notes of {name(meeting)}: {reason}. They are kept below."


ENOUGH_TO_COUNT = 3  # fewer would point at the one or two who come
LATE = " (This reminder is late: I was not running when it was due.)"


def reminder(about: Reminder, now: datetime, *, late: bool) -> str:
    """With the mentions of those who come."""
    mentions = " ".join(f"<@{person}>" for person in about.people)
    return f"{_reminding(about, now, late=late)}\n{mentions}".rstrip()


def direct_reminder(about: Reminder, now: datetime, *, late: bool) -> str:
    return (
        f"{_reminding(about, now, late=late)}\nAnother way to be reminded: `/meeting next` in the"
        " server, then `More`, then `Remind me`."
    )


def _reminding(about: Reminder, now: datetime, *, late: bool) -> str:
    meeting = about.meeting
    started = now >= meeting.starts_at
    opening = "has started" if started else f"starts {_how_soon(meeting, now)}"
    counted = f"{tally(about.counts)} " if about.counts.going >= ENOUGH_TO_COUNT else ""
    link = "Press `Joining link` to see the link." if meeting.link else NO_LINK_YET
    return (
        f"{name(meeting)} {opening}: {say_when(meeting.starts_at, meeting.zone, now)}."
        f"{LATE if late else ''}\n"
        f"{counted}{own_time(meeting)} {link}"
    )


NO_LINK_YET = "There is no joining link yet; once there is, `Joining link` shows it."


def _how_soon(meeting: Meeting, now: datetime) -> str:
    minutes = round((meeting.starts_at - now).total_seconds() / 60)
    days = (meeting.wall_start.date() - now.astimezone(meeting.zone).date()).days
    if days > 1:
        return f"in {days} days"
    if minutes > 60:
        whole_hours = Before(minutes=minutes // 60 * 60)
        return "tomorrow" if days == 1 else f"in {whole_hours.words()}"
    return f"in {Before(minutes=max(minutes, 1)).words()}"


REMIND_TITLE = "Remind me of calls"
BEFORE = "For direct messages only. Like 1d, 1h (a day and an hour)"
CHOOSE_WAY = "Choose where I remind you, or that I do not."
WAYS = [
    ("thread", "In the call's thread", "1 day, 1 hour and 10 minutes before"),
    ("week", "In the call's thread, a week before too", None),
    ("dm", "By direct message", "I send you one at once, to try it out"),
    ("none", "Not at all", None),
]
DM_TEST = (
    "This is where I will remind you of our calls. If you change your mind: `/meeting next` in the"
    " server, then `More`, then `Remind me`."
)
DM_CLOSED = (
    "I could not send you a direct message, so nothing has changed: I go on reminding you in the"
    " call's thread. To open direct messages, press and hold the server's name in Discord, choose"
    " Privacy Settings and switch on Direct Messages. Then press `Try again`."
)


def reminders_chosen(how: str, befores: tuple[Before, ...]) -> str:
    if how == "dm":
        return (
            f"I have sent you a direct message to try it out. From now on I remind you there,"
            f" {say_before(befores)} each call, unless you said you cannot make it."
        )
    if how == "none":
        return "I will not remind you of calls any more. `/meeting next` always shows the next one."
    week = "7 days, " if how == "week" else ""
    return (
        "I will remind you in the call's thread, with everybody who is going or may be going:"
        f" {week}1 day, 1 hour and 10 minutes before."
    )


TIMES_FOR_DM = "Your own times work for direct messages only; choose those for that."


def could_not_remind(meeting: Meeting, now: datetime) -> str:
    """For their next command when a reminder could not reach them."""
    return (
        f"I tried to remind you of {name(meeting)}, {when(meeting, now)}, by direct message, and it"
        " did not arrive: your direct messages are closed. Until you choose again (`/meeting next`,"
        " `More`, `Remind me`), I remind you in the call's thread."
    )
