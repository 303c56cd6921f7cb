"""Calls that repeat: planned, drafted by themselves, confirmed, left out, ended."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.cogs.meetings.call_steps import announce, announce_draft, cancel, edit
from tests.world import CALL, World, labels, said, updated

MONTHLY = {"repeats": "monthly on the same weekday"}


def drafts(world: World) -> list[Any]:
    """Return what stands in the review channel about dates of calls, oldest first."""
    found = [each for each in world.channels["review"].history() if "Monthly call" in each.content]
    others = {"It is right", "Write the notes"}
    return [each for each in found if not others & set(labels(each))]


def review(world: World) -> list[str]:
    return [each.content for each in drafts(world)]


async def test_a_repeating_call_says_so_in_the_preview(world: World) -> None:
    planned = await world.slash("carol", "meeting schedule", **(CALL | MONTHLY))
    told = said(planned)
    assert "It repeats on the second Tuesday of each month." in told


async def test_a_fifth_weekday_offers_the_last_one_and_keeps_what_was_typed(world: World) -> None:
    refused = await world.slash(
        "carol", "meeting schedule", **(CALL | MONTHLY | {"date": "29/12/2026"})
    )
    assert "most months have only four" in said(refused)
    assert labels(refused.response) == ["Try again", "Use the last weekday"]
    preview = await world.press("carol", refused.response, "Use the last weekday")
    assert "on the last Tuesday of each month" in said(preview)
    assert "Tuesday 29 December, 19:30" in said(preview)


async def test_a_typed_repeat_nobody_knows_names_those_that_exist(world: World) -> None:
    refused = await world.slash(
        "carol",
        "meeting schedule",
        **(CALL | {"date": "8/12/2026"}),
        repeats="monthly on the last weekday",
    )
    assert "that is Tuesday 29 December" in said(refused)


@pytest.mark.long
async def test_the_next_date_drafts_itself_and_is_confirmed_in_the_review_channel(
    world: World,
) -> None:
    await world.announce_call(**MONTHLY)
    await world.until(datetime(2026, 12, 8, 21, 0, tzinfo=UTC))
    (draft,) = drafts(world)
    assert "Tuesday 12 January 2027, 19:30" in draft.content
    assert world.roles["coordinator"].mention not in draft.content
    assert labels(draft) == [
        "Announce now", "Change it", "Leave this one out", "I'll host", "I'll take the notes",
    ]  # fmt: skip
    assert len(world.announcements()) == 1
    await world.restart()
    preview = await world.press("carol", draft, "Announce now")
    assert "Only you see this yet" in said(preview)
    assert len(world.announcements()) == 1
    await world.press("carol", preview.response, "Announce now")
    assert not labels(drafts(world)[0])
    announced = world.announcements()[-1]
    assert "Tuesday 12 January 2027, 19:30" in announced.content
    assert "zoom.example.org" in said(await world.press("ria", announced, "Joining link"))
    assert len(world.events()) >= 1
    await world.until(datetime(2027, 1, 11, 0, 0, tzinfo=UTC))
    assert len(review(world)) == 1


@pytest.mark.long
async def test_what_the_review_channel_says_of_a_date_follows_every_change_of_it(
    world: World,
) -> None:
    await world.announce_call(**MONTHLY)
    await world.until(datetime(2027, 1, 3, 21, 0, tzinfo=UTC))
    drafted, asked = drafts(world)
    form = await world.press("carol", drafted, "Change it")
    await world.fill("carol", form, when="Wed 13 Jan, 7pm")
    for card in drafts(world):
        assert "Wednesday 13 January, 19:00" in card.content
        assert labels(card)[:3] == ["Announce now", "Change it", "Leave this one out"]
    await announce(world)
    for card in drafts(world):
        assert "Wednesday 13 January, 19:00" in card.content
        assert "is announced" in card.content
        assert not labels(card)
    assert asked.id == drafts(world)[-1].id


async def test_a_date_cancelled_is_left_out_in_the_review_channel_too(
    world: World,
) -> None:
    await world.announce_call(**MONTHLY)
    await world.until(datetime(2026, 12, 8, 21, 0, tzinfo=UTC))
    await cancel(world)
    (card,) = drafts(world)
    assert "is left out" in card.content
    assert not labels(card)


async def test_unconfirmed_coordinators_are_asked_ten_and_five_days_before(world: World) -> None:
    await world.announce_call(**MONTHLY)
    await world.until(datetime(2027, 1, 9, 21, 0, tzinfo=UTC))
    asked = [text for text in review(world) if "Shall it take place" in text]
    assert len(asked) == 2
    assert all(text.endswith(world.roles["coordinator"].mention) for text in asked)
    assert "in 10 days" in asked[0]
    assert "in 5 days" in asked[1]
    assert all("until Sunday 10 January" in text for text in asked)


async def test_after_a_long_absence_one_date_is_drafted_and_it_lies_ahead(world: World) -> None:
    await world.announce_call(**MONTHLY)
    world.clock.at = datetime(2027, 4, 1, 12, 0, tzinfo=UTC)
    await world.later()
    (draft,) = review(world)
    assert "Tuesday 13 April" in draft
    assert "The clocks went forward on Sunday 28 March; our call stays at 19:30." in draft


async def test_a_date_left_out_is_followed_by_the_one_after_it(world: World) -> None:
    await world.announce_call(**MONTHLY)
    await world.until(datetime(2026, 12, 9, tzinfo=UTC))
    (draft,) = drafts(world)
    pressed = await world.press("carol", draft, "Leave this one out")
    assert "is left out" in review(world)[0]
    await world.until(datetime(2027, 1, 13, tzinfo=UTC))
    assert len(world.announcements()) == 1
    assert "Tuesday 9 February" in review(world)[-1]
    assert "Shall it" not in " ".join(review(world))
    assert pressed is not None


@pytest.mark.long
async def test_a_series_can_end(world: World) -> None:
    await world.announce_call(**MONTHLY)
    cancelled = await cancel(world)
    assert "press `Stop repeating`" in updated(cancelled)
    stopped = await world.press("carol", cancelled.response, "Stop repeating")
    assert "no longer repeats" in said(stopped)
    assert "does not repeat any more" in said(
        await world.press("carol", cancelled.response, "Stop repeating")
    )
    await world.until(datetime(2026, 12, 10, tzinfo=UTC))
    assert review(world) == []


@pytest.mark.long
async def test_later_calls_can_follow_a_change(world: World) -> None:
    await world.announce_call(**MONTHLY)
    told = await edit(world, date="Wed 9 Dec", time="20:00")
    await world.press("carol", told.response, "Use this for later calls too")
    await world.until(datetime(2026, 12, 10, tzinfo=UTC))
    assert "Wednesday 13 January 2027, 20:00" in review(world)[-1]


async def test_a_moved_call_leaves_the_rhythm_as_it_is(world: World) -> None:
    await world.announce_call(**MONTHLY)
    await edit(world, date="Wed 16 Dec", time="20:00")
    await world.until(datetime(2026, 12, 17, tzinfo=UTC))
    assert "Tuesday 12 January 2027, 19:30" in review(world)[-1]


@pytest.mark.parametrize("repeats", [MONTHLY, {}])
async def test_a_call_saved_first_is_asked_about_as_well(
    world: World, repeats: dict[str, str]
) -> None:
    await world.plan_call("Save without announcing", **repeats)
    await world.until(datetime(2026, 12, 4, tzinfo=UTC))
    ten, five = review(world)
    assert "in 10 days" in ten
    assert "in 5 days" in five


async def test_without_a_review_channel_nothing_breaks_and_nothing_leaks(world: World) -> None:
    await world.bot.setup.choose(review=0)
    await world.announce_call(**MONTHLY)
    await world.until(datetime(2027, 1, 13, tzinfo=UTC))
    assert len(world.announcements()) == 1
    assert review(world) == []


@pytest.mark.parametrize(
    ("date", "repeats", "following"),
    [
        ("Tue 8 Dec", "weekly", "Tuesday 15 December"),
        ("Tue 8 Dec", "fortnightly", "Tuesday 22 December"),
        ("Tue 29 Dec", "monthly on the last weekday", "Tuesday 26 January"),
    ],
)
async def test_every_rhythm_drafts_its_next_date(
    world: World, date: str, repeats: str, following: str
) -> None:
    announcement = await world.announce_call(date=date, repeats=repeats)
    start: Any = announcement.content
    assert date.split()[1] in start
    await world.until(datetime(2026, 12, 30, tzinfo=UTC))
    assert following in review(world)[0]


async def test_a_title_for_one_call_stays_with_that_call_and_a_new_link_goes_on(
    world: World,
) -> None:
    await world.announce_call(**MONTHLY)
    told = await edit(world, title="Winter party", link="https://zoom.example.org/j/2")
    assert labels(told.response) == ["Use this for later calls too"]
    await world.until(datetime(2026, 12, 10, tzinfo=UTC))
    (draft,) = drafts(world)
    assert "**Monthly call**" in draft.content
    await announce_draft(world, draft)
    shown = await world.press("ria", world.announcements()[-1], "Joining link")
    assert "zoom.example.org/j/2" in said(shown)
