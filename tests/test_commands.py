"""Commands and buttons as the bot registers them: within Discord's limits, open to everybody."""

from __future__ import annotations

import json
from typing import Any

import discord
import pytest

from tests.world import World


def registered(world: World) -> list[dict[str, Any]]:
    guild = discord.Object(world.config.guild_id)
    return [command.to_dict(world.bot.tree) for command in world.bot.tree.get_commands(guild=guild)]


def leaves(command: dict[str, Any], path: str = "") -> list[tuple[str, dict[str, Any]]]:
    name = f"{path} {command['name']}".strip()
    inner = [o for o in command.get("options", []) if o["type"] in (1, 2)]
    if not inner:
        return [(name, command)]
    return [leaf for option in inner for leaf in leaves(option, name)]


@pytest.mark.long
async def test_nothing_is_hidden_by_permissions_and_nothing_limited_by_discord(
    world: World,
) -> None:
    for command in registered(world):
        assert command.get("default_member_permissions") is None
        for _, leaf in leaves(command):
            for option in leaf.get("options", []):
                for limit in ("min_value", "max_value", "min_length", "max_length"):
                    assert option.get(limit) is None, option


@pytest.mark.long
async def test_descriptions_fit_and_the_whole_is_within_discords_limit(world: World) -> None:
    for command in registered(world):
        assert len(json.dumps(command)) < 8000
        for _, leaf in leaves(command):
            assert 1 <= len(leaf["description"]) <= 100
            for option in leaf.get("options", []):
                assert 1 <= len(option["description"]) <= 100
                assert option["description"] != "…", (leaf["name"], option["name"])


@pytest.mark.long
async def test_every_panel_button_leads_somewhere(world: World) -> None:
    known = world.bot.router.prefixes()
    for entry in world.bot.panel.entries:
        assert ":".join(entry.custom_id.split(":")[:3]) in known


@pytest.mark.long
async def test_an_unchanged_bot_does_not_register_its_commands_again(world: World) -> None:
    def registrations() -> int:
        return sum(r.method == "PUT" and "commands" in r.path for r in world.env.http_requests)

    before = registrations()
    await world.restart()
    assert registrations() == before == 1
