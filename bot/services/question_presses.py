"""What others press about a question, and what they are told of it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.questions import Question, State, Verb

CLOSED = (
    "That question has been closed meanwhile: withdrawn by its asker, or 30 days old. So nothing"
    " was released, sent back or declined."
)
ANSWER_BACK = (
    "The question that you answered has been closed meanwhile, so your answer went nowhere. Here it"
    " is back; thank you for writing it."
)
# The same words whether its asker has changed it, withdrawn it, or done nothing yet.
WENT_BACK = (
    "Question {0} has been sent back to its asker or declined since, and may have changed. Nothing"
    " was done for your press."
)
RELEASED_ALREADY = (
    "Question {0} had been released by then, so it was neither sent back nor declined."
)
CARD_CHANGED = (
    "Question {0} has come back with other words since, so nothing was done. Please look at its"
    " newest message and press there."
)
NO_SUCH = "I keep no question {0}, so nothing is blocked. `/question queue` shows them all."
TOO_OLD = (
    "Question {0} is too old for that, so nothing is blocked: a block can do nothing any more,"
    " because what could match its asker is kept for 14 days at most, as promised."
)
NOT_POSTED = (
    "Question {0} has not come to its place in Discord yet, so nothing was done for your press."
    " `/question queue` shows what is in the way and tries again; please press once more then."
)


@dataclass(frozen=True, repr=False)
class Press:
    """Who pressed, and what they typed; `card` is the review message that they looked at."""

    person: int
    name: str = ""
    words: str = ""
    card: int = 0


@dataclass(frozen=True, repr=False)
class Done:
    """What became of a press. `said` is for who pressed alone, with what they had typed."""

    verb: Verb
    press: Press
    card_of: Question | None = None
    blocked: Question | None = None
    said: str = ""


def what(verb: Verb, about: str, press: Press) -> str:
    """A press, to be known again; the same button on a newer card is another."""
    return f"{verb} {about} {press.card}"


def is_being_posted(question: Question, press: Press) -> bool:
    """Whether a card was looked at that stands, while Discord's word that it does was lost."""
    newer = question.seen is State.CHANGES and press.card > question.review_id
    return question.seen is State.HELD or newer


def other_card(question: Question, verb: Verb, press: Press) -> bool:
    """Whether other words were looked at; a form may have lost its message, a release has one."""
    known = press.card or verb is Verb.RELEASE
    return bool(known) and question.review_id != press.card


def too_late(question: Question, verb: Verb) -> str:
    """Why it was not done, as far as others may know; "" where it has happened as wished."""
    if question.seen in (State.RELEASING, State.OPEN):
        return "" if verb is Verb.RELEASE else RELEASED_ALREADY.format(question.id)
    why = CARD_CHANGED if question.seen is State.REVIEW else WENT_BACK
    return why.format(question.id)
