"""Puts `Urgent help` first in the private answer to words of danger; kept nowhere, told to nobody.

Whatever takes words calls `notice`; the next private answer through bot/ui.py begins with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum
from typing import Any

import discord
from discord.app_commands import Choice

from bot import cards
from bot.cards import Card, Line, Section
from bot.domain.danger import Kind, danger_in, is_personal
from bot.domain.urgent_text import urgent_help, urgent_line

BUTTON = "support:1:urgent"
LABEL = "Urgent help"
WHILE_TYPING = "Urgent help: 999 · NHS 111, option 2 · Samaritans 116 123 · your own maternity unit"
LONGEST_VALUE = 100
MESSAGE_LIMIT = 2000
_KINDS, _ASKED = "danger", "asked"


class Place(Enum):
    """Where who to ring stands in an answer."""

    FIRST = "first"
    UNDER = "under"
    ABOVE = "above"
    NOWHERE = "nowhere"


def notice(interaction: discord.Interaction[Any], kinds: Sequence[Kind]) -> None:
    """Let the next private answer begin with who to ring; what was noticed before stays."""
    both = {*interaction.extras.get(_KINDS, ()), *kinds}
    if both:
        interaction.extras[_KINDS] = tuple(kind for kind in Kind if kind in both)


def asked(
    interaction: discord.Interaction[Any], text: str, *, sure: bool, title: bool = False
) -> Place:
    """Return where who to ring belongs in the answer to what somebody looks for; where that is
    first, let the answer begin with it.

    A word that also stands in titles ("bleeding guideline") leaves room for papers: where one is
    `sure` to fit, the line goes under it, where the whole may be a `title`, above our guess. Where
    we guess and somebody speaks of themselves ("he put it in my drink"), the line goes above as
    well: no list of words of danger is ever whole.
    """
    interaction.extras[_ASKED] = True
    danger = danger_in(text)
    interaction.extras.pop(_KINDS, None)  # the router looked at the same words, in a form
    if danger is not None and (danger.certain or not (sure or title)):
        notice(interaction, danger.kinds)
        return Place.FIRST
    if not sure:
        return Place.ABOVE if danger is not None or is_personal(text) else Place.UNDER
    return Place.UNDER if danger is not None or is_personal(text) else Place.NOWHERE


def choices(typed: str) -> list[Choice[str]]:
    """Return what stands first among suggestions while somebody types words of danger: the three
    numbers. To choose it sends what was typed, or where that is too long for Discord, `LABEL`."""
    danger = danger_in(typed)
    if danger is None or not danger.certain:
        return []
    whole = typed.strip()
    return [Choice(name=WHILE_TYPING, value=whole if len(whole) <= LONGEST_VALUE else LABEL)]


def around(shown: Card, place: Place) -> Card:
    """In the answer's first message.

    Under a card that fills a message it would come in the next one, so there it stands above.
    """
    if place not in (Place.ABOVE, Place.UNDER):
        return shown
    parts, line = shown.parts, urgent_line()
    texts = [part.text if isinstance(part, Section) else part for part in parts]
    under = place is Place.UNDER and len(cards.layouts(cards.card(*texts, line))) == 1
    both = (*parts, Line(), line) if under else (line, Line(), *parts)
    return replace(shown, parts=both)


def noticed(interaction: discord.Interaction[Any]) -> bool:
    """Whether that answer is still to come."""
    return _KINDS in interaction.extras


def words(interaction: discord.Interaction[Any]) -> str:
    """Empty where no danger was noticed, or it has been said."""
    kinds = interaction.extras.get(_KINDS, ())
    return urgent_help(kinds) if kinds else ""


def said(interaction: discord.Interaction[Any]) -> None:
    """Note that it has gone out. Not before: an answer that failed is tried again with it."""
    interaction.extras.pop(_KINDS, None)


def when_it_fails(interaction: discord.Interaction[Any]) -> str:
    """For the sentence that something went wrong; empty where nobody looked for something."""
    return urgent_line() if interaction.extras.get(_ASKED) else ""


def button() -> discord.ui.Button[Any]:
    return discord.ui.Button(label=LABEL, custom_id=BUTTON, style=discord.ButtonStyle.danger)
