"""The buttons of check-ins."""

from __future__ import annotations

import discord

from bot import ui
from bot.domain.checkins import LOWEST, Answer
from bot.domain.rhythms import Every

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
HELLO = "listeners:1:ask"
HELLO_LABEL = "I'd like someone to say hello"


def prompt_buttons(due: int, mark: str) -> discord.ui.View:
    """Return what stands under a question."""
    return ui.view(
        ui.button("Answer", f"{ANSWER}:{due}", style=ui.Style.primary, mark=mark),
        ui.button("Rest a while", f"{REST}:0"),
        ui.button("Stop asking", f"{STOP}:0"),
    )


def quiet_buttons(mark: str) -> discord.ui.View:
    """Return what stands under the note that it goes quiet."""
    return ui.view(
        ui.button("Ask me again", f"{BACK}:0", style=ui.Style.primary, mark=mark),
        ui.button("Stop asking", f"{STOP}:0"),
    )


def trial_buttons() -> discord.ui.View:
    """Return what stands under the message that tries out the way."""
    return ui.view(
        ui.button("Answer now", f"{NOW}:0", style=ui.Style.primary),
        ui.button("Stop asking", f"{STOP}:0"),
    )


def invitation_buttons() -> discord.ui.View:
    """Return the choices of somebody who is not in."""
    labels = {
        Every.WEEK: "Every week",
        Every.FORTNIGHT: "Every fortnight",
        Every.MONTH: "Every month",
    }
    return ui.view(
        ui.button("Only now, once", f"{NOW}:0", style=ui.Style.primary),
        *(ui.button(label, f"{EVERY}:{every}") for every, label in labels.items()),
    )


def try_again() -> discord.ui.View:
    """Return the button that tries the direct message again."""
    return ui.view(ui.button("Try again", f"{TRY}:0", style=ui.Style.primary))


def now_button() -> discord.ui.View:
    """Return the button that opens today's form."""
    return ui.view(ui.button("Check in now", f"{NOW}:0", style=ui.Style.primary))


def kept_buttons(answer: Answer) -> discord.ui.View:
    """Return what can be done after answering; after the lowest answer, company comes first."""
    change = ui.button("Change it", f"{CHANGE}:{answer.id}")
    if answer.feeling is LOWEST:
        return ui.view(ui.button(HELLO_LABEL, f"{HELLO}:0", style=ui.Style.primary), change)
    return ui.view(change, ui.button(HELLO_LABEL, f"{HELLO}:0"))


def mine_buttons(latest: Answer | None, *, asked: bool) -> discord.ui.View:
    """Return what can be done with one's own check-ins; `asked` says that questions come."""
    change = [ui.button("Change the last one", f"{CHANGE}:{latest.id}")] if latest else []
    end = [ui.button("Rest a while", f"{REST}:0"), ui.button("Stop asking", f"{STOP}:0")]
    return ui.view(
        ui.button("Check in now", f"{NOW}:0", style=ui.Style.primary),
        *change,
        *(end if asked else []),
    )


def sure_buttons() -> discord.ui.View:
    """Return the choice between stopping and resting."""
    return ui.view(
        ui.button("Stop and delete", f"{REALLY_STOP}:0", style=ui.Style.danger),
        ui.button("Rest a while", f"{REST}:0"),
    )


def read_button(answer_id: int, mark: str) -> discord.ui.View:
    """Return the button under a shared answer."""
    return ui.view(ui.button("I have read this", f"{READ}:{answer_id}", mark=mark))
