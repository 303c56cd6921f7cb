"""The double's gateway: a session, its events, and what may go wrong with it."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

from aiohttp import WSMsgType, web

from tests.process.double import payloads
from tests.process.double.payloads import BOT, GUILD, TOKEN, Json
from tests.process.double.wire import Happenings

DISPATCH, HEARTBEAT, IDENTIFY, RESUME = 0, 1, 2, 6
RECONNECT, INVALID, HELLO, ACK = 7, 9, 10, 11
AUTHENTICATION_FAILED = 4004


class Gateway:
    """One session at a time, to be resumed after its socket was lost; `silent`: never READY."""

    def __init__(self, happened: Happenings, url: str, people: int) -> None:
        self._happened = happened
        self._url = url
        self._people = people
        self._socket: web.WebSocketResponse | None = None
        self._request: web.Request | None = None
        self._events: list[Json] = []
        self._session = ""
        self.ready_at = 0.0
        self.silent = False
        self.removed = False
        self.refusals = 0
        self.token = TOKEN

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Talk to the bot until one of both goes; the next `refusals` are sent away."""
        if self.refusals > 0:
            self.refusals -= 1
            return web.Response(status=503)
        socket = web.WebSocketResponse(max_msg_size=0, compress=False)
        await socket.prepare(request)
        await socket.send_json({"op": HELLO, "d": {"heartbeat_interval": 41_250}})
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                break
            heard = json.loads(frame.data)
            await self._answer(request, socket, heard["op"], heard.get("d"))
        if self._socket is socket:
            self._socket = None
        return socket

    async def _answer(
        self, request: web.Request, socket: web.WebSocketResponse, op: int, about: Any
    ) -> None:
        if op == HEARTBEAT:
            await socket.send_json({"op": ACK})
        elif op == IDENTIFY and about["token"] != self.token:
            await socket.close(code=AUTHENTICATION_FAILED)
        elif op == IDENTIFY:
            self._socket, self._request = socket, request
            await self._greet()
        elif op == RESUME and about["session_id"] == self._session:
            self._socket, self._request = socket, request
            for event in self._events:
                if event["s"] > about["seq"]:
                    await socket.send_json(event)
            await self.dispatch("RESUMED", {})
            self._happened.note("resumed")
        elif op == RESUME:
            await socket.send_json({"op": INVALID, "d": False})

    async def _greet(self) -> None:
        if self.silent:
            return
        self._events = []
        self._session = f"session-{payloads.new_id()}"
        ready = {
            "v": 10,
            "user": payloads.user(BOT),
            "guilds": [] if self.removed else [{"id": str(GUILD), "unavailable": True}],
            "session_id": self._session,
            "resume_gateway_url": self._url,
            "application": {"id": str(BOT), "flags": 0},
        }
        await self.dispatch("READY", ready)
        if not self.removed:
            await self.dispatch("GUILD_CREATE", payloads.guild(self._people))
        self.ready_at = time.perf_counter()
        self._happened.note("ready")

    async def dispatch(self, name: str, about: Json) -> None:
        """Send an event; without a socket it waits for a RESUME."""
        event = {"op": DISPATCH, "t": name, "s": len(self._events) + 1, "d": about}
        self._events.append(event)
        if self._socket is not None and not self._socket.closed:
            await self._socket.send_json(event)

    def drop(self) -> None:
        if self._request is not None and self._request.transport is not None:
            self._request.transport.abort()
        self._socket = None

    async def ask_to_reconnect(self) -> None:
        """Send the bot away; it may resume."""
        if self._socket is not None:
            await self._socket.send_json({"op": RECONNECT, "d": None})

    async def invalidate(self) -> None:
        """End the session: the bot has to identify again, and becomes READY twice."""
        socket, self._session = self._socket, "none"
        if socket is not None:
            await socket.send_json({"op": INVALID, "d": False})
        await asyncio.sleep(0)
