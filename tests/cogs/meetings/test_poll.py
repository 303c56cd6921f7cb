"""Finding a date: from the desk to the poll, and from its end to the form of a call."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.services.polls import Polls
from tests.world import World, handed_back, labels, let_in, said, text_of, updated

DATES = "Tue 8 Dec 19:30\nWed 9 Dec 19:30\nThu 10 Dec 7.30pm"
OVER = datetime(2026, 12, 4, 21, 2, tzinfo=UTC)
TYPED = {"title": "Our call", "dates": DATES, "last": "Fri 4 Dec"}


async def form(world: World) -> Any:
    desk = await world.slash("carol", "desk")
    calls = await world.press("carol", desk.response, "Calls")
    return await world.press("carol", calls.response, "Find a date")


async def preview(world: World, **typed: str) -> Any:
    return await world.fill("carol", await form(world), **(TYPED | typed))


def polls(world: World) -> list[Any]:
    return [each for each in world.channels["announcements"].history() if each.poll]


async def put_up(world: World) -> Any:
    shown = await preview(world)
    await world.press("carol", shown.response, "Post the poll")
    return polls(world)[-1]


def end(world: World, poll: Any) -> None:
    """Let Discord end the poll."""
    world.env.backend.expire_poll(poll.channel.id, poll.id)


def reviewed(world: World) -> list[Any]:
    return [m for m in world.channels["review"].history() if m.content.startswith("The poll about")]


async def over(world: World, poll: Any) -> list[Any]:
    """Let it end; returns what coordinators read then."""
    end(world, poll)
    world.clock.at = OVER
    await world.later()
    return reviewed(world)


async def test_it_is_shown_first_and_then_put_up_as_a_poll_of_discords_own(world: World) -> None:
    opened = await form(world)
    assert "Everybody can see who voted for what" in str(opened.modal)
    shown = await world.fill("carol", opened, **TYPED)
    assert polls(world) == []
    for words in ("Only you see this yet", "Thursday 10 December, 19:30", "mentions the reps"):
        assert words in said(shown)
    done = await world.press("carol", shown.response, "Post the poll")
    assert "is up in" in updated(done)
    [message] = polls(world)
    assert [each.text for each in message.poll.answers] == [
        "Tuesday 8 December, 19:30",
        "Wednesday 9 December, 19:30",
        "Thursday 10 December, 19:30",
    ]
    assert message.poll.multiple
    assert "until Friday 4 December, 21:00 London time" in message.content
    assert [role.id for role in message.role_mentions] == [world.roles["rep"].id]


async def test_a_second_press_puts_up_no_second_poll(world: World) -> None:
    shown = await preview(world)
    copy = shown.response
    await world.bot.get_cog("MeetingCog").context.polls.put_up(1)  # type: ignore[union-attr]
    refused = await world.press("carol", copy, "Post the poll")
    assert "has been put up already" in said(refused)
    await world.later()
    assert len(polls(world)) == 1


@pytest.mark.long
async def test_a_lost_answer_makes_no_second_poll(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=1)
    shown = await preview(world)
    await world.press("carol", shown.response, "Post the poll")
    await world.restart()
    await world.later(minutes=1)
    await world.restart()
    await world.later(minutes=1)
    assert len(polls(world)) == 1


@pytest.mark.long
async def test_killed_after_it_stood_it_is_found_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def killed(*_: Any) -> None:
        raise OSError("killed")

    with monkeypatch.context() as dying:
        dying.setattr(Polls, "stands_at", killed)
        world.errors_expected = True
        await put_up(world)
    await world.later(minutes=1)
    [message] = polls(world)
    assert (await world.cog("MeetingCog").context.polls.get(1)).message_id == message.id


async def test_under_the_winner_is_plan_it_which_opens_the_form_filled_in(world: World) -> None:
    poll = await put_up(world)
    await world.people["ria"].set_poll_votes(poll, answers=[1, 2])
    await world.people["rob"].set_poll_votes(poll, answers=[2, 3])
    [told] = await over(world, poll)
    assert "most can make Wednesday 9 December, 19:30" in told.content
    assert "- Tuesday 8 December, 19:30: 1" in told.content
    assert labels(told) == ["Plan it"]
    opened = await world.press("carol", told, "Plan it")
    planned = await world.fill("carol", opened)
    assert "Wednesday 9 December, 19:30" in said(planned)
    await world.press("carol", planned.response, "Announce now")
    assert "Our call" in world.announcements()[-1].content
    await world.later(days=1)
    assert len(await over(world, poll)) == 1


async def test_where_two_are_level_coordinators_choose(world: World) -> None:
    poll = await put_up(world)
    await world.people["ria"].set_poll_votes(poll, answers=[1, 3])
    [told] = await over(world, poll)
    assert "2 dates are level" in told.content
    custom_id = told.components[0].children[0].custom_id
    opened = await world.people["carol"].select(told, ["1.2"], custom_id=custom_id)
    assert "Thu 10 Dec 2026" in str(opened.modal)
    await let_in(world, "ria", "review")
    refused = await world.people["ria"].select(told, ["1.2"], custom_id=custom_id)
    assert "for the coordinators" in said(refused)


async def test_where_nobody_voted_another_can_be_found(world: World) -> None:
    [told] = await over(world, await put_up(world))
    assert "nobody voted" in told.content
    assert labels(told) == ["Find another date"]
    assert (await world.press("carol", told, "Find another date")).modal is not None


async def test_a_poll_that_discord_still_counts_is_looked_at_again(world: World) -> None:
    poll = await put_up(world)
    await world.people["ria"].set_poll_votes(poll, answers=[1])
    kept = world.env.backend.get_message(poll.channel.id, poll.id).poll
    assert kept is not None
    kept.expiry = OVER.isoformat()
    world.clock.at = OVER
    await world.later()
    assert reviewed(world) == []
    end(world, poll)
    await world.later(minutes=1)
    [told] = reviewed(world)
    assert "most can make Tuesday 8 December" in told.content


async def test_a_deleted_poll_is_said_to_be_so(world: World) -> None:
    poll = await put_up(world)
    await poll.delete()
    world.clock.at = OVER
    await world.later()
    [told] = reviewed(world)
    assert "has been deleted" in told.content
    assert labels(told) == ["Find another date"]


async def test_what_cannot_be_read_comes_back_and_nothing_is_put_up(world: World) -> None:
    refused = await preview(world, dates="Tue 8 Dec 7\nWed 9 Dec 19:30")
    assert "Line 1: Do you mean 7 in the morning" in said(refused)
    assert "Tue 8 Dec 7" in handed_back(refused)
    assert polls(world) == []


async def test_a_line_with_two_readings_is_asked_back_as_buttons(world: World) -> None:
    asked = await preview(world, dates="Tue 8 Dec 7\n\nWed 9 Dec 19:30\nThu 10 Dec 7")
    asked = await world.press("carol", asked.response, "7 in the evening")
    assert "Line 3: Do you mean 7 in the morning" in said(asked)
    assert "Wed 9 Dec 19:30" in handed_back(asked)
    shown = await world.press("carol", asked.response, "7 in the morning")
    for each in ("8 December, 19:00", "9 December, 19:30", "10 December, 07:00"):
        assert each in said(shown)
    await world.press("carol", shown.response, "Post the poll")
    assert len(polls(world)) == 1


async def test_where_it_may_not_be_put_up_it_says_so_and_goes_later(world: World) -> None:
    shown = await preview(world)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=1)
    told = await world.press("carol", shown.response, "Post the poll")
    assert "not allowed" in updated(told)
    [said_so] = reviewed(world)
    assert "did not go up" in said_so.content
    assert [role.id for role in said_so.role_mentions] == [world.roles["coordinator"].id]
    assert labels(said_so) == ["Post it again"]
    again = await world.press("carol", told.response, "Post the poll")
    assert "is up in" in text_of(again.response)
    assert "put up already" in said(await world.press("carol", said_so, "Post it again"))
    assert len(polls(world)) == 1


async def test_a_preview_that_was_never_put_up_goes_at_night(world: World) -> None:
    await preview(world)
    world.clock.at = datetime(2026, 12, 5, 3, 30, tzinfo=UTC)
    await world.later()
    async with world.bot.database.reading() as tx:
        assert list(await tx.execute_fetchall("SELECT id FROM polls")) == []
