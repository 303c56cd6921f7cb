"""The double itself: one web server with Discord's routes and gateway."""

from __future__ import annotations

import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from tests.process.double import payloads
from tests.process.double.faults import Faults, Handler
from tests.process.double.gateway import Gateway
from tests.process.double.messages import Messages
from tests.process.double.payloads import BOT, CHANNELS, GUILD, TOKEN, Json
from tests.process.double.people import People
from tests.process.double.wire import DiscordError, Happenings, told


@dataclass(frozen=True)
class Request:
    """One request. `sent`: address, headers and body; `token`: of the interaction it answers."""

    method: str
    path: str
    sent: bytes
    token: str


class Double:
    """A Discord with one server and one bot."""

    def __init__(self, port: int, people: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.happened = Happenings()
        self.faults = Faults()
        self.messages = Messages(time.monotonic)
        self.events: list[Json] = []
        self.gateway = Gateway(self.happened, f"ws://127.0.0.1:{port}/gateway", people)
        self.people = People(self.happened, self.gateway, self.messages.channels)
        self.requests: list[Request] = []
        self.commands: list[Json] = []

    def routes(self) -> list[web.RouteDef]:
        commands = f"/api/v10/applications/{BOT}/guilds/{GUILD}/commands"
        events = f"/api/v10/guilds/{GUILD}/scheduled-events"
        return [
            web.get("/api/v10/users/@me", self.me),
            web.get("/api/v10/oauth2/applications/@me", self.application),
            web.put(commands, self.register),
            web.get(commands, self.registered),
            web.get(f"/api/v10/guilds/{GUILD}", self.guild),
            web.get("/gateway", self.gateway.serve),
            web.get("/gateway/", self.gateway.serve),
            *self.messages.routes(),
            web.get(events, self.show_events),
            web.post(events, self.make_event),
            *self.people.routes(),
        ]

    def posted(self, name: str = "announcements") -> list[Json]:
        """Return what stands in a channel, oldest first."""
        return self.messages.places[CHANNELS[name]]

    async def me(self, _request: web.Request) -> web.Response:
        return told(payloads.user(BOT))

    async def application(self, _request: web.Request) -> web.Response:
        return told(payloads.application())

    async def guild(self, _request: web.Request) -> web.Response:
        return told(payloads.guild())

    async def register(self, request: web.Request) -> web.Response:
        self._ours()
        known = {"application_id": str(BOT), "guild_id": str(GUILD), "version": "1"}
        there = {each["name"]: each["id"] for each in self.commands}
        sent = await request.json()
        self.commands = [
            {"id": there.get(each["name"], str(payloads.new_id()))} | known | each for each in sent
        ]
        return told(self.commands)

    async def registered(self, _request: web.Request) -> web.Response:
        self._ours()
        return told(self.commands)

    async def show_events(self, _request: web.Request) -> web.Response:
        return told(self.events)

    async def make_event(self, request: web.Request) -> web.Response:
        """Make one of Discord's scheduled events."""
        given = {"guild_id": str(GUILD), "creator_id": str(BOT), "status": 1, "image": None}
        self.events.append({"id": str(payloads.new_id())} | given | await request.json())
        return told(self.events[-1])

    def _ours(self) -> None:
        if self.gateway.removed:
            raise DiscordError(403, 50001)

    async def remove(self) -> None:
        """Take the bot out of the server: its commands are deleted with it."""
        self.commands, self.gateway.removed = [], True
        await self.gateway.dispatch("GUILD_DELETE", {"id": str(GUILD)})

    async def invite(self) -> None:
        """Let the bot in again."""
        self.gateway.removed = False
        joined = payloads.guild()
        del joined["unavailable"]  # that is how discord.py tells joining from an outage's end
        await self.gateway.dispatch("GUILD_CREATE", joined)

    async def middle(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Check the token, note the request, and let faults happen."""
        if request.path.startswith("/gateway"):
            return await handler(request)
        self.requests.append(await _heard(request))
        self.happened.note(f"{request.method} {request.path}")
        open_to_all = "/interactions/" in request.path or "/webhooks/" in request.path
        if not open_to_all and request.headers.get("Authorization") != f"Bot {TOKEN}":
            return told({"code": 0, "message": "401: Unauthorized"}, status=401)
        try:
            return await self.faults.meet(request, handler)
        except DiscordError as error:
            return told({"code": error.code, "message": ""}, status=error.status)
        finally:
            self.happened.note("handled")


async def _heard(request: web.Request) -> Request:
    """Keep a request; whoever handles it can still read its body."""
    body = await request.read()
    head = b"\r\n".join(b": ".join(pair) for pair in request.raw_headers)
    sent = b"\r\n".join((request.raw_path.encode(), request.path_qs.encode(), head, body))
    return Request(request.method, request.path, sent, request.match_info.get("token", ""))


@asynccontextmanager
async def open_double(people: int = 8) -> AsyncIterator[Double]:
    """Run a double on a free port of loopback."""
    holder: list[Double] = []

    @web.middleware
    async def middle(request: web.Request, handler: Handler) -> web.StreamResponse:
        return await holder[0].middle(request, handler)

    app = web.Application(middlewares=[middle], client_max_size=1 << 24)
    runner = web.AppRunner(app, shutdown_timeout=0.2, access_log=None)
    listening = socket.create_server(("127.0.0.1", 0))
    double = Double(listening.getsockname()[1], people)
    holder.append(double)
    app.add_routes(double.routes())
    await runner.setup()
    await web.SockSite(runner, listening).start()
    try:
        yield double
    finally:
        double.gateway.drop()
        await runner.cleanup()
