"""Every sentence about meetings of a person's own, and the cards around them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.domain.own_meetings import THEMES, OwnMeeting
from bot.domain.retention import OWN_MEETING_DAYS
from bot.domain.times import say_both, say_when
from bot.services.own_meetings import Prepared
from cogs.partnerships.text import safe

HEAD = "## My own meetings"
NONE = (
    "## My own meetings\n"
    "Tell me when your next one is. The evening before, I will send you a card to prepare, and the"
    " evening after one that asks how it was. Only you see any of it."
)
QUIET = (
    "I have gone quiet, since two of my cards after a meeting brought no sign that I may keep."
    " Planning a meeting, or a few points for one, brings them back; so does `Send the cards"
    " again`."
)
LAST = (
    "What you tell leaves no trace, so I cannot know of it: after this card I will be quiet until"
    " you plan a meeting, or prepare one."
)
BACK = "Good. The cards will come again."
FORM_TITLE = "A meeting of my own"
TITLE, WHEN = "Which meeting", "When"
TITLE_HINT = "Like: our MNVP meeting. It is kept sealed, for you alone"
WHEN_HINT = "Like Tue 8 Dec, 7.30pm"
CARDS = "Which cards shall I send you?"
CARD_CHOICES = [
    ("before", "The evening before, to prepare"),
    ("after", "The evening after: how was it?"),
]
POINTS_TITLE, POINTS = "My points for this meeting", "Up to three points, a line each"
POINTS_HINT = "Short enough to say aloud. Only you see them"
THEME = "What will it be about?"
READ_ALOUD = "You may read it as it stands."
NO_ANSWER = "No answer in the room? Ask: who will answer, and by which date?"
DELETED = "Deleted, with all I held of it. No card will come for it."
TELL_TITLE, TELL = "How was it?", "In your own words"
TELL_WORDS = (
    "Nothing is kept yet: when you have sent this you choose what becomes of it. Please leave out"
    " what shows who a patient or a member of staff is."
)
WORDS = "Your words"
WAYS = (
    "## Thank you for telling\n"
    "Nothing of this is kept yet, and it goes nowhere by itself. What shall become of it?\n"
    f"**Keep it for me**: sealed, {OWN_MEETING_DAYS} days, only you.\n"
    "**Show the listeners**: as a check-in; before it is shown you read how many could open it.\n"
    "**Ask anonymously**: the ordinary form; nothing here remembers that you pressed it. Discord"
    " does, always.\n"
    "**Bring it to our call**: as a topic, with your name or without.\n"
    "Please choose one: the same words asked without your name, and kept or shown with it, say that"
    " it was you."
)
KEPT_BEFORE = (
    "-# You have kept something of this meeting beside your name, so `Ask anonymously` is not here:"
    " whoever compared the two might tell that it was you."
)
KEPT = (
    f"Kept for you alone, sealed, for {OWN_MEETING_DAYS} days; it stands on the meeting's card"
    " under `/mvp`. It cannot be asked anonymously now, since it stands beside your name. If you"
    " have asked it already, delete what is kept here."
)
NO_CALL = (
    "No call is announced yet that it could go to. `Keep it for me` keeps it until then, or press"
    " again once one is announced."
)
NO_WORDS = "Your words are gone from this card. `Tell` under the meeting in `/mvp` begins anew."
NOT_NOW = "That is fine. Another time, or never: both are all right."
UNREACHABLE = (
    "A card about a meeting of your own could not reach you, because your direct messages are"
    " closed to me. It stands under `/mvp`, `My meetings`."
)


def line(meeting: OwnMeeting, now: datetime) -> str:
    return f"**{safe(meeting.title)}**\n{say_when(meeting.starts_at, meeting.zone, now)}"


def card(meeting: OwnMeeting, now: datetime, kept: str = "") -> str:
    """The meeting itself; what fits it comes below."""
    lines = [f"## {safe(meeting.title)}", say_both(meeting.starts_at, meeting.zone, now)]
    if meeting.points:
        lines.append("**My points**")
        lines += [f"{n}. {safe(each)}" for n, each in enumerate(meeting.points.split("\n"), 1)]
    if kept:
        lines.append(f"**What I kept**\n{safe(kept)}")
    if meeting.starts_at > now:
        lines.append(f"-# {_coming(meeting)}")
    return "\n".join(lines)


def _coming(meeting: OwnMeeting) -> str:
    sent = {
        (True, True): "A card will come the evening before, and one the evening after.",
        (True, False): "A card will come the evening before.",
        (False, True): "A card will come the evening after.",
        (False, False): "No card will come: you chose that.",
    }
    return f"{sent[meeting.before, meeting.after]} Only you see this."


def prepared(theme: str, found: Prepared, *, brief: bool = False) -> str:
    """Questions and words that fit; `brief` is for the card, which has more on it."""
    lines = [f"**To ask: {THEMES.get(theme, theme).lower()}**"]
    heads_up = sorted({each.heads_up for each in found.questions if each.heads_up})
    if heads_up:
        lines.append(f"-# These touch on {' and '.join(heads_up)}.")
    lines += [
        f"> **{n}.** {each.words}" + ("" if brief else f"\n-# Worth writing down: {each.good}")
        for n, each in enumerate(found.questions, start=1)
    ]
    lines.append(f"-# {READ_ALOUD} {'' if brief else NO_ANSWER}".rstrip())
    if found.terms:
        words = ", ".join(each.title for each in found.terms)
        lines.append(f"**Words that may come up:** {words}. `/jargon` explains each.")
    return "\n".join(lines)


def before(meeting: OwnMeeting, found: Prepared, now: datetime) -> str:
    """The card of the evening before; it names neither the meeting nor the person's points."""
    day = "Today" if meeting.wall_start.date() == _today(meeting, now) else "Tomorrow"
    return (
        f"{day} at {meeting.wall_start:%H:%M} is a meeting of yours: two minutes to prepare?\n"
        f"{prepared(meeting.theme, found)}\n"
        "-# `Prepare` shows your own points, privately."
    )


def after(meeting: OwnMeeting, now: datetime, *, last: bool) -> str:
    ago = (_today(meeting, now) - meeting.wall_start.date()).days
    day = {0: "today", 1: "yesterday"}.get(ago, "the other day")
    quiet = f"\n-# {LAST}" if last else ""
    return (
        f"How was your meeting {day}? Only if you feel like telling.\n"
        "`Tell` keeps nothing by itself. You choose what becomes of it: keep it for yourself, show"
        f" the listeners, ask anonymously, or bring it to our call.{quiet}"
    )


def _today(meeting: OwnMeeting, now: datetime) -> date:
    return now.astimezone(meeting.zone).date()


def listed(meetings: Sequence[OwnMeeting]) -> str:
    return HEAD if meetings else NONE
