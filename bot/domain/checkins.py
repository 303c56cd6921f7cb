"""Check-ins: the words, who may see them, and what becomes of a prompt that is due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.retention import CHECKIN_DAYS
from bot.domain.rhythms import Every, Rhythm

DAY_SECONDS = 86_400
LATE_DAYS = 2
SAME_ANSWER_HOURS = 12
EARLY_DAYS = {Every.WEEK: 2, Every.FORTNIGHT: 4, Every.MONTH: 7}


class Feeling(StrEnum):
    """Best first. Everyday words, not a clinical scale."""

    GOOD = "good"
    STEADY = "steady"
    MIXED = "mixed"
    HARD = "hard"
    TOO_MUCH = "too much"


LOWEST = Feeling.TOO_MUCH
FEELING_NAMES = {
    Feeling.GOOD: "Good",
    Feeling.STEADY: "Steady",
    Feeling.MIXED: "Up and down",
    Feeling.HARD: "Hard",
    Feeling.TOO_MUCH: "Too much",
}


class Audience(StrEnum):
    """Who may see one answer; chosen anew each time."""

    ME = "me"
    LISTENERS = "listeners"


class Stage(StrEnum):
    """Where somebody stands with the prompts: words, never a count."""

    SETTLED = "settled"
    ASKED = "asked"
    ASKED_AGAIN = "asked again"
    QUIET = "quiet"
    UNREACHABLE = "unreachable"


SILENT = (Stage.QUIET, Stage.UNREACHABLE)


class Step(StrEnum):
    ASK = "ask"
    SAY_QUIET = "say quiet"
    LEAVE_OUT = "leave out"
    DONE = "done"


@dataclass(frozen=True)
class CheckIn:
    """Somebody who opted in. `last_prompt` is in UTC seconds, 0 before the first prompt.

    `paused_until` is the local day from which prompts may come again.
    """

    id: int
    person: int
    rhythm: Rhythm
    stage: Stage
    last_prompt: int
    paused_until: date | None


@dataclass(frozen=True)
class Given:
    """What somebody chose in the form, before it is kept."""

    feeling: Feeling
    counted: bool
    words: str


@dataclass(frozen=True)
class Entry:
    """One answer without its words. Instants are UTC seconds.

    `since` is the prompt it belongs to, 0 before the first; `month` the local month it was first
    given in, as `2026-11`; `version` changes whenever it is shared, or no longer.
    """

    id: int
    person: int
    since: int
    answered_at: int
    month: str
    feeling: Feeling
    audience: Audience
    counted: bool
    version: int


def step(checkin: CheckIn, due: int, now: int, later: int | None, answered_at: int | None) -> Step:
    """Say what to do with the prompt of `due` that is delivered at `now` (UTC seconds).

    `later` is the prompt after it; `answered_at` the latest answer. An answer given shortly before
    a prompt counts for it, and a prompt that was missed is left out when the next one is close.
    """
    if due <= checkin.last_prompt:
        return Step.DONE
    if checkin.stage in SILENT or _resting(checkin, due):
        return Step.LEAVE_OUT
    missed = now - due > DAY_SECONDS
    if missed and later is not None and later - now < LATE_DAYS * DAY_SECONDS:
        return Step.LEAVE_OUT
    early = EARLY_DAYS[checkin.rhythm.every] * DAY_SECONDS
    if answered_at is not None and answered_at >= checkin.last_prompt and due - answered_at < early:
        return Step.LEAVE_OUT
    return Step.SAY_QUIET if checkin.stage is Stage.ASKED_AGAIN else Step.ASK


def _resting(checkin: CheckIn, due: int) -> bool:
    day = datetime.fromtimestamp(due, ZoneInfo(checkin.rhythm.zone)).date()
    return checkin.paused_until is not None and day < checkin.paused_until


def after_sending(stage: Stage) -> Stage:
    """The stage once a prompt, or the note that it goes quiet, has arrived."""
    order = {Stage.SETTLED: Stage.ASKED, Stage.ASKED: Stage.ASKED_AGAIN}
    return order.get(stage, Stage.QUIET)


def may_change(entry: Entry, last_prompt: int) -> bool:
    """Until the next prompt."""
    return entry.since >= last_prompt


def is_old(entry: Entry, now: int) -> bool:
    """Whether its words have had their time."""
    return now - entry.answered_at > CHECKIN_DAYS * DAY_SECONDS


def still_the_same(entry: Entry, last_prompt: int, now: int) -> bool:
    """Whether checking in again now means changing that answer rather than a new one."""
    young = now - entry.answered_at < SAME_ANSWER_HOURS * 3600
    return young and may_change(entry, last_prompt)


LEAST_PEOPLE = 5
_GOOD = (Feeling.GOOD, Feeling.STEADY)
_HARD = (Feeling.HARD, Feeling.TOO_MUCH)


class Line(StrEnum):
    """`NONE` (fewer than five ticked) is frozen like the others."""

    GOOD = "mostly good"
    MIXED = "mixed"
    HARD = "mostly hard"
    NONE = "no line"


def line_of(entries: Iterable[Entry]) -> Line:
    """Each person counts once, with the last ticked answer; "Mostly" is more than half of them."""
    latest: dict[int, Entry] = {}
    for entry in sorted(entries, key=lambda each: (each.answered_at, each.id)):
        if entry.counted:
            latest[entry.person] = entry
    if len(latest) < LEAST_PEOPLE:
        return Line.NONE
    kinds = Counter(_kind(entry.feeling) for entry in latest.values())
    for kind in (Line.GOOD, Line.HARD):
        if kinds[kind] * 2 > len(latest):
            return kind
    return Line.MIXED


def _kind(feeling: Feeling) -> Line:
    if feeling in _GOOD:
        return Line.GOOD
    return Line.HARD if feeling in _HARD else Line.MIXED
