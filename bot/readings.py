"""A question with its answers as buttons: what was typed has two readings, and one is chosen.

The press sends the form once more as if that had been typed, with everything else as it was; both
stand in the card and in the id, so it works after a restart too.
"""

from __future__ import annotations

from typing import Any

import discord

from bot import modals, ui
from bot.domain.errors import AskError, Reading, UserError
from bot.modals import Values
from bot.router import AGAIN, Router, again_button
from bot.ui import Interaction

CHOOSE = "form:1:as"
LONGEST_ID = 100  # of a button, says Discord


def view(error: BaseException, form_id: str) -> discord.ui.View:
    """Return the readings of what was asked, then the way to the form; else that way alone."""
    if not isinstance(error, AskError):
        return ui.view(again_button(form_id))
    said = [
        ui.button(each.label, _id(_named(each, error), each.text, form_id))
        for each in error.readings
    ]
    fitting = [each for each in said if len(each.custom_id or "") <= LONGEST_ID]
    return ui.view(*fitting, ui.button("Try again", f"{AGAIN}:{form_id}"))


def button(label: str, form_id: str) -> discord.ui.Button[Any]:
    """Return a button that sends another form, with what was typed."""
    return ui.button(label, _id("", "", form_id))


def _named(reading: Reading, error: AskError) -> str:
    field = reading.field or error.field
    return f"{field}/{reading.line}" if reading.line else field


def _id(field: str, text: str, form_id: str) -> str:
    return f"{CHOOSE}:{field}={text}|{form_id}"


def register(router: Router) -> None:
    async def choose(interaction: Interaction, chosen: str) -> None:
        await _choose(router, interaction, chosen)

    router.button(CHOOSE, choose, takes=str)


async def _choose(router: Router, interaction: Interaction, chosen: str) -> None:
    """The answer takes the place of the question, so that nothing is done twice."""
    reading, _, form_id = chosen.partition("|")
    field, _, text = reading.partition("=")
    field, _, line = field.partition("/")
    form = await router.reopened(interaction, form_id)
    values = _as_sent(form, {field: (text, int(line or 0))})
    interaction.extras["in_place"] = True
    try:
        await router.send(interaction, form_id, values)
    except UserError as error:
        typed = modals.labelled(form, values)
        await ui.reply(interaction, str(error), view=view(error, form_id), typed=typed)
    except Exception:
        interaction.extras.pop("in_place", None)  # the card keeps what was typed
        raise


def _as_sent(form: discord.ui.Modal, instead: dict[str, tuple[str, int]]) -> Values:
    """Return what Discord would send for a form as it is filled in."""
    sent = [
        _component(each.component, instead)
        for each in form.children
        if isinstance(each, discord.ui.Label)
    ]
    return Values({"components": [{"component": each} for each in sent]})


def _component(field: Any, instead: dict[str, tuple[str, int]]) -> dict[str, Any]:
    found: dict[str, Any] = {"custom_id": field.custom_id, "type": field.type.value}
    if isinstance(field, discord.ui.TextInput):
        typed = field.default or ""
        if field.custom_id in instead:
            typed = _with_line(typed, *instead[field.custom_id])
        return found | {"value": typed}
    if isinstance(field, discord.ui.Checkbox):
        return found | {"value": field.default}
    chosen = [each.value for each in getattr(field, "options", []) if each.default]
    if isinstance(field, discord.ui.RadioGroup):
        return found | {"value": chosen[0] if chosen else None}
    return found | {"values": chosen}


def _with_line(typed: str, text: str, line: int) -> str:
    """Put a text in the place of the line with that number, or of everything for 0."""
    if not line:
        return text
    lines = [each for each in typed.splitlines() if each.strip()]
    return "\n".join([*lines[: line - 1], text, *lines[line:]])
