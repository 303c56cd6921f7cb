"""How a partnership is set up: eight questions; nothing is kept unless a person says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

ANSWERS = {"y": "Yes", "n": "No", "u": "Not sure"}
QUESTIONS = 8
MOST_ASKED = 2
IN_FORCE, PAST_RULE, GOOD_PRACTICE = "in force", "past rule", "good practice"
# What people read of it: a rule of today and one of 2017 are never said alike.
STATUS = {
    IN_FORCE: "A rule today.",
    GOOD_PRACTICE: "Not a rule: advice of those who know.",
    PAST_RULE: "Not a rule today. It was one once, which you can say when you ask for it.",
}


@dataclass(frozen=True)
class SetupQuestion:
    """`ask`: a sentence to say or write next; `to`: to whom."""

    key: str
    short: str
    words: str
    why: str
    status: str
    rule: str
    url: str
    ask: str
    to: str


@dataclass(frozen=True)
class Kept:
    answers: str
    day: date


def read_answers(arg: str) -> str:
    """The letters so far. Raises ValueError for anything else."""
    if len(arg) > QUESTIONS or set(arg) - set(ANSWERS):
        raise ValueError("no answers")
    return arg


def whole_answers(arg: str) -> str:
    """Raises ValueError unless every question is answered."""
    if len(arg) != QUESTIONS:
        raise ValueError("not all answered")
    return read_answers(arg)


def with_first(arg: str) -> tuple[str, int]:
    """All answers, and from which thing to ask for on. Raises ValueError."""
    answers, _, first = arg.partition(".")
    if first not in map(str, range(QUESTIONS)):
        raise ValueError("no number")
    return whole_answers(answers), int(first)


def write_kept(kept: Kept) -> str:
    return f"{kept.answers}@{kept.day.isoformat()}"


def read_kept(text: str) -> Kept | None:
    answers, _, day = text.partition("@")
    try:
        return Kept(whole_answers(answers), date.fromisoformat(day))
    except ValueError:
        return None


def holding(questions: Sequence[SetupQuestion], answers: str) -> list[SetupQuestion]:
    return [each for each, said in zip(questions, answers, strict=False) if said == "y"]


def to_ask_for(questions: Sequence[SetupQuestion], answers: str) -> list[SetupQuestion]:
    """What is not there, or not known to be: rules of today first, those of the past last."""
    missing = [each for each, said in zip(questions, answers, strict=False) if said != "y"]
    return sorted(missing, key=lambda each: list(STATUS).index(each.status))


def said(text: str) -> str:
    """What was kept, in words; "" for nothing."""
    kept = read_kept(text)
    if kept is None:
        return ""
    given = [f"{n} {ANSWERS[sign].lower()}" for n, sign in enumerate(kept.answers, start=1)]
    return f"{', '.join(given)} (on {kept.day.isoformat()})"
