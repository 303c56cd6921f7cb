"""The buttons of a call, and the private card with what was typed."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import discord

from bot import forms, ui
from bot.domain.meetings import Meeting, Typed

GOING = "meetings:1:going"
MAYBE = "meetings:1:maybe"
DECLINED = "meetings:1:declined"
LINK = "meetings:1:link"
NEXT = "meetings:1:next"
ANNOUNCE = "meetings:1:announce"
SAVE = "meetings:1:save"
DISCARD = "meetings:1:discard"
RETRY = "meetings:1:retry"
SCHEDULE_FORM = "meetings:1:schedule"

ANSWER_BUTTONS = {"going": GOING, "maybe": MAYBE, "declined": DECLINED}
PARTS = ("title", "date", "time", "link", "length", "repeats", "zone")
EMBED_VALUE_LIMIT = 1024


@lru_cache(maxsize=64)
def call_buttons(meeting: Meeting, mark: str = "") -> discord.ui.View:
    """Return the buttons under an announcement and under the next call."""
    return ui.view(*answer_buttons(meeting), joining_link(meeting, mark))


def answer_buttons(meeting: Meeting) -> list[discord.ui.Button[Any]]:
    """Return the three answers."""
    return [
        ui.button("Going", f"{GOING}:{meeting.id}", style=ui.Style.success),
        ui.button("Maybe", f"{MAYBE}:{meeting.id}"),
        ui.button("Can't make it", f"{DECLINED}:{meeting.id}"),
    ]


def joining_link(meeting: Meeting, mark: str = "") -> discord.ui.Button[Any]:
    """Return the button that shows the joining link privately."""
    return ui.button("Joining link", f"{LINK}:{meeting.id}", style=ui.Style.primary, mark=mark)


def reminder_buttons(meeting: Meeting, mark: str) -> discord.ui.View:
    """Return the buttons under a reminder."""
    return ui.view(joining_link(meeting, mark), *answer_buttons(meeting))


def preview_buttons(meeting: Meeting) -> discord.ui.View:
    """Return what can be done with a preview."""
    return ui.view(
        ui.button("Announce now", f"{ANNOUNCE}:{meeting.id}", style=ui.Style.success),
        ui.button("Save without announcing", f"{SAVE}:{meeting.id}"),
        ui.button("Discard", f"{DISCARD}:{meeting.id}", style=ui.Style.danger),
    )


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


def retry_button() -> discord.ui.View:
    """Return the button that opens the form again."""
    return ui.view(ui.button("Try again", f"{RETRY}:0", style=ui.Style.primary))


def schedule_form(typed: Typed) -> discord.ui.Modal:
    """Return the form for a call, filled in with what was typed."""
    return forms.form(
        "Plan a call",
        f"{SCHEDULE_FORM}:0",
        forms.text("title", "Title", default=typed.title),
        forms.text("date", "Date", default=typed.date, help_text="Like Tue 8 Dec or 8/12/2026"),
        forms.text("time", "Time", default=typed.time, help_text="Like 19:30 or 7.30pm"),
        forms.text("link", "Joining link", default=typed.link, required=False),
        forms.text("length", "Length in minutes", default=typed.length, required=False),
    )
