"""People of the double: they use commands, press buttons, send forms, and read the answers."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.double import payloads
from tests.double.gateway import Gateway
from tests.double.payloads import BOT, CHANNELS, GUILD, Json
from tests.double.replies import DiscordError, told
from tests.double.waiting import Happenings

COMMAND, PRESS, FORM = 2, 3, 5
DEFERRED = (5, 6)
EPHEMERAL = 64
KINDS: dict[type, int] = {bool: 5, int: 4, str: 3}


@dataclass
class Answer:
    """What a person got; times are perf_counter seconds."""

    asked_at: float
    first_at: float = 0.0
    kind: int = 0
    messages: list[Json] = field(default_factory=list)
    form: Json = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Everything that can be read."""
        return "\n".join(message["content"] for message in self.messages)

    @property
    def private(self) -> bool:
        """Whether only the person sees it."""
        return all(message["flags"] & EPHEMERAL for message in self.messages)

    @property
    def milliseconds(self) -> float:
        """From the event to the first response."""
        return (self.first_at - self.asked_at) * 1000


class Interactions:
    """Sends interactions, and keeps what is answered."""

    def __init__(self, happened: Happenings, gateway: Gateway) -> None:
        self._happened = happened
        self._gateway = gateway
        self._answers: dict[str, Answer] = {}

    def routes(self) -> list[web.RouteDef]:
        """Return the routes that answers come by."""
        hook = rf"/api/v10/webhooks/{BOT}/{{token}}"
        return [
            web.post(r"/api/v10/interactions/{id}/{token}/callback", self.first),
            web.post(hook, self.more),
            web.patch(hook + "/messages/@original", self.change),
            web.get(hook + "/messages/@original", self.original),
        ]

    async def first(self, request: web.Request) -> web.Response:
        """Take the first response."""
        at, answer = time.perf_counter(), self._answer(request)
        if answer.first_at:
            raise DiscordError(400, 40060)
        body = await _body(request)
        answer.first_at, answer.kind = at, body["type"]
        about: Json = {"id": request.match_info["id"], "type": COMMAND}
        whole: Json = {"interaction": about}
        if body["type"] == 4:
            answer.messages.append(_message(body["data"]))
            about["response_message_id"] = answer.messages[0]["id"]
            whole["resource"] = {"type": 4, "message": answer.messages[0]}
        elif body["type"] == 9:
            answer.form = body["data"]
        elif body["type"] == 7:
            answer.messages.append(_message(body["data"]))
        self._happened.note("answered")
        return told(whole)

    async def more(self, request: web.Request) -> web.Response:
        """Take a follow-up."""
        answer = self._answer(request)
        answer.messages.append(_message(await _body(request)))
        self._happened.note("answered")
        return told(answer.messages[-1])

    async def change(self, request: web.Request) -> web.Response:
        """Take a change of the first response."""
        answer, made = self._answer(request), _message(await _body(request))
        answer.messages[:1] = [made]
        self._happened.note("answered")
        return told(made)

    async def original(self, request: web.Request) -> web.Response:
        """Show the first response."""
        return told(self._answer(request).messages[0])

    async def slash(self, person: int, command: str, **options: str | int | bool) -> Answer:
        """Let a person use a command, and wait for the first response."""
        return await self.wait_for(await self.start_slash(person, command, **options))

    async def start_slash(self, person: int, command: str, **options: str | int | bool) -> Answer:
        """Let a person use a command."""
        name, *below = command.split()
        given: list[Json] = [
            {"name": key, "type": KINDS[type(value)], "value": value}
            for key, value in options.items()
        ]
        for part in reversed(below):
            given = [{"name": part, "type": 1, "options": given}]
        data = {"id": "1", "name": name, "type": 1, "guild_id": str(GUILD), "options": given}
        return await self._ask(person, COMMAND, data, {})

    async def press(self, person: int, message: Json, label: str) -> Answer:
        """Let a person press a button, and wait for the first response."""
        return await self.wait_for(await self.start_press(person, message, label))

    async def start_press(self, person: int, message: Json, label: str) -> Answer:
        """Let a person press a button."""
        row = [part for each in message["components"] for part in each["components"]]
        custom_id = next(part["custom_id"] for part in row if part.get("label") == label)
        data = {"custom_id": custom_id, "component_type": 2}
        return await self._ask(person, PRESS, data, {"message": message})

    async def wait_for(self, answer: Answer) -> Answer:
        """Wait for the first response."""
        await self._happened.until(lambda: bool(answer.first_at), "a first response")
        return answer

    async def _ask(self, person: int, kind: int, data: Json, extras: Json) -> Answer:
        number = str(payloads.new_id())
        place = CHANNELS["general"]
        event: Json = {
            "id": number,
            "application_id": str(BOT),
            "type": kind,
            "token": f"token-{number}",
            "version": 1,
            "guild_id": str(GUILD),
            "guild": {"id": str(GUILD), "locale": "en-GB", "features": []},
            "channel_id": str(place),
            "channel": payloads.channel(place, permissions=payloads.EVERYTHING),
            "member": payloads.member(person),
            "locale": "en-GB",
            "guild_locale": "en-GB",
            "app_permissions": payloads.EVERYTHING,
            "entitlements": [],
            "authorizing_integration_owners": {"0": str(GUILD)},
            "context": 0,
            "attachment_size_limit": 10_485_760,
            "data": data,
        }
        answer = self._answers[event["token"]] = Answer(time.perf_counter())
        await self._gateway.dispatch("INTERACTION_CREATE", event | extras)
        return answer

    def _answer(self, request: web.Request) -> Answer:
        answer = self._answers.get(request.match_info["token"])
        if answer is None:
            raise DiscordError(404, 10062)
        return answer


def _message(body: Json) -> Json:
    return payloads.message(CHANNELS["general"], BOT, body)


async def _body(request: web.Request) -> Any:
    if request.content_type == "application/json":
        return await request.json()
    return json.loads(str((await request.post())["payload_json"]))
