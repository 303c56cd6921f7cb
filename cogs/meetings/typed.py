"""What a coordinator typed about a call: kept in the private message, and the form with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord

from bot import forms, ui
from bot.domain.meetings import Meeting, Typed
from bot.domain.repeats import LAST_WEEKDAY
from bot.forms import Values
from cogs.meetings.text import form_title

RETRY = "meetings:1:retry"
LAST = "meetings:1:last"
SCHEDULE_FORM = "meetings:1:schedule"
EDIT_FORM = "meetings:1:edit"
EDIT_RETRY = "meetings:1:editretry"

PARTS = ("title", "date", "time", "link", "length", "repeats", "zone")
ASKED = ("title", "date", "time", "link", "length")
EMBED_VALUE_LIMIT = 1024


def typed_card(typed: Typed) -> discord.Embed:
    """Return what was typed, kept in the message itself until it is tried again."""
    card = discord.Embed(title="What you typed")
    for part in PARTS:
        value = getattr(typed, part)[:EMBED_VALUE_LIMIT]
        if value.strip():
            card.add_field(name=part.capitalize(), value=value, inline=False)
    return card


def typed_in(message: discord.Message | None) -> Typed:
    """Read back from a message what was typed."""
    embeds = message.embeds if message else []
    fields = embeds[0].fields if embeds else []
    found = {str(field.name).lower(): str(field.value) for field in fields}
    return Typed(**{part: found.get(part, "") for part in PARTS})


def retry_button(*, last_weekday: bool = False) -> discord.ui.View:
    """Return the button that opens the form again, and perhaps one that takes the last weekday."""
    items = [ui.button("Try again", f"{RETRY}:0", style=ui.Style.primary)]
    if last_weekday:
        items.append(ui.button("Use the last weekday", f"{LAST}:0"))
    return ui.view(*items)


def edit_retry_button(meeting_id: int) -> discord.ui.View:
    """Return the button that opens the form for a change again."""
    return ui.view(ui.button("Try again", f"{EDIT_RETRY}:{meeting_id}", style=ui.Style.primary))


def schedule_form(typed: Typed) -> discord.ui.Modal:
    """Return the form for a new call, filled in with what was typed."""
    return forms.form("Plan a call", f"{SCHEDULE_FORM}:0", *_fields(typed))


def edit_form(meeting: Meeting, typed: Typed) -> discord.ui.Modal:
    """Return the form for a change; its id carries the revision that the coordinator has seen."""
    custom_id = f"{EDIT_FORM}:{meeting.id}.{meeting.revision}"
    return forms.form(form_title("Change", meeting), custom_id, *_fields(typed))


def on_the_last_weekday(typed: Typed) -> Typed:
    """Return the same call, repeated on the last weekday of the month."""
    return replace(typed, repeats=LAST_WEEKDAY)


def filled_in(kept: Typed, values: Values) -> Typed:
    """Return what the form says; what it does not ask is kept."""
    typed = {part: values[part] for part in ASKED}
    return replace(kept, **(typed | {"length": typed["length"] or "60"}))


def _fields(typed: Typed) -> list[discord.ui.Label[Any]]:
    return [
        forms.text("title", "Title", default=typed.title),
        forms.text("date", "Date", default=typed.date, help_text="Like Tue 8 Dec or 8/12/2026"),
        forms.text("time", "Time", default=typed.time, help_text="Like 19:30 or 7.30pm"),
        forms.text("link", "Joining link", default=typed.link, required=False),
        forms.text(
            "length",
            "Length",
            default=typed.length,
            required=False,
            help_text="In minutes, or like 1.5 hours",
        ),
    ]
