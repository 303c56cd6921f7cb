"""Buttons and menus to send, and private answers.

Views and forms are stopped before they are sent, so discord.py keeps nothing of them: they are
mere builders, and the router answers (docs/decisions.md).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import discord

from bot import cards, urgent
from bot.cards import Card
from bot.domain import typed_text
from bot.domain.errors import UserError
from bot.domain.relayed_text import clean

Interaction: TypeAlias = discord.Interaction[Any]
Style = discord.ButtonStyle
Button: TypeAlias = discord.ui.Button[Any]
MESSAGE_LIMIT = urgent.MESSAGE_LIMIT
CLEANED = "-# I use what you typed without signs that nobody sees, and with links written out."


def view(*items: discord.ui.Item[Any]) -> discord.ui.View:
    """Return a row or more of buttons and menus."""
    made = discord.ui.View(timeout=None)
    for item in items:
        made.add_item(item)
    made.stop()
    return made


def button(
    label: str,
    custom_id: str,
    *,
    style: Style = Style.secondary,
    row: int | None = None,
    mark: str = "",
) -> discord.ui.Button[Any]:
    """Return a button; `mark` makes its message recognisable as a letter's."""
    whole_id = f"{custom_id}~{mark}" if mark else custom_id
    return discord.ui.Button(label=label[:80], custom_id=whole_id, style=style, row=row)


def link(label: str, url: str) -> discord.ui.Button[Any]:
    """Return a button that opens a web page."""
    return discord.ui.Button(label=label[:80], url=url)


def menu(
    custom_id: str, placeholder: str, options: Sequence[tuple[str, str, str | None]]
) -> discord.ui.Select[Any]:
    """Return a menu of (value, label, description); Discord takes 25 at most."""
    shown = [
        discord.SelectOption(value=value, label=label[:100], description=about and about[:100])
        for value, label, about in options[:25]
    ]
    return discord.ui.Select(custom_id=custom_id, placeholder=placeholder[:150], options=shown)


def channel_menu(custom_id: str, placeholder: str) -> discord.ui.ChannelSelect[Any]:
    """Return a menu of the server's text channels."""
    kinds = [discord.ChannelType.text]
    return discord.ui.ChannelSelect(
        custom_id=custom_id, placeholder=placeholder, channel_types=kinds
    )


def role_menu(custom_id: str, placeholder: str) -> discord.ui.RoleSelect[Any]:
    """Return a menu of the server's roles."""
    return discord.ui.RoleSelect(custom_id=custom_id, placeholder=placeholder)


def clean_options(interaction: Interaction) -> None:
    """Clean the words typed into a command, before anything reads them: `exactly` has the rest."""
    data: Any = interaction.data or {}
    options = list(data.get("options", []))
    while options:
        option = options.pop()
        options += option.get("options", [])
        if option["type"] == discord.AppCommandOptionType.string.value:
            typed, option["value"] = option["value"], typed_text.clean(option["value"])
            interaction.extras.setdefault("typed", {})[option["value"]] = typed


def exactly(interaction: Interaction, used: Mapping[str, str]) -> dict[str, str]:
    """Return words of a command or form as they were typed, to hand them back."""
    typed = interaction.extras.get("typed", {})
    return {label: typed.get(words, words) if words else "" for label, words in used.items()}


async def reply(
    interaction: Interaction,
    shown: str | Card = "",
    *,
    view: discord.ui.View | None = None,
    typed: Mapping[str, str] | None = None,
    files: Sequence[discord.File] = (),
) -> None:
    """Answer privately with a card, before or after the first response.

    `typed` is handed back under it. A question that a press has answered is replaced by what came
    of it (bot/readings.py). Where words of danger were noticed, who to ring stands first.
    """
    if not files and interaction.extras.pop("in_place", False):
        await update(interaction, shown, view=view, typed=typed)
        return
    words = urgent.words(interaction)
    whole = _whole(shown, view, typed)
    if words:
        whole = _under_urgent(whole, words)
    async with _turn(interaction):
        pages = cards.layouts(whole, files)
        for number, page in enumerate(pages, start=1):
            with_files = {"files": files} if files and number == len(pages) else {}
            await _send(interaction, page, with_files)
    if words:
        urgent.said(interaction)


def _whole(
    shown: str | Card, view: discord.ui.View | None, typed: Mapping[str, str] | None
) -> Card:
    made = shown if isinstance(shown, Card) else cards.card(shown)
    actions = tuple(view.children) if view is not None else ()
    filled = [words for words in (typed or {}).values() if words.strip()]
    used = all(typed_text.clean(words) == words.strip() for words in filled)
    back = (cards.Line(), "" if used else CLEANED, cards.Typed(typed)) if typed and filled else ()
    return Card((*made.parts, *back), (*made.actions, *actions))


def _under_urgent(shown: Card, words: str) -> Card:
    line = (cards.Line(),) if shown.parts else ()
    return shown.under(words, *line, actions=[urgent.button()])


async def _send(
    interaction: Interaction, page: discord.ui.LayoutView, files: dict[str, Any]
) -> None:
    if interaction.response.is_done():
        await interaction.followup.send(view=page, ephemeral=True, **files)
    else:
        await interaction.response.send_message(view=page, ephemeral=True, **files)


async def say_openly(interaction: Interaction, content: str, **notice: Any) -> None:
    """Answer so that everybody in the channel reads it; Discord shows who pressed."""
    async with _turn(interaction):
        if interaction.response.is_done():
            await interaction.followup.send(content[:MESSAGE_LIMIT], **notice)
        else:
            await interaction.response.send_message(content[:MESSAGE_LIMIT], **notice)


def name_of(person: discord.User | discord.Member) -> str:
    """Return how somebody is called, as it may stand in a sentence of ours."""
    return discord.utils.escape_markdown(clean(person.display_name) or person.name)


async def show(interaction: Interaction, form: discord.ui.Modal) -> None:
    """Open a form. Raises UserError if too much time has passed for that."""
    async with _turn(interaction):
        if interaction.response.is_done():
            raise UserError("That took me too long. Please press the button once more.")
        await interaction.response.send_modal(form)


async def update(
    interaction: Interaction,
    shown: str | Card,
    *,
    view: discord.ui.View | None = None,
    embed: discord.Embed | None = None,
    typed: Mapping[str, str] | None = None,
    files: Sequence[discord.File] = (),
) -> None:
    """Change the message that carries the pressed button; without a view its buttons go. Where
    words of danger were noticed, who to ring stands first, if only this person reads it.

    A card becomes another card; a notice stays one, with `embed`, and `shown` is its line. What
    does not fit any more follows in messages of its own.
    """
    interaction.extras.pop("in_place", None)
    message = interaction.message  # in a direct message it would stay, on a phone others may see
    private = message is not None and message.flags.ephemeral
    if message is not None and not private and not message.flags.components_v2:
        await _change(interaction, content=str(shown), embeds=[embed] if embed else [], view=view)
        return
    words = urgent.words(interaction)
    whole = _whole(shown, view, typed)
    if words:
        whole = _under_urgent(whole, words)
    first, *others = cards.layouts(whole, files)
    old = message is not None and not message.flags.components_v2
    changes: dict[str, Any] = {"content": None, "embeds": []} if old else {}
    if files or (message is not None and message.attachments):
        changes["attachments"] = [] if others else list(files)
    await _change(interaction, view=first, **changes)
    async with _turn(interaction):
        for page in others:
            last = {"files": files} if files and page is others[-1] else {}
            await _send(interaction, page, last)
    if words:
        urgent.said(interaction)


async def _change(interaction: Interaction, **to: Any) -> None:
    async with _turn(interaction):
        if interaction.response.is_done():
            await interaction.edit_original_response(**to)
        else:
            await interaction.response.edit_message(**to)


async def wait(interaction: Interaction) -> None:
    """Tell Discord that the answer takes a moment; reply() and update() work afterwards."""
    async with _turn(interaction):
        if not interaction.response.is_done():
            thinking = interaction.message is None
            await interaction.response.defer(ephemeral=True, thinking=thinking)


@asynccontextmanager
async def _turn(interaction: Interaction) -> AsyncIterator[None]:
    """Answer one at a time; the first answer ends the wait that bot/errors.py has set."""
    async with interaction.extras.setdefault("turn", asyncio.Lock()):
        yield
    if (hold := interaction.extras.pop("hold", None)) is not None:
        hold.cancel()
