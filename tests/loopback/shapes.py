"""What Discord sends, as far as discord.py needs it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

Json = dict[str, Any]
APP = "900000000000000001"
GUILD = "900000000000000002"
EVERYTHING = str(2**50 - 1)
EPHEMERAL = 64
LONG_AGO = "2026-01-01T00:00:00+00:00"


def as_json(data: Any, status: int = 200) -> web.Response:
    """Answer as Discord does: discord.py wants this content type to the letter."""
    headers = {"Content-Type": "application/json"}
    return web.Response(body=json.dumps(data).encode(), status=status, headers=headers)


def filled_in(field: Json) -> Any:
    """Return what a field of a form holds before anybody touches it."""
    chosen = [option["value"] for option in field.get("options", []) if option.get("default")]
    return chosen[0] if chosen else field.get("value", field.get("default", ""))


@dataclass(frozen=True)
class Person:
    """Somebody in the server."""

    id: str
    name: str
    shown: str
    avatar: str
    roles: tuple[str, ...] = ()
    permissions: str = "0"

    def user(self) -> Json:
        """Return what Discord sends of a person with each press."""
        return {
            "id": self.id,
            "username": self.name,
            "global_name": self.shown,
            "avatar": self.avatar,
            "discriminator": "0",
        }


ME: Json = {"id": APP, "username": "repbot", "discriminator": "0", "avatar": None, "bot": True}


def member(person: Person) -> Json:
    """Return a person as a member of the server."""
    return {
        "user": person.user(),
        "roles": list(person.roles),
        "joined_at": LONG_AGO,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "permissions": person.permissions,
    }


def ready() -> Json:
    """Return the first event."""
    made: Json = {"v": 10, "user": ME, "guilds": [{"id": GUILD, "unavailable": True}]}
    made |= {"session_id": "s", "shard": [0, 1], "application": {"id": APP, "flags": 0}}
    return made | {"resume_gateway_url": "ws://127.0.0.1"}


def guild(channels: Iterable[str]) -> Json:
    """Return the server."""
    shown = [
        {"id": key, "type": 0, "name": f"c{key}", "position": 0, "permission_overwrites": []}
        for key in channels
    ]
    everyone: Json = {"id": GUILD, "name": "@everyone", "permissions": EVERYTHING, "position": 0}
    everyone |= {"color": 0, "hoist": False, "managed": False, "mentionable": False}
    made: Json = {"id": GUILD, "name": "Network", "owner_id": "1", "roles": [everyone]}
    made |= {"channels": shown, "members": [], "member_count": 9, "features": [], "threads": []}
    made |= {"verification_level": 0, "default_message_notifications": 0, "mfa_level": 0}
    made |= {"explicit_content_filter": 0, "stickers": [], "premium_tier": 0, "nsfw_level": 0}
    made |= {"preferred_locale": "en-GB", "system_channel_flags": 0, "afk_timeout": 60}
    return made | {"emojis": []}


def interaction(number: str, token: str, kind: int, channel: str, data: Json) -> Json:
    """Return a press, a command or a form, without the person."""
    return {
        "id": number,
        "application_id": APP,
        "type": kind,
        "token": token,
        "version": 1,
        "channel_id": channel,
        "channel": {"id": channel, "type": 0, "name": "general", "permissions": EVERYTHING},
        "data": data,
        "locale": "en-GB",
        "app_permissions": EVERYTHING,
        "entitlements": [],
        "authorizing_integration_owners": {},
        "attachment_size_limit": 1000,
    }


def message(number: str, place: str, sent: Json) -> Json:
    """Return a message of the bot."""
    return {
        "id": number,
        "channel_id": place,
        "author": ME,
        "content": sent.get("content") or "",
        "components": sent.get("components") or [],
        "embeds": [embed | {"type": "rich"} for embed in sent.get("embeds") or []],
        "flags": sent.get("flags") or 0,
        "timestamp": LONG_AGO,
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "pinned": False,
        "type": 0,
    }


def thread(number: str, parent: str, name: str) -> Json:
    """Return a public thread."""
    made: Json = {"id": number, "type": 11, "parent_id": parent, "guild_id": GUILD, "name": name}
    made |= {"owner_id": APP, "message_count": 0, "member_count": 1}
    state = {"archived": False, "auto_archive_duration": 10080, "locked": False}
    return made | {"thread_metadata": state | {"archive_timestamp": LONG_AGO}}


def about(path: str) -> Any:
    """Answer questions about the bot itself; anything else gets an empty list."""
    if path.startswith("users/@me"):
        return ME
    if path.startswith("guilds/"):
        return guild([]) | {"approximate_member_count": 9, "nsfw_level": 0}
    if path.startswith("oauth2"):
        made: Json = {"id": APP, "name": "repbot", "description": "", "icon": None, "owner": ME}
        return made | {"bot_public": False, "bot_require_code_grant": False, "verify_key": ""}
    return []
