"""The demo's clock: whoever jumps ahead gets what is due on the way, and none of it late."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.demo.server import DemoServer, state_of
from bot.demo.world import CALL_TIME, NUMBERS_RUNG, call_day, fill, open_world, repeats_on
from bot.domain.dates import write_date
from bot.domain.meetings import Plan, Typed, plan
from bot.domain.reminders import USUAL, due
from bot.domain.times import zone_named
from tests.fakes import Clock

LONDON = zone_named("Europe/London")
WEEK = tuple(datetime(2026, 11, 23 + weekday, 12, tzinfo=LONDON) for weekday in range(7))
FRIDAY = WEEK[4]
CLOCKS_GO_FORWARD = datetime(2027, 3, 28, 0, 30, tzinfo=LONDON)
CLOCKS_GO_BACK = datetime(2027, 10, 31, 0, 20, tzinfo=LONDON)
LEAP_DAY = datetime(2028, 2, 29, 12, tzinfo=LONDON)
NEW_YEARS_EVE = datetime(2026, 12, 31, 12, tzinfo=LONDON)
STARTS = (*WEEK, CLOCKS_GO_FORWARD, CLOCKS_GO_BACK, LEAP_DAY, NEW_YEARS_EVE)
FIRST_DAY, LAST_DAY = date(2026, 1, 1), date(2032, 12, 31)
TIMES = (time(0), time(12), time(23, 59))


def call_from(now: datetime) -> Plan:
    """Plan the demo's call as the demo does, with all that is asked of a coordinator's call."""
    day = call_day(now.astimezone(LONDON).date())
    return plan(Typed("Call", write_date(day), CALL_TIME, repeats=repeats_on(day)), now)


def reminders_of(call: Plan) -> list[datetime]:
    return [due(call.wall_start, call.zone, call.starts_at, before) for before in USUAL]


@pytest.mark.parametrize("start", STARTS, ids=str)
def test_every_reminder_of_the_demos_call_is_still_to_come(start: datetime) -> None:
    assert min(reminders_of(call_from(start.astimezone(UTC)))) > start


@pytest.mark.parametrize("at", TIMES, ids=str)
def test_on_any_day_the_demos_call_is_a_tuesday_at_least_eight_days_off(at: time) -> None:
    for number in range((LAST_DAY - FIRST_DAY).days + 1):
        today = FIRST_DAY + timedelta(days=number)
        now = datetime.combine(today, at, LONDON).astimezone(UTC)
        call = call_from(now)
        assert timedelta(days=8) <= call.starts_at - now <= timedelta(days=16), today
        assert f"{call.wall_start:%a %H:%M}" == "Tue 19:30", today


@pytest.mark.parametrize("start", [FRIDAY, CLOCKS_GO_BACK, LEAP_DAY], ids=str)
async def test_a_jump_over_the_call_brings_each_reminder_at_its_time(
    tmp_path: Path, start: datetime
) -> None:
    async with open_world(tmp_path, Clock(start.astimezone(UTC))) as world:
        await fill(world)
        chloe = world.people["chloe"]
        (announcement,) = [m for m in world.channels["announcements"].history() if m.components]
        await chloe.actor.click(announcement, label="Going")
        call = call_from(world.clock())
        await DemoServer(world).advance(call.starts_at + timedelta(hours=12))
        async with world.bot.database.reading() as tx:
            late = await tx.execute_fetchall(
                "SELECT kind FROM outbox WHERE state = 'sent' AND settled_at - due_at > 60"
            )
        assert [row[0] for row in late] == []
        (thread,) = world.channels["announcements"].threads
        reminders = [message for message in thread.history() if " starts " in message.content]
    assert not any("late" in message.content for message in reminders)
    for message, at in zip(reminders, reminders_of(call), strict=True):
        assert abs(message.created_at - at) < timedelta(seconds=1)


async def test_two_people_look_at_one_place_at_once_and_a_mark_says_what_is_new(
    tmp_path: Path,
) -> None:
    async with open_world(tmp_path, Clock(FRIDAY.astimezone(UTC))) as world:
        await fill(world)
        server = DemoServer(world)
        async with TestClient(TestServer(server.app())) as browser:
            shown = [
                await browser.get("/open", params=as_one, allow_redirects=False)
                for as_one in ({"as": who, "at": "start-here"} for who in ("chloe", "dana"))
            ]
            elsewhere = await browser.get(
                "/open", params={"as": "chloe", "at": "dm"}, allow_redirects=False
            )
            page = await (await browser.get("/", params={"as": "chloe"})).text()
        await server.stop()
    first, second, third = (each.headers["Location"] for each in (*shown, elsewhere))
    assert first == second != third
    assert '#start-here<span id="new-start-here"></span>' in page
    assert re.search('#announcements<span id="new-announcements">, [1-9] new</span>', page)


async def test_the_next_thing_says_what_comes_and_when(tmp_path: Path) -> None:
    async with open_world(tmp_path, Clock(FRIDAY.astimezone(UTC))) as world:
        await fill(world)
        following = (await state_of(world, "chloe"))["following"]
    assert re.fullmatch(r"The next thing I do: .+, \w+ \d+ \w+, \d\d:\d\d London time\.", following)


async def test_most_numbers_have_been_rung_and_a_few_are_left_to_try(tmp_path: Path) -> None:
    async with open_world(tmp_path, Clock(FRIDAY.astimezone(UTC))) as world:
        await fill(world)
        (step,) = [each for each in world.bot.desk.first_steps if each.label == "Ring the next"]
        left = await step.left()
    rung, of_all = map(int, re.findall(r"\d+", left)[:2])
    assert rung == NUMBERS_RUNG < of_all
