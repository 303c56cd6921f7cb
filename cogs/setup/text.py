"""Every sentence about setting up and about the bot's health."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.domain.outbox import Letter
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


def status(
    *,
    ringing: bool,
    states: dict[str, int],
    coming: list[Letter],
    size_mib: int,
    backup: str,
    missing: int,
) -> str:
    """Return the bot's health."""
    counted = ", ".join(f"{state} {n}" for state, n in sorted(states.items())) or "none yet"
    following = "\n".join(f"- {each.kind}, {_moment(each.try_at)}" for each in coming)
    needs = "all there" if not missing else f"{missing} missing; `/setup check` names them"
    return (
        f"Scheduler: {'running' if ringing else 'stopped; restart me'}\n"
        f"Letters: {counted}\n"
        f"Next letters:\n{following or '- none'}\n"
        f"Database: healthy, at most {size_mib} MiB\n"
        f"Backups: {backup}\n"
        f"Permissions and settings: {needs}"
    )


def _moment(seconds: int) -> str:
    at = datetime.fromtimestamp(seconds, UTC)
    return f"<t:{seconds}:f> ({at:%Y-%m-%d %H:%M} UTC)"
