"""More of the call: saved, listed, announced when Discord is in trouble, pressed by many."""

from __future__ import annotations

import asyncio

import discord
import pytest

import db.meetings
from bot.domain.outbox import Delivery
from bot.sending import outcome_of
from tests.cogs.meetings.call_steps import announce, ids, managed, press
from tests.world import World, answer, labels, said, updated


async def test_a_saved_call_is_announced_later(world: World) -> None:
    planned = await world.plan_call("Save without announcing")
    assert "is saved" in updated(planned)
    assert world.texts(world.channels["announcements"]) == []
    assert "to be confirmed" in said(await world.slash("ria", "meeting list"))
    assert labels((await world.slash("ria", "meeting list")).response) == []
    assert labels((await world.slash("carol", "meeting list")).response) == ["Open"]
    assert "is announced in" in updated(await announce(world))
    assert "Monthly call" in said(await world.slash("ria", "meeting list"))


async def test_a_discarded_preview_cannot_be_announced_any_more(world: World) -> None:
    await world.plan_call("Discard")
    service = world.cog("MeetingCog").context.meetings
    assert await service.coming(saved_too=True) == []


async def test_announcing_twice_at_the_same_moment_posts_once(world: World) -> None:
    await world.plan_call("Save without announcing")
    preview = await press(world, "Announce")
    other = await press(world, "Announce")
    await world.press("carol", preview.response, "Announce now")
    again = await world.press("carol", other.response, "Announce now")
    assert "announced already" in said(again)
    found = world.announcements()
    assert len(found) == 1


@pytest.mark.long
async def test_a_call_that_does_not_exist_is_named_as_such(world: World) -> None:
    await world.announce_call()
    assert "know no call" in said(await managed(world, meeting="99"))
    assert "Monthly call" in said(await managed(world, meeting="monthly CALL"))


async def test_discord_in_trouble_is_tried_again_and_announces_once(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=1)
    planned = await world.plan_call("Announce now")
    told = updated(planned)
    assert "I will keep trying" in told
    await world.later(seconds=5)
    await world.later(minutes=10)
    found = world.announcements()
    assert len(found) == 1
    assert len(world.channels["announcements"].threads) == 1


@pytest.mark.long
async def test_a_missing_permission_is_told_at_once_and_mended_by_announcing_again(
    world: World,
) -> None:
    deny = discord.PermissionOverwrite(send_messages=False)
    assert world.bot.user is not None
    closed = world.guild.create_text_channel("closed", overwrites={world.bot.user: deny})
    await world.slash("carol", "setup channels", announcements=closed)
    planned = await world.plan_call("Announce now")
    told = updated(planned)
    assert "could not announce" in told
    assert "/setup check" in told
    await world.slash("carol", "setup channels", announcements=world.channels["announcements"])
    assert labels(planned.response) == ["Post it again"]
    assert "is announced in" in updated(await announce(world, "Post it again"))


async def test_a_thread_that_could_not_be_opened_is_opened_without_announcing_twice(
    world: World,
) -> None:
    world.env.inject_error(
        "POST", "/channels/*/messages/*/threads", status=403, code=50013, times=1
    )
    planned = await world.plan_call("Announce now")
    told = updated(planned)
    assert "could not open its thread" in told
    assert "with a thread" in updated(await announce(world, "Post it again"))
    found = world.announcements()
    assert len(found) == 1
    assert len(world.channels["announcements"].threads) == 1


async def test_a_hundred_answers_at_once_are_a_hundred_rows(world: World) -> None:
    announcement = await world.announce_call()
    service = world.cog("MeetingCog").context.meetings
    [meeting] = await service.coming()
    await asyncio.gather(*(service.answer(meeting.id, n, "going") for n in range(1, 101)))
    await asyncio.gather(*(service.answer(meeting.id, n, "maybe") for n in range(1, 101)))
    async with world.bot.database.reading() as tx:
        counted = await db.meetings.counts(tx, meeting.id)
    assert (counted.going, counted.maybe) == (0, 100)
    assert announcement.content


@pytest.mark.parametrize(
    ("status", "code", "delivery"),
    [
        (403, 50007, Delivery.IMPOSSIBLE),
        (403, 50278, Delivery.IMPOSSIBLE),
        (403, 50001, Delivery.IMPOSSIBLE),
        (404, 10003, Delivery.IMPOSSIBLE),
        (400, 40003, Delivery.TRY_LATER),
        (429, 0, Delivery.TRY_LATER),
        (400, 50035, Delivery.TRY_LATER),  # a fault of ours
        (401, 0, Delivery.TRY_LATER),  # the token is not taken any more
        (403, 0, Delivery.TRY_LATER),  # Cloudflare stands before Discord
        (404, 0, Delivery.TRY_LATER),
    ],
)
def test_discords_answers_say_what_becomes_of_a_letter(
    status: int, code: int, delivery: Delivery
) -> None:
    response = type("Response", (), {"status": status, "reason": "", "headers": {}})()
    error = discord.HTTPException(response, {"code": code, "message": ""})
    assert outcome_of(error).delivery is delivery


def test_network_trouble_is_tried_again_and_other_errors_are_not_hidden() -> None:
    for error in (TimeoutError(), ConnectionResetError(), discord.RateLimited(99.0)):
        assert outcome_of(error).delivery is Delivery.TRY_LATER
    with pytest.raises(KeyError):
        outcome_of(KeyError("a mistake of ours"))


async def test_the_list_lets_people_answer_each_call(world: World) -> None:
    await world.announce_call()
    await world.announce_call(title="Second call", date="Wed 9 Dec")
    listed = await world.slash("ria", "meeting list")
    assert "**Monthly call**" in said(listed)
    [_, second] = [i for i in ids(listed.response) if i.startswith("meetings:1:open")]
    opened = await world.people["ria"].click(answer(listed), custom_id=second)
    assert labels(opened.response) == ["Going", "Maybe", "Can't make it", "Joining link", "More"]
    assert "Second call" in said(await world.press("ria", opened.response, "Going"))
