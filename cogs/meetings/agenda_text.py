"""Every sentence about the agenda."""

from __future__ import annotations

from bot.domain.agenda import MOST_TOPICS, Topic
from bot.services.agenda import Agenda
from cogs.meetings.text import name, when

FORM_TITLE = "Suggest a topic"
FORM_WORDS = (
    "Everybody in the server can read the topic. Without your name, I keep nothing that says it was"
    " you: not even the coordinators can find out, and neither can I. Discord itself knows who"
    " pressed the button."
)
WITH_NAME = ("with", "With my name", "It appears beside the topic")
WITHOUT_NAME = ("without", "Without my name", None)
TAKEN_OFF = "The topic is off the agenda."


def agenda(about: Agenda) -> str:
    """Return the agenda so far, for one person."""
    head = f"**Agenda** of {name(about.meeting)}, {when(about.meeting)}"
    if not about.topics:
        return f"{head}\nNobody has suggested a topic yet. Yours would be the first."
    return f"{head}\n{lines(about.topics)}\n{_room(about)}"


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


def suggested(about: Agenda, *, named: bool) -> str:
    """Return what follows a suggestion."""
    how = "with your name" if named else "without your name"
    return f"Thank you, your topic is on the agenda, {how}.\n\n{agenda(about)}"
