"""`/setup wizard`, and the first steps of a newcomer."""

from __future__ import annotations

import discord

from bot.services.setup import CHANNELS, ROLES
from tests.world import World, answer, labels, said, updated


async def test_the_wizard_sets_everything_up_from_menus_and_posts_the_panel(world: World) -> None:
    await world.bot.setup.choose(**dict.fromkeys((*CHANNELS, *ROLES), 0))
    manage = discord.Permissions(manage_guild=True)
    world.roles["boss"] = world.guild.create_role("boss", permissions=manage)
    wanda = world.add_person("wanda", "boss")
    shown = await world.slash("wanda", "setup wizard")
    assert "Step 1 of 3" in said(shown)
    for name in CHANNELS:
        await wanda.select(answer(shown), [world.channels[name]], custom_id=f"setup:1:{name}")
        await world.restart()
    assert f"announcements: {world.channels['announcements'].mention}" in updated(shown)
    await world.press("wanda", shown.response, "Next: roles")
    for name in ROLES:
        await wanda.select(answer(shown), [world.roles[name]], custom_id=f"setup:1:{name}")
    assert f"rep: {world.roles['rep'].mention}" in updated(shown)
    await world.press("wanda", shown.response, "Next: permissions")
    assert "I have every permission I need" in updated(shown)
    await wanda.select(answer(shown), [world.channels["general"]], custom_id="setup:1:panel")
    assert "is pinned" in updated(shown)
    (panel,) = world.channels["general"].pinned_messages()
    assert "I'm new here" in labels(panel)
    settings = world.bot.setup.current()
    assert settings.review == world.channels["review"].id
    assert settings.listener == world.roles["listener"].id


async def test_a_missing_permission_is_named_with_its_mend(world: World) -> None:
    shown = await world.slash("carol", "setup wizard")
    await world.press("carol", shown.response, "Next: roles")
    await world.bot.setup.choose(review=0)
    await world.press("carol", shown.response, "Next: permissions")
    assert "No review channel is chosen" in updated(shown)
    await world.press("carol", shown.response, "Back")
    assert "Step 2 of 3" in updated(shown)


async def test_a_newcomer_learns_the_first_steps_from_command_and_panel(world: World) -> None:
    await world.announce_call()
    told = await world.slash("ria", "start")
    for words in ("Find your partnership", "Sign up", "Join our call", "Read a little"):
        assert words in said(told)
    assert labels(told.response)[0] == "Next call"
    await world.slash("carol", "panel")
    (panel,) = world.channels["general"].pinned_messages()
    assert labels(panel)[-1] == "I'm new here"
    assert said(await world.press("ria", panel, "I'm new here")) == said(told)
