"""Setting up: who may, what is missing, and the panel."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from discord import ui

import db.outbox
from bot.services.setup import CHANNELS
from tests.cogs.setup.test_wizard import third_step
from tests.world import (
    CALL,
    World,
    answer,
    everybody_reads,
    labels,
    only_for,
    said,
    typed,
    updated,
)


async def test_a_rep_cannot_press_what_a_coordinator_was_shown(world: World) -> None:
    from cogs.meetings.responses import draft_buttons
    from tests.domain.test_meetings import A_MEETING

    channel = world.bot.get_partial_messageable(world.channels["general"].id)
    shown = await channel.send("shown", view=draft_buttons(A_MEETING, ""))
    for label in ("Announce now", "Change it", "Leave this one out"):
        assert "for the coordinators" in said(await world.press("ria", shown, label))


async def test_who_may_manage_the_server_is_a_coordinator_before_any_role_is_chosen(
    world: World,
) -> None:
    manager = world.guild.create_role(
        "Managers", permissions=discord.Permissions(manage_guild=True)
    )
    world.roles["manager"] = manager
    world.add_person("maud", "manager")
    chosen = said(await world.slash("maud", "setup roles", listener=world.roles["listener"]))
    assert world.roles["listener"].mention in chosen


async def test_without_options_the_menus_are_shown(world: World) -> None:
    assert "Step 1 of 3" in said(await world.slash("carol", "setup channels"))
    assert "Step 2 of 3" in said(await world.slash("carol", "setup roles"))


async def test_check_names_a_missing_permission_with_the_way_to_mend_it(world: World) -> None:
    deny = discord.PermissionOverwrite(create_public_threads=False)
    assert world.bot.user is not None
    closed = world.guild.create_text_channel("closed", overwrites={world.bot.user: deny})
    await world.slash("carol", "setup channels", announcements=closed)
    found = said(await world.slash("carol", "setup check"))
    assert f"In <#{closed.id}> I lack **Create Public Threads**" in found
    assert "Edit Channel, Permissions" in found


async def test_check_says_when_everything_is_there(world: World) -> None:
    assert "Everything I need is there" in said(await world.slash("carol", "setup check"))


def for_coordinators(world: World) -> dict[Any, discord.PermissionOverwrite]:
    return only_for(world.guild.default_role, world.roles["coordinator"], world.bot.user)


async def test_check_names_a_channel_that_is_gone(world: World) -> None:
    gone = world.guild.create_text_channel("gone", overwrites=for_coordinators(world))
    await world.slash("carol", "setup channels", review=gone)
    channel = world.bot.get_channel(gone.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.delete()
    assert "The review channel is gone" in said(await world.slash("carol", "setup check"))


async def delete_role(world: World, name: str) -> None:
    role = world.guild.create_role("For a while")
    await world.bot.setup.choose(**{name: role.id})
    world.env.backend.delete_role(world.guild.id, role.id)
    await world.env.settle()


@pytest.mark.parametrize("name", ["rep", "coordinator", "listener"])
async def test_check_and_status_name_a_role_that_was_deleted(world: World, name: str) -> None:
    manager = discord.Permissions(manage_guild=True)
    world.roles["manager"] = world.guild.create_role("Managers", permissions=manager)
    world.add_person("maud", "manager")
    await delete_role(world, name)
    desk = await world.slash("maud", "desk")
    status = await world.press("maud", desk.response, "Status and settings")
    for shown in (await world.slash("maud", "setup check"), status):
        assert f"The {name} role is gone" in said(shown)
        assert f"choose `{name}` again" in said(shown)


async def test_announcing_to_a_role_that_was_deleted_is_refused_before_it_pings_nobody(
    world: World,
) -> None:
    await delete_role(world, "rep")
    planned = await world.plan_call("Save without announcing")
    preview = await world.press("carol", planned.response, "Announce")
    pressed = await world.press("carol", preview.response, "Announce now")
    assert "rep role has been deleted" in said(pressed)
    assert world.channels["announcements"].history() == []
    await world.slash("carol", "setup roles", rep=world.roles["rep"])
    assert "is announced in" in updated(
        await world.press("carol", preview.response, "Announce now")
    )


async def test_the_answer_to_announcing_says_that_coordinators_have_no_role_any_more(
    world: World,
) -> None:
    planned = await world.slash("carol", "meeting schedule", **CALL)
    world.env.backend.delete_role(world.guild.id, world.roles["coordinator"].id)
    may = discord.Permissions(manage_guild=True)
    world.roles["manager"] = world.guild.create_role("Managers", permissions=may)
    carol, manager = world.people["carol"].id, world.roles["manager"].id
    world.env.backend.add_member_role(world.guild.id, carol, manager)
    await world.env.settle()
    told = updated(await world.press("carol", planned.response, "Announce now"))
    assert "is announced in" in told
    assert "coordinator role has been deleted" in told


async def test_check_says_that_panel_or_desk_was_deleted_and_one_press_posts_it_again(
    world: World,
) -> None:
    shown = await third_step(world)
    place = world.guild.create_text_channel("the-panel")
    carol = world.people["carol"]
    await carol.select(answer(shown), [place], custom_id="setup:1:panel")
    for where, what in ((place, "panel"), (world.channels["review"], "desk")):
        (board,) = where.pinned_messages()
        await world.bot.get_partial_messageable(where.id).get_partial_message(board.id).delete()
        found = await world.slash("carol", "setup check")
        assert f"The {what} in <#{where.id}> has been deleted" in said(found)
        assert f"The {what} in <#{where.id}>" in said(await world.status())
        await world.press("carol", found.response, "Post it again")
        assert len(where.pinned_messages()) == 1
        assert "Everything I need is there" in said(await world.slash("carol", "setup check"))


async def test_check_says_that_the_channel_of_the_panel_is_gone(world: World) -> None:
    shown = await third_step(world)
    place = world.guild.create_text_channel("the-panel")
    await world.people["carol"].select(answer(shown), [place], custom_id="setup:1:panel")
    channel = world.bot.get_channel(place.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.delete()
    found = await world.slash("carol", "setup check")
    assert "The channel of the panel is gone" in said(found)
    elsewhere = await world.press("carol", found.response, "Panel and desk")
    assert "Step 3 of 3" in updated(elsewhere)


async def test_the_announcements_channel_must_be_chosen_first_and_nothing_typed_is_lost(
    world: World,
) -> None:
    await world.bot.setup.choose(announcements=0)
    refused = await world.slash(
        "carol", "meeting schedule", title="Monthly call", date="8 Dec", time="19:30"
    )
    assert "/setup channels" in said(refused)
    assert refused.response is not None
    assert typed(refused.response)["Title"] == "Monthly call"


async def test_the_panel_is_posted_pinned_and_works_after_a_restart(world: World) -> None:
    panel = await world.panel()
    assert labels(panel)[0] == "Next call"
    await world.restart()
    assert "No call is planned" in said(await world.press("ria", panel, "Next call"))


async def test_an_old_panel_is_brought_up_to_date_at_start_and_a_new_one_left_alone(
    world: World,
) -> None:
    panel = await world.panel()
    await world.bot.setup.remember(panel_shows="something older")
    await panel.edit(view=ui.LayoutView().add_item(ui.TextDisplay("something older")))
    await world.restart()
    [panel] = world.channels["general"].pinned_messages()
    assert labels(panel)[0] == "Next call"
    edits = len([r for r in world.env.http_requests if r.method == "PATCH"])
    await world.restart()
    assert len([r for r in world.env.http_requests if r.method == "PATCH"]) == edits


async def test_status_says_in_one_line_that_all_is_well_and_what_comes_next(world: World) -> None:
    await world.announce_call()
    told = said(await world.status())
    assert told.startswith("**All is well.**\n")
    for words in ("starting", "in a call's thread", "Still to come", "Backups: "):
        assert words in told
    assert world.channels["review"].mention in told
    assert world.roles["rep"].mention in told
    for word in ("UTC", "etter", "cheduler"):
        assert word not in told


FOR_MANY = {
    *("meetings.announcement", "meetings.reminder", "meetings.copy", "meetings.rename"),
    *("meetings.changed", "meetings.event", "meetings.late", "meetings.turn"),
}


@pytest.mark.long
async def test_status_tells_of_no_letter_that_is_for_one_person(world: World) -> None:
    """Neither that it waits, nor until when, nor that it could not be delivered."""
    told = set()
    for kind in world.bot.outbox.kinds():
        async with world.bot.database.transaction() as tx:
            await tx.execute("DELETE FROM outbox")
            for subject, state in enumerate(("waiting", "failed", "cancelled")):
                await db.outbox.plan(tx, kind, subject, 2**31)
                about = "UPDATE outbox SET state = ? WHERE subject = ?"
                await tx.execute(about, (state, subject))
        status = said(await world.status())
        if "Nothing is planned" not in status or "could not be" in status:
            told.add(kind)
    assert told == FOR_MANY


async def test_status_says_that_something_is_late_without_saying_what(world: World) -> None:
    now = int(world.clock().timestamp())
    for due, late in ((now - 290, False), (now - 310, True)):
        async with world.bot.database.transaction() as tx:
            await db.outbox.plan(tx, "checkins.prompt", 1, due)
        told = said(await world.status())
        assert ("Messages are late" in told) == late
        assert "a check-in" not in told


async def test_status_begins_with_what_is_missing_and_looks_again(world: World) -> None:
    gone = world.guild.create_text_channel("gone", overwrites=for_coordinators(world))
    await world.slash("carol", "setup channels", review=gone)
    channel = world.bot.get_channel(gone.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.delete()
    shown = await world.status()
    assert said(shown).startswith("**Something needs you.**\n- The review channel is gone")
    await world.bot.setup.choose(review=world.channels["review"].id)
    await world.press("carol", shown.response, "Check again")
    assert updated(shown).startswith("**All is well.**")


async def test_from_status_channels_roles_and_both_boards_are_one_press_away(world: World) -> None:
    for label, step in (("Channels", 1), ("Roles", 2), ("Panel and desk", 3)):
        shown = await world.status()
        await world.press("carol", shown.response, label)
        assert f"Step {step} of 3" in updated(shown)


def test_status_counts_what_could_not_be_delivered() -> None:
    from cogs.setup.text import sends

    told = sends(
        scheduler="running",
        states={"waiting": 2, "failed": 1},
        coming=[("the night's backup and tidying", 0)],
        backup="7 kept",
    )
    assert "1 could not be delivered. Still to come for many people: 2. Next:" in told
    assert "the night's backup and tidying, <t:0:R>" in told


async def test_status_has_words_for_every_kind_of_letter(world: World) -> None:
    assert len(world.bot.outbox.kinds()) > 30
    assert all(world.bot.outbox.label(kind) for kind in world.bot.outbox.kinds())


async def test_help_is_the_panel_and_a_line_for_each_thing_that_can_be_typed(world: World) -> None:
    for_rep = await world.slash("ria", "help")
    assert labels(for_rep.response) == [each.label for each in world.bot.panel.entries]
    assert "/desk" not in said(for_rep)
    assert "/desk" in said(await world.slash("carol", "help"))


async def test_help_fits_a_phone_a_line_is_not_broken(world: World) -> None:
    assert all(len(line) <= 34 for line in world.bot.help.lines)
    assert len(world.bot.help.lines) <= 12


async def test_nobody_makes_everybody_a_coordinator(world: World) -> None:
    everybody = world.guild.default_role
    refused = said(await world.slash("carol", "setup roles", coordinator=everybody))
    assert "That is everybody" in refused
    assert world.bot.setup.current().coordinator == world.roles["coordinator"].id


async def test_what_waits_for_coordinators_has_a_channel_of_its_own(world: World) -> None:
    closed = world.channels["review"]
    refused = said(await world.slash("carol", "setup channels", questions=closed))
    assert "a channel of its own" in refused
    assert world.bot.setup.current().questions == world.channels["questions"].id


async def test_the_desk_reminds_of_what_is_not_chosen_until_it_is(world: World) -> None:
    settings = world.bot.setup
    await settings.choose(listener=0)
    desk = await world.slash("carol", "desk")
    assert "6 of 7 channels and roles chosen" in said(desk)
    await world.press("carol", desk.response, "Set me up")
    assert "Step 1 of 3" in updated(desk)
    await settings.choose(listener=world.roles["listener"].id)
    assert "chosen" not in said(await world.slash("carol", "desk"))


async def test_panel_and_desk_fit_a_phone_few_buttons_have_words_beside_them(world: World) -> None:
    from bot import cards, panel

    for board in (panel.PANEL, panel.DESK):
        sections = [part for part in board.card(world.bot).parts if isinstance(part, cards.Section)]
        assert 1 <= len(sections) <= 3
        assert all(len(part.text) <= 80 for part in sections)


@pytest.mark.parametrize("reader", ["everybody", "rep"])
async def test_a_review_channel_that_others_can_read_is_refused(world: World, reader: str) -> None:
    before = world.bot.setup.current()
    everybody, seen = world.guild.default_role, discord.PermissionOverwrite(view_channel=True)
    who = only_for(everybody, world.bot.user, world.roles["coordinator"])
    who |= {world.roles["rep"]: seen}
    open_one = world.guild.create_text_channel("open", overwrites=who if reader == "rep" else None)
    refused = said(await world.slash("carol", "setup channels", review=open_one))
    assert "Others than coordinators could read" in refused
    shown = await world.slash("carol", "setup wizard")
    carol = world.people["carol"]
    chosen = await carol.select(answer(shown), [open_one], custom_id="setup:1:review")
    assert "Others than coordinators could read" in said(chosen)
    assert world.bot.setup.current() == before


async def test_one_channel_for_everything_is_refused(world: World) -> None:
    one = world.channels["general"]
    refused = said(await world.slash("carol", "setup channels", **dict.fromkeys(CHANNELS, one)))
    assert "a channel of its own for `review`" in refused


async def test_check_says_that_others_can_read_the_review_channel(world: World) -> None:
    await everybody_reads(world, world.channels["review"], True)
    found = said(await world.slash("carol", "setup check"))
    assert "so nothing goes there" in found
    assert "so nothing goes there" in said(await world.status())
