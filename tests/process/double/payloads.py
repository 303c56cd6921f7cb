"""The made-up server that the double shows, in the shapes in which Discord sends things."""

from __future__ import annotations

import itertools
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

BOT = 900_000_000_000_000_001
GUILD = 900_000_000_000_000_010
OWNER = 900_000_000_000_000_020
ROLES = {"coordinator": GUILD + 101, "rep": GUILD + 102, "listener": GUILD + 103}
CHANNELS = {
    name: GUILD + 201 + number
    for number, name in enumerate(("general", "announcements", "questions", "review", "support"))
}
CAROL = OWNER + 1
RIA = OWNER + 2
ROB = OWNER - 1
DAVE = OWNER - 2
ASKER = 815_273_947_561_029_384
HELD = {
    CAROL: [ROLES["coordinator"]],
    DAVE: [ROLES["coordinator"]],
    RIA: [ROLES["rep"]],
}
LOOKS: dict[int, Json] = {
    BOT: {"username": "repbot"},
    ROB: {"username": "rob", "global_name": "Rob"},
    ASKER: {
        "username": "zoraqyx_77",
        "global_name": "Zoraqyx Vell",
        "avatar": "a_9f3bd2c41e7788aa01c3",
    },
}
STANDING_THREAD = 930_000_000_000_000_001
TOKEN = "a-made-up-token-for-tests.double.nothing-that-discord-knows"
LONG_AGO = "2026-01-01T12:00:00+00:00"
EVERYTHING = str((1 << 50) - 1)
TEXT_CHANNEL, DIRECT, THREAD = 0, 1, 11
VIEW_CHANNEL = str(1 << 10)
COORDINATORS_ONLY: list[Json] = [
    {"id": str(GUILD), "type": 0, "allow": "0", "deny": VIEW_CHANNEL},
    {"id": str(ROLES["coordinator"]), "type": 0, "allow": VIEW_CHANNEL, "deny": "0"},
]
EMPTY_LISTS = (
    "threads",
    "emojis",
    "stickers",
    "voice_states",
    "presences",
    "stage_instances",
    "guild_scheduled_events",
    "soundboard_sounds",
)
ZEROS = ("mfa_level", "nsfw_level", "premium_tier", "system_channel_flags")

_numbers = itertools.count(910_000_000_000_000_000)


def new_id() -> int:
    return next(_numbers)


def user(user_id: int) -> Json:
    plain = {
        "id": str(user_id),
        "username": f"person-{user_id % 100_000}",
        "global_name": None,
        "discriminator": "0",
        "avatar": None,
        "bot": user_id == BOT,
        "flags": 0,
    }
    return plain | LOOKS.get(user_id, {})


def member(user_id: int) -> Json:
    return {
        "user": user(user_id),
        "nick": None,
        "roles": [str(role) for role in HELD.get(user_id, [])],
        "joined_at": LONG_AGO,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "permissions": EVERYTHING if user_id in (OWNER, BOT) else "2147568640",
    }


def channel(channel_id: int, kind: int = TEXT_CHANNEL, **extras: Any) -> Json:
    made: Json = {"id": str(channel_id), "type": kind, "last_message_id": None}
    if kind != DIRECT:
        made |= {
            "guild_id": str(GUILD),
            "name": f"channel-{channel_id}",
            "position": 0,
            "permission_overwrites": COORDINATORS_ONLY if channel_id == CHANNELS["review"] else [],
            "parent_id": None,
            "topic": None,
            "nsfw": False,
            "flags": 0,
            "rate_limit_per_user": 0,
        }
    return made | extras


def direct_place(person: int) -> int:
    return 800_000_000_000_000_000 + person % 1_000_000


def thread(thread_id: int, parent: int, name: str) -> Json:
    about = {
        "archived": False,
        "auto_archive_duration": 10080,
        "archive_timestamp": LONG_AGO,
        "locked": False,
    }
    return channel(
        thread_id,
        THREAD,
        name=name,
        parent_id=str(parent),
        owner_id=str(BOT),
        message_count=0,
        member_count=1,
        thread_metadata=about,
    )


def role(role_id: int, name: str, permissions: str = "0", managed: bool = False) -> Json:
    return {
        "id": str(role_id),
        "name": name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 1,
        "permissions": permissions,
        "managed": managed,
        "mentionable": False,
        "flags": 0,
    }


def guild(people: int = 8) -> Json:
    """Return the server as the gateway sends it to a bot without the members intent."""
    own_role = role(GUILD + 100, "repbot", EVERYTHING, managed=True)
    return (
        {
            "id": str(GUILD),
            "name": "A made-up network",
            "owner_id": str(OWNER),
            "member_count": people,
            "large": people > 250,
            "joined_at": LONG_AGO,
            "unavailable": False,
            "features": ["COMMUNITY"],
            "roles": [
                role(GUILD, "@everyone", "2147568640"),
                own_role,
                *(role(role_id, name) for name, role_id in ROLES.items()),
            ],
            "channels": [channel(each, name=name) for name, each in CHANNELS.items()],
            "members": [member(BOT) | {"roles": [own_role["id"]]}],
            "preferred_locale": "en-GB",
            "verification_level": 1,
            "default_message_notifications": 1,
            "explicit_content_filter": 2,
            "afk_timeout": 300,
        }
        | {name: [] for name in EMPTY_LISTS}
        | dict.fromkeys(ZEROS, 0)
    )


def message(channel_id: int, author: int, body: Json) -> Json:
    return {
        "id": str(new_id()),
        "channel_id": str(channel_id),
        "author": user(author),
        "content": body.get("content") or "",
        "embeds": body.get("embeds") or [],
        "components": body.get("components") or [],
        "nonce": body.get("nonce"),
        "flags": body.get("flags") or 0,
        "timestamp": LONG_AGO,
        "edited_timestamp": None,
        "tts": False,
        "pinned": False,
        "type": 0,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
    }


def application() -> Json:
    return {
        "id": str(BOT),
        "name": "repbot",
        "description": "",
        "icon": None,
        "bot_public": False,
        "bot_require_code_grant": False,
        "owner": user(OWNER),
        "verify_key": "0" * 64,
        "flags": 0,
    }
