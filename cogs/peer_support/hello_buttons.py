"""The buttons around a hello."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import discord

from bot import cards, modals, ui
from bot.cards import Card, Section
from bot.domain.clock_times import write_time
from bot.domain.listeners import Hello, Listener
from bot.services.listeners import Status
from cogs.peer_support import hello_text

ASK = "listeners:1:ask"
CLAIM = "listeners:1:claim"
OTHER = "listeners:1:other"
DONE = "listeners:1:done"
WITHDRAW = "listeners:1:withdraw"
WAITING = "listeners:1:waiting"
ON = "listeners:1:on"
OFF = "listeners:1:off"
REST = "listeners:1:rest"
STAY = "listeners:1:stay"
STILL = "listeners:1:still"
WORRIED = "safeguarding:1:worried"
HOURS = "listeners:1:hours"
HOURS_FORM = "listeners:1:chosen"
SHOWN_AT_MOST = 5


def withdraw_button(hello: Hello, mark: str = "") -> discord.ui.View:
    return ui.view(ui.button("Never mind", f"{WITHDRAW}:{hello.id}", mark=mark))


def claim_button(hello: Hello, mark: str) -> discord.ui.View:
    return ui.view(_claim(hello, mark=mark))


def _claim(hello: Hello, **options: Any) -> discord.ui.Button[Any]:
    name = f"{CLAIM}:{hello.id}"
    return ui.button("I will say hello", name, style=ui.Style.success, **options)


def waiting(hellos: Sequence[Hello], zone: ZoneInfo, now: datetime) -> Card:
    """On the desk of coordinators: never who."""
    return cards.card(
        *(
            Section(hello_text.someone_is_waiting(each, 0, zone, now, at=0), _claim(each))
            for each in hellos[:SHOWN_AT_MOST]
        )
    )


def duty(stands: Status, zone: ZoneInfo, thread: int = 0) -> Card:
    """A listener's own card; with the thread for calls where that is known."""
    on = stands.on_duty
    turn = ui.button("Rest now", OFF) if on else ui.button("Go on duty", ON, style=ui.Style.primary)
    claims = [
        _claim(hello, row=1)
        for hello in (stands.waiting[:SHOWN_AT_MOST] if stands.may_come else ())
    ]
    hours = ui.button("My hours", HOURS)
    view = ui.view(turn, hours, worried_button(), *claims)
    return cards.card(hello_text.duty(stands, zone, thread), actions=view)


def worried_button() -> discord.ui.Button[Any]:
    return ui.button("I am worried about somebody", WORRIED)


def hours_form(listener: Listener | None) -> discord.ui.Modal:
    listener = listener or Listener(0, False, 0)
    begins, ends = (write_time(time(*divmod(at, 60))) for at in (listener.begins, listener.ends))
    return modals.form(
        "When may I call you?",
        HOURS_FORM,
        modals.text("begins", "From", default=begins, max_length=40, help_text="Like 8am or 19:30"),
        modals.text("ends", "Until", default=ends, max_length=40, help_text=hello_text.ANY_HOUR),
    )


def still_buttons(mark: str) -> discord.ui.View:
    return ui.view(
        ui.button("Still on duty", STILL, style=ui.Style.primary, mark=mark),
        ui.button("Rest now", REST),
    )


def thread_buttons(hello: Hello, mark: str) -> discord.ui.View:
    return ui.view(
        ui.button("We are done", f"{DONE}:{hello.id}", mark=mark),
        ui.button("Hand over", f"{OTHER}:{hello.id}.listener"),
        ui.button("Someone else, please", f"{OTHER}:{hello.id}.asker"),
    )


def moved_buttons(hello: Hello, mark: str) -> discord.ui.View:
    return ui.view(ui.button("We are done", f"{DONE}:{hello.id}", mark=mark))


def again_button(mark: str) -> discord.ui.View:
    return ui.view(ui.button("Ask again", ASK, mark=mark))


def coming_buttons(*, offer_rest: bool) -> discord.ui.View:
    """For whoever says hello; a rest is offered after many."""
    rest = (
        ui.button("Rest now", REST, style=ui.Style.primary),
        ui.button("Stay on duty", STAY),
    )
    return ui.view(*(rest if offer_rest else ()), worried_button())
