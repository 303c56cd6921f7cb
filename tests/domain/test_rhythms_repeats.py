"""Repeats: the wall time stays through every clock change, no date is doubled or left out."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.dates import nth_weekday
from bot.domain.errors import UserError
from bot.domain.rhythms import (
    FORTNIGHTLY,
    LAST_WEEKDAY,
    ONCE,
    REPEATS,
    SAME_WEEKDAY,
    WEEKLY,
    FifthWeekdayError,
    Series,
    next_wall,
    rule_for,
    say_repeats,
)
from bot.domain.times import nearest_instant

LONDON = ZoneInfo("Europe/London")
ZONES = ("Europe/London", "Europe/Dublin", "America/New_York", "Australia/Lord_Howe", "UTC")
MONTHS = [(year, month) for year in range(2026, 2037) for month in range(1, 13)]
HALF_PAST_SEVEN = time(19, 30)


def series(repeats: str, first: datetime, zone: ZoneInfo = LONDON) -> Series:
    return Series(1, "Monthly call", 60, repeats, first, zone, rule_for(repeats, first.date()))


def walls(of: Series, count: int) -> list[datetime]:
    found = [of.first_wall]
    while len(found) < count:
        following = next_wall(of, found[-1])
        assert following is not None
        found.append(following)
    return found


@pytest.mark.parametrize(
    ("repeats", "weekday", "nth"), [(SAME_WEEKDAY, 1, 2), (LAST_WEEKDAY, 3, -1)]
)
def test_every_month_from_2026_to_2036_has_its_call_at_half_past_seven_local(
    repeats: str, weekday: int, nth: int
) -> None:
    first = datetime.combine(nth_weekday(2026, 1, weekday, nth), HALF_PAST_SEVEN)
    found = walls(series(repeats, first), len(MONTHS))
    expected = [nth_weekday(year, month, weekday, nth) for year, month in MONTHS]
    assert [wall.date() for wall in found] == expected
    for wall in found:
        local = nearest_instant(wall, LONDON).astimezone(LONDON)
        assert (local.date(), local.time()) == (wall.date(), HALF_PAST_SEVEN)


def test_the_instants_move_by_an_hour_so_that_the_wall_time_does_not() -> None:
    found = walls(series(SAME_WEEKDAY, datetime(2026, 10, 13, 19, 30)), 7)
    hours = [nearest_instant(wall, LONDON).hour for wall in found]
    assert hours == [18, 19, 19, 19, 19, 19, 18]


def test_a_weekly_call_in_both_change_nights_comes_once_each_week() -> None:
    for sunday, day in (("2027-03-28", 28), ("2027-10-31", 31)):
        change = datetime.fromisoformat(f"{sunday} 01:30")
        of = series(WEEKLY, change - timedelta(weeks=1))
        at = [nearest_instant(wall, LONDON) for wall in walls(of, 3)]
        assert at == sorted(set(at))
        assert at[1].astimezone(LONDON).day == day
        assert timedelta(days=6, hours=22) < at[1] - at[0] < timedelta(days=7, hours=2)


def test_a_fortnightly_call_in_new_york_stays_at_six_in_the_evening() -> None:
    zone = ZoneInfo("America/New_York")
    found = walls(series(FORTNIGHTLY, datetime(2026, 2, 24, 18), zone), 40)
    assert {(b - a).days for a, b in itertools.pairwise(found)} == {14}
    local = {nearest_instant(wall, zone).astimezone(zone).time() for wall in found}
    assert local == {time(18)}


def test_a_fifth_weekday_is_refused_with_the_last_one_as_a_way_out() -> None:
    with pytest.raises(FifthWeekdayError, match="last Tuesday of each month"):
        rule_for(SAME_WEEKDAY, date(2026, 12, 29))
    assert rule_for(LAST_WEEKDAY, date(2026, 12, 29)) == "FREQ=MONTHLY;BYDAY=-1TU"


def test_a_day_that_is_not_the_last_of_its_kind_is_refused_with_the_right_one() -> None:
    with pytest.raises(UserError, match="that is Tuesday 29 December"):
        rule_for(LAST_WEEKDAY, date(2026, 12, 8))


def test_once_has_no_rule_and_an_unknown_repeat_names_the_known_ones() -> None:
    assert rule_for(ONCE, date(2026, 12, 8)) == rule_for("", date(2026, 12, 8)) == ""
    with pytest.raises(UserError, match="fortnightly"):
        rule_for("yearly", date(2026, 12, 8))


def test_repeats_are_said_in_words() -> None:
    day = date(2026, 12, 8)
    assert say_repeats(SAME_WEEKDAY, day) == "on the second Tuesday of each month"
    assert say_repeats(LAST_WEEKDAY, day) == "on the last Tuesday of each month"
    assert say_repeats(WEEKLY, day) == "every week on Tuesday"
    assert say_repeats(FORTNIGHTLY, day) == "every two weeks on Tuesday"
    assert say_repeats(ONCE, day) == ""


@given(
    first=st.datetimes(datetime(2026, 1, 1), datetime(2036, 12, 31)),
    repeats=st.sampled_from(REPEATS[1:]),
    zone=st.sampled_from(ZONES),
)
def test_no_occurrence_is_doubled_left_out_or_off_by_an_hour(
    first: datetime, repeats: str, zone: str
) -> None:
    first = first.replace(second=0, microsecond=0)
    try:
        of = series(repeats, first, ZoneInfo(zone))
    except UserError:
        assert repeats in (SAME_WEEKDAY, LAST_WEEKDAY)
        return
    found = walls(of, 15)
    instants = [nearest_instant(wall, of.zone) for wall in found]
    assert instants == sorted(set(instants))
    months = [wall.year * 12 + wall.month for wall in found]
    for n, (wall, at) in enumerate(zip(found, instants, strict=True)):
        assert (wall.time(), wall.weekday()) == (first.time(), first.weekday())
        assert not _exists(wall, of.zone) or _local(at, of.zone) == wall
        if repeats in (WEEKLY, FORTNIGHTLY):
            assert wall - first == n * timedelta(weeks=1 if repeats == WEEKLY else 2)
        else:
            assert months[n] == months[0] + n


def _exists(wall: datetime, zone: ZoneInfo) -> bool:
    return wall in {
        _local(wall.replace(tzinfo=zone, fold=fold).astimezone(UTC), zone) for fold in (0, 1)
    }


def _local(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None)
