"""Which permissions the bot needs where, and how to mend what is missing.

Discord's permissions: https://discord.com/developers/docs/topics/permissions
"""

from __future__ import annotations

from dataclasses import dataclass

import discord

from bot import permissions
from bot.services.safeguarding import Role
from bot.services.setup import CHANNELS, ROLES, Settings

WRITE = ("view_channel", "send_messages", "embed_links", "read_message_history")
THREADS = ("create_public_threads", "send_messages_in_threads")
CHANNEL_NEEDS = {
    "announcements": (*WRITE, "attach_files", "send_polls", *THREADS),
    "questions": (*WRITE, *THREADS, "manage_threads"),
    "review": WRITE,
    "support": (*WRITE, "create_private_threads", "manage_threads", *THREADS),
}
SERVER_NEEDS = ("create_events", "manage_events")
NAMES = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
    "create_public_threads": "Create Public Threads",
    "create_private_threads": "Create Private Threads",
    "send_messages_in_threads": "Send Messages in Threads",
    "manage_threads": "Manage Threads",
    "mention_everyone": "Mention @everyone, @here and All Roles",
    "create_events": "Create Events",
    "manage_events": "Manage Events",
    "send_polls": "Create Polls",
    "pin_messages": "Pin Messages",
}
CHANNEL_PATH = "press and hold {where}, then Edit Channel, Permissions, repbot, and switch it on"
SERVER_PATH = "open Server Settings, Roles, repbot, Permissions, and switch it on"


EVERYBODY = (
    "That is everybody in the server. Please choose a role that only those people have; Server"
    " Settings, Roles makes a new one."
)
OPEN_REVIEW = (
    "Please choose a channel of its own for `review`, one that only coordinators see: unread"
    " questions wait there."
)
READ_BY_REPS = (
    "Others than coordinators could read <#{0}>, where unread questions wait: in its Permissions"
    " switch **View Channel** off for @everyone and the rep role, or choose another for `review`."
)
READ_ALONG = "Others than coordinators can read the review channel <#{0}>, so nothing goes there."
CLOSE_IT = (
    "Press and hold it, then Edit Channel, Permissions, and switch **View Channel** off for"
    " @everyone and the rep role, and on for repbot and the coordinator role."
)


NO_LEAD = (
    "No safeguarding lead is chosen: a listener who is worried about somebody reaches nobody here."
)
LEAD_GONE = "The safeguarding {role} has left the server."
CHOOSE_LEAD = "On the desk, open `People` and choose one."
PUBLISH = (
    "Ask whoever hosts me to look at the folder that `PUBLISH_DIR` names, and at the room there; I"
    " try again each minute."
)


@dataclass(frozen=True)
class Finding:
    """Something missing, in words, with its mend."""

    missing: str
    mend: str


def unfit(guild: discord.Guild | None, settings: Settings, everybody: int) -> str:
    """Say what cannot be chosen, "" if all of it can; `everybody` is the id of @everyone."""
    if any(getattr(settings, name) == everybody for name in ROLES):
        return EVERYBODY
    others = (settings.announcements, settings.questions, settings.support)
    if settings.review and settings.review in others:
        return OPEN_REVIEW
    read_along = guild is not None and permissions.is_open(guild, settings.review, settings.rep)
    return READ_BY_REPS.format(settings.review) if read_along else ""


def check(guild: discord.Guild, settings: Settings) -> list[Finding]:
    found = [
        Finding(f"No {name} channel is chosen.", f"Use `/setup channels` and choose `{name}`.")
        for name in CHANNELS
        if not getattr(settings, name)
    ]
    found += [
        Finding(f"No {name} role is chosen.", f"Use `/setup roles` and choose `{name}`.")
        for name in ROLES
        if not getattr(settings, name)
    ]
    found += [
        Finding(f"The {name} role is gone: somebody has deleted it.", _choose_again(name))
        for name in ROLES
        if permissions.is_role_gone(guild, getattr(settings, name))
    ]
    if permissions.is_open(guild, settings.review, settings.rep):
        found.append(Finding(READ_ALONG.format(settings.review), CLOSE_IT))
    for name in CHANNELS:
        if channel_id := getattr(settings, name):
            found += _check_channel(guild, name, channel_id, settings)
    return found + _check_server(guild)


def _choose_again(name: str) -> str:
    return f"Use `/setup roles` and choose `{name}` again."


def published(trouble: str) -> list[Finding]:
    """`trouble` is why the public calendar could not be written, "" if it could."""
    return [Finding(f"The public calendar is not up to date ({trouble}).", PUBLISH)] * bool(trouble)


def safeguarding(here: dict[Role, bool], settings: Settings) -> list[Finding]:
    """`here` says of each who is chosen whether they still are in the server."""
    gone = [role for role in here if not here[role]]
    found = [Finding(LEAD_GONE.format(role=role), CHOOSE_LEAD) for role in gone]
    if Role.LEAD not in here and settings.listener:
        found.append(Finding(NO_LEAD, CHOOSE_LEAD))
    return found


def _check_channel(
    guild: discord.Guild, name: str, channel_id: int, settings: Settings
) -> list[Finding]:
    channel = guild.get_channel(channel_id)
    if channel is None:
        return [
            Finding(
                f"The {name} channel is gone, or I cannot see it.",
                f"Use `/setup channels` and choose `{name}` again, or give me View Channel there.",
            )
        ]
    wanted = list(CHANNEL_NEEDS[name])
    role = guild.get_role(
        {"announcements": settings.rep, "review": settings.coordinator}.get(name, 0)
    )
    # A role that nobody may mention is mentioned by those only who may mention everyone.
    if role is not None and not role.mentionable:
        wanted.append("mention_everyone")
    has = channel.permissions_for(guild.me)
    mend = CHANNEL_PATH.format(where=channel.mention)
    return [
        Finding(f"In {channel.mention} I lack **{NAMES[need]}**.", f"To mend it, {mend}.")
        for need in wanted
        if not getattr(has, need)
    ]


def _check_server(guild: discord.Guild) -> list[Finding]:
    has = guild.me.guild_permissions
    return [
        Finding(f"In the server I lack **{NAMES[need]}**.", f"To mend it, {SERVER_PATH}.")
        for need in SERVER_NEEDS
        if not getattr(has, need)
    ]
