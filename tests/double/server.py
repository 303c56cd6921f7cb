"""The double itself: one web server with Discord's routes and gateway."""

from __future__ import annotations

import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from tests.double import payloads
from tests.double.events import Events
from tests.double.faults import Faults, Handler
from tests.double.gateway import Gateway
from tests.double.interactions import Interactions
from tests.double.messages import Messages
from tests.double.payloads import BOT, CHANNELS, GUILD, TOKEN, Json
from tests.double.replies import DiscordError, told
from tests.double.requests import Request, heard
from tests.double.waiting import Happenings


class Double:
    """A Discord with one server and one bot."""

    def __init__(self, port: int, people: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.happened = Happenings()
        self.faults = Faults()
        self.messages = Messages(time.monotonic)
        self.events = Events()
        self.gateway = Gateway(self.happened, f"ws://127.0.0.1:{port}/gateway", people)
        self.people = Interactions(self.happened, self.gateway, self.messages.channels)
        self.requests: list[Request] = []
        self.commands: list[Json] = []

    def routes(self) -> list[web.RouteDef]:
        """Return every route that is played."""
        commands = f"/api/v10/applications/{BOT}/guilds/{GUILD}/commands"
        return [
            web.get("/api/v10/users/@me", self.me),
            web.get("/api/v10/oauth2/applications/@me", self.application),
            web.put(commands, self.register),
            web.get(commands, self.registered),
            web.get(f"/api/v10/guilds/{GUILD}", self.guild),
            web.get("/gateway", self.gateway.serve),
            web.get("/gateway/", self.gateway.serve),
            *self.messages.routes(),
            *self.events.routes(),
            *self.people.answers.routes(),
        ]

    def posted(self, name: str = "announcements") -> list[Json]:
        """Return what stands in a channel, oldest first."""
        return self.messages.places[CHANNELS[name]]

    async def me(self, _request: web.Request) -> web.Response:
        """Say who the bot is."""
        return told(payloads.user(BOT))

    async def application(self, _request: web.Request) -> web.Response:
        """Say what the application is."""
        return told(payloads.application())

    async def guild(self, _request: web.Request) -> web.Response:
        """Return the server, to a bot that asks before READY."""
        return told(payloads.guild())

    async def register(self, request: web.Request) -> web.Response:
        """Take the commands."""
        self._ours()
        known = {"application_id": str(BOT), "guild_id": str(GUILD), "version": "1"}
        there = {each["name"]: each["id"] for each in self.commands}
        sent = await request.json()
        self.commands = [
            {"id": there.get(each["name"], str(payloads.new_id()))} | known | each for each in sent
        ]
        return told(self.commands)

    async def registered(self, _request: web.Request) -> web.Response:
        """Return the commands that the server has."""
        self._ours()
        return told(self.commands)

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
        self.requests.append(await heard(request))
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
