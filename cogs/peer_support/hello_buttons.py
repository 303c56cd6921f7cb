"""The buttons around a hello."""

from __future__ import annotations

import discord

from bot import ui
from bot.domain.listeners import Hello

ASK = "listeners:1:ask"
CLAIM = "listeners:1:claim"
OTHER = "listeners:1:other"
DONE = "listeners:1:done"
WITHDRAW = "listeners:1:withdraw"
REST = "listeners:1:rest"
STAY = "listeners:1:stay"
SHOWN_AT_MOST = 5


def withdraw_button(hello: Hello, mark: str = "") -> discord.ui.View:
    return ui.view(ui.button("Never mind", f"{WITHDRAW}:{hello.id}", mark=mark))


def claim_button(hello: Hello, mark: str) -> discord.ui.View:
    return ui.view(
        ui.button("I will say hello", f"{CLAIM}:{hello.id}", style=ui.Style.success, mark=mark)
    )


def waiting_buttons(waiting: list[Hello]) -> discord.ui.View | None:
    shown = waiting[:SHOWN_AT_MOST]
    if not shown:
        return None
    return ui.view(
        *(
            ui.button("I will say hello", f"{CLAIM}:{hello.id}", style=ui.Style.success)
            for hello in shown
        )
    )


def thread_buttons(hello: Hello, mark: str) -> discord.ui.View:
    return ui.view(
        ui.button("We are done", f"{DONE}:{hello.id}", style=ui.Style.primary, mark=mark),
        ui.button("Hand over", f"{OTHER}:{hello.id}.listener"),
        ui.button("Someone else, please", f"{OTHER}:{hello.id}.asker"),
    )


def moved_buttons(hello: Hello, mark: str) -> discord.ui.View:
    return ui.view(ui.button("We are done", f"{DONE}:{hello.id}", mark=mark))


def again_button(mark: str) -> discord.ui.View:
    return ui.view(ui.button("Ask again", ASK, mark=mark))


def rest_buttons() -> discord.ui.View:
    return ui.view(
        ui.button("Rest now", REST, style=ui.Style.primary), ui.button("Stay on duty", STAY)
    )
