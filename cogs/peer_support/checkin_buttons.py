"""The buttons and the form of check-ins."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import discord

from bot import cards, modals, ui
from bot.cards import Card
from bot.domain.checkins import LOWEST, SILENT, Audience, CheckIn, Entry, Given, may_change
from bot.domain.clock_times import write_time
from bot.domain.rhythms import USUAL_TIME, WEEKDAYS, Every, Rhythm
from bot.domain.urgent_text import urgent_line
from bot.services.checkin_entries import Form, Shown
from cogs.peer_support import checkin_text, hello_buttons

PANEL = "checkins:1:panel"
SAID = "checkins:1:said"
BEGIN = "checkins:1:begin"
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
BEGIN_FORM = "checkins:1:begun"
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


def mine(
    checkin: CheckIn | None, next_at: datetime | None, given: list[Shown], now: datetime
) -> Card:
    """All one's own: how I ask, the last answer without its words, and what can be done."""
    last_prompt = checkin.last_prompt if checkin else 0
    said = [ui.button("What I said", SAID)] if given else []
    if given and may_change(given[0].entry, last_prompt):
        said.append(ui.button("Change the last one", f"{CHANGE}:{given[0].entry.id}"))
    return cards.card(
        checkin_text.mine(checkin, next_at, given, now),
        actions=ui.view(
            ui.button("Check in now", NOW, style=ui.Style.primary), *said, *_asking(checkin, given)
        ),
    )


def _asking(checkin: CheckIn | None, given: list[Shown]) -> list[discord.ui.Button[Any]]:
    """In a second row: when questions come, and how they end."""
    if checkin is None:
        ask = [ui.button("Ask me now and then", BEGIN, row=1)]
        return [*ask, *([ui.button("Delete my answers", STOP, row=1)] if given else [])]
    rest = ("Ask me again", BACK) if checkin.stage in SILENT else ("Rest a while", REST)
    choices = (("Change when", BEGIN), rest, ("Stop asking", STOP))
    return [ui.button(label, custom_id, row=1) for label, custom_id in choices]


def said_buttons() -> discord.ui.View:
    return ui.view(ui.button("Delete my answers", STOP))


def sure_buttons(*, asked: bool) -> discord.ui.View:
    """The choice between stopping and resting, for somebody who is asked."""
    label = "Stop and delete" if asked else "Delete my answers"
    rest = [ui.button("Rest a while", REST)] if asked else []
    return ui.view(ui.button(label, REALLY_STOP, style=ui.Style.danger), *rest)


def read_button(entry_id: int, mark: str) -> discord.ui.View:
    return ui.view(ui.button("I have read this", f"{READ}:{entry_id}", mark=mark))


WORDS = "A few words, if you like"
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
            WORDS,
            default=before.words if before else "",
            required=False,
            max_length=WORDS_LETTERS,
        ),
        modals.tick("counted", "Count me in the monthly line", help_text=COUNTED, default=counted),
        modals.words(urgent_line()),
    )


def begin_form(every: Every | None, rhythm: Rhythm | None = None) -> discord.ui.Modal:
    """Begins with the rhythm there is."""
    often = [(each.value, label, None) for each, label in checkin_text.HOW_OFTEN.items()]
    days = [(day, day, None) for day in WEEKDAYS]
    chosen = rhythm.every if rhythm else every
    day, at = (WEEKDAYS[rhythm.first.weekday()], rhythm.at) if rhythm else ("", USUAL_TIME)
    return modals.form(
        "When may I ask you?",
        f"{BEGIN_FORM}:{every or 'any'}",
        modals.radio("every", "How often", often, default=chosen or ""),
        modals.radio("day", "On which day", days, default=day),
        modals.text(
            "time", "At what time", default=write_time(at), max_length=40, help_text="Like 7pm"
        ),
    )


def rest_form() -> discord.ui.Modal:
    lengths = [(each.value, label, None) for each, label in checkin_text.RESTS.items()]
    until = modals.text(
        "until",
        "If until a date, which",
        required=False,
        max_length=60,
        help_text="Like 5 January, 5/1/2027 or two weeks",
    )
    return modals.form(
        "A rest from check-ins",
        REST_FORM,
        modals.radio("length", "For how long", lengths),
        until,
    )


def given_in(feeling: str, audience: str, words: str, *, counted: bool) -> Given | None:
    """What was chosen in the form; None when no word was chosen."""
    chosen = [each for each in checkin_text.FEELINGS if each.value == feeling]
    if not chosen:
        return None
    seen_by = Audience.LISTENERS if audience == Audience.LISTENERS else Audience.ME
    return Given(chosen[0], seen_by, counted, words)
