"""The pinned panel: built, posted and pinned, for `/panel` and for `/setup wizard`."""

from __future__ import annotations

import logging
from enum import Enum

import discord

from bot import discord_codes as codes
from bot import ui
from bot.app import RepBot

STANDS_AT = "panel"
SHOWS = "panel_shows"
GONE = (codes.UNKNOWN_CHANNEL, codes.UNKNOWN_MESSAGE, codes.MISSING_ACCESS)
PANEL = (
    "**What would you like to do?**\n"
    "Press a button. Only you see what happens next, and you cannot break anything."
)
log = logging.getLogger("repbot.panel")


class Posted(Enum):
    PINNED = "pinned"
    NOT_PINNED = "not pinned"
    NOT_POSTED = "not posted"


def buttons(bot: RepBot) -> discord.ui.View:
    """In order; only what is loaded."""
    return ui.view(
        *(
            ui.button(entry.label, entry.custom_id, style=ui.Style.primary, row=index // 3)
            for index, entry in enumerate(sorted(bot.panel.entries))
        )
    )


def shown(bot: RepBot) -> str:
    """What the panel shows now, to tell whether it must be brought up to date."""
    entries = [f"{entry.label}={entry.custom_id}" for entry in sorted(bot.panel.entries)]
    return "|".join([PANEL, *entries])


async def post(bot: RepBot, channel_id: int) -> Posted:
    """Post the panel, take away the one that stood elsewhere, and pin it."""
    channel = bot.get_partial_messageable(channel_id, guild_id=bot.config.guild_id)
    try:
        message = await channel.send(PANEL, view=buttons(bot))
    except (discord.Forbidden, discord.NotFound):
        return Posted.NOT_POSTED
    before = bot.setup.recall(STANDS_AT)
    await bot.setup.remember(**{STANDS_AT: f"{channel.id}:{message.id}", SHOWS: shown(bot)})
    await _remove(bot, before)
    try:
        await message.pin()
    except discord.Forbidden:
        return Posted.NOT_PINNED
    return Posted.PINNED


async def bring_up_to_date(bot: RepBot) -> None:
    message = _message(bot, bot.setup.recall(STANDS_AT))
    if message is None or bot.setup.recall(SHOWS) == shown(bot):
        return
    try:
        await message.edit(content=PANEL, view=buttons(bot))
    except discord.HTTPException as error:
        log.warning("panel not brought up to date: code=%d", error.code)
        if error.code not in GONE:
            return
    await bot.setup.remember(**{SHOWS: shown(bot)})


async def _remove(bot: RepBot, stood_at: str) -> None:
    if (message := _message(bot, stood_at)) is not None:
        try:
            await message.delete()
        except discord.HTTPException as error:
            log.info("the earlier panel stays: code=%d", error.code)


def _message(bot: RepBot, stands_at: str) -> discord.PartialMessage | None:
    channel_id, _, message_id = stands_at.partition(":")
    if not message_id:
        return None
    channel = bot.get_partial_messageable(int(channel_id), guild_id=bot.config.guild_id)
    return channel.get_partial_message(int(message_id))
