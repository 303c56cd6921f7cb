"""Meetings of a rep's own: when they are, when a card comes, and what fits them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.dates import say_day
from bot.domain.errors import UserError
from bot.domain.search import plain
from bot.domain.times import instant, nearest_instant
from bot.domain.when import FURTHEST, read_coming

LONGEST_TITLE, LONGEST_POINTS, LONGEST_WORDS = 100, 600, 1000
MOST_AHEAD = 40
USUAL_LENGTH = timedelta(hours=2)
EVENING = time(19)
ONE_DAY = timedelta(days=1)
QUIET_AFTER = 2  # cards in a row without an answer
MOST_QUESTIONS = 2
MOST_TERMS = 5
THEMES = {
    "continuity": "Knowing your midwife",
    "safety-champions": "Safety champions",
    "oversight": "Who watches over safety",
    "equity": "Fair care",
    "staffing": "Staffing",
    "neonatal": "Neonatal care",
    "feedback": "What families say",
    "payment": "Pay and expenses",
    "bereavement": "Loss and harm",
    "choice": "Choice and rights",
    "interpreters": "Interpreters",
    "after-birth": "After birth",
    "change": "Change in the NHS",
}
USUAL_THEME = "feedback"
# Words of a title that say what a meeting is about.
_CUES = {
    "continuity": "continuity carer mcoc midwife",
    "safety-champions": "champion champions walkabout",
    "oversight": "safety quality board oversight assurance governance",
    "equity": "equity equality inequalities inclusion racism",
    "staffing": "staffing workforce triage",
    "neonatal": "neonatal nicu scbu baby babies",
    "feedback": "feedback survey listening steps",
    "payment": "pay payment expenses budget money workplan",
    "bereavement": "bereavement loss harm incidents",
    "choice": "choice rights home homebirth consent",
    "interpreters": "interpreters interpreting language languages",
    "after-birth": "postnatal mental ward",
    "change": "merger icb cluster change plan",
}
# Words that may come up, by their keys in the library.
_TERMS = {
    "continuity": "mcoc caseload building-blocks named-midwife emc",
    "safety-champions": "safety-champion ned assurance escalation sa7",
    "oversight": "pqom mssp assurance escalation mis",
    "equity": "core20plus5 eia seldom-heard co-production lmns",
    "staffing": "birthrate-plus establishment wte red-flag dom",
    "neonatal": "nicu tc odn pag atain",
    "feedback": "fft 15-steps you-said-we-did walk-the-patch co-production",
    "payment": "ppv isa workplan tor lived-experience",
    "bereavement": "pmrt mnsi duty-of-candour nbcp psirf",
    "choice": "pcsp mlu ou iol debrief",
    "interpreters": "eia seldom-heard phr core20plus5 lmns",
    "after-birth": "pmh mmhs debrief pphs phr",
    "change": "icb lmns cluster nhse taskforce",
}


@dataclass(frozen=True)
class OwnMeeting:
    """`wall_start` is local in `zone`; `before` and `after` say which cards were wished for."""

    id: int
    person: int
    wall_start: datetime
    zone: ZoneInfo
    before: bool
    after: bool
    theme: str = ""
    title: str = field(default="", repr=False)
    points: str = field(default="", repr=False)

    @property
    def starts_at(self) -> datetime:
        """UTC."""
        return nearest_instant(self.wall_start, self.zone)

    @property
    def evening_before(self) -> datetime:
        """UTC."""
        eve = datetime.combine(self.wall_start.date() - ONE_DAY, EVENING)
        return nearest_instant(eve, self.zone)

    @property
    def evening_after(self) -> datetime:
        """UTC: that day at seven where it is over by then, else the next evening."""
        over = self.wall_start + USUAL_LENGTH
        day = self.wall_start.date()
        late = over > datetime.combine(day, EVENING)
        return nearest_instant(datetime.combine(day + ONE_DAY * late, EVENING), self.zone)


@dataclass(frozen=True)
class Question:
    """To read aloud. `good`: what an answer worth writing down holds; `heads_up`: said first."""

    words: str
    good: str
    theme: str
    heads_up: str = ""


def checked_title(title: str) -> str:
    """On one line. Raises UserError."""
    title = " ".join(title.split())
    if not title:
        raise UserError("Write which meeting it is, for example `Our MNVP meeting`.")
    if len(title) > LONGEST_TITLE:
        raise UserError(
            f"That has {len(title)} characters, and a title takes {LONGEST_TITLE}. Please shorten"
            " it."
        )
    return title


_LISTED = re.compile(r"^\s*(?:\d{1,2}[.)]|[-*\u2022])\s+")


def checked_points(points: str) -> str:
    """A line each, without the numbers or dashes that somebody typed. Raises UserError."""
    lines = [" ".join(_LISTED.sub("", line).split()) for line in points.splitlines()]
    points = "\n".join(line for line in lines if line)
    if len(points) > LONGEST_POINTS:
        raise UserError(
            f"Your points have {len(points)} characters, and they take {LONGEST_POINTS}. Three"
            " short ones are easier to say."
        )
    return points


def checked_words(words: str) -> str:
    """Raises UserError."""
    words = words.strip()
    if not words:
        raise UserError("Write a few words on how it was, or close this: nothing is kept.")
    if len(words) > LONGEST_WORDS:
        raise UserError(
            f"That has {len(words)} characters, and I take {LONGEST_WORDS}. Please shorten it."
        )
    return words


def checked_start(when: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Wall time. Raises UserError for what has passed, AskError for what has two readings."""
    read = read_coming(when, "", now, zone)
    starts_at = instant(read.day, read.at, zone)
    if starts_at <= now:
        raise UserError(
            f"{say_day(read.day)} at {read.at:%H:%M} has already passed. Choose a later date or"
            " time; how a past meeting was can be told to a listener with `/hello`."
        )
    if starts_at - now > FURTHEST:
        raise UserError("That is more than two years away. Check the year of the date.")
    return datetime.combine(read.day, read.at)


def theme_of(title: str) -> str:
    """What a meeting is about, by the words of its title."""
    words = set(plain(title).split())
    found = [theme for theme, cues in _CUES.items() if words & set(cues.split())]
    return found[0] if found else USUAL_THEME


def fitting(questions: Sequence[Question], theme: str, turn: int = 0) -> list[Question]:
    """Two of a theme, by turns; of the usual one where it has none."""
    of_theme = [each for each in questions if each.theme == theme]
    of_theme = of_theme or [each for each in questions if each.theme == USUAL_THEME]
    start = turn * MOST_QUESTIONS % max(len(of_theme), 1)
    return (of_theme[start:] + of_theme[:start])[:MOST_QUESTIONS]


def terms_of(theme: str) -> list[str]:
    """Keys of the library's words that may come up."""
    return [f"term-{key}" for key in _TERMS.get(theme, _TERMS[USUAL_THEME]).split()]


def is_wanted_before(meeting: OwnMeeting, due: datetime, now: datetime) -> bool:
    """Not once it has begun, nor where it was moved since."""
    return meeting.before and due == meeting.evening_before and now < meeting.starts_at


def is_wanted_after(meeting: OwnMeeting, due: datetime, now: datetime) -> bool:
    """For three days: later it would come out of the blue."""
    return meeting.after and due == meeting.evening_after and now - due < timedelta(days=3)


def from_seconds(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
