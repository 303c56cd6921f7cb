"""Who may do what: coordinators' commands are visible to all and checked when they run."""

from __future__ import annotations

import discord

from bot.domain.errors import UserError
from bot.services.setup import Settings
from bot.ui import Interaction

COORDINATORS_ONLY = (
    "That is for the coordinators of this network. If you need it done, ask one of them; `/help`"
    " shows what you can do here."
)


def has_role(interaction: Interaction, role_id: int) -> bool:
    """Say whether the person has the role, as Discord says with each press."""
    user = interaction.user
    return isinstance(user, discord.Member) and user.get_role(role_id) is not None


def is_coordinator(interaction: Interaction, settings: Settings) -> bool:
    """Say whether the person has the coordinator role, or may manage the server."""
    if interaction.guild_id is None:
        return False
    return interaction.permissions.manage_guild or has_role(interaction, settings.coordinator)


def require_coordinator(interaction: Interaction, settings: Settings) -> None:
    """Raise UserError unless the person is a coordinator."""
    if not is_coordinator(interaction, settings):
        raise UserError(COORDINATORS_ONLY)
