"""Puts `Urgent help` first in the private answer to words of danger; kept nowhere, told to nobody.

Whatever takes words calls `notice`; the next private answer through bot/ui.py begins with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Any

import discord
from discord.app_commands import Choice

from bot.domain.danger import Kind, danger_in, is_personal
from bot.domain.urgent import urgent_line
from bot.domain.urgent_help import urgent_help

BUTTON = "support:1:urgent"
LABEL = "Urgent help"
WHILE_TYPING = "Urgent help: 999 · NHS 111, option 2 · Samaritans 116 123"
LONGEST_VALUE = 100
LONGEST = 1000  # of what `take` returns, in characters
_KINDS = "danger"


class Place(Enum):
    """Where who to ring stands in an answer."""

    FIRST = "first"
    UNDER = "under"
    ABOVE = "above"
    NOWHERE = "nowhere"


def notice(interaction: discord.Interaction[Any], kinds: Sequence[Kind]) -> None:
    """Let the next private answer begin with who to ring."""
    if kinds:
        interaction.extras[_KINDS] = tuple(kinds)


def asked(interaction: discord.Interaction[Any], text: str, *, sure: bool) -> Place:
    """Return where who to ring belongs in the answer to what somebody looks for; where that is
    first, let the answer begin with it.

    A word that also stands in titles ("bleeding guideline") comes first only where no entry holds
    everything that was typed; where one is `sure`, the line goes under it. Where we guess and
    somebody speaks of themselves ("he put it in my drink"), the line goes above the guess: no
    list of words of danger is ever whole.
    """
    danger = danger_in(text)
    interaction.extras.pop(_KINDS, None)  # the router looked at the same words, in a form
    if danger is not None and (danger.certain or not sure):
        notice(interaction, danger.kinds)
        return Place.FIRST
    if sure and danger is None:
        return Place.NOWHERE
    return Place.ABOVE if not sure and is_personal(text) else Place.UNDER


def choices(typed: str) -> list[Choice[str]]:
    """Return what stands first among suggestions while somebody types words of danger: the three
    numbers. To choose it sends what was typed."""
    danger = danger_in(typed)
    if danger is None or not danger.certain:
        return []
    return [Choice(name=WHILE_TYPING, value=typed.strip()[:LONGEST_VALUE])]


def above(place: Place) -> str:
    """Return the urgent line where it belongs above an answer, else ""."""
    return urgent_line() if place is Place.ABOVE else ""


def under(place: Place) -> str:
    """Return the urgent line where it belongs under an answer, else ""."""
    return urgent_line() if place is Place.UNDER else ""


def noticed(interaction: discord.Interaction[Any]) -> bool:
    """Say whether that answer is still to come."""
    return _KINDS in interaction.extras


def take(interaction: discord.Interaction[Any]) -> str:
    """Return who to ring, once; "" where no danger was noticed."""
    kinds = interaction.extras.pop(_KINDS, ())
    return urgent_help(kinds) if kinds else ""


def button() -> discord.ui.Button[Any]:
    """Return the button that shows who to ring."""
    return discord.ui.Button(label=LABEL, custom_id=f"{BUTTON}:0", style=discord.ButtonStyle.danger)
