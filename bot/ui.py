"""Buttons and menus to send, and private answers.

Views and forms are stopped before they are sent, so discord.py keeps nothing of them: they are
mere builders, and the router answers (docs/decisions.md).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import discord

from bot import urgent
from bot.domain.errors import UserError

Interaction: TypeAlias = discord.Interaction[Any]
Style = discord.ButtonStyle
MESSAGE_LIMIT = urgent.MESSAGE_LIMIT


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


async def reply(
    interaction: Interaction,
    content: str = "",
    *,
    view: discord.ui.View | None = None,
    embed: discord.Embed | None = None,
    embeds: Sequence[discord.Embed] = (),
    file: discord.File | None = None,
    files: Sequence[discord.File] = (),
) -> None:
    """Answer privately, before or after the first response; a long text in several messages, the
    buttons under the last. Where words of danger were noticed, who to ring stands first."""
    words = urgent.words(interaction)
    if words:
        content, view = f"{words}\n\n{content}".strip(), _with_urgent(view)
    *before, last = split_text(content)
    extras: dict[str, Any] = {"embeds": [*embeds, *([embed] if embed else [])]}
    if view is not None:
        extras["view"] = view
    if file is not None or files:
        extras["files"] = [*files, *([file] if file else [])]
    async with _turn(interaction):
        for part in before:
            await _send(interaction, part, {})
        await _send(interaction, last, extras)
    if words:
        urgent.said(interaction)


async def _send(interaction: Interaction, content: str, extras: dict[str, Any]) -> None:
    if interaction.response.is_done():
        await interaction.followup.send(content, ephemeral=True, **extras)
    else:
        await interaction.response.send_message(content, ephemeral=True, **extras)


async def say_openly(interaction: Interaction, content: str) -> None:
    """Answer so that everybody in the channel reads it; Discord shows who pressed."""
    async with _turn(interaction):
        if interaction.response.is_done():
            await interaction.followup.send(content[:MESSAGE_LIMIT])
        else:
            await interaction.response.send_message(content[:MESSAGE_LIMIT])


async def show(interaction: Interaction, form: discord.ui.Modal) -> None:
    """Open a form. Raises UserError if too much time has passed for that."""
    async with _turn(interaction):
        if interaction.response.is_done():
            raise UserError("That took me too long. Please press the button once more.")
        await interaction.response.send_modal(form)


async def update(
    interaction: Interaction,
    content: str,
    *,
    view: discord.ui.View | None = None,
    embed: discord.Embed | None = None,
) -> None:
    """Change the message that carries the pressed button; without a view its buttons go. Where
    words of danger were noticed, who to ring stands first, if only this person reads it."""
    message = interaction.message  # in a direct message it would stay, on a phone others may see
    private = message is not None and message.flags.ephemeral
    words = urgent.words(interaction) if private else ""
    if words and len(words) + len(content) + 2 > MESSAGE_LIMIT:  # the rest in a message of its own
        await _change(interaction, words, _with_urgent(None), None)
        urgent.said(interaction)
        await reply(interaction, content, view=view, embed=embed)
        return
    if words:
        content, view = f"{words}\n\n{content}".strip(), _with_urgent(view)
    await _change(interaction, content, view, embed)
    if words:
        urgent.said(interaction)


async def _change(
    interaction: Interaction,
    content: str,
    view: discord.ui.View | None,
    embed: discord.Embed | None,
) -> None:
    async with _turn(interaction):
        embeds = [embed] if embed else []
        if interaction.response.is_done():
            await interaction.edit_original_response(content=content, embeds=embeds, view=view)
        else:
            await interaction.response.edit_message(content=content, embeds=embeds, view=view)


def _with_urgent(shown: discord.ui.View | None) -> discord.ui.View:
    return view(urgent.button(), *(shown.children if shown is not None else []))


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


def split_text(content: str) -> list[str]:
    """Cut a text into messages, between paragraphs or lines where that is possible."""
    parts: list[str] = []
    while len(content) > MESSAGE_LIMIT:
        cut = content.rfind("\n\n", MESSAGE_LIMIT // 2, MESSAGE_LIMIT)
        cut = cut if cut > 0 else content.rfind("\n", 1, MESSAGE_LIMIT)
        cut = cut if cut > 0 else MESSAGE_LIMIT
        parts.append(content[:cut])
        content = content[cut:].lstrip("\n")
    return [*parts, content]
