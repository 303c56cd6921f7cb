"""Finds the handler of a pressed button, a choice or a form by its id.

Ids are `feature:version:verb:arg`, with `~mark` behind where the message is a letter. Nothing is
held in memory: a button works after any restart, and a form sent after any wait is answered.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Container
from typing import Any, TypeAlias, TypeVar, overload

import discord

from bot import cards, modals, ui, urgent
from bot.domain.danger import danger_in_form
from bot.domain.errors import UserError
from bot.domain.typed_text import is_seen
from bot.modals import Values
from bot.ui import Interaction

T = TypeVar("T")
Work: TypeAlias = Awaitable[None]
Button: TypeAlias = Callable[[Interaction, str], Work]
Form: TypeAlias = Callable[[Interaction, str, Values], Work]

AGAIN = "form:1:again"
TOO_LARGE = 2**63  # for SQLite
EXPIRED = (
    "This button is from an older version of me and no longer works. Type `/help` in the server,"
    " or use the pinned panel, to find what you need."
)


class Router:
    """Handlers by the first three parts of the id, `feature:version:verb`.

    `takes` reads what a handler is given from the rest of the id, and without it a handler is given
    nothing and the rest is ignored. Where it raises ValueError the person reads `gone`. What is for
    coordinators is refused to everybody else, at each press.
    """

    def __init__(self, require_coordinator: Callable[[Interaction], None]) -> None:
        self._require_coordinator = require_coordinator
        self.buttons: dict[str, Button] = {}
        self.forms: dict[str, Form] = {}
        self.for_coordinators: set[str] = set()
        self._opening: dict[str, Callable[[Interaction, str], Awaitable[discord.ui.Modal]]] = {}
        self.button(AGAIN, self._again, takes=str)

    @overload
    def button(
        self, prefix: str, handler: Callable[[Interaction], Work], *, coordinators: bool = ...
    ) -> None: ...

    @overload
    def button(
        self,
        prefix: str,
        handler: Callable[[Interaction, T], Work],
        *,
        takes: Callable[[str], T],
        gone: str = ...,
        coordinators: bool = ...,
    ) -> None: ...

    def button(self, prefix: str, handler: Callable[..., Work], **options: Any) -> None:
        """Answer a button, or a menu of one choice; there `takes` reads what was chosen."""
        read = self._claim(prefix, self.buttons, **options)
        self.buttons[prefix] = lambda interaction, arg: handler(*read(interaction, arg))

    @overload
    def form(
        self,
        prefix: str,
        handler: Callable[[Interaction, Values], Work],
        *,
        coordinators: bool = ...,
        opens: Callable[[Interaction], Awaitable[discord.ui.Modal]] | None = ...,
    ) -> None: ...

    @overload
    def form(
        self,
        prefix: str,
        handler: Callable[[Interaction, T, Values], Work],
        *,
        takes: Callable[[str], T],
        gone: str = ...,
        coordinators: bool = ...,
        opens: Callable[[Interaction, T], Awaitable[discord.ui.Modal]] | None = ...,
    ) -> None: ...

    def form(
        self,
        prefix: str,
        handler: Callable[..., Work],
        *,
        opens: Callable[..., Awaitable[discord.ui.Modal]] | None = None,
        **options: Any,
    ) -> None:
        """Answer a form; the handler is given what was typed as well.

        `opens` makes the same form anew. With it, what a refused form held comes back with the
        reason and `Try again`, which opens the form as it was sent, after a restart too.
        """
        read = self._claim(prefix, self.forms, **options)
        self.forms[prefix] = lambda interaction, arg, values: handler(
            *read(interaction, arg), values
        )
        if opens is not None:
            self._opening[prefix] = lambda interaction, arg: opens(*read(interaction, arg))

    def _claim(
        self,
        prefix: str,
        taken: Container[str],
        takes: Callable[[str], Any] | None = None,
        gone: str = EXPIRED,
        coordinators: bool = False,
    ) -> Callable[[Interaction, str], tuple[Any, ...]]:
        if prefix.count(":") != 2 or prefix in taken:
            raise ValueError(f"not a free id prefix: {prefix}")
        if coordinators:
            self.for_coordinators.add(prefix)

        def read(interaction: Interaction, arg: str) -> tuple[Any, ...]:
            if coordinators:
                self._require_coordinator(interaction)
            try:
                return (interaction, takes(arg)) if takes else (interaction,)
            except ValueError:
                raise UserError(gone) from None

        return read

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
            chosen = data.get("values") or [arg]
            await button(interaction, str(chosen[0]))
            return
        raise UserError(EXPIRED)

    async def _take(self, form: Form, interaction: Interaction, arg: str, values: Values) -> None:
        """Call a form's handler. Words of danger are looked for here, in every form there is."""
        interaction.extras["typed"] = values.as_typed()
        urgent.notice(interaction, danger_in_form(values.written()))
        if not all(map(is_seen, values.written())):
            await self._check_needed(interaction, values)
        await form(interaction, arg, values)
        if urgent.noticed(interaction):  # what was answered was not for this person alone
            await ui.reply(interaction)

    async def _check_needed(self, interaction: Interaction, values: Values) -> None:
        """Raises UserError for a field left empty; its form is opened anew to know which may be."""
        data: Any = interaction.data or {}
        try:
            form = await self.opened(interaction, str(data.get("custom_id", "")))
        except UserError:  # the handler says why
            return
        modals.check_needed(form, values)

    async def handed_back(
        self, interaction: Interaction
    ) -> tuple[dict[str, str], discord.ui.View | None]:
        """Return what the form that was sent held, and `Try again` where it can be opened anew."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return {}, None
        data: Any = interaction.data or {}
        values, custom_id = Values(data), str(data.get("custom_id", ""))
        try:
            form = await self.opened(interaction, custom_id)
        except UserError:  # it cannot be opened any more: the words come back all the same
            return values.typed(), None
        return modals.labelled(form, values), ui.view(again_button(custom_id))

    async def opened(self, interaction: Interaction, custom_id: str) -> discord.ui.Modal:
        """Return a form by its id, as it is when it is opened. Raises UserError."""
        prefix, arg = split_id(custom_id)
        if (opening := self._opening.get(prefix)) is None:
            raise UserError(EXPIRED)
        return await opening(interaction, arg)

    async def _again(self, interaction: Interaction, custom_id: str) -> None:
        await ui.show(interaction, await self.reopened(interaction, custom_id))

    async def reopened(self, interaction: Interaction, custom_id: str) -> discord.ui.Modal:
        """Return a form filled in with what was handed back on the card. Raises UserError."""
        form = await self.opened(interaction, custom_id)
        modals.fill(form, cards.typed_in(interaction.message))
        return form

    async def send(self, interaction: Interaction, custom_id: str, values: Values) -> None:
        """Go on as if the form had been sent with these values."""
        prefix, arg = split_id(custom_id)
        await self._take(self.forms[prefix], interaction, arg, values)


def again_button(custom_id: str) -> discord.ui.Button[Any]:
    """Return the button under what was handed back: it opens the form with this id, filled in."""
    return ui.button("Try again", f"{AGAIN}:{custom_id}", style=ui.Style.primary)


def split_id(custom_id: str) -> tuple[str, str]:
    """Return the prefix of an id and its argument, without the mark of a letter."""
    parts = custom_id.partition("~")[0].split(":", 3)
    return ":".join(parts[:3]), parts[3] if len(parts) > 3 else ""


def number(arg: str) -> int:
    """Return the number in an id. Raises ValueError where there is none."""
    if not (arg.isascii() and arg.isdigit()) or int(arg) >= TOO_LARGE:
        raise ValueError("no number")
    return int(arg)


def numbers(arg: str) -> list[int]:
    """Return the numbers in an id, joined by dots. Raises ValueError."""
    return [number(part) for part in arg.split(".")]


def pair(arg: str) -> tuple[int, int]:
    """Return the two numbers in an id. Raises ValueError."""
    first, second = numbers(arg)
    return first, second


def with_number(arg: str) -> tuple[str, int]:
    """Return the word and the number behind it in an id; 0 where there is none."""
    word, _, last = arg.partition(".")
    return word, int(last) if last.isdecimal() else 0
