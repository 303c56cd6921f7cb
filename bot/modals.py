"""Forms: their fields, and what was typed and chosen in them.

Like views, forms are stopped before they are sent; the router gets what comes back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import discord

from bot.cards import MOST_TYPED
from bot.domain import typed_text
from bot.domain.errors import UserError

TICKED = "Yes"


def form(title: str, custom_id: str, *fields: discord.ui.Item[Any]) -> discord.ui.Modal:
    """Return a form; its answer comes to the router under the same id."""
    made = discord.ui.Modal(title=title[:45], custom_id=custom_id, timeout=None)
    for field in fields:
        made.add_item(field)
    made.stop()
    return made


def text(
    name: str,
    label: str,
    *,
    default: str = "",
    long: bool = False,
    required: bool = True,
    max_length: int = MOST_TYPED,
    placeholder: str | None = None,
    help_text: str | None = None,
) -> discord.ui.Label[Any]:
    """Return a field to type into, filled in with `default`."""
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=name,
        style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
        default=default[:max_length] or None,
        required=required,
        max_length=max_length,
        placeholder=placeholder,
    )
    return discord.ui.Label(text=label[:45], description=help_text, component=field)


def radio(
    name: str,
    label: str,
    options: Sequence[tuple[str, str, str | None]],
    *,
    default: str = "",
    required: bool = True,
) -> discord.ui.Label[Any]:
    """Return a choice of one among (value, label, description)."""
    shown = [
        discord.RadioGroupOption(
            label=word, value=value, description=about, default=value == default
        )
        for value, word, about in options
    ]
    group: discord.ui.RadioGroup[Any] = discord.ui.RadioGroup(
        custom_id=name, options=shown, required=required
    )
    return discord.ui.Label(text=label[:45], component=group)


def boxes(
    name: str, label: str, options: Sequence[tuple[str, str]], *, chosen: Sequence[str] = ()
) -> discord.ui.Label[Any]:
    """Return boxes to tick among (value, label), none of which has to be."""
    shown = [
        discord.CheckboxGroupOption(label=word, value=value, default=value in chosen)
        for value, word in options
    ]
    group: discord.ui.CheckboxGroup[Any] = discord.ui.CheckboxGroup(
        custom_id=name, options=shown, required=False, min_values=0, max_values=len(shown)
    )
    return discord.ui.Label(text=label[:45], component=group)


def tick(
    name: str, label: str, *, help_text: str | None = None, default: bool = False
) -> discord.ui.Label[Any]:
    """Return a box to tick."""
    box: discord.ui.Checkbox[Any] = discord.ui.Checkbox(custom_id=name, default=default)
    return discord.ui.Label(text=label[:45], description=help_text, component=box)


def labelled(form: discord.ui.Modal, values: Values) -> dict[str, str]:
    """Return what was typed and chosen by what the form calls its fields, to be handed back."""
    found: dict[str, str] = {}
    for label, field in _fields(form):
        if isinstance(field, discord.ui.TextInput):
            found[label] = values.typed().get(field.custom_id, "")
        elif isinstance(field, discord.ui.Checkbox):
            found[label] = TICKED if values.ticked(field.custom_id) else ""
        else:
            chosen = values.chosen(field.custom_id)
            options = [each for each in getattr(field, "options", []) if each.value in chosen]
            found[label] = "\n".join(each.label for each in options)
    return found


def check_needed(form: discord.ui.Modal, values: Values) -> None:
    """Raises UserError for a field that needs words and has none that anybody could see."""
    for label, field in _fields(form):
        needed = isinstance(field, discord.ui.TextInput) and field.required
        if needed and not typed_text.is_seen(values[field.custom_id]):
            raise UserError(f"Please write something under **{label}**.")


def fill(form: discord.ui.Modal, typed: Mapping[str, str]) -> None:
    """Fill a form with what was handed back, in place of what it would begin with."""
    for label, field in _fields(form):
        given = typed.get(label, "")
        if isinstance(field, discord.ui.TextInput):
            field.default = given[: field.max_length] or None
        elif isinstance(field, discord.ui.Checkbox):
            field.default = given == TICKED
        else:
            for each in getattr(field, "options", []):
                each.default = each.label in given.split("\n")


def _fields(form: discord.ui.Modal) -> Iterator[tuple[str, Any]]:
    for each in form.children:
        if isinstance(each, discord.ui.Label):
            yield each.text, each.component


def words(shown: str) -> discord.ui.TextDisplay[Any]:
    """Return text to read inside a form."""
    return discord.ui.TextDisplay(shown)


class Values:
    """What was typed and chosen in a form, by the names of its fields: words are cleaned."""

    def __init__(self, data: Any) -> None:
        self._fields: dict[str, Any] = {}
        self._written: list[str] = []
        self._read(data.get("components", []))

    def _read(self, components: list[Any]) -> None:
        for part in components:
            self._read(part.get("components", []))
            inner = part.get("component", part)
            if "custom_id" in inner:
                self._fields[inner["custom_id"]] = inner.get("value", inner.get("values"))
                if inner.get("type") == discord.ComponentType.text_input.value:
                    self._written.append(inner["custom_id"])

    def __getitem__(self, name: str) -> str:
        given = str(self._fields.get(name) or "")
        return typed_text.clean(given) if name in self._written else given

    def ticked(self, name: str) -> bool:
        """Say whether a box is ticked."""
        return self._fields.get(name) is True

    def many(self, name: str) -> list[str]:
        """Return what is chosen where several may be."""
        return list(self._fields.get(name) or [])

    def chosen(self, name: str) -> list[str]:
        """Return what is chosen, where one or several may be."""
        given = self._fields.get(name)
        return given if isinstance(given, list) else [self[name]]

    def as_typed(self) -> dict[str, str]:
        """Return what was written by what became of it when it was cleaned."""
        return {self[name]: self._fields[name] for name in self._written if self._fields[name]}

    def written(self) -> list[str]:
        """Return what was written in words, not chosen."""
        return [self[name] for name in self._written]

    def typed(self) -> dict[str, str]:
        """Return everything as it was typed, so that nothing is lost when something fails."""
        return {name: value for name, value in self._fields.items() if isinstance(value, str)}
