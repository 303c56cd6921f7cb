"""The monthly line: all that is ever said about check-ins as a whole, in two words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from bot.domain.checkins import Answer, Feeling

LEAST_PEOPLE = 5
_GOOD = (Feeling.GOOD, Feeling.STEADY)
_HARD = (Feeling.HARD, Feeling.TOO_MUCH)


class Line(StrEnum):
    """What can be said of a month. `NONE` (fewer than five ticked) is frozen like the others."""

    GOOD = "mostly good"
    MIXED = "mixed"
    HARD = "mostly hard"
    NONE = "no line"


def line_of(answers: Iterable[Answer]) -> Line:
    """Return the line of one month; answers that are not ticked are left aside.

    Each person counts once, with the last ticked answer. "Mostly" is more than half of them.
    """
    latest: dict[int, Answer] = {}
    for answer in sorted(answers, key=lambda each: (each.answered_at, each.id)):
        if answer.counted:
            latest[answer.person] = answer
    if len(latest) < LEAST_PEOPLE:
        return Line.NONE
    kinds = Counter(_kind(answer.feeling) for answer in latest.values())
    for kind in (Line.GOOD, Line.HARD):
        if kinds[kind] * 2 > len(latest):
            return kind
    return Line.MIXED


def _kind(feeling: Feeling) -> Line:
    if feeling in _GOOD:
        return Line.GOOD
    return Line.HARD if feeling in _HARD else Line.MIXED
