"""Every sentence of the call's thread: agenda, notes, reminders."""

from __future__ import annotations

from datetime import datetime

from discord.utils import escape_markdown

from bot.domain.agenda import MOST_TOPICS, Sort, Topic, WaitingTopic
from bot.domain.dates import say_day
from bot.domain.meetings import Meeting
from bot.domain.reminders import Before, say_before
from bot.domain.rep_year import say_time_of_year
from bot.domain.times import say_when
from bot.services.agenda import Agenda
from bot.services.reminders import Reminder
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
    "Thank you. Your topic waits, without your name: in 2 to 15 minutes it will reach the"
    " coordinators, who will read it and put it on the agenda or leave it out.\n"
    "Nobody can tell from what I keep that it was you, so I cannot tell you what they decide."
    " The agenda, under `More` in `/meeting next`, will show it once they have put it on.\n"
    f"{FEW}"
)
WORDS_TITLE = "Leave words for the call"
WORDS_ABOUT = (
    "Whoever hosts the call will read them out. Without your name, coordinators read them first. I"
    f" keep nothing that says it was you; Discord itself knows who pressed.\n{FEW}"
)
WORDS_WITH_NAME = ("with", "With my name", "The host will read them out and say whose they are")
WORDS_LEFT = (
    "Thank you. Your words wait, with your name, for whoever hosts the call; coordinators see them"
    " too. They will be deleted the night after the call."
)
WORDS_HELD = (
    "Thank you. Your words wait, without your name: in 2 to 15 minutes they will reach the"
    " coordinators, who will read them and let them be read out or leave them out. They will be"
    " deleted the night after the call.\nNobody can tell from what I keep that it was you, so I"
    f" cannot tell you what they decide.\n{FEW}"
)
KEEP_IT = {Sort.TOPIC: "Put it on the agenda", Sort.WORDS: "Let it be read out"}
NO_REVIEW = (
    "I have not taken it: without a name it goes to the coordinators first, and they have"
    " not chosen a place for that yet. You can send it with your name, or ask a coordinator to"
    " choose a review channel with `/setup channels`."
)
UNKNOWN = (
    "Nobody can see who suggested it, you included, so they will hear no answer from me. On the"
    " agenda everybody in the server can read it."
)
WORDS_UNKNOWN = (
    "Nobody can see whose words these are, you included, so they will hear no answer from me."
    " Whoever hosts the call will find them under `Agenda` and read them out."
)
TAKEN_OFF = "It is off the agenda."


def agenda(about: Agenda, now: datetime) -> str:
    head = f"**Agenda** of {name(about.meeting)}, {when(about.meeting, now)}"
    if not about.topics:
        return f"{head}\nNo topic is on it yet. You can suggest one.{_moment(about)}"
    return f"{head}\n{lines(about.topics)}\n\n{_room(about)}{_moment(about)}"


def agenda_posted(about: Agenda) -> str:
    """As it stands in the call's thread, the day before."""
    head = f"**What we will talk about** in {name(about.meeting)}:"
    return f"{head}\n{lines(about.topics)}{_moment(about)}"


def _moment(about: Agenda) -> str:
    """A line of a rep's year; the content note stands before what may hurt to read."""
    moment = about.moment
    if moment is None:
        return ""
    note = f" (content note: {moment.content_note})" if moment.content_note else ""
    named = f"**{escape_markdown(moment.title)}**"
    ask = "" if moment.content_note else f" To ask your trust: {escape_markdown(moment.question)}"
    return f"\n\n-# In a rep's year{note}: {named}, {say_time_of_year(moment)}.{ask}"


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


def to_read_out(words: list[Topic]) -> str:
    """For coordinators and the host; "" where there are none."""
    if not words:
        return ""
    shown = [f"{_quote(each.text)}\n{_whose(each)}" for each in words]
    return "\n".join(["**To be read out** (you alone see this)", *shown])


def for_the_host(words: list[Topic]) -> str:
    """Under their reminder, the day before."""
    return "\nWords to be read out wait under `More`, then `Agenda`." if words else ""


def _whose(words: Topic) -> str:
    return f"-# from <@{words.user_id}>" if words.user_id else "-# without a name"


def _quote(text: str) -> str:
    """Line by line, so that it cannot pass for words of the bot."""
    return "\n".join(f"> {line}" for line in text.splitlines())


WITHOUT = {
    Sort.TOPIC: ("A topic without a name", "is on the agenda", "Put on"),
    Sort.WORDS: ("Something to be read out, without a name,", "will be read out", "Taken"),
}


def for_review(topic: WaitingTopic, now: datetime) -> str:
    """How coordinators learn of what has no name."""
    return f"{WITHOUT[topic.sort][0]} waits for a look: {_call(topic, now)}."


def quoted(topic: WaitingTopic) -> str:
    """With who will know of it."""
    known = UNKNOWN if topic.sort is Sort.TOPIC else WORDS_UNKNOWN
    return f"{_quote(topic.text)}\n\n{known}"


def put_on(topic: WaitingTopic, who: int, now: datetime) -> str:
    what, is_on, by = WITHOUT[topic.sort]
    return f"{what} {is_on}: {_call(topic, now)}.\n{by} by <@{who}>."


def left_out(topic: WaitingTopic, who: int, now: datetime) -> str:
    what = WITHOUT[topic.sort][0]
    return f"{what} was left out: {_call(topic, now)}.\nLeft out by <@{who}>."


def too_late(topic: WaitingTopic, who: int, now: datetime) -> str:
    """For a coordinator who decides when the call is over."""
    return (
        f"{WITHOUT[topic.sort][0]} came too late: {_call(topic, now)}, is over, and its agenda is"
        " closed."
        f"\nLooked at by <@{who}>."
    )


def waiting(topics: list[WaitingTopic], shown: int) -> str:
    count, words = len(topics), any(each.sort is Sort.WORDS for each in topics)
    what = f"topic{'s' * (count > 1)}{' or words' * words}"
    first = f" Here are the first {shown}." if count > shown else ""
    waits = f"{count} {what} without a name wait{'s' * (count == 1)} for a look."
    return f"{waits} Only coordinators see this.{first}"


def _call(topic: WaitingTopic, now: datetime) -> str:
    return f"{topic.meeting.title}, {_day(topic.meeting, now)}"


def _day(meeting: Meeting, now: datetime) -> str:
    return say_day(meeting.wall_start.date(), now.astimezone(meeting.zone).date())


NONE_WAITS = "No topic waits for a look."
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


NO_LINK_YET = "There is no joining link yet; the coordinators have been asked to add it."


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
CHOOSE_WAY = "Choose where I should remind you, or that I should not."
WAYS = [
    ("thread", "In the call's thread", "1 day, 1 hour and 10 minutes before"),
    ("week", "In the call's thread, a week before too", None),
    ("dm", "By direct message", "I will send you one at once, to try it out"),
    ("none", "Not at all", None),
]
DM_TEST = (
    "This is where I will remind you of our calls. If you change your mind: `/meeting next` in the"
    " server, then `More`, then `Remind me`."
)
DM_CLOSED = (
    "I could not send you a direct message, so nothing has changed: I will go on reminding you in"
    " the call's thread. To open direct messages, press and hold the server's name in Discord,"
    " choose Privacy Settings and switch on Direct Messages. Then press `Try again`."
)


def reminders_chosen(how: str, befores: tuple[Before, ...]) -> str:
    if how == "dm":
        return (
            f"I have sent you a direct message to try it out. From now on I will remind you"
            f" there, {say_before(befores)} each call, unless you said you cannot make it."
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
        " `More`, `Remind me`), I will remind you in the call's thread."
    )
