"""The buttons and the form of check-ins."""

from __future__ import annotations

import discord

from bot import modals, ui
from bot.domain.checkins import LOWEST, Audience, Entry, Given
from bot.domain.rhythms import Every
from bot.domain.urgent_text import urgent_line
from bot.services.checkin_entries import Form
from cogs.peer_support import checkin_text, hello_buttons

PANEL = "checkins:1:panel"
ANSWER = "checkins:1:answer"
CHANGE = "checkins:1:change"
NOW = "checkins:1:now"
EVERY = "checkins:1:every"
TRY = "checkins:1:try"
BACK = "checkins:1:back"
REST = "checkins:1:rest"
STOP = "checkins:1:stop"
REALLY_STOP = "checkins:1:reallystop"
READ = "checkins:1:read"
ANSWER_FORM = "checkins:1:answered"
REST_FORM = "checkins:1:resting"
HELLO = hello_buttons.ASK
HELLO_LABEL = "I'd like someone to say hello"


def prompt_buttons(due: int, mark: str) -> discord.ui.View:
    return ui.view(
        ui.button("Answer", f"{ANSWER}:{due}", style=ui.Style.primary, mark=mark),
        ui.button("Rest a while", REST),
        ui.button("Stop asking", STOP),
    )


def quiet_buttons(mark: str) -> discord.ui.View:
    return ui.view(
        ui.button("Ask me again", BACK, style=ui.Style.primary, mark=mark),
        ui.button("Stop asking", STOP),
    )


def trial_buttons() -> discord.ui.View:
    return ui.view(
        ui.button("Answer now", NOW, style=ui.Style.primary), ui.button("Stop asking", STOP)
    )


def invitation_buttons() -> discord.ui.View:
    """For somebody who is not in."""
    labels = {
        Every.WEEK: "Every week",
        Every.FORTNIGHT: "Every fortnight",
        Every.MONTH: "Every month",
    }
    return ui.view(
        ui.button("Only now, once", NOW, style=ui.Style.primary),
        *(ui.button(label, f"{EVERY}:{every}") for every, label in labels.items()),
    )


def try_again() -> discord.ui.View:
    return ui.view(ui.button("Try again", TRY, style=ui.Style.primary))


def now_button() -> discord.ui.View:
    return ui.view(ui.button("Check in now", NOW, style=ui.Style.primary))


def kept_buttons(entry: Entry) -> discord.ui.View:
    """After the lowest answer, company comes first."""
    change = ui.button("Change it", f"{CHANGE}:{entry.id}")
    if entry.feeling is LOWEST:
        return ui.view(ui.button(HELLO_LABEL, HELLO, style=ui.Style.primary), change)
    return ui.view(change, ui.button(HELLO_LABEL, HELLO))


def mine_buttons(latest: Entry | None, *, asked: bool) -> discord.ui.View:
    """`asked`: questions come."""
    change = [ui.button("Change the last one", f"{CHANGE}:{latest.id}")] if latest else []
    end = [ui.button("Rest a while", REST), ui.button("Stop asking", STOP)]
    return ui.view(
        ui.button("Check in now", NOW, style=ui.Style.primary), *change, *(end if asked else [])
    )


def sure_buttons() -> discord.ui.View:
    """The choice between stopping and resting."""
    return ui.view(
        ui.button("Stop and delete", REALLY_STOP, style=ui.Style.danger),
        ui.button("Rest a while", REST),
    )


def read_button(entry_id: int, mark: str) -> discord.ui.View:
    return ui.view(ui.button("I have read this", f"{READ}:{entry_id}", mark=mark))


WORDS_LETTERS = 400
SEEN_BY = [
    (Audience.ME, checkin_text.AUDIENCES[Audience.ME], None),
    (Audience.LISTENERS, checkin_text.AUDIENCES[Audience.LISTENERS], "With your name"),
]
COUNTED = "Shown only as one word for the whole group, and only when at least five people tick it."


def answer_form(form: Form) -> discord.ui.Modal:
    before, entry = form.changes, form.changes and form.changes.entry
    counted = entry.counted if entry else False
    feelings = [(feeling.value, label, None) for feeling, label in checkin_text.FEELINGS.items()]
    return modals.form(
        "How does the role feel?",
        f"{ANSWER_FORM}:{form.since}.{entry.id if entry else 0}",
        modals.radio("feeling", "At the moment", feelings, default=entry.feeling if entry else ""),
        modals.radio(
            "audience",
            "Who may see this answer",
            SEEN_BY,
            default=entry.audience if entry else Audience.ME,
            required=False,
        ),
        modals.text(
            "words",
            "A few words, if you like",
            default=before.words if before else "",
            required=False,
            max_length=WORDS_LETTERS,
        ),
        modals.tick("counted", "Count me in the monthly line", help_text=COUNTED, default=counted),
        modals.words(urgent_line()),
    )


def rest_form() -> discord.ui.Modal:
    field = modals.text(
        "until", checkin_text.WHEN_TO_REST, help_text="Like 5 January, 5/1/2027 or Monday"
    )
    return modals.form("A rest from check-ins", REST_FORM, field)


def given_in(feeling: str, audience: str, words: str, *, counted: bool) -> Given | None:
    """What was chosen in the form; None when no word was chosen."""
    chosen = [each for each in checkin_text.FEELINGS if each.value == feeling]
    if not chosen:
        return None
    seen_by = Audience.LISTENERS if audience == Audience.LISTENERS else Audience.ME
    return Given(chosen[0], seen_by, counted, words)
