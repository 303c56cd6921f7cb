"""Odd input, and the means to send it to every command, button and form."""

from __future__ import annotations

from typing import Any

import discord
from hypothesis import strategies as st
from simcord import InteractionResult, MemberActor

from bot import modals, ui
from bot.errors import SORRY
from bot.ui import Interaction
from tests.world import World

FIELDS = ("title", "date", "time", "link", "length", "words")
TEXTS = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "@everyone",
            "<@&1> <@2>",
            "'; DROP TABLE meetings; --",
            'NEAR("a" b*)',
            "*" * 300,
            "\u202eabc",
            "\u200b",
            "x" * 3900,
            "1" * 40,
            "-1",
            "99999",
            "\N{PILE OF POO}" * 50,
            "31 April",
            "25:00",
            "```\n# big",
            "discord.gg/abc",
            "https://",
        ]
    ),
    st.text(max_size=40),
)
ARGUMENTS = st.one_of(
    st.sampled_from(["", "0", "1", "7", "999", "-1", "1:2", "x", "1:going", "²", "9" * 30]),
    st.text("0123456789abcdef:-", max_size=30),
)


async def use(
    world: World, actor: MemberActor, command: str, leaf: dict[str, Any], text: str
) -> InteractionResult:
    """Use a command with every text option set to the odd text, and every other to something."""
    options = {o["name"]: _value(world, o, text) for o in leaf.get("options", [])}
    return await actor.slash(world.channels["general"], command, **options)


def _value(world: World, option: dict[str, Any], text: str) -> Any:
    if option.get("choices"):
        return option["choices"][0]["value"]
    kind = discord.AppCommandOptionType(option["type"])
    if kind is discord.AppCommandOptionType.integer:
        return len(text) * 100 - 100
    if kind is discord.AppCommandOptionType.boolean:
        return bool(text)
    if kind is discord.AppCommandOptionType.user:
        return world.people["rob"]
    if kind is discord.AppCommandOptionType.channel:
        return world.channels["general"]
    if kind is discord.AppCommandOptionType.role:
        return world.roles["rep"]
    if kind is discord.AppCommandOptionType.attachment:
        return ("odd.csv", text.encode())
    return text[:1000] or "x"


async def press(world: World, actor: MemberActor, prefix: str, arg: str) -> InteractionResult:
    """Press a button of any id, as if it stood on a message."""
    channel = world.bot.get_partial_messageable(world.channels["general"].id)
    button = ui.button("Odd", f"{prefix}:{arg}"[:100])
    message = await channel.send("odd", view=ui.view(button))
    return await actor.click(message, label="Odd")


async def fill(
    world: World, actor: MemberActor, prefix: str, arg: str, text: str
) -> InteractionResult:
    """Send a form of any id, every field filled with the odd text."""
    shown_by = "test:1:odd"
    if shown_by not in world.bot.router.prefixes():
        world.bot.router.button(shown_by, _show, takes=str)
    channel = world.bot.get_partial_messageable(world.channels["general"].id)
    target = f"{prefix}:{arg}"[:70]
    view = ui.view(ui.button("Odd", f"{shown_by}:{target}"))
    shown = await actor.click(await channel.send("odd", view=view), label="Odd")
    return await actor.submit_modal(shown, dict.fromkeys(FIELDS[:5], text))


async def _show(interaction: Interaction, arg: str) -> None:
    fields = [modals.text(name, name, required=False) for name in FIELDS[:5]]
    await ui.show(interaction, modals.form("Odd", arg, *fields))


def assert_answered(result: InteractionResult, what: str) -> None:
    """Every interaction is answered, privately, and never with an unexpected error."""
    assert result.acknowledged, what
    answers = [result.response, *result.followups]
    for answer in answers:
        if answer is not None:
            assert SORRY not in answer.content, what
            assert "Traceback" not in answer.content, what
