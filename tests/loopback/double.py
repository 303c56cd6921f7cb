"""Discord, as far as anonymous questions need it: gateway, messages, threads, interactions."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.loopback import shapes
from tests.loopback.shapes import EPHEMERAL, GUILD, Json, Person, as_json


@dataclass
class Request:
    """A request of the bot; `token` is the interaction's that it answers, if it answers one."""

    method: str
    path: str
    body: str
    token: str


@dataclass
class Answer:
    """What an interaction was answered with: a private message, an edit or a form."""

    token: str
    kind: int
    data: Json
    person: Person

    @property
    def text(self) -> str:
        return str(self.data.get("content") or "")


@dataclass
class Double:
    """One server with channels, people, and what the bot did."""

    requests: list[Request] = field(default_factory=list)
    channels: dict[str, list[Json]] = field(default_factory=dict)
    threads: dict[str, str] = field(default_factory=dict)
    private: dict[str, Json] = field(default_factory=dict)
    asked_by: dict[str, Person] = field(default_factory=dict)
    on_post: Callable[[str, bool], Awaitable[web.Response | None]] | None = None
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    _number: int = 910000000000000000
    _answers: dict[str, asyncio.Future[Answer]] = field(default_factory=dict)
    _socket: web.WebSocketResponse | None = None
    _ready: asyncio.Event = field(default_factory=asyncio.Event)

    def new_id(self) -> str:
        self._number += 1
        return str(self._number)

    def app(self) -> web.Application:
        """Return the server to be run."""
        made = web.Application()
        made.router.add_get("/gateway", self._gateway)
        made.router.add_route("*", "/api/v10/{path:.*}", self._api)
        return made

    async def ready(self) -> None:
        """Wait until the bot has identified; then forget that, for the next start."""
        await asyncio.wait_for(self._ready.wait(), 20)
        self._ready.clear()

    async def slash(self, person: Person, *names: str, **options: str) -> Answer:
        """Use a command."""
        inner: list[Json] = [{"name": n, "type": 3, "value": v} for n, v in options.items()]
        if len(names) == 2:
            inner = [{"name": names[1], "type": 1, "options": inner}]
        data: Json = {"id": self.new_id(), "name": names[0], "type": 1, "guild_id": GUILD}
        data |= {"options": inner}
        return await self._interact(person, 2, data, None)

    async def press(self, person: Person, message: Json, label: str) -> Answer:
        """Press a button."""
        buttons = [b for row in message["components"] for b in row["components"]]
        (found,) = (b for b in buttons if b["label"] == label)
        data = {"custom_id": found["custom_id"], "component_type": 2}
        return await self._interact(person, 3, data, message)

    async def submit(self, answer: Answer, **values: Any) -> Answer:
        """Send the form that an answer opened."""
        assert answer.kind == 9, answer.text
        parts = []
        for row in answer.data["components"]:
            inner = row.get("component")
            if inner is not None:
                value = values.get(inner["custom_id"], shapes.filled_in(inner))
                part = {"type": inner["type"], "custom_id": inner["custom_id"], "value": value}
                parts.append({"type": 18, "id": 1, "component": part | {"id": 2}})
        data = {"custom_id": answer.data["custom_id"], "components": parts}
        return await self._interact(answer.person, 5, data, answer.data.get("under"))

    async def _interact(
        self, person: Person, kind: int, data: Json, message: Json | None
    ) -> Answer:
        token = secrets.token_hex(8)
        self.asked_by[token] = person
        self._answers[token] = asyncio.get_running_loop().create_future()
        channel = message["channel_id"] if message else next(iter(self.channels))
        private = channel not in self.channels or channel in self.threads.get("dms", "")
        payload = shapes.interaction(self.new_id(), token, kind, channel, data)
        if private:
            payload["user"] = person.user()
        else:
            payload |= {"guild_id": GUILD, "member": shapes.member(person)}
        if message is not None:
            payload["message"] = message
        await self._dispatch("INTERACTION_CREATE", payload)
        answer = await asyncio.wait_for(self._answers[token], 10)
        answer.data["under"] = message
        return answer

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._socket = socket
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 45000}})
        async for message in socket:
            frame = json.loads(message.data)
            if frame["op"] == 1:
                await socket.send_json({"op": 11, "d": None})
            elif frame["op"] == 2:
                await self._welcome()
        return socket

    async def _welcome(self) -> None:
        await self._dispatch("READY", shapes.ready())
        await self._dispatch("GUILD_CREATE", shapes.guild(self.channels))
        self._ready.set()

    async def _dispatch(self, name: str, data: Json) -> None:
        assert self._socket is not None
        self._number += 1
        await self._socket.send_json({"op": 0, "t": name, "s": self._number, "d": data})

    async def _api(self, request: web.Request) -> web.Response:
        try:
            return await self._answer(request)
        finally:
            self.changed.set()

    async def _answer(self, request: web.Request) -> web.Response:
        path, body = request.match_info["path"], await request.text()
        parts = path.split("/")
        token = parts[2] if parts[0] in ("interactions", "webhooks") else ""
        self.requests.append(Request(request.method, path, body, token))
        sent: Any = json.loads(body) if body.startswith(("{", "[")) else {}
        match (request.method, *parts):
            case ("POST", "interactions", _, token, "callback"):
                return self._callback(token, sent)
            case ("POST", "webhooks", _, token):
                return as_json(self._follow_up(token, sent))
            case ("PATCH", "webhooks", _, token, "messages", _):
                return as_json(self._message("0", sent))
            case ("POST", "channels", place, "messages"):
                return await self._post(place, sent)
            case ("GET", "channels", place, "messages"):
                return self._history(place)
            case ("PATCH", "channels", place, "messages", number):
                (found,) = (m for m in self.channels[place] if m["id"] == number)
                found |= sent
                return as_json(found)
            case ("POST", "channels", place, "messages", number, "threads"):
                return self._thread(place, number, sent)
            case ("POST", "users", "@me", "channels"):
                return self._open_dm(sent["recipient_id"])
        return as_json(shapes.about(path))

    def _callback(self, token: str, sent: Json) -> web.Response:
        kind, data = sent["type"], sent.get("data") or {}
        person = self.asked_by[token]
        shown = data if kind == 9 else self._message(next(iter(self.channels)), data)
        answer = self._answers[token]
        if kind == 7:
            shown["flags"] = EPHEMERAL
        if not answer.done():
            answer.set_result(Answer(token, kind, shown, person))
        interaction = {"id": "1", "type": 2}
        if kind == 9:
            return as_json({"interaction": interaction})
        return as_json({"interaction": interaction, "resource": {"type": kind, "message": shown}})

    def _follow_up(self, token: str, sent: Json) -> Json:
        return self._message(next(iter(self.channels)), sent)

    def _message(self, place: str, sent: Json) -> Json:
        return shapes.message(self.new_id(), place, sent)

    async def _post(self, place: str, sent: Json) -> web.Response:
        if place not in self.channels:
            return as_json({"code": 10003, "message": "Unknown Channel"}, status=404)
        if self.on_post and (refused := await self.on_post(place, False)):
            return refused
        message = self._message(place, sent)
        self.channels[place].append(message)
        if self.on_post and (refused := await self.on_post(place, True)):
            return refused
        return as_json(message)

    def _history(self, place: str) -> web.Response:
        if place not in self.channels:
            return as_json({"code": 10003, "message": "Unknown Channel"}, status=404)
        return as_json(self.channels[place][::-1][:100])

    def _thread(self, place: str, number: str, sent: Json) -> web.Response:
        if number in self.channels:
            return as_json({"code": 160004, "message": "exists"}, status=400)
        self.channels[number] = []
        return as_json(shapes.thread(number, place, sent["name"]))

    def _open_dm(self, person: str) -> web.Response:
        place = str(int(person) + 5)
        self.channels.setdefault(place, [])
        self.threads["dms"] = self.threads.get("dms", "") + f" {place}"
        user = {"id": person, "username": "x", "discriminator": "0", "avatar": None}
        return as_json({"id": place, "type": 1, "recipients": [user]})
