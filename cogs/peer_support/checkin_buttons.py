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
ANSWER = "checkins:1:answer"  # of messages from before the five words
TAP = "checkins:1:tap"
CHANGE = "checkins:1:change"
NOW = "checkins:1:now"
EVERY = "checkins:1:every"
TRY = "checkins:1:try"
BACK = "checkins:1:back"
REST = "checkins:1:rest"
STOP = "checkins:1:stop"
REALLY_STOP = "checkins:1:reallystop"
PICK = "checkins:1:pick"
DROP = "checkins:1:drop"
SHOW = "checkins:1:show"
SHARE = "checkins:1:share"
TAKE_BACK = "checkins:1:mine"
OPEN = "checkins:1:open"
READ = "checkins:1:read"
SAY = "checkins:1:say"
ANSWER_FORM = "checkins:1:answered"
BEGIN_FORM = "checkins:1:begun"
REST_FORM = "checkins:1:resting"
HELLO = hello_buttons.ASK
HELLO_LABEL = "I'd like someone to say hello"


def prompt_buttons(due: int, mark: str) -> discord.ui.View:
    words = [
        ui.button(label, f"{TAP}:{due}.{number}", row=0, mark="" if number else mark)
        for number, label in enumerate(checkin_text.FEELINGS.values())
    ]
    return ui.view(
        *words, ui.button("Rest a while", REST, row=1), ui.button("Stop asking", STOP, row=1)
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
    change = ui.button("Change it, add words", f"{CHANGE}:{entry.id}")
    show = ui.button("Show the listeners", f"{SHOW}:{entry.id}")
    if entry.audience is Audience.LISTENERS:
        show = ui.button("Keep it to myself", f"{TAKE_BACK}:{entry.id}")
    if entry.feeling is LOWEST:
        return ui.view(ui.button(HELLO_LABEL, HELLO, style=ui.Style.primary), show, change)
    return ui.view(change, show, ui.button(HELLO_LABEL, HELLO))


def sharing_buttons(entry: Entry) -> discord.ui.View:
    """Once it is known how many can open it."""
    return ui.view(
        ui.button("Show it to them", f"{SHARE}:{entry.id}", style=ui.Style.primary),
        ui.button("Keep it to myself", f"{TAKE_BACK}:{entry.id}"),
    )


def nobody_buttons() -> discord.ui.View:
    return ui.view(ui.button(HELLO_LABEL, HELLO, style=ui.Style.primary))


def open_button(entry_id: int, mark: str) -> discord.ui.View:
    """In the listeners' thread."""
    return ui.view(ui.button("Read", f"{OPEN}:{entry_id}", style=ui.Style.primary, mark=mark))


def opened_buttons(entry_id: int) -> discord.ui.View:
    return ui.view(
        ui.button("I have read this", f"{READ}:{entry_id}", style=ui.Style.primary),
        ui.button("Say hello", f"{SAY}:{entry_id}"),
        hello_buttons.worried_button(),
    )


def told_buttons(mark: str) -> discord.ui.View:
    return ui.view(ui.button("My check-ins", PANEL, mark=mark), ui.button(HELLO_LABEL, HELLO))


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


def said_buttons(given: list[Shown], zone: str) -> discord.ui.View:
    options = [(str(x.entry.id), checkin_text.one_line(x.entry, zone), None) for x in given]
    return ui.view(
        ui.menu(PICK, "Delete one of them", options), ui.button("Delete my answers", STOP)
    )


def drop_buttons(entry: Entry) -> discord.ui.View:
    return ui.view(
        ui.button("Delete it", f"{DROP}:{entry.id}", style=ui.Style.danger),
        ui.button("Keep it", SAID),
    )


def sure_buttons(*, asked: bool) -> discord.ui.View:
    """The choice between stopping and resting, for somebody who is asked."""
    label = "Stop and delete" if asked else "Delete my answers"
    rest = [ui.button("Rest a while", REST)] if asked else []
    return ui.view(ui.button(label, REALLY_STOP, style=ui.Style.danger), *rest)


WORDS = "A few words, if you like"
WORDS_LETTERS = 400
COUNTED = "Shown only as one word for the whole group, and only when at least five people tick it."


def answer_form(form: Form) -> discord.ui.Modal:
    before, entry = form.changes, form.changes and form.changes.entry
    counted = entry.counted if entry else False
    feelings = [(feeling.value, label, None) for feeling, label in checkin_text.FEELINGS.items()]
    return modals.form(
        "How does the role feel?",
        f"{ANSWER_FORM}:{form.since}.{entry.id if entry else 0}",
        modals.radio("feeling", "At the moment", feelings, default=entry.feeling if entry else ""),
        modals.words(urgent_line()),
        modals.text(
            "words",
            WORDS,
            default=before.words if before else "",
            required=False,
            max_length=WORDS_LETTERS,
        ),
        modals.tick("counted", "Count me in the monthly line", help_text=COUNTED, default=counted),
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


def given_in(feeling: str, words: str, *, counted: bool) -> Given | None:
    """What was chosen in the form; None when no word was chosen."""
    chosen = [each for each in checkin_text.FEELINGS if each.value == feeling]
    return Given(chosen[0], counted, words) if chosen else None
