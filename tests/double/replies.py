"""Answers in the form in which discord.py reads them."""

from __future__ import annotations

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


def told(what: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """Return JSON; discord.py wants the content type without a charset."""
    body = json.dumps(what).encode()
    return web.Response(body=body, status=status, content_type="application/json", headers=headers)
