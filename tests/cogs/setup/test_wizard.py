"""`/setup wizard`, and the first steps of a newcomer."""

from __future__ import annotations

import discord
import pytest
from simcord import InteractionResult

from bot.services.setup import CHANNELS, ROLES
from tests.world import World, answer, labels, let_in, said, updated


@pytest.mark.long
async def test_the_wizard_sets_everything_up_from_menus_and_posts_the_panel(world: World) -> None:
    await world.bot.setup.choose(**dict.fromkeys((*CHANNELS, *ROLES), 0))
    manage = discord.Permissions(manage_guild=True)
    world.roles["boss"] = world.guild.create_role("boss", permissions=manage)
    wanda = world.add_person("wanda", "boss")
    await let_in(world, "wanda", "review")
    shown = await world.slash("wanda", "setup wizard")
    assert "Step 1 of 3" in said(shown)
    for name in CHANNELS:
        await wanda.select(answer(shown), [world.channels[name]], custom_id=f"setup:1:{name}")
        await world.restart()
    assert f"where calls are announced: {world.channels['announcements'].mention}" in updated(shown)
    await world.press("wanda", shown.response, "Next: roles")
    for name in ROLES:
        await wanda.select(answer(shown), [world.roles[name]], custom_id=f"setup:1:{name}")
    assert f"who is mentioned when a call is announced: {world.roles['rep'].mention}" in updated(
        shown
    )
    await world.press("wanda", shown.response, "Next: permissions")
    assert "I have every permission I need" in updated(shown)
    await wanda.select(answer(shown), [world.channels["general"]], custom_id="setup:1:panel")
    assert "is pinned" in updated(shown)
    (panel,) = world.channels["general"].pinned_messages()
    assert "I'm new here" in labels(panel)
    (desk,) = world.channels["review"].pinned_messages()
    assert "What waits" in labels(desk)
    assert "That is everything" in updated(shown)
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


async def third_step(world: World) -> InteractionResult:
    shown = await world.slash("carol", "setup wizard")
    await world.press("carol", shown.response, "Next: roles")
    await world.press("carol", shown.response, "Next: permissions")
    return shown


async def test_where_it_may_it_makes_a_channel_in_which_only_the_bot_writes(world: World) -> None:
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    earlier, shown = await third_step(world), await third_step(world)
    await world.press("carol", shown.response, "Make #start-here")
    assert "The panel stands in" in updated(shown)
    channel = discord.utils.get(guild.text_channels, name="start-here")
    assert channel is not None
    assert not channel.permissions_for(guild.default_role).send_messages
    assert channel.permissions_for(guild.me).send_messages
    assert "Make #start-here" not in labels(answer(shown))
    await world.press("carol", earlier.response, "Make #start-here")
    assert [each.name for each in guild.text_channels].count("start-here") == 1


async def test_where_it_may_not_it_says_three_taps_and_takes_a_channel_from_the_menu(
    world: World,
) -> None:
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    for role in guild.me.roles:  # as if it had been invited without this permission
        role._permissions &= ~discord.Permissions(administrator=True, manage_channels=True).value
    shown = await third_step(world)
    assert "Three taps" in updated(shown)
    assert "Make #start-here" not in labels(answer(shown))
    carol = world.people["carol"]
    await carol.select(answer(shown), [world.channels["general"]], custom_id="setup:1:panel")
    assert "is pinned" in updated(shown)


async def test_without_a_review_channel_the_panel_is_posted_and_the_desk_is_asked_for(
    world: World,
) -> None:
    await world.bot.setup.choose(review=0)
    shown = await third_step(world)
    carol = world.people["carol"]
    await carol.select(answer(shown), [world.channels["general"]], custom_id="setup:1:panel")
    assert "Choose a review channel" in updated(shown)


async def test_a_newcomer_learns_the_first_steps_from_command_and_panel(world: World) -> None:
    await world.announce_call()
    told = await world.slash("ria", "start")
    for words in ("Find your partnership", "Sign up", "Join our call", "Read a little"):
        assert words in said(told)
    assert labels(told.response)[0] == "Next call"
    assert "how expenses" in said(await world.press("ria", told.response, "More"))
    panel = await world.panel()
    assert labels(panel)[-1] == "I'm new here"
    assert said(await world.press("ria", panel, "I'm new here")) == said(told)
