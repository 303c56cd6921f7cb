"""Finds the handler of a pressed button, a choice or a form by its id.

Ids are `feature:version:verb:arg`, with `~mark` behind where the message is a letter. Nothing is
held in memory: a button works after any restart, and a form sent after any wait is answered.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Container
from typing import Any, TypeAlias

import discord

from bot import ui, urgent
from bot.domain.danger import danger_in_form
from bot.domain.errors import UserError
from bot.modals import Values
from bot.ui import Interaction

ButtonHandler: TypeAlias = Callable[[Interaction, str], Awaitable[None]]
FormHandler: TypeAlias = Callable[[Interaction, str, Values], Awaitable[None]]

LONGEST_NUMBER = 18
EXPIRED = (
    "This button is from an older version of me and no longer works. Type `/help` in the server,"
    " or use the pinned panel, to find what you need."
)


class Router:
    """Handlers by the first three parts of the id."""

    def __init__(self, require_coordinator: Callable[[Interaction], None]) -> None:
        self._require_coordinator = require_coordinator
        self.buttons: dict[str, ButtonHandler] = {}
        self.forms: dict[str, FormHandler] = {}
        self.for_coordinators: set[str] = set()

    def button(self, prefix: str, handler: ButtonHandler, *, coordinators: bool = False) -> None:
        """Answer buttons and menus whose id starts with `feature:version:verb`.

        Those for coordinators are refused to everybody else, at each press.
        """
        self._claim(prefix, self.buttons, coordinators)
        self.buttons[prefix] = handler

    def form(self, prefix: str, handler: FormHandler, *, coordinators: bool = False) -> None:
        """Answer forms whose id starts with `feature:version:verb`; as for buttons."""
        self._claim(prefix, self.forms, coordinators)
        self.forms[prefix] = handler

    def _claim(self, prefix: str, taken: Container[str], coordinators: bool) -> None:
        if prefix.count(":") != 2 or prefix in taken:
            raise ValueError(f"not a free id prefix: {prefix}")
        if coordinators:
            self.for_coordinators.add(prefix)

    def prefixes(self) -> set[str]:
        """Return every prefix that has a handler."""
        return set(self.buttons) | set(self.forms)

    async def dispatch(self, interaction: Interaction) -> None:
        """Call the handler. Raises UserError for an id that nobody knows any more."""
        data: Any = interaction.data or {}
        prefix, arg = split_id(str(data.get("custom_id", "")))
        if interaction.type is discord.InteractionType.modal_submit:
            if (form := self.forms.get(prefix)) is not None:
                await self._take(form, interaction, arg, Values(data))
                return
        elif (button := self.buttons.get(prefix)) is not None:
            self._check(interaction)
            await button(interaction, arg)
            return
        raise UserError(EXPIRED)

    async def _take(
        self, form: FormHandler, interaction: Interaction, arg: str, values: Values
    ) -> None:
        """Call a form's handler. Words of danger are looked for here, in every form there is."""
        urgent.notice(interaction, danger_in_form(values.written()))
        try:
            self._check(interaction)
        except UserError as refused:  # what was typed is handed back with it
            await ui.reply(interaction, str(refused), typed=values.typed())
            return
        await form(interaction, arg, values)
        if urgent.noticed(interaction):  # what was answered was not for this person alone
            await ui.reply(interaction)

    def _check(self, interaction: Interaction) -> None:
        data: Any = interaction.data or {}
        if split_id(str(data.get("custom_id", "")))[0] in self.for_coordinators:
            self._require_coordinator(interaction)


def split_id(custom_id: str) -> tuple[str, str]:
    """Return the prefix of an id and its argument, without the mark of a letter."""
    parts = custom_id.partition("~")[0].split(":", 3)
    return ":".join(parts[:3]), parts[3] if len(parts) > 3 else ""


def number(arg: str, otherwise: str = EXPIRED) -> int:
    """Return the number in an id. Raises UserError with `otherwise` where there is none."""
    if not (arg.isascii() and arg.isdigit() and len(arg) <= LONGEST_NUMBER):
        raise UserError(otherwise)
    return int(arg)


def numbers(arg: str, count: int, otherwise: str = EXPIRED) -> list[int]:
    """Return so many numbers, joined by dots in an id. Raises UserError as number() does."""
    parts = arg.split(".")
    if len(parts) != count:
        raise UserError(otherwise)
    return [number(part, otherwise) for part in parts]
