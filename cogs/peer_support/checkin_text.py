"""Every sentence about check-ins that people read."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.checkins import (
    FEELING_NAMES,
    LEAST_PEOPLE,
    LOWEST,
    SILENT,
    Audience,
    CheckIn,
    Entry,
    Feeling,
    Line,
    Stage,
)
from bot.domain.dates import say_day
from bot.domain.retention import CHECKIN_DAYS
from bot.domain.rhythms import Every, Rest
from bot.domain.times import say_when
from bot.domain.urgent_text import urgent_line, urgent_words
from bot.domain.written import MONTHS
from bot.services.checkin_entries import Shown

FEELINGS = FEELING_NAMES
PICK_A_WORD = "Please choose one of the five words for how the role feels, then send it again."
NOT_SHARED = (
    "Your last check-in was not shown to the listeners: their thread could not be reached, or none"
    " of them was on duty any more. Nobody but you can see it. If you would like to talk to"
    f" somebody, use `/hello`.\n{urgent_line()}"
)
NO_LISTENERS_YET = (
    "The coordinators have not chosen a place for the listeners yet, so this stays with you alone."
)
NOBODY_THERE = (
    "**No listener is on duty now**, so nobody would read it, and it stays with you alone. `/hello`"
    " asks for company all the same: where no listener is on duty, coordinators learn that somebody"
    " waits, and no name."
)
ABOUT_SHARING = (
    "That counts the listeners on duty now, in their hours; I have asked Discord whether each has"
    " the role. A listener who comes on duty later can open it as they can, until you take it back,"
    f" for {CHECKIN_DAYS} days at most. They see your name. I will tell you who has read it, and"
    " one of them may say hello in a private thread."
)
SHARED = (
    "I am asking those on duty to read it now, and will tell you when somebody has. If you would"
    " rather not wait, `/hello` asks for company."
)
TAKEN_BACK = "Only you can see it now. Whoever had read it, has read it."
TO_READ = (
    "Somebody would like you to read a check-in. `Read` shows it to you alone, and they are told"
    " when you have read it."
)
A_LOT_TO_CARRY = (
    "That sounds like a lot to carry. Somebody here may have time to say hello: press the button"
    " below, and I will tell you whether anybody is on duty."
)
NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
NO_USE = "This button is no longer of use. `/checkin` opens yours."


def kept(entry: Entry, *, changed: bool, next_at: datetime | None, zone: str, now: datetime) -> str:
    """Says who sees it, and how long it can be changed."""
    seen = {
        Audience.ME: "Only you can see it.",
        Audience.LISTENERS: "Listeners on duty can open it, with your name.",
    }[entry.audience]
    parts = [f"{'Changed' if changed else 'Kept'}: **{FEELINGS[entry.feeling]}**. {seen}"]
    if entry.counted:
        parts.append("It is counted in the monthly line, without your name.")
    if next_at is None:
        parts.append("You can still change it.")
    else:
        next_question = say_when(next_at, ZoneInfo(zone), now)
        parts.append(f"You can change it until my next question, {next_question}.")
    return " ".join(parts)


TOO_LATE = (
    "This form belongs to an earlier question, and I have asked again since, so it was not kept."
    " The button opens today's."
)


def before_sharing(count: int) -> str:
    """`count` listeners can open it at this moment."""
    many = NUMBERS[count] if count < len(NUMBERS) else str(count)
    return (
        f"**{many} can open it.** Nobody else in this server; whoever hosts the bot could.\n"
        f"-# {ABOUT_SHARING}"
    )


def nobody_there(entry: Entry) -> str:
    """What else there is; with the lowest answer who to ring stands above it."""
    if entry.feeling is LOWEST:
        return NOBODY_THERE
    return f"{NOBODY_THERE}\n\n{urgent_words() if entry.feeling is Feeling.HARD else urgent_line()}"


def to_read(people: list[int]) -> str:
    """In the listeners' thread: neither the words nor whose they are."""
    return f"{TO_READ}\n{' '.join(f'<@{person}>' for person in people)}".strip()


def opened(shown: Shown, name: str) -> str:
    """What a listener reads, privately."""
    entry = shown.entry
    said = "\n".join(f"> {line}" for line in shown.words.splitlines()) if shown.words else ""
    read = f"\n-# Read by {_named(shown.readers)}." if shown.readers else ""
    return (
        f"**{name}** shared a check-in: **{FEELINGS[entry.feeling]}**\n<@{entry.person}>,"
        f" <t:{entry.answered_at}:f>\n{said}\n{read}\n-# You are a friendly ear, not a helpline: if"
        f" somebody may be hurt, hand over.\n-# {urgent_line()}"
    )


READ = "Thank you. I am telling them that you have read it."
DELETED = "It is deleted, with its words. A monthly line that has been shown does not change."


def was_read(name: str) -> str:
    return f"{name} has read the check-in that you shared. You owe nobody an answer."


def sure_of_one(entry: Entry, zone: str) -> str:
    return f"Shall I delete what you said on {one_line(entry, zone)}? It cannot be undone."


def one_line(entry: Entry, zone: str) -> str:
    """For a menu: the day and the word, and none of what was written."""
    day = datetime.fromtimestamp(entry.answered_at, ZoneInfo(zone)).date()
    return f"{say_day(day, day)}: {FEELINGS[entry.feeling]}"


def _named(people: tuple[int, ...]) -> str:
    return " and ".join(f"<@{person}>" for person in people)


def mine(
    checkin: CheckIn | None, next_at: datetime | None, given: list[Shown], now: datetime
) -> str:
    """The last answer without its words: somebody may look over a shoulder."""
    asked = ABOUT_MINE if checkin is None else standing(checkin, next_at, now)
    parts = ["## How is the role?", asked]
    if given:
        entry = given[0].entry
        parts.append(f"Last time, <t:{entry.answered_at}:D>: **{FEELINGS[entry.feeling]}**")
    return "\n".join(parts)


def all_said(given: list[Shown]) -> str:
    """Newest first."""
    if not given:
        return "I hold no answers of yours."
    head = f"## What I said\nFor you alone; I keep answers {CHECKIN_DAYS} days."
    return "\n".join([head, *(_own_line(shown) for shown in given)])


def _own_line(shown: Shown) -> str:
    entry = shown.entry
    seen = "only you" if entry.audience is Audience.ME else "listeners on duty"
    seen += f"; read by {_named(shown.readers)}" if shown.readers else ""
    counted = ", counted in the monthly line" if entry.counted else ""
    words = f" {shown.words}" if shown.words else ""
    return (
        f"- <t:{entry.answered_at}:D>: **{FEELINGS[entry.feeling]}**, seen by {seen}{counted}."
        f"{words}"
    )


ABOUT_LINES = (
    "Only months that are over, and only people who ticked `count me in the monthly line`: each"
    " counts once. A line never changes once it has been shown, and nothing else is ever counted."
)


def lines(published: list[tuple[str, Line]]) -> str:
    """Newest first."""
    return "\n".join([*(month_line(month, line) for month, line in published), "", ABOUT_LINES])


def month_line(month: str, line: Line) -> str:
    year, number = month.split("-")
    name = f"{MONTHS[int(number) - 1].capitalize()} {year}"
    if line is Line.NONE:
        return (
            f"Nothing to show for **{name}**: fewer than {LEAST_PEOPLE} people wanted to be"
            " counted, and I stay silent so that nobody can be guessed."
        )
    return f"**{name}**: {line}."


HOW_OFTEN = {
    Every.WEEK: "Every week",
    Every.FORTNIGHT: "Every fortnight",
    Every.MONTH: "Every month",
}
RESTS = {
    Rest.WEEK: "One week",
    Rest.FORTNIGHT: "Two weeks",
    Rest.MONTH: "A month",
    Rest.DATE: "Until a date",
}
OFTEN = {Every.WEEK: "once a week", Every.FORTNIGHT: "every two weeks", Every.MONTH: "once a month"}
HOW_TO_OPEN = (
    "To open direct messages, press and hold the server's name in Discord, choose Privacy Settings"
    " and switch on Direct Messages."
)
ABOUT_MINE = (
    "A check-in takes ten seconds: one word for how the role feels, and a line if you like. It is"
    " for you alone, unless you show it to the listeners. Nobody counts how often you answer.\n"
    "If you like, I will ask you now and then, by direct message."
)
NOT_IN = "You have not asked me to check in with you. `/checkin` begins, whenever you like."
TRIAL = (
    "This is where I will ask how the role feels. Answering is never a duty. If two of my questions"
    " stay without an answer, I will go quiet by myself."
)
STOPPED = (
    "I will not ask any more, and your answers are deleted. Thank you for having tried it."
    " `/checkin` begins again, if you ever want to."
)
NOTHING_TO_STOP = "There was nothing to stop: I hold no check-ins of yours."
SURE = (
    "Shall I stop asking, and delete your answers with it? A rest keeps them, and I will ask again"
    " from the day you choose."
)
SURE_OF_ANSWERS = "Shall I delete all your answers? It cannot be undone."
CHOOSE_WHEN = "Choose how often I may ask, and on which day."
UNREACHABLE = (
    "I wanted to ask how the role feels, and my direct message could not reach you, so I have"
    f" stopped asking. {HOW_TO_OPEN} Then `/checkin` begins again."
)
GOING_QUIET = (
    "My last two questions found no answer, and that is fine. I go quiet now. If you want me to"
    " ask again, press the button, or use `/checkin` in the server."
)
PROMPT = (
    "How does the role feel at the moment? One tap answers, for you alone, and it is fine not to"
    " answer. You can add words afterwards, or show it to the listeners."
)


def opted_in(every: Every, first: datetime, zone: str, now: datetime) -> str:
    """For when the trial message has arrived."""
    return (
        f"I will ask you {OFTEN[every]} by direct message, first on"
        f" {say_when(first, ZoneInfo(zone), now)}. I have sent you a message to try it out.\n"
        "`/checkin` changes it, rests or ends it, at any time."
    )


def opted_in_but_closed(first: datetime, zone: str, now: datetime) -> str:
    return (
        "I could not send you a direct message, so I cannot ask you yet. "
        f"{HOW_TO_OPEN} Then press `Try again`. Your choice is kept: the first question would come"
        f" on {say_when(first, ZoneInfo(zone), now)}."
    )


def back(next_at: datetime, zone: str, now: datetime) -> str:
    return f"Good to have you back. I will ask again on {say_when(next_at, ZoneInfo(zone), now)}."


def paused(until: date, next_at: datetime, zone: str, now: datetime) -> str:
    day = say_day(until, now.astimezone(ZoneInfo(zone)).date())
    return (
        f"I will be quiet until {day}. The next question will come on"
        f" {say_when(next_at, ZoneInfo(zone), now)}. `/checkin` works all the time."
    )


def standing(checkin: CheckIn | None, next_at: datetime | None, now: datetime) -> str:
    if checkin is None:
        return NOT_IN
    rhythm = checkin.rhythm
    if checkin.stage in SILENT or next_at is None:
        why = "your direct messages are closed" if checkin.stage is Stage.UNREACHABLE else "resting"
        return f"I ask you {OFTEN[rhythm.every]}, and am quiet now ({why})."
    return (
        f"I ask you {OFTEN[rhythm.every]}, next on {say_when(next_at, ZoneInfo(rhythm.zone), now)}."
    )
