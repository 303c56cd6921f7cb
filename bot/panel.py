"""The pinned panel, and the pinned desk of coordinators: built, posted, pinned, kept up to date."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import discord

from bot import cards, ui
from bot import discord_codes as codes
from bot.app import RepBot
from bot.cards import Card, Line, Part, Section
from bot.help import Entry

GONE = (codes.UNKNOWN_CHANNEL, codes.UNKNOWN_MESSAGE, codes.MISSING_ACCESS)
PANEL_WORDS = "## How can I help?\nOnly you see what happens next. You cannot break anything."
DESK_WORDS = (
    "## The desk\nFor coordinators. What goes to many, you see first. `/desk` adds the numbers."
)
# What stands beside its words; with more of these, a phone must scroll.
WITH_WORDS = ("Next call", "Find a resource", "Ask anonymously", "Calls", "What waits")
log = logging.getLogger("repbot.panel")


class Posted(Enum):
    """How posting went."""

    PINNED = "pinned"
    NOT_PINNED = "not pinned"
    NOT_POSTED = "not posted"


@dataclass(frozen=True)
class Board:
    """A pinned card, and the names of the settings that say where it stands and what it shows."""

    stands_at: str
    shows: str

    def card(self, bot: RepBot) -> Card:
        """Return what stands there: what is loaded."""
        if self is DESK:
            return offered(DESK_WORDS, bot.desk.entries)
        return offered(PANEL_WORDS, bot.panel.entries)


PANEL = Board("panel", "panel_shows")
DESK = Board("desk", "desk_shows")


def offered(words: str, entries: Sequence[Entry], *between: Part) -> Card:
    """Return a card of buttons: some with words beside them, the others in a row below."""
    shown = list(zip(entries, buttons(entries), strict=True))
    sections = [
        Section(f"**{each.heading}**\n{each.about}", button)
        for each, button in shown
        if each.label in WITH_WORDS
    ]
    row = ui.view(*(button for each, button in shown if each.label not in WITH_WORDS))
    return cards.card(words, *between, Line(), *sections, actions=row)


def buttons(entries: Sequence[Entry]) -> list[discord.ui.Button[Any]]:
    """Return the buttons alone; the first is the one to press if in doubt."""
    return [ui.button(each.label, each.custom_id, style=_style(each, entries)) for each in entries]


def _style(entry: Entry, entries: Sequence[Entry]) -> ui.Style:
    if entry.danger:
        return ui.Style.danger
    return ui.Style.primary if entry is entries[0] else ui.Style.secondary


def shown(bot: RepBot, board: Board) -> str:
    """Return a fingerprint of what a board shows now, the same after every start."""
    (page,) = cards.layouts(board.card(bot))
    parts = [part.to_component_dict() for part in page.children]
    return hashlib.sha256(str(parts).encode()).hexdigest()[:16]


async def post(bot: RepBot, board: Board, channel_id: int) -> Posted:
    """Post a board, take away the one that stood elsewhere, and pin it."""
    channel = bot.get_partial_messageable(channel_id, guild_id=bot.config.guild_id)
    (page,) = cards.layouts(board.card(bot))
    try:
        message = await channel.send(view=page)
    except (discord.Forbidden, discord.NotFound):
        return Posted.NOT_POSTED
    before = bot.setup.recall(board.stands_at)
    stands = {board.stands_at: f"{channel.id}:{message.id}", board.shows: shown(bot, board)}
    await bot.setup.remember(**stands)
    await _remove(bot, before)
    try:
        await message.pin()
    except discord.Forbidden:
        return Posted.NOT_PINNED
    return Posted.PINNED


async def bring_up_to_date(bot: RepBot) -> None:
    """Edit a board when it shows something else than it should; one of old buttons as well."""
    for board in (PANEL, DESK):
        message = _message(bot, bot.setup.recall(board.stands_at))
        if message is None or bot.setup.recall(board.shows) == shown(bot, board):
            continue
        (page,) = cards.layouts(board.card(bot))
        try:
            await message.edit(content=None, embeds=[], view=page)
        except discord.HTTPException as error:
            log.warning("%s not brought up to date: code=%d", board.stands_at, error.code)
            if error.code not in GONE:
                continue
        await bot.setup.remember(**{board.shows: shown(bot, board)})


async def lost(bot: RepBot, board: Board) -> int:
    """Return Discord's code where a board that was posted is found no more, 0 where all is well."""
    message = _message(bot, bot.setup.recall(board.stands_at))
    if message is None:
        return 0
    try:
        await message.fetch()
    except discord.HTTPException as error:
        return error.code if error.code in GONE else 0
    return 0


def place_of(bot: RepBot, board: Board) -> int:
    """Return the channel in which a board was posted, 0 where it was not."""
    return int(bot.setup.recall(board.stands_at).partition(":")[0] or 0)


async def _remove(bot: RepBot, stood_at: str) -> None:
    if (message := _message(bot, stood_at)) is not None:
        try:
            await message.delete()
        except discord.HTTPException as error:
            log.info("the earlier one stays: code=%d", error.code)


def _message(bot: RepBot, stands_at: str) -> discord.PartialMessage | None:
    channel_id, _, message_id = stands_at.partition(":")
    if not message_id:
        return None
    channel = bot.get_partial_messageable(int(channel_id), guild_id=bot.config.guild_id)
    return channel.get_partial_message(int(message_id))
