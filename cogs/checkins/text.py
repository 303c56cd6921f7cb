"""Every sentence about check-ins that people read."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.checkins import FEELING_NAMES, WORDS_DAYS, Answer, Audience, CheckIn
from bot.domain.times import say_when
from bot.services.sealed_words import Shown
from cogs.checkins import rhythm_text

FEELINGS = FEELING_NAMES
AUDIENCES = {Audience.ME: "Only me", Audience.LISTENERS: "The listeners"}
PICK_A_WORD = "Please choose one of the five words for how the role feels, then send it again."
GIVEN_BACK = "\n\nThis is what you had written, so that it is not lost:\n"
NOT_SHARED = (
    "Your last check-in could not be shown to the listeners, because their thread could not be"
    " reached. Nobody but you can see it. If you would like to talk to somebody, use `/hello`."
)
NO_LISTENERS_YET = (
    "The coordinators have not chosen a place for the listeners yet, so this stayed with you alone."
)
A_LOT_TO_CARRY = (
    "That sounds like a lot to carry. A listener may have time to say hello: press the button"
    " below."
)
NO_USE = "This button is no longer of use. `/checkin now` opens a check-in."


def kept(answer: Answer, *, changed: bool, next_at: datetime | None, zone: str) -> str:
    """Return what follows an answer: who sees it, and how long it can be changed."""
    seen = {
        Audience.ME: "Only you can see it.",
        Audience.LISTENERS: (
            "The listeners see it in their private thread, with your name. The people who run this"
            " server could read it too."
        ),
    }[answer.audience]
    parts = [f"{'Changed' if changed else 'Kept'}: **{FEELINGS[answer.feeling]}**. {seen}"]
    if answer.counted:
        parts.append("It is counted in the monthly line, without your name.")
    if next_at is None:
        parts.append("You can still change it.")
    else:
        next_question = say_when(next_at, ZoneInfo(zone))
        parts.append(f"You can change it until my next question, {next_question}.")
    return " ".join(parts)


def too_late(words: str) -> str:
    """Return what follows a form from an earlier question; what was written is given back."""
    given = f"{GIVEN_BACK}{words}" if words else ""
    return (
        "This form belongs to an earlier question, and I have asked again since, so it was not"
        f" kept. The button opens today's.{given}"
    )


def shared(shown: Shown, name: str) -> str:
    """Return what the listeners read in their thread."""
    said = "\n".join(f"> {line}" for line in shown.words.splitlines()) if shown.words else ""
    words = f"\n{said}" if said else ""
    return (
        f"**{name}** (<@{shown.answer.person}>) shared a check-in with the listeners:"
        f" **{FEELINGS[shown.answer.feeling]}**{words}"
    )


def read_by(content: str, person: int) -> str:
    """Return a shared answer with who has read it; a second reader is named as well."""
    if f"<@{person}> has read this" in content:
        return content
    return f"{content}\n<@{person}> has read this."


def mine(checkin: CheckIn | None, next_at: datetime | None, given: list[Shown]) -> str:
    """Return all that somebody has chosen and said, for them alone."""
    lines = [rhythm_text.standing(checkin, next_at)]
    if given:
        lines.append(f"Your answers of the last {WORDS_DAYS} days:")
        lines += [_own_line(shown) for shown in given]
    else:
        lines.append("I hold no answers of yours.")
    return "\n".join(lines)


def _own_line(shown: Shown) -> str:
    answer = shown.answer
    seen = "only you" if answer.audience is Audience.ME else "the listeners"
    counted = ", counted in the monthly line" if answer.counted else ""
    words = f" {shown.words}" if shown.words else ""
    return (
        f"- <t:{answer.answered_at}:D>: **{FEELINGS[answer.feeling]}**, seen by {seen}{counted}."
        f"{words}"
    )
