"""People of the double: they use commands, press buttons and send forms."""

from __future__ import annotations

import time
from typing import Any

from tests.double import payloads
from tests.double.answers import COMMAND, Answer, Answers
from tests.double.forms import filled_in
from tests.double.gateway import Gateway
from tests.double.payloads import BOT, CHANNELS, DIRECT, GUILD, Json
from tests.double.waiting import Happenings

PRESS, FORM = 3, 5
IN_SERVER, IN_DIRECT = 0, 1
KINDS: dict[type, int] = {bool: 5, int: 4, str: 3}


class Interactions:
    """Sends interactions; what is answered stands in `answers`."""

    def __init__(self, happened: Happenings, gateway: Gateway, channels: dict[int, Json]) -> None:
        self._happened = happened
        self._gateway = gateway
        self._channels = channels
        self.answers = Answers(happened)

    async def slash(self, person: int, command: str, **options: str | int | bool) -> Answer:
        """Let a person use a command, and wait for a response."""
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
        return await self._ask(person, COMMAND, data)

    async def press(self, person: int, message: Json, label: str) -> Answer:
        """Let a person press a button, and wait for a response."""
        return await self.wait_for(await self.start_press(person, message, label))

    async def start_press(self, person: int, message: Json, label: str) -> Answer:
        """Let a person press a button."""
        row = [part for each in message["components"] for part in each["components"]]
        custom_id = next(part["custom_id"] for part in row if part.get("label") == label)
        data = {"custom_id": custom_id, "component_type": 2}
        return await self._ask(person, PRESS, data, message)

    async def submit(self, shown: Answer, **values: Any) -> Answer:
        """Let a person send the form they were shown, and wait for a response."""
        assert shown.form, shown.text
        data = filled_in(shown.form, values)
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
        self.answers.wait_at(event["token"], answer)
        await self._gateway.dispatch("INTERACTION_CREATE", event)
        return answer


def _event(kind: int, channel: Json, person: int) -> Json:
    number = str(payloads.new_id())
    about = _in_direct(person) if channel["type"] == DIRECT else _in_server(person)
    return about | {
        "id": number,
        "application_id": str(BOT),
        "type": kind,
        "token": f"token-{number}",
        "version": 1,
        "channel_id": channel["id"],
        "channel": channel | {"permissions": payloads.EVERYTHING},
        "locale": "en-GB",
        "app_permissions": payloads.EVERYTHING,
        "entitlements": [],
        "attachment_size_limit": 10_485_760,
    }


def _in_server(person: int) -> Json:
    return {
        "guild_id": str(GUILD),
        "guild": {"id": str(GUILD), "locale": "en-GB", "features": []},
        "guild_locale": "en-GB",
        "member": payloads.member(person),
        "authorizing_integration_owners": {"0": str(GUILD)},
        "context": IN_SERVER,
    }


def _in_direct(person: int) -> Json:
    return {
        "user": payloads.user(person),
        "authorizing_integration_owners": {"0": "0"},
        "context": IN_DIRECT,
    }
