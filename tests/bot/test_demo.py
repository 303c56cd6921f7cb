"""The demo's clock: whoever jumps ahead gets what is due on the way, and none of it late."""

from __future__ import annotations

import asyncio
import inspect
import re
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from discord.webhook.async_ import async_context
from simcord import ChannelHandle, Env

from bot.demo import words
from bot.demo.days import CALL_TIME, call_day, last_call_day, repeats_on
from bot.demo.lively import GOING, NUMBERS_RUNG, lively_world
from bot.demo.page import Seat, state_of
from bot.demo.server import DemoServer
from bot.demo.tour import Presses
from bot.demo.world import DemoScheduler, DemoWorld, QuickEnv
from bot.domain.dates import write_date
from bot.domain.meetings import Plan, Typed, plan
from bot.domain.reminders import USUAL, due
from bot.domain.rhythms import Series, next_wall, rule_for
from bot.domain.times import zone_named
from tests.fakes import Clock
from tests.world import answer, labels, text_of

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
TURNS = 10  # of the event loop: what rings has begun by then


def call_from(now: datetime) -> Plan:
    """Plan the demo's call as the demo does, with all that is asked of a coordinator's call."""
    day = call_day(now.astimezone(LONDON).date())
    return plan(Typed("Call", write_date(day), CALL_TIME, repeats=repeats_on(day)), now)


def reminders_of(call: Plan) -> list[datetime]:
    return [due(call.wall_start, call.zone, call.starts_at, before) for before in USUAL]


@pytest.mark.parametrize("start", STARTS, ids=str)
def test_every_reminder_of_the_demos_call_is_still_to_come(start: datetime) -> None:
    assert min(reminders_of(call_from(start.astimezone(UTC)))) > start


@pytest.mark.long
@pytest.mark.parametrize("at", TIMES, ids=str)
def test_on_any_day_the_demos_call_is_a_tuesday_at_least_eight_days_off(at: time) -> None:
    for number in range((LAST_DAY - FIRST_DAY).days + 1):
        today = FIRST_DAY + timedelta(days=number)
        now = datetime.combine(today, at, LONDON).astimezone(UTC)
        call = call_from(now)
        assert timedelta(days=8) <= call.starts_at - now <= timedelta(days=16), today
        assert f"{call.wall_start:%a %H:%M}" == "Tue 19:30", today


def test_on_any_day_last_months_call_is_the_one_before_in_its_series() -> None:
    for number in range((LAST_DAY - FIRST_DAY).days + 1):
        today = FIRST_DAY + timedelta(days=number)
        last, coming = last_call_day(today), call_day(today)
        rule, first = rule_for(repeats_on(coming), last), datetime.combine(last, time(19, 30))
        series = Series(1, "Call", 60, repeats_on(coming), first, LONDON, rule)
        assert next_wall(series, first) == datetime.combine(coming, time(19, 30)), today
        assert timedelta(days=13) <= today - last <= timedelta(days=26), today


async def shown_to(world: DemoWorld, name: str) -> dict[str, str]:
    """What stands in each place as this person sees it, with the card of their plan."""
    person = world.people[name]
    found = {str(place.name): _all(place) for place in world.places(person).values()}
    mine = await person.actor.slash(world.channels["general"], "mvp")
    if "Our plan" in labels(mine.response):
        plan = await person.actor.click(answer(mine), label="Our plan")
        found["plan"] = text_of(plan.response)
    return found


def _all(place: ChannelHandle) -> str:
    assert not [message for message in place.history() if message.flags.ephemeral]
    messages = [message for message in place.history() if message.components or message.content]
    return "\n".join(f"{text_of(each)} {[e.to_dict() for e in each.embeds]}" for each in messages)


def called(found: dict[str, str], name: str) -> list[str]:
    return [said for place, said in found.items() if place.startswith(name)]


async def assert_it_looks_lived_in(world: DemoWorld) -> None:
    amina, erin, grace = [await shown_to(world, name) for name in ("amina", "erin", "grace")]
    assert f"{len(GOING)} going, 1 maybe" in amina["announcements"]
    assert all(topic in amina["announcements"] for _, topic in words.TOPICS)
    assert any("**Notes of Monthly call" in said for said in called(amina, "Monthly call"))
    [answers] = called(amina, "Question")
    assert all(answer in answers for _, answer in words.ANSWERS)
    assert "A topic without a name waits" in amina["review"]
    assert "asked for" in erin["plan"]
    assert "plan" not in grace
    assert called(grace, "Hello")
    assert not called(erin, "Hello")
    async with world.bot.database.reading() as tx:
        ends = await tx.execute_fetchall("SELECT DISTINCT state FROM outbox")
    assert {row[0] for row in ends} <= {"sent", "waiting", "skipped", "cancelled"}


@pytest.mark.long
@pytest.mark.parametrize("start", [FRIDAY, CLOCKS_GO_BACK, LEAP_DAY], ids=str)
async def test_it_looks_lived_in_and_a_jump_over_the_call_brings_each_reminder_at_its_time(
    tmp_path: Path, start: datetime
) -> None:
    async with lively_world(tmp_path, Clock(start.astimezone(UTC))) as world:
        await assert_it_looks_lived_in(world)
        chloe, announcements = world.people["chloe"], world.channels["announcements"]
        await chloe.actor.click(announcements.history()[-2], label="Going")
        call = call_from(world.clock())
        await world.advance(call.starts_at + timedelta(hours=12))
        async with world.bot.database.reading() as tx:
            late = await tx.execute_fetchall(
                "SELECT kind FROM outbox WHERE state = 'sent' AND settled_at - due_at > 60"
            )
        assert [row[0] for row in late] == []
        thread = announcements.threads[-1]
        reminders = [message for message in thread.history() if " starts " in message.content]
    assert not any("late" in message.content for message in reminders)
    for message, at in zip(reminders, reminders_of(call), strict=True):
        assert abs(message.created_at - at) < timedelta(seconds=1)


@pytest.mark.long
async def test_two_people_look_at_one_place_at_once_and_a_mark_says_what_is_new(
    tmp_path: Path,
) -> None:
    async with lively_world(tmp_path, Clock(FRIDAY.astimezone(UTC))) as world:
        server = DemoServer()
        server.begin(world)
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
    assert re.search('#general<span id="new-general">, [1-9] new</span>', page)


@pytest.mark.long
async def test_the_next_thing_is_said_and_a_few_numbers_are_left_to_ring(tmp_path: Path) -> None:
    async with lively_world(tmp_path, Clock(FRIDAY.astimezone(UTC))) as world:
        following = (await state_of(world, Presses(world), Seat("chloe", "rep", 0)))["following"]
        (step,) = [each for each in world.bot.desk.first_steps if each.label == "Ring the next"]
        left = await step.left()
    assert re.fullmatch(r"Planned next: .+, \w+ \d+ \w+, \d\d:\d\d London time\..*", following)
    rung, of_all = map(int, re.findall(r"\d+", left)[:2])
    assert rung == NUMBERS_RUNG < of_all


async def test_what_the_demos_clock_rings_is_apart_but_can_answer_a_press() -> None:
    """Else whoever pressed is told nothing of what is carried out later, again and again."""
    rung: asyncio.Future[list[Any]] = asyncio.get_running_loop().create_future()
    mark = ContextVar("mark", default="apart")
    mark.set("the simulation's")
    adapter: Any = object()
    before = async_context.set(adapter)
    scheduler = DemoScheduler(Clock(FRIDAY.astimezone(UTC)))

    async def action() -> None:
        if not rung.done():
            rung.set_result([mark.get(), async_context.get()])

    scheduler.watch(action)
    scheduler.wake_at(FRIDAY.astimezone(UTC))
    async_context.reset(before)
    assert await asyncio.wait_for(rung, 10) == ["apart", adapter]
    scheduler.stop()


async def test_what_is_due_when_the_clock_was_moved_rings_right_after() -> None:
    """Meanwhile it would be overtaken, and then wait for the next minute."""
    rung = asyncio.Event()

    async def action() -> None:
        rung.set()

    scheduler = DemoScheduler(Clock(FRIDAY.astimezone(UTC)))
    scheduler.watch(action)
    async with scheduler.jumping():
        scheduler.wake_at(FRIDAY.astimezone(UTC))
        for _ in range(TURNS):
            await asyncio.sleep(0)
        assert not rung.is_set()
    await asyncio.wait_for(rung.wait(), 10)
    scheduler.stop()


def test_simcord_still_takes_how_long_it_rests_before_it_looks_again() -> None:
    """Else the demo would open, and answer some presses, a twentieth of a second later each."""
    ours, theirs = (inspect.signature(env._settle_internal) for env in (QuickEnv, Env))
    assert theirs.parameters["idle"].default > ours.parameters["idle"].default
