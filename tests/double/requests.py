"""What the bot has asked of the double, to the last byte."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web


@dataclass(frozen=True)
class Request:
    """One request. `sent`: address, headers and body; `token`: of the interaction it answers."""

    method: str
    path: str
    sent: bytes
    token: str


async def heard(request: web.Request) -> Request:
    """Keep a request; whoever handles it can still read its body."""
    body = await request.read()
    head = b"\r\n".join(b": ".join(pair) for pair in request.raw_headers)
    sent = b"\r\n".join((request.raw_path.encode(), request.path_qs.encode(), head, body))
    return Request(request.method, request.path, sent, request.match_info.get("token", ""))
