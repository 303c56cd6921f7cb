"""The two forms of check-ins."""

from __future__ import annotations

import discord

from bot import modals
from bot.domain.checkins import Audience, Given
from bot.domain.urgent import urgent_line
from bot.services.checkin_answers import Form
from cogs.peer_support import checkin_buttons, checkin_text

WORDS_LETTERS = 400
COUNTED_HELP = (
    "Shown only as one word for the whole group, and only when at least five people tick it."
)


def answer_form(form: Form) -> discord.ui.Modal:
    """Return the form, filled in where an answer is changed."""
    before = form.changes
    answer = before.answer if before else None
    return modals.form(
        "How does the role feel?",
        f"{checkin_buttons.ANSWER_FORM}:{form.since}.{answer.id if answer else 0}",
        modals.radio(
            "feeling",
            "At the moment",
            [(feeling.value, label, None) for feeling, label in checkin_text.FEELINGS.items()],
            default=answer.feeling if answer else "",
        ),
        modals.radio(
            "audience",
            "Who may see this answer",
            [
                (Audience.ME, checkin_text.AUDIENCES[Audience.ME], None),
                (Audience.LISTENERS, checkin_text.AUDIENCES[Audience.LISTENERS], "With your name"),
            ],
            default=answer.audience if answer else Audience.ME,
            required=False,
        ),
        modals.text(
            "words",
            "A few words, if you like",
            default=before.words if before else "",
            required=False,
            max_length=WORDS_LETTERS,
        ),
        modals.tick(
            "counted",
            "Count me in the monthly line",
            help_text=COUNTED_HELP,
            default=answer.counted if answer else False,
        ),
        modals.words(urgent_line()),
    )


def rest_form() -> discord.ui.Modal:
    """Return the form that asks until when to rest."""
    field = modals.text(
        "until", checkin_text.WHEN_TO_REST, help_text="Like 5 January, 5/1/2027 or Monday"
    )
    return modals.form("A rest from check-ins", f"{checkin_buttons.REST_FORM}:0", field)


def given_in(feeling: str, audience: str, words: str, *, counted: bool) -> Given | None:
    """Return what was chosen in the form; None when no word was chosen."""
    chosen = [each for each in checkin_text.FEELINGS if each.value == feeling]
    if not chosen:
        return None
    seen_by = Audience.LISTENERS if audience == Audience.LISTENERS else Audience.ME
    return Given(chosen[0], seen_by, counted, words)
