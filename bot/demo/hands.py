"""What the made-up people do: commands, buttons and forms, as anybody else does."""

from __future__ import annotations

from typing import Any

import discord
from simcord import ChannelHandle, InteractionResult, MemberActor
from simcord.components import walk_components

from bot.demo.world import DemoWorld


class Hands:
    def __init__(self, world: DemoWorld) -> None:
        self.world = world

    def actor(self, name: str) -> MemberActor:
        return self.world.people[name].actor

    def place(self, name: str) -> ChannelHandle:
        return self.world.channels[name]

    def newest(self, place: ChannelHandle, label: str) -> discord.Message:
        """The newest message there with such a button."""
        return next(each for each in reversed(place.history()) if label in labels(each))

    async def card(self, name: str, command: str, **options: Any) -> Any:
        """What a command in #general opens."""
        return opened(await self.actor(name).slash(self.place("general"), command, **options))

    async def press(self, name: str, message: Any, *buttons: str) -> Any:
        """One button after another, each on what the one before it opened."""
        for label in buttons:
            message = opened(await self.actor(name).click(message, label=label))
        return message

    async def fill(self, name: str, message: Any, label: str, /, **typed: Any) -> InteractionResult:
        """Press what opens a form, and send it; what is not typed stays as it was filled in."""
        form = await self.actor(name).click(message, label=label)
        fields = [part.get("component", {}) for part in (form.modal or {}).get("components", [])]
        filled = {field["custom_id"]: field["value"] for field in fields if field.get("value")}
        return await self.actor(name).submit_modal(form, filled | typed)

    async def ask(self, name: str, question: str) -> None:
        promise = await self.card(name, "ask")
        await self.fill(name, promise, "Ask a question", words=question)

    async def say(self, place: ChannelHandle, *said: tuple[str, str]) -> None:
        for name, line in said:
            await self.actor(name).send(place, line)


def opened(result: InteractionResult) -> Any:
    if result.response is None:
        raise LookupError("The demo's bot did not answer.")
    return result.response


def labels(message: Any) -> list[str]:
    """The labels of a message's buttons."""
    rows = [row if isinstance(row, dict) else row.to_dict() for row in message.components]
    return [str(part["label"]) for part in walk_components(rows) if part.get("label")]
