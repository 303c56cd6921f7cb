"""Answers in the form in which discord.py reads them."""

from __future__ import annotations

import email
import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web


class DiscordError(Exception):
    """A refusal, as Discord words it."""

    def __init__(self, status: int, code: int) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code


async def body_of(request: web.Request) -> Any:
    """Return the JSON that was sent, alone or beside files; the body can be read again."""
    if request.content_type == "application/json":
        return await request.json()
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    for part in email.message_from_bytes(head + await request.read()).walk():
        if part.get_param("name", header="content-disposition") == "payload_json":
            return json.loads(str(part.get_payload()))
    raise DiscordError(400, 50109)


def told(what: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """Return JSON; discord.py wants the content type without a charset."""
    body = json.dumps(what).encode()
    return web.Response(body=body, status=status, content_type="application/json", headers=headers)
