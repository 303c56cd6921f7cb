"""When a moment of a rep's year falls due, and how that is said."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.library import Entry, Kind
from bot.domain.rep_year import check_months, falls_in, say_time_of_year, this_month


def moment(months: str, day: str = "", year: str = "", title: str = "A") -> Entry:
    return Entry("m", Kind.MOMENT, title, months=months, day=day, year=year)


@pytest.mark.parametrize(
    ("year", "day", "due"),
    [
        ("", date(2026, 12, 1), True),
        ("", date(2031, 1, 31), True),
        ("", date(2026, 11, 30), False),
        ("2026-27", date(2026, 12, 31), True),
        ("2026-27", date(2027, 1, 1), True),
        ("2026-27", date(2026, 1, 31), False),
        ("2026-27", date(2027, 12, 1), False),
        ("2027", date(2027, 1, 5), True),
        ("2027", date(2028, 1, 5), False),
    ],
)
def test_a_moment_falls_into_its_months_and_where_it_comes_once_its_year(
    year: str, day: date, due: bool
) -> None:
    assert falls_in(moment("12, 1", year=year), day) is due


def test_what_has_a_day_comes_first_and_what_goes_on_longest_last() -> None:
    long = moment("10, 11, 12", title="Long")
    moving = moment("11", "the date moves, look it up", title="Moving")
    dated = moment("11", "17 November", title="Dated")
    assert this_month([long, moving, dated], date(2026, 11, 3)) == [dated, moving, long]


@pytest.mark.parametrize(
    ("months", "day", "said"),
    [
        ("1, 2, 3", "", "January to March"),
        ("9, 10", "the date moves, look it up", "September, October; the date moves, look it up"),
        ("11", "17 November", "17 November"),
        ("12, 1", "", "December, January"),
    ],
)
def test_its_time_is_said_in_words(months: str, day: str, said: str) -> None:
    assert say_time_of_year(moment(months, day)) == said


@pytest.mark.parametrize("text", ["0", "13", "1, x", "１", "-1", "1;2"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no month"):
        check_months(text)
    check_months("1, 12")
