"""The announcement says when the clocks change and the call stays."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.calendars import ClockChange, change_between, say_change
from bot.domain.meetings import Meeting
from bot.domain.times import nearest_instant

LONDON = ZoneInfo("Europe/London")


def call(wall: datetime, *, series_id: int = 1, zone: ZoneInfo = LONDON) -> Meeting:
    at = nearest_instant(wall, zone)
    return Meeting(1, "Monthly call", wall, zone, at, 60, "", series_id=series_id)


def test_both_changes_of_a_year_are_found_on_their_nights() -> None:
    spring = change_between(date(2027, 1, 1), date(2027, 6, 1), LONDON)
    autumn = change_between(date(2027, 7, 1), date(2027, 12, 1), LONDON)
    assert spring == ClockChange(date(2027, 3, 28), forward=True)
    assert autumn == ClockChange(date(2027, 10, 31), forward=False)
    assert change_between(date(2027, 1, 1), date(2027, 12, 1), ZoneInfo("UTC")) is None


@pytest.mark.parametrize(
    ("wall", "sentence"),
    [
        (datetime(2026, 10, 13, 19, 30), "go back on Sunday 25 October; our call stays at 19:30"),
        (datetime(2026, 11, 10, 19, 30), "go back on Sunday 25 October; our call stays at 19:30"),
        (datetime(2026, 10, 29, 19, 30), "go back on Sunday 25 October"),
        (datetime(2027, 3, 9, 20, 0), "go forward on Sunday 28 March 2027; our call stays at"),
        (datetime(2027, 4, 29, 20, 0), "go forward on Sunday 28 March"),
        (datetime(2026, 12, 8, 19, 30), ""),
        (datetime(2027, 6, 8, 19, 30), ""),
    ],
)
def test_it_is_said_in_the_month_of_the_change_and_for_the_first_call_after_it(
    wall: datetime, sentence: str
) -> None:
    said = say_change(call(wall), datetime(2026, 9, 1, tzinfo=UTC))
    assert sentence in said
    assert bool(said) == bool(sentence)


def test_a_change_that_is_over_is_told_as_such() -> None:
    said = say_change(call(datetime(2026, 11, 10, 19, 30)), datetime(2026, 11, 1, tzinfo=UTC))
    assert "clocks went back on Sunday 25 October" in said


def test_a_single_call_speaks_of_its_own_month_only() -> None:
    now = datetime(2026, 9, 1, tzinfo=UTC)
    assert say_change(call(datetime(2026, 11, 10, 19, 30), series_id=0), now) == ""
    assert say_change(call(datetime(2026, 10, 13, 19, 30), series_id=0), now)


def test_elsewhere_the_clocks_of_that_place_count() -> None:
    new_york = ZoneInfo("America/New_York")
    wall = datetime(2027, 3, 9, 18, 0)
    said = say_change(call(wall, zone=new_york), datetime(2027, 2, 1, tzinfo=UTC))
    assert "forward on Sunday 14 March" in said
