"""Keeps what somebody typed in the private message that refuses it, until it is tried again."""

from __future__ import annotations

import discord

TITLE = "What you typed"
LONGEST_KEPT = 4096


def card(typed: str) -> discord.Embed:
    """Return what was typed, to show under the sentence that says why it was not taken."""
    return discord.Embed(title=TITLE, description=typed[:LONGEST_KEPT])


def typed_in(message: discord.Message | None) -> str:
    """Read back from a message what was typed; "" if nothing is there."""
    embeds = message.embeds if message else []
    return next((embed.description or "" for embed in embeds if embed.title == TITLE), "")
