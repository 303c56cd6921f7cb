"""What all parts of the double share: JSON as discord.py reads it, and waiting for no time."""

from __future__ import annotations

import asyncio
import email
import json
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

PATIENCE_SECONDS = 20.0


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


class Happenings:
    """Counts what happened, and wakes whoever waits for it."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._changed = asyncio.Event()

    def note(self, what: str) -> None:
        self.counts[what] += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(
        self,
        met: Callable[[], bool],
        what: str | Callable[[], str],
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        """Wait until a condition holds. Raises TimeoutError that says what was awaited."""
        try:
            async with asyncio.timeout(patience):
                while not met():
                    await self._changed.wait()
        except TimeoutError:
            awaited = what if isinstance(what, str) else what()
            raise TimeoutError(f"waited {patience:g} s for {awaited}") from None

    async def times(self, what: str, count: int = 1) -> None:
        """Wait until something has happened that often since the beginning."""
        await self.until(lambda: self.counts[what] >= count, f"{what} {count} times")
