"""Dates that wait to be confirmed: shown to everybody, lapsed, and how a series goes on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.cogs.meetings.call_steps import announce_draft, cancel, managed, press, remind
from tests.cogs.meetings.test_series import MONTHLY, drafts, review
from tests.world import World, labels, said, updated

FIRST = datetime(2026, 12, 8, 19, 30, tzinfo=UTC)
SECOND = datetime(2027, 1, 12, 19, 30, tzinfo=UTC)
SOON = timedelta(seconds=1)


async def drafted(world: World) -> None:
    """A monthly call is over, and the next date waits."""
    await world.announce_call(**MONTHLY)
    await world.until(FIRST + timedelta(hours=2))


async def next_call(world: World, name: str = "ria") -> str:
    return said(await world.slash(name, "meeting next"))


async def test_a_date_to_be_confirmed_is_shown_to_everybody(world: World) -> None:
    await drafted(world)
    shown = await world.slash("ria", "meeting next")
    assert "**To be confirmed:** Monthly call, Tuesday 12 January 2027, 19:30" in said(shown)
    assert labels(shown.response) == ["Remind me"]
    listed = await world.slash("ria", "meeting list")
    assert "Tuesday 12 January 2027, 19:30 London time · to be confirmed" in said(listed)
    assert labels(listed.response) == []


@pytest.mark.long
async def test_a_date_to_be_confirmed_before_an_announced_one_stands_above_it(world: World) -> None:
    await world.announce_call(title="Later call", date="Wed 9 Dec")
    await world.plan_call("Save without announcing")
    shown = await next_call(world)
    assert shown.index("**To be confirmed:** Monthly call") < shown.index("## Later call")


async def test_a_call_cancelled_says_which_and_what_comes_next(world: World) -> None:
    await world.announce_call(**MONTHLY)
    await cancel(world, "The hall is flooded")
    for command in ("meeting next", "meeting list"):
        shown = said(await world.slash("ria", command))
        assert "**Cancelled:** Monthly call, Tuesday 8 December" in shown
        assert "The hall is flooded" in shown
        assert "The one after it, to be confirmed: Tuesday 12 January 2027, 19:30" in shown
        assert "No call is planned" not in shown


async def test_a_single_call_cancelled_says_that_no_other_is_planned(world: World) -> None:
    await world.announce_call()
    await cancel(world)
    shown = await next_call(world)
    assert "**Cancelled:** Monthly call" in shown
    assert "No other call is planned yet." in shown
    world.clock.at = FIRST + timedelta(hours=1)
    assert "No call is planned yet" in await next_call(world)


async def test_a_single_call_cancelled_before_it_was_announced_is_nobodys_business(
    world: World,
) -> None:
    await world.plan_call("Save without announcing")
    await cancel(world)
    assert "No call is planned yet" in await next_call(world)


@pytest.mark.parametrize("repeats", [MONTHLY, {}])
async def test_unconfirmed_two_days_before_it_lapses_closes_its_cards_and_says_so(
    world: World, repeats: dict[str, str]
) -> None:
    planned = await world.plan_call("Save without announcing", **repeats)
    assert "until Sunday 6 December, 19:30 London time; then it will lapse" in updated(planned)
    await world.until(FIRST - timedelta(days=2) - SOON)
    assert "To be confirmed" in await next_call(world)
    await world.until(FIRST - timedelta(days=2) + SOON)
    *asked, told = drafts(world)
    assert len(asked) == 2
    assert all("has lapsed" in card.content and not labels(card) for card in asked)
    assert told.content.endswith(world.roles["coordinator"].mention)
    assert "has lapsed" in told.content
    shown = await next_call(world)
    assert "It was not confirmed in time." in shown
    assert world.announcements() == []


@pytest.mark.long
async def test_a_lapsed_date_can_be_brought_back_and_announced(world: World) -> None:
    await world.plan_call("Save without announcing", **MONTHLY)
    await world.until(FIRST - timedelta(days=1))
    lapsed = drafts(world)[-1]
    assert labels(lapsed) == ["Bring it back"]
    await world.press("carol", lapsed, "Bring it back")
    await announce_draft(world, drafts(world)[-1])
    assert "Tuesday 8 December" in world.announcements()[-1].content
    await world.until(FIRST + SOON)
    assert "has lapsed" not in drafts(world)[-1].content


async def test_brought_back_and_forgotten_it_lapses_at_its_start(world: World) -> None:
    await world.plan_call("Save without announcing", **MONTHLY)
    await world.until(FIRST - timedelta(days=1))
    await world.press("carol", drafts(world)[-1], "Bring it back")
    await world.until(FIRST - SOON)
    assert "has lapsed" not in drafts(world)[-1].content
    await world.until(FIRST + SOON)
    assert "has lapsed" in drafts(world)[-1].content


async def test_cut_off_while_it_lapses_it_is_said_once(world: World) -> None:
    await world.plan_call("Save without announcing")
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=1)
    world.clock.at = FIRST - timedelta(days=2)
    await world.later()
    await world.until(FIRST - timedelta(days=1))
    assert sum("has lapsed" in text and "after all" in text for text in review(world)) == 1


async def test_after_an_absence_it_lapses_without_being_asked_about_first(world: World) -> None:
    await world.plan_call("Save without announcing")
    world.clock.at = FIRST - timedelta(days=1)
    await world.later()
    [told] = review(world)
    assert "has lapsed" in told


async def test_a_drafted_date_says_what_else_stands_at_that_time(world: World) -> None:
    await world.announce_call(title="Party", date="Tue 12 Jan", link="")
    await world.announce_call(**MONTHLY | {"link": ""})
    await world.until(FIRST + timedelta(hours=2))
    assert "Another call stands at that time: **Party**" in review(world)[-1]
    assert "It has no joining link yet" in review(world)[-1]


async def test_after_a_lapsed_date_the_series_goes_on(world: World) -> None:
    await drafted(world)
    await world.until(SECOND + timedelta(hours=2))
    assert "Tuesday 9 February" in review(world)[-1]


@pytest.mark.long
async def test_announced_late_what_was_missed_by_direct_message_is_made_up_for(
    world: World,
) -> None:
    await remind(world, "ria", "dm", "7d, 1h")
    await remind(world, "rob", "dm", "1d")
    await world.plan_call("Save without announcing")
    await press(world, "I'll host")
    await world.until(FIRST - timedelta(days=5))
    await announce_draft(world, drafts(world)[-1])
    await world.later()

    def inbox(name: str) -> list[str]:
        return world.texts(world.people[name].user.dm_channel)

    assert len(inbox("ria")) == 1
    await world.until(FIRST.replace(day=4, hour=9, minute=29))
    assert len(inbox("ria")) == 1
    await world.until(FIRST.replace(day=4, hour=9, minute=31))
    assert "starts in 4 days" in inbox("ria")[-1]
    assert len(inbox("ria")) == 2
    assert len(inbox("rob")) == 1
    await world.until(FIRST)
    assert len(inbox("ria")) == 3
    assert len(inbox("rob")) == 2


@pytest.mark.long
async def test_whoever_hosts_a_call_announced_on_its_day_is_told_at_once(world: World) -> None:
    await world.plan_call("Save without announcing")
    await press(world, "I'll host")
    world.clock.at = FIRST - timedelta(hours=3)
    preview = await press(world, "Announce")
    await world.press("carol", preview.response, "Announce now")
    await world.later()
    [told] = world.texts(world.people["carol"].user.dm_channel)
    assert told.startswith("Today you will host **Monthly call**")


async def repeat(world: World, **chosen: Any) -> Any:
    """Let carol change how the next call repeats."""
    form = await press(world, "How it repeats")
    return await world.people["carol"].submit_modal(form, chosen)


WEEKLY = {"repeats": "weekly", "until": "", "zone": "Europe/London"}


async def test_another_rhythm_and_zone_hold_for_the_calls_after_this_one(world: World) -> None:
    announcement = await world.announce_call(**MONTHLY)
    told = said(await repeat(world, **WEEKLY | {"zone": "America/New_York"}))
    assert "every week on Tuesday" in told
    assert "Tuesday 15 December, 19:30 New York time" in told
    assert "19:30 London time" in announcement.content
    await world.until(FIRST + timedelta(hours=2))
    assert "Tuesday 15 December, 19:30 New York time" in review(world)[-1]
    assert len(world.announcements()) == 1


@pytest.mark.parametrize(
    ("until", "drafts_it"), [("15 Dec", True), ("14 Dec", False), ("8 Dec", False)]
)
async def test_a_series_ends_with_its_last_date(world: World, until: str, drafts_it: bool) -> None:
    await world.announce_call(repeats="weekly")
    await repeat(world, **WEEKLY | {"until": until})
    await world.until(FIRST + timedelta(hours=2))
    assert bool(review(world)) == drafts_it
    await world.until(FIRST + timedelta(days=8))
    assert len([text for text in review(world) if "Tuesday 22 December" in text]) == 0


async def test_a_last_date_before_the_call_is_refused_and_once_ends_it(world: World) -> None:
    await world.announce_call(repeats="weekly")
    assert "before this call" in said(await repeat(world, **WEEKLY | {"until": "7 Dec"}))
    assert "no longer repeats" in said(await repeat(world, **WEEKLY | {"repeats": "once"}))
    assert "How it repeats" not in labels((await managed(world)).response)
