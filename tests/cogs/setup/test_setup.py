"""Setting up: who may, what is missing, and the panel."""

from __future__ import annotations

import discord

import db.outbox
from tests.world import World, labels, said, typed


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


async def test_choosing_nothing_gets_an_example(world: World) -> None:
    assert "/setup channels announcements" in said(await world.slash("carol", "setup channels"))


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


async def test_check_names_a_channel_that_is_gone(world: World) -> None:
    gone = world.guild.create_text_channel("gone")
    await world.slash("carol", "setup channels", review=gone)
    channel = world.bot.get_channel(gone.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.delete()
    assert "The review channel is gone" in said(await world.slash("carol", "setup check"))


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
    await world.slash("carol", "panel")
    [panel] = world.channels["general"].pinned_messages()
    assert labels(panel)[0] == "Next call"
    await world.restart()
    assert "No call is planned" in said(await world.press("ria", panel, "Next call"))


async def test_an_old_panel_is_brought_up_to_date_at_start_and_a_new_one_left_alone(
    world: World,
) -> None:
    await world.slash("carol", "panel")
    [panel] = world.channels["general"].pinned_messages()
    await world.bot.setup.remember(panel_shows="something older")
    await panel.edit(content="something older", view=None)
    await world.restart()
    [panel] = world.channels["general"].pinned_messages()
    assert labels(panel)[0] == "Next call"
    edits = len([r for r in world.env.http_requests if r.method == "PATCH"])
    await world.restart()
    assert len([r for r in world.env.http_requests if r.method == "PATCH"]) == edits


async def test_help_shows_a_rep_what_a_rep_can_do(world: World) -> None:
    for_rep = said(await world.slash("ria", "help"))
    assert "/meeting next" in for_rep
    assert "/meeting schedule" not in for_rep
    assert "/meeting schedule" in said(await world.slash("carol", "help"))


async def test_status_tells_what_comes_next(world: World) -> None:
    await world.announce_call()
    told = said(await world.slash("carol", "status"))
    for words in ("Scheduler: ", "waiting ", "in a call's thread", "Database: healthy"):
        assert words in told


FOR_MANY = {
    *("meetings.announcement", "meetings.reminder", "meetings.copy", "meetings.rename"),
    *("meetings.changed", "meetings.event"),
}


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
        status = said(await world.slash("carol", "status"))
        if "meant for many: none yet\nNext letters:\n- none\n" not in status:
            told.add(kind)
    assert told == FOR_MANY


async def test_status_says_that_something_is_late_without_saying_what(world: World) -> None:
    now = int(world.clock().timestamp())
    for due, late in ((now - 290, False), (now - 310, True)):
        async with world.bot.database.transaction() as tx:
            await db.outbox.plan(tx, "checkins.prompt", 1, due)
        told = said(await world.slash("carol", "status"))
        assert ("Messages are late" in told) == late
        assert "a check-in" not in told


async def test_status_in_the_first_moments_says_that_the_scheduler_is_starting(
    world: World,
) -> None:
    told = said(await world.slash("carol", "status"))
    assert "Scheduler: starting" in told
    assert "stopped" not in told


async def test_status_begins_with_what_is_wrong(world: World) -> None:
    gone = world.guild.create_text_channel("gone")
    await world.slash("carol", "setup channels", review=gone)
    channel = world.bot.get_channel(gone.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.delete()
    told = said(await world.slash("carol", "status"))
    assert told.startswith("**Something needs you.**")
    assert "missing: `/setup check` names each" in told.split("\n\n", maxsplit=1)[0]


def test_status_begins_with_one_plain_line_and_names_letters_in_words() -> None:
    from cogs.setup.text import status

    told = status(
        scheduler="running",
        late=False,
        states={"waiting": 2, "failed": 1},
        coming=[("the night's backup and tidying", 0)],
        size_mib=1,
        backup="7 kept",
        old_backup=False,
        missing=0,
    )
    assert told.startswith("**All is well.**\n")
    assert "waiting 2, not deliverable 1" in told
    assert "the night's backup and tidying" in told


async def test_status_has_words_for_every_kind_of_letter(world: World) -> None:
    assert len(world.bot.outbox.kinds()) > 30
    assert all(world.bot.outbox.label(kind) for kind in world.bot.outbox.kinds())


async def test_help_is_the_panel_and_a_line_for_each_thing_that_can_be_typed(world: World) -> None:
    for_rep = await world.slash("ria", "help")
    assert labels(for_rep.response) == [each.label for each in world.bot.panel.entries]
    assert "/desk" not in said(for_rep)
    assert "/desk" in said(await world.slash("carol", "help"))
    assert all(len(line) <= 80 for line in world.bot.help.lines)
