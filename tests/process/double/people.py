"""People of the double: they use commands, press buttons, send forms, and read the answers."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.process.double import payloads
from tests.process.double.gateway import Gateway
from tests.process.double.payloads import BOT, CHANNELS, DIRECT, GUILD, Json
from tests.process.double.wire import DiscordError, Happenings, body_of, told

COMMAND, PRESS, FORM = 2, 3, 5
SAID, CHANGED, FORM_SHOWN = 4, 7, 9
ONLY_WAIT = (5, 6)
EPHEMERAL = 64
LABEL = 18
TEXT = 10
KEPT = ("content", "embeds", "components")
KINDS: dict[type, int] = {bool: 5, int: 4, str: 3}


@dataclass
class Answer:
    """What a person got, and where; `under`: the message of the press. Times: perf_counter, s."""

    asked_at: float
    person: int
    place: int
    under: Json | None = None
    first_at: float = 0.0
    kind: int = 0
    messages: list[Json] = field(default_factory=list)
    form: Json = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Everything that can be read, in cards too."""
        return "\n".join(text_of(message) for message in self.messages)

    @property
    def message(self) -> Json:
        """The newest message, to press its buttons."""
        return self.messages[-1]

    @property
    def arrived(self) -> bool:
        """Whether there is a response; one that only asks to wait is none, until more follows."""
        return bool(self.first_at) and (self.kind not in ONLY_WAIT or bool(self.messages))

    @property
    def private(self) -> bool:
        """Whether only the person sees it."""
        return all(message["flags"] & EPHEMERAL for message in self.messages)

    @property
    def milliseconds(self) -> float:
        """From the event to the first response."""
        return (self.first_at - self.asked_at) * 1000


class People:
    """Sends interactions, and keeps what is answered to each."""

    def __init__(self, happened: Happenings, gateway: Gateway, channels: dict[int, Json]) -> None:
        self._happened = happened
        self._gateway = gateway
        self._channels = channels
        self._answers: dict[str, Answer] = {}

    def routes(self) -> list[web.RouteDef]:
        hook = rf"/api/v10/webhooks/{BOT}/{{token}}"
        return [
            web.post(r"/api/v10/interactions/{id}/{token}/callback", self._first),
            web.post(hook, self._more),
            web.patch(hook + "/messages/@original", self._change),
        ]

    async def slash(self, person: int, command: str, **options: str | int | bool) -> Answer:
        """Let a person use a command, and wait for a response."""
        name, *below = command.split()
        given: list[Json] = [
            {"name": key, "type": KINDS[type(value)], "value": value}
            for key, value in options.items()
        ]
        for part in reversed(below):
            given = [{"name": part, "type": 1, "options": given}]
        data = {"id": "1", "name": name, "type": 1, "guild_id": str(GUILD), "options": given}
        return await self.wait_for(await self._ask(person, COMMAND, data))

    async def press(self, person: int, message: Json, label: str) -> Answer:
        """Let a person press a button, and wait for a response."""
        return await self.wait_for(await self.start_press(person, message, label))

    async def start_press(self, person: int, message: Json, label: str) -> Answer:
        """Let a person press a button."""
        parts = parts_of(message)
        custom_id = next(part["custom_id"] for part in parts if part.get("label") == label)
        data = {"custom_id": custom_id, "component_type": 2}
        return await self._ask(person, PRESS, data, message)

    async def submit(self, shown: Answer, **values: Any) -> Answer:
        """Let a person send the form they were shown, and wait for a response."""
        assert shown.form, shown.text
        data = _filled_in(shown.form, values)
        return await self.wait_for(await self._ask(shown.person, FORM, data, shown.under))

    async def wait_for(self, answer: Answer) -> Answer:
        """Wait for a response, also on a busy machine, where the bot first asks to wait."""
        await self._happened.until(lambda: answer.arrived, "a response")
        return answer

    async def _ask(self, person: int, kind: int, data: Json, under: Json | None = None) -> Answer:
        place = int(under["channel_id"]) if under else CHANNELS["general"]
        event = _event(kind, self._channels[place], person) | {"data": data}
        if under is not None:
            event["message"] = under
        answer = Answer(time.perf_counter(), person, place, under)
        self._answers[event["token"]] = answer
        await self._gateway.dispatch("INTERACTION_CREATE", event)
        return answer

    def behind(self, token: str) -> int:
        """Return whose interaction a token belongs to; 0 when it is nobody's."""
        return self._answers[token].person if token in self._answers else 0

    async def _first(self, request: web.Request) -> web.Response:
        at, answer = time.perf_counter(), self._answer(request)
        if answer.first_at:
            raise DiscordError(400, 40060)
        body = await body_of(request)
        answer.first_at, answer.kind = at, body["type"]
        about: Json = {"id": request.match_info["id"], "type": COMMAND}
        whole: Json = {"interaction": about}
        if body["type"] == SAID:
            answer.messages.append(_message(answer, body["data"]))
            about["response_message_id"] = answer.messages[0]["id"]
            whole["resource"] = {"type": SAID, "message": answer.messages[0]}
        elif body["type"] == FORM_SHOWN:
            answer.form = body["data"]
        elif body["type"] == CHANGED:
            answer.messages.append(_changed(answer, body["data"]))
        self._happened.note("answered")
        return told(whole)

    async def _more(self, request: web.Request) -> web.Response:
        answer = self._answer(request)
        answer.messages.append(_message(answer, await body_of(request)))
        self._happened.note("answered")
        return told(answer.messages[-1])

    async def _change(self, request: web.Request) -> web.Response:
        answer = self._answer(request)
        answer.messages[:1] = [_message(answer, await body_of(request))]
        self._happened.note("answered")
        return told(answer.messages[0])

    def _answer(self, request: web.Request) -> Answer:
        answer = self._answers.get(request.match_info["token"])
        if answer is None:
            raise DiscordError(404, 10062)
        return answer


def text_of(message: Json) -> str:
    """What a message says: its line, or the texts of its card."""
    texts = [part["content"] for part in parts_of(message) if part["type"] == TEXT]
    return "\n".join(filter(None, [message["content"], *texts]))


def parts_of(message: Json) -> list[Json]:
    """Every part of a message's components, inner ones too."""
    parts = list(message["components"])
    for part in parts:  # grows while it is walked
        inner = [part["accessory"]] if "accessory" in part else []
        parts += [*part.get("components", []), *inner]
    return parts


def _message(answer: Answer, body: Json) -> Json:
    return payloads.message(answer.place, BOT, body)


def _changed(answer: Answer, body: Json) -> Json:
    """Change the message that was pressed, where it stands; returns it as it now is."""
    if answer.under is None:
        return _message(answer, body)
    answer.under |= {
        name: body[name] or type(answer.under[name])() for name in KEPT if name in body
    }
    return dict(answer.under)


def _filled_in(form: Json, values: dict[str, Any]) -> Json:
    """Return what is sent of a form; a field nobody touched is sent as it was shown."""
    fields = [row["component"] for row in form["components"] if "component" in row]
    unknown = values.keys() - {field["custom_id"] for field in fields}
    assert not unknown, f"the form has no {sorted(unknown)}"
    parts = []
    for number, shown in enumerate(fields):
        name = shown["custom_id"]
        chosen = [each["value"] for each in shown.get("options", []) if each.get("default")]
        value = values.get(
            name, chosen[0] if chosen else shown.get("value", shown.get("default", ""))
        )
        sent = {"type": shown["type"], "id": 2 * number + 2, "custom_id": name, "value": value}
        parts.append({"type": LABEL, "id": 2 * number + 1, "component": sent})
    return {"custom_id": form["custom_id"], "components": parts}


def _event(kind: int, channel: Json, person: int) -> Json:
    number, server = str(payloads.new_id()), str(GUILD)
    if channel["type"] == DIRECT:
        where = {"user": payloads.user(person), "context": 1}
    else:
        guild = {"id": server, "locale": "en-GB", "features": []}
        where = {"member": payloads.member(person), "context": 0}
        where |= {"guild_id": server, "guild": guild, "guild_locale": "en-GB"}
    return where | {
        "id": number,
        "application_id": str(BOT),
        "type": kind,
        "token": f"token-{number}",
        "version": 1,
        "channel_id": channel["id"],
        "channel": channel | {"permissions": payloads.EVERYTHING},
        "locale": "en-GB",
        "app_permissions": payloads.EVERYTHING,
        "authorizing_integration_owners": {"0": where.get("guild_id", "0")},
        "entitlements": [],
        "attachment_size_limit": 10_485_760,
    }
