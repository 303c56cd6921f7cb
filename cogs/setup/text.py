"""Every sentence about setting up."""

from __future__ import annotations

from bot.domain.setup import CHANNELS, ROLES, Settings
from cogs.setup.needs import Finding

NOTHING_CHOSEN = "Choose at least one, for example `{example}`. What you leave out stays as it is."
ALL_WELL = "Everything I need is there. You are ready: `/meeting schedule` plans a call."
NOT_HERE = "I cannot see this server yet. Please wait a minute and try again."


def chosen(settings: Settings) -> str:
    """Return what is chosen now."""
    channels = [f"{name}: {_mention('#', getattr(settings, name))}" for name in CHANNELS]
    roles = [f"{name}: {_mention('@&', getattr(settings, name))}" for name in ROLES]
    return (
        "Saved. This is how I am set up now.\n**Channels**\n"
        + "\n".join(channels)
        + "\n**Roles**\n"
        + "\n".join(roles)
        + "\n`/setup check` tells whether I have every permission I need."
    )


def _mention(sign: str, discord_id: int) -> str:
    return f"<{sign}{discord_id}>" if discord_id else "not chosen yet"


def findings(found: list[Finding]) -> str:
    """Return what is missing, each with its mend."""
    if not found:
        return ALL_WELL
    lines = [f"{n}. {each.missing} {each.mend}" for n, each in enumerate(found, 1)]
    return "This is what is still missing:\n" + "\n".join(lines)
