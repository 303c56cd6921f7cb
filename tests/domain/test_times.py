"""Times of day, and the nights when the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import AskError, UserError
from bot.domain.times import days_before, instant, read_zone, say_both, say_when, zone_named

LONDON = ZoneInfo("Europe/London")
FORWARD, BACK = date(2027, 3, 28), date(2026, 10, 25)


@pytest.mark.parametrize(
    ("day", "at", "hour_utc"),
    [
        (BACK - timedelta(days=1), time(19, 30), 18),
        (BACK, time(19, 30), 19),
        (FORWARD - timedelta(days=1), time(19, 30), 19),
        (FORWARD, time(19, 30), 18),
        (BACK, time(0, 59), 23),
        (BACK, time(2, 0), 2),
        (FORWARD, time(0, 59), 0),
        (FORWARD, time(2, 0), 1),
    ],
)
def test_wall_time_becomes_the_right_instant(day: date, at: time, hour_utc: int) -> None:
    assert instant(day, at, LONDON).hour == hour_utc


@pytest.mark.parametrize("at", [time(1, 0), time(1, 30), time(1, 59)])
def test_an_hour_that_comes_twice_or_not_at_all_is_refused(at: time) -> None:
    with pytest.raises(UserError, match="comes twice"):
        instant(BACK, at, LONDON)
    with pytest.raises(UserError, match="go forward"):
        instant(FORWARD, at, LONDON)


def test_days_are_counted_on_the_wall_clock() -> None:
    call = datetime(2026, 10, 27, 19, 30)
    assert days_before(call, LONDON, 1) == datetime(2026, 10, 26, 19, 30, tzinfo=UTC)
    assert days_before(call, LONDON, 7) == datetime(2026, 10, 20, 18, 30, tzinfo=UTC)


@given(st.integers(1, 30), st.dates(date(2026, 1, 1), date(2036, 12, 31)))
def test_a_reminder_days_before_shows_the_same_wall_time(days: int, day: date) -> None:
    wall = datetime.combine(day, time(19, 30))
    reminded = days_before(wall, LONDON, days).astimezone(LONDON)
    assert (reminded.hour, reminded.minute) == (19, 30)
    assert (day - reminded.date()).days == days


def test_times_are_told_on_the_wall_and_in_the_readers_zone() -> None:
    at = datetime(2026, 12, 8, 19, 30, tzinfo=UTC)
    said = "Tuesday 8 December, 19:30 London time (yours: <t:1796758200:t>)"
    assert say_both(at, LONDON, at) == said
    assert say_when(at, ZoneInfo("Etc/GMT"), at) == "Tuesday 8 December, 19:30 GMT"
    assert "20:30 Paris time" in say_both(at, ZoneInfo("Europe/Paris"), at)


@pytest.mark.parametrize("name", ["", "Europe/Nowhere", "../etc/passwd", "London time", "\0"])
def test_a_zone_that_does_not_exist_gets_an_example(name: str) -> None:
    with pytest.raises(UserError, match="`Europe/London`"):
        zone_named(name)


def test_the_year_is_told_whenever_it_is_not_this_one() -> None:
    at, zone = datetime(2027, 1, 1, 0, 30, tzinfo=UTC), ZoneInfo("Europe/Paris")
    assert say_when(at, LONDON, at) == "Friday 1 January, 00:30 London time"
    assert "1 January 2027, " in say_when(at, LONDON, at - timedelta(hours=1))
    assert "1 January, " in say_when(at, zone, at - timedelta(hours=1))  # 2027 has begun there


@pytest.mark.parametrize(
    "name", ["London", "BST", "uk", "UK time", " london time ", "Europe/London", "British Time"]
)
def test_what_people_call_the_time_of_london_is_understood(name: str) -> None:
    assert read_zone(name) == LONDON


@pytest.mark.parametrize("name", ["GMT", "gmt", "Greenwich Mean Time"])
def test_gmt_is_asked_about_with_both_readings(name: str) -> None:
    with pytest.raises(AskError) as asked:
        read_zone(name)
    zones = [read_zone(each.text) for each in asked.value.readings]
    june = datetime(2027, 6, 1, 12)
    assert [june.replace(tzinfo=zone).utcoffset() for zone in zones] == [
        timedelta(hours=1),
        timedelta(0),
    ]


@pytest.mark.parametrize("name", ["", "Europe/Nowhere", "soon", "\0"])
def test_a_zone_that_nobody_knows_gets_an_example(name: str) -> None:
    with pytest.raises(UserError, match="`Europe/London`"):
        read_zone(name)
