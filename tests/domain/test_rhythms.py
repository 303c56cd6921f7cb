"""The days and hours of check-in prompts."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import UserError
from bot.domain.rhythms import (
    Every,
    Rhythm,
    begin,
    month_before,
    month_of,
    next_prompt,
    pause_until,
    prompts,
    rest_until,
)

LONDON = "Europe/London"
SATURDAY = datetime(2026, 11, 21, 10, tzinfo=UTC)


def walls(rhythm: Rhythm, after: datetime, until: datetime, pause: date | None = None) -> list[str]:
    zone = ZoneInfo(rhythm.zone)
    found = prompts(rhythm, after, until, pause)
    return [f"{at.astimezone(zone):%a %d %b %H:%M}" for at in found]


def first_days(rhythm: Rhythm) -> list[date]:
    start = day_before(rhythm)
    return [at.date() for at in prompts(rhythm, start, start + timedelta(days=100))[:3]]


def day_before(rhythm: Rhythm) -> datetime:
    return datetime.combine(rhythm.first, time(0), UTC) - timedelta(days=1)


def test_a_weekly_prompt_stays_at_eight_when_the_clocks_go_forward() -> None:
    rhythm = Rhythm(Every.WEEK, date(2027, 3, 17), time(20), LONDON)
    found = prompts(rhythm, datetime(2027, 3, 20, tzinfo=UTC), datetime(2027, 4, 2, tzinfo=UTC))
    assert [at.hour for at in found] == [20, 19]


def test_a_weekly_prompt_stays_at_eight_when_the_clocks_go_back() -> None:
    rhythm = Rhythm(Every.WEEK, date(2026, 10, 20), time(20), LONDON)
    found = prompts(rhythm, datetime(2026, 10, 20, tzinfo=UTC), datetime(2026, 10, 28, tzinfo=UTC))
    assert [at.hour for at in found] == [19, 20]


def test_a_time_that_the_spring_night_leaves_out_comes_once_an_hour_later() -> None:
    rhythm = Rhythm(Every.WEEK, date(2027, 3, 21), time(1, 30), LONDON)
    found = walls(rhythm, datetime(2027, 3, 20, tzinfo=UTC), datetime(2027, 4, 5, tzinfo=UTC))
    assert found == ["Sun 21 Mar 01:30", "Sun 28 Mar 02:30", "Sun 04 Apr 01:30"]


def test_a_time_that_the_autumn_night_has_twice_is_taken_once_the_first_time() -> None:
    rhythm = Rhythm(Every.WEEK, date(2026, 10, 25), time(1, 30), LONDON)
    found = prompts(rhythm, datetime(2026, 10, 24, tzinfo=UTC), datetime(2026, 10, 31, tzinfo=UTC))
    assert found == [datetime(2026, 10, 25, 0, 30, tzinfo=UTC)]


def test_a_fortnight_is_every_second_week_of_the_first_day() -> None:
    rhythm = Rhythm(Every.FORTNIGHT, date(2026, 12, 22), time(9), LONDON)
    assert first_days(rhythm) == [date(2026, 12, 22), date(2027, 1, 5), date(2027, 1, 19)]


@pytest.mark.parametrize(
    ("first", "later"),
    [
        (date(2026, 11, 10), [date(2026, 12, 8), date(2027, 1, 12)]),
        (date(2026, 11, 30), [date(2026, 12, 28), date(2027, 1, 25)]),
        (date(2026, 12, 29), [date(2027, 1, 26), date(2027, 2, 23)]),
    ],
    ids=["the second Tuesday", "a fifth Monday means the last", "the fifth Tuesday of December"],
)
def test_a_month_keeps_the_place_of_the_weekday(first: date, later: list[date]) -> None:
    assert first_days(Rhythm(Every.MONTH, first, time(9), LONDON)) == [first, *later]


@pytest.mark.parametrize(("at", "first"), [(time(20), 21), (time(9), 28), (time(10), 28)])
def test_with_a_day_the_first_prompt_is_the_next_such_time(at: time, first: int) -> None:
    assert begin(Every.WEEK, 5, at, LONDON, SATURDAY).first == date(2026, 11, first)


def test_no_prompt_comes_in_a_pause_and_the_first_day_after_it_has_one() -> None:
    rhythm = Rhythm(Every.WEEK, date(2026, 12, 1), time(20), LONDON)
    found = walls(rhythm, SATURDAY, SATURDAY + timedelta(days=40), date(2026, 12, 22))
    assert found == ["Tue 22 Dec 20:00", "Tue 29 Dec 20:00"]


def test_the_next_prompt_is_found_even_at_the_end_of_a_year_of_rest() -> None:
    rhythm = Rhythm(Every.MONTH, date(2026, 12, 1), time(20), LONDON)
    assert next_prompt(rhythm, SATURDAY, date(2027, 11, 22)).date() == date(2027, 12, 7)


@pytest.mark.parametrize(
    "day",
    [date(2026, 11, 20), date(2026, 11, 21), date(2027, 11, 23)],
    ids=["past", "today", "far"],
)
def test_a_pause_that_makes_no_sense_gets_a_sentence(day: date) -> None:
    with pytest.raises(UserError, match=r"already over|a year at most"):
        pause_until(day, date(2026, 11, 21))


@pytest.mark.parametrize("day", [date(2026, 11, 22), date(2027, 11, 22)])
def test_a_pause_may_last_from_a_day_to_a_year(day: date) -> None:
    assert pause_until(day, date(2026, 11, 21)) == day


@pytest.mark.parametrize(
    ("length", "until"),
    [("week", "2026-12-08"), ("fortnight", "2026-12-15"), ("month", "2027-01-01")],
)
def test_a_rest_has_a_length(length: str, until: str) -> None:
    assert rest_until(length, " ", date(2026, 12, 1)) == date.fromisoformat(until)


def test_a_month_from_the_last_of_january_ends_with_february() -> None:
    assert rest_until("month", "", date(2027, 1, 31)) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("length", "written", "told"),
    [
        ("", "", "how long"),
        ("year", "", "how long"),
        ("date", "", "Write the date"),
        ("week", "Monday", "as well"),
        ("date", "soon", "date"),
    ],
)
def test_a_rest_that_is_not_clear_is_asked_back(length: str, written: str, told: str) -> None:
    with pytest.raises(UserError, match=told):
        rest_until(length, written, date(2026, 12, 1))


def test_a_month_is_the_month_on_the_wall() -> None:
    assert month_of(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), LONDON) == "2026-07"
    assert [month_before("2026-11"), month_before("2027-01")] == ["2026-10", "2026-12"]


zones = st.sampled_from([LONDON, "Europe/Dublin", "Australia/Lord_Howe", "America/New_York"])
rhythms = st.builds(
    Rhythm,
    st.sampled_from(list(Every)),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.times().map(lambda at: at.replace(second=0, microsecond=0, tzinfo=None)),
    zones,
)


@given(rhythms)
def test_a_year_of_prompts_is_in_order_on_the_right_weekday_and_at_the_right_hour(
    rhythm: Rhythm,
) -> None:
    start = day_before(rhythm)
    found = prompts(rhythm, start, start + timedelta(days=365))
    assert found == sorted(set(found))
    for at in found:
        wall = at.astimezone(ZoneInfo(rhythm.zone))
        there = wall.replace(tzinfo=None)
        asked = datetime.combine(wall.date(), rhythm.at)
        assert wall.weekday() == rhythm.first.weekday() or rhythm.at > time(22)
        assert abs(there - asked) <= timedelta(hours=1) or wall.date() != asked.date()


@given(rhythms, st.integers(1, 300))
def test_planning_in_pieces_gives_the_same_prompts_as_planning_at_once(
    rhythm: Rhythm, cut: int
) -> None:
    start = day_before(rhythm)
    middle, end = start + timedelta(days=cut), start + timedelta(days=365)
    pieces = prompts(rhythm, start, middle) + prompts(rhythm, middle, end)
    assert pieces == prompts(rhythm, start, end)
