"""The buttons of a call, and the private card with what was typed."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import discord

from bot import ui
from bot.domain.meetings import Meeting

GOING = "meetings:1:going"
MAYBE = "meetings:1:maybe"
DECLINED = "meetings:1:declined"
LINK = "meetings:1:link"
NEXT = "meetings:1:next"
CHANGE = "meetings:1:change"
SKIP = "meetings:1:skip"
STOP = "meetings:1:stop"
FOLLOW = "meetings:1:follow"
BACK = "meetings:1:back"
CALENDAR = "meetings:1:calendar"
SUGGEST = "meetings:1:suggest"
ANNOUNCE = "meetings:1:announce"
SAVE = "meetings:1:save"
DISCARD = "meetings:1:discard"

ANSWER_BUTTONS = {"going": GOING, "maybe": MAYBE, "declined": DECLINED}


@lru_cache(maxsize=64)
def call_buttons(meeting: Meeting, mark: str = "") -> discord.ui.View:
    """Return the six buttons under an announcement and under the next call, in two rows."""
    return ui.view(
        *answer_buttons(meeting),
        joining_link(meeting, mark, row=1),
        ui.button("Add to calendar", f"{CALENDAR}:{meeting.id}", row=1),
        suggest_button(meeting),
    )


def cancelled_buttons(meeting: Meeting) -> discord.ui.View:
    """Return what is left under the announcement of a cancelled call: its calendar entry."""
    return ui.view(ui.button("Add to calendar", f"{CALENDAR}:{meeting.id}"))


def suggest_button(meeting: Meeting, mark: str = "", row: int | None = 1) -> discord.ui.Button[Any]:
    """Return the button that opens the form for a topic."""
    return ui.button("Suggest a topic", f"{SUGGEST}:{meeting.id}", row=row, mark=mark)


def answer_buttons(meeting: Meeting) -> list[discord.ui.Button[Any]]:
    """Return the three answers."""
    return [
        ui.button("Going", f"{GOING}:{meeting.id}", style=ui.Style.success, row=0),
        ui.button("Maybe", f"{MAYBE}:{meeting.id}", row=0),
        ui.button("Can't make it", f"{DECLINED}:{meeting.id}", row=0),
    ]


def joining_link(
    meeting: Meeting, mark: str = "", row: int | None = None
) -> discord.ui.Button[Any]:
    """Return the button that shows the joining link privately."""
    style = ui.Style.primary
    return ui.button("Joining link", f"{LINK}:{meeting.id}", style=style, row=row, mark=mark)


def reminder_buttons(meeting: Meeting, mark: str) -> discord.ui.View:
    """Return the buttons under a reminder."""
    return ui.view(joining_link(meeting, mark, row=0), *answer_buttons(meeting))


def preview_buttons(meeting: Meeting) -> discord.ui.View:
    """Return what can be done with a preview."""
    return ui.view(
        ui.button("Announce now", f"{ANNOUNCE}:{meeting.id}", style=ui.Style.success),
        ui.button("Save without announcing", f"{SAVE}:{meeting.id}"),
        ui.button("Discard", f"{DISCARD}:{meeting.id}", style=ui.Style.danger),
    )


def draft_buttons(meeting: Meeting, mark: str) -> discord.ui.View:
    """Return what coordinators can do with a date that drafted itself."""
    return ui.view(
        ui.button("Announce now", f"{ANNOUNCE}:{meeting.id}", style=ui.Style.success, mark=mark),
        ui.button("Change it", f"{CHANGE}:{meeting.id}"),
        ui.button("Leave this one out", f"{SKIP}:{meeting.id}"),
    )


def stop_button(meeting: Meeting) -> discord.ui.View:
    """Return the button that ends a series."""
    return ui.view(_stop(meeting))


def _stop(meeting: Meeting) -> discord.ui.Button[Any]:
    return ui.button("Stop repeating", f"{STOP}:{meeting.id}")


def after_cancelling(meeting: Meeting, *, repeats: bool) -> discord.ui.View:
    """Return the way back, for this cancelling alone, and perhaps the end of the series."""
    back = ui.button("Bring it back", f"{BACK}:{meeting.id}.{meeting.revision}")
    return ui.view(back, _stop(meeting)) if repeats else ui.view(back)


def follow_button(meeting: Meeting) -> discord.ui.View:
    """Return the button that lets later calls follow a change."""
    return ui.view(ui.button("Use this for later calls too", f"{FOLLOW}:{meeting.id}"))


def changed_buttons(meeting: Meeting, mark: str) -> discord.ui.View:
    """Return the buttons under the news of a change."""
    calendar = ui.button("Add to calendar", f"{CALENDAR}:{meeting.id}", row=1, mark=mark)
    if meeting.state == "cancelled":
        return ui.view(calendar)
    return ui.view(*answer_buttons(meeting), joining_link(meeting, row=1), calendar)
