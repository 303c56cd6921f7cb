"""Every sentence about the agenda."""

from __future__ import annotations

from bot.domain.agenda import MOST_TOPICS, Topic, WaitingTopic
from bot.domain.dates import say_day
from bot.services.agenda import Agenda
from cogs.meetings.text import name, when

FORM_TITLE = "Suggest a topic"
FEW = "Coordinators see who cannot come. With few of you they may guess."
FORM_WORDS = (
    "Everybody in the server can read the agenda. Without your name, coordinators read the topic"
    " first, and put it on or leave it out.\n"
    "I keep nothing that says it was you; Discord itself knows who pressed the button.\n"
    f"{FEW}"
)
WITH_NAME = ("with", "With my name", "It goes on the agenda at once, with your name beside it")
WITHOUT_NAME = ("without", "Without my name", "It reaches the coordinators in 2 to 15 minutes")
HELD = (
    "Thank you. Your topic waits, without your name: in 2 to 15 minutes it reaches the"
    " coordinators, who read it and put it on the agenda or leave it out.\n"
    "Nobody can tell from what I keep that it was you, so I cannot tell you what they decide."
    f" `/meeting agenda` shows your topic once they have put it on.\n{FEW}"
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


def agenda(about: Agenda) -> str:
    """Return the agenda so far, for one person."""
    head = f"**Agenda** of {name(about.meeting)}, {when(about.meeting)}"
    if not about.topics:
        return f"{head}\nNo topic is on it yet. You can suggest one."
    return f"{head}\n{lines(about.topics)}\n\n{_room(about)}"


def posted(about: Agenda) -> str:
    """Return the agenda as it stands in the call's thread, the day before."""
    return f"**What we will talk about** in {name(about.meeting)}:\n{lines(about.topics)}"


def lines(topics: list[Topic]) -> str:
    """Return topics, a numbered line each."""
    return "\n".join(f"{n}. {each.text}{_by(each)}" for n, each in enumerate(topics, 1))


def _by(topic: Topic) -> str:
    return f" (<@{topic.user_id}>)" if topic.user_id else ""


def _room(about: Agenda) -> str:
    left = MOST_TOPICS - len(about.topics)
    if not left:
        return "The agenda is full."
    return f"There is room for {left} more."


def suggested(about: Agenda) -> str:
    """Return what follows a suggestion with a name."""
    return f"Thank you, your topic is on the agenda, with your name.\n\n{agenda(about)}"


def for_review(topic: WaitingTopic) -> str:
    """Return the line by which coordinators learn of a topic without a name."""
    return f"A topic without a name waits for a look: {_call(topic)}."


def quoted(topic: WaitingTopic) -> str:
    """Return a topic quoted line by line, so that it cannot pass for words of the bot."""
    lines = "\n".join(f"> {line}" for line in topic.text.splitlines())
    return f"{lines}\n\n{UNKNOWN}"


def put_on(topic: WaitingTopic, who: int) -> str:
    """Return what stands under a topic that is on the agenda now."""
    return f"A topic without a name is on the agenda: {_call(topic)}.\nPut on by <@{who}>."


def left_out(topic: WaitingTopic, who: int) -> str:
    """Return what stands under a topic that was left out."""
    return f"A topic without a name was left out: {_call(topic)}.\nLeft out by <@{who}>."


def too_late(topic: WaitingTopic, who: int) -> str:
    """Return what a coordinator reads who decides when the call is over."""
    return (
        f"A topic without a name came too late: {_call(topic)}, is over, and its agenda is closed."
        f"\nLooked at by <@{who}>."
    )


def waiting(count: int, shown: int) -> str:
    """Return what stands above the topics that wait, for coordinators."""
    waits = "1 topic without a name waits" if count == 1 else f"{count} topics without a name wait"
    first = f" Here are the first {shown}." if count > shown else ""
    return f"{waits} for a look. Only coordinators see this.{first}"


def _call(topic: WaitingTopic) -> str:
    return f"{topic.meeting.title}, {say_day(topic.meeting.wall_start.date())}"
