"""A simulated year of check-ins for two dozen people, with restarts and a moved clock."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.checkins import Step
from bot.domain.rhythms import Every, Rhythm
from tests.services.checkin_services import LONDON, World, utc

ZONE = ZoneInfo(LONDON)
START, END = utc("2026-11-22 09:00"), utc("2027-11-22 09:00")
PEOPLE = range(501, 525)


def rhythm_of(person: int) -> Rhythm:
    """Forty different rhythms; some at half past one at night, when clocks change."""
    dice = random.Random(person)
    every = list(Every)[person % 3]
    first = date(2026, 11, 23) + timedelta(days=dice.randrange(14))
    night = person % 10 == 0
    if night:
        first = date(2026, 11, 29)
    at = time(1, 30) if night else time(dice.randrange(7, 22), dice.choice([0, 15, 30]))
    return Rhythm(every, first, at, LONDON)


def is_day_of(rhythm: Rhythm, day: date) -> bool:
    """The plain meaning of a rhythm, written without the code under test."""
    if day < rhythm.first or day.weekday() != rhythm.first.weekday():
        return False
    if rhythm.every is Every.MONTH:
        if rhythm.first.day > 28:
            return (day + timedelta(days=7)).month != day.month
        return (day.day + 6) // 7 == (rhythm.first.day + 6) // 7
    return (day - rhythm.first).days % (7 if rhythm.every is Every.WEEK else 14) == 0


def expected(rhythm: Rhythm) -> list[str]:
    """What the wall clock shows at each prompt of the year."""
    found = []
    for n in range(365):
        day = date(2026, 11, 22) + timedelta(days=n)
        if is_day_of(rhythm, day):
            gap = day == date(2027, 3, 28) and rhythm.at.hour == 1
            found.append(f"{day} {'02:30' if gap else rhythm.at.strftime('%H:%M')}")
    return found


def on_the_wall(instants: list[datetime]) -> list[str]:
    return [f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}" for at in instants]


@pytest.mark.long
async def test_a_year_for_two_dozen_people_with_restarts_pauses_and_silence(tmp_path: Path) -> None:
    silent, resting = set(PEOPLE[:4]), PEOPLE[4:16]
    world = await World(tmp_path, START, answering=set(PEOPLE) - silent).start()
    for person in PEOPLE:
        await world.checkins.opt_in(person, rhythm_of(person))
    pauses: dict[int, tuple[datetime, date]] = {}
    dice = random.Random(6)
    while world.now < END:
        await world.run_until(min(END, world.now + timedelta(hours=dice.randrange(400, 1200))))
        for person in resting[len(pauses) : len(pauses) + 2]:
            checkin = await world.checkins.of_person(person)
            assert checkin is not None
            until = (world.now + timedelta(days=dice.randrange(20, 90))).date()
            await world.checkins.pause(checkin, until)
            pauses[person] = (world.now, until)
        await world.down_for(0)
    for person in set(PEOPLE) - silent:
        wanted = outside(expected(rhythm_of(person)), pauses.get(person))
        assert on_the_wall(world.prompts_of(person)) == wanted
    for person in silent:
        steps = [step for who, _, step in world.received if who == person]
        assert steps == [Step.ASK, Step.ASK, Step.SAY_QUIET]
    assert len(pauses) >= 10
    await world.stop()


def outside(wanted: list[str], pause: tuple[datetime, date] | None) -> list[str]:
    """Leave out what falls into a pause."""
    if pause is None:
        return wanted
    begin = f"{pause[0].astimezone(ZONE):%Y-%m-%d %H:%M}"
    return [each for each in wanted if each <= begin or each >= f"{pause[1]}"]
