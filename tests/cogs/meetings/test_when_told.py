"""At what hours coordinators are called, news of a call goes, and people are reminded."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.cogs.meetings.call_steps import cancel, edit, remind
from tests.world import World, said, updated

DAY_BEFORE = datetime(2026, 12, 7, 19, 30, tzinfo=UTC)
NO_PERMISSION: dict[str, Any] = {"status": 403, "code": 50013, "times": None}


def review(world: World) -> list[Any]:
    return [m for m in world.channels["review"].history() if "did not go out" in m.content]


def news(world: World) -> list[str]:
    return [t for t in world.texts(world.thread()) if "changed" in t or "will not take" in t]


async def test_at_night_the_mention_waits_for_the_morning(world: World) -> None:
    world.clock.at = datetime(2026, 11, 21, 23, 0, tzinfo=UTC)
    place = f"/channels/{world.channels['announcements'].id}/messages"
    world.env.inject_error("POST", place, **NO_PERMISSION)
    await world.plan_call("Announce now")
    assert review(world) == []
    await world.later(hours=10, minutes=30)
    (told,) = review(world)
    assert world.roles["coordinator"].mention in told.content


@pytest.mark.long
async def test_a_date_that_drafts_itself_late_and_at_night_waits_for_the_morning(
    world: World,
) -> None:
    await world.announce_call(repeats="monthly on the same weekday")
    world.clock.at = datetime(2027, 1, 8, 23, 0, tzinfo=UTC)
    await world.later()
    assert not [t for t in world.texts(world.channels["review"]) if "drafted itself" in t]
    await world.later(hours=10, minutes=30)
    (draft,) = [t for t in world.texts(world.channels["review"]) if "drafted itself" in t]
    assert world.roles["coordinator"].mention in draft


@pytest.mark.long
@pytest.mark.parametrize(
    ("at", "told"),
    [
        (datetime(2026, 12, 6, 12, 0, tzinfo=UTC), "today at 19:00"),
        (datetime(2026, 12, 6, 20, 0, tzinfo=UTC), "tomorrow at 9:30"),
        (datetime(2026, 12, 6, 2, 0, tzinfo=UTC), "today at 9:30"),
        (datetime(2026, 12, 7, 2, 0, tzinfo=UTC), "now"),
        (datetime(2026, 12, 8, 12, 0, tzinfo=UTC), "now"),
    ],
)
async def test_news_of_a_call_waits_for_the_day_unless_it_is_today_or_tomorrow(
    world: World, at: datetime, told: str
) -> None:
    await world.announce_call()
    world.clock.at = at
    changed = updated(await edit(world, time="20:00"))
    assert f"Nobody has answered yet; the call's thread will say it {told}" in changed
    assert len(news(world)) == (told == "now")
    await world.later(hours=14)
    assert len(news(world)) == 1


@pytest.mark.long
async def test_a_call_of_tomorrow_that_is_put_off_is_told_at_once(world: World) -> None:
    await world.announce_call()
    world.clock.at = DAY_BEFORE
    await edit(world, date="Tue 15 Dec")
    assert len(news(world)) == 1
    await cancel(world)
    assert len(news(world)) == 1


async def test_a_week_before_only_who_chose_it_is_reminded(world: World) -> None:
    announcement = await world.announce_call()
    for name in ("ria", "rob"):
        await world.press(name, announcement, "Going")
    chosen = await remind(world, "ria", "week")
    assert "7 days, 1 day, 1 hour and 10 minutes" in said(chosen)
    await world.until(datetime(2026, 12, 7, 19, 30, tzinfo=UTC))
    week, day = [t for t in world.texts(world.thread()) if " starts " in t]
    assert "in 7 days" in week
    assert world.people["ria"].mention in week
    assert world.people["rob"].mention not in week
    assert all(world.people[name].mention in day for name in ("ria", "rob"))


@pytest.mark.parametrize(("back", "weeks"), [("18:29", 1), ("18:31", 0)])
async def test_after_days_off_no_week_is_told_of_beside_the_day_before(
    world: World, back: str, weeks: int
) -> None:
    await world.press("ria", await world.announce_call(), "Going")
    await remind(world, "ria", "week")
    hour, minute = map(int, back.split(":"))
    world.clock.at = DAY_BEFORE.replace(hour=hour, minute=minute)
    await world.later()
    assert len([t for t in world.texts(world.thread()) if " starts " in t]) == weeks


async def test_who_chose_a_week_is_reminded_of_later_calls_until_they_choose_again(
    world: World,
) -> None:
    await world.slash("ria", "meeting next")
    await remind(world, "ria", "week")
    announcement = await world.announce_call()
    await world.press("ria", announcement, "Going")
    await remind(world, "ria", "thread")
    await world.until(datetime(2026, 12, 7, 19, 30, tzinfo=UTC))
    (day,) = [t for t in world.texts(world.thread()) if " starts " in t]
    assert "tomorrow" in day


@pytest.mark.long
@pytest.mark.parametrize(("away", "late"), [(False, False), (True, True)])
async def test_news_that_waited_for_its_time_of_day_is_not_late(
    world: World, away: bool, late: bool
) -> None:
    announcement = await world.announce_call()
    await world.press("ria", announcement, "Going")
    world.clock.at = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
    await edit(world, time="20:00")
    world.clock.at = datetime(2026, 11, 23, 11 if away else 9, 30, tzinfo=UTC)
    await world.later()
    (told,) = news(world)
    assert ("This is late" in told) == late
