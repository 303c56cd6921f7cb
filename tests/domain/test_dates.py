"""Dates as people write them."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.dates import nth_weekday, parse_date, suggest_dates, write_date
from bot.domain.errors import UserError

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Tue 8 Dec", date(2026, 12, 8)),
        ("tuesday 8th december", date(2026, 12, 8)),
        ("8/12/2026", date(2026, 12, 8)),
        ("8.12.26", date(2026, 12, 8)),
        ("8/12", date(2026, 12, 8)),
        ("2026-12-08", date(2026, 12, 8)),
        ("second Tuesday", date(2026, 12, 8)),
        ("last Thursday", date(2026, 11, 26)),
        ("first monday of march", date(2027, 3, 1)),
        ("today", TODAY),
        ("Tomorrow", date(2026, 11, 22)),
        ("Tue", date(2026, 11, 24)),
        ("next Saturday", date(2026, 11, 28)),
        ("20 Nov", date(2027, 11, 20)),
        ("29 Feb", date(2028, 2, 29)),
    ],
)
def test_a_date_is_read_as_it_is_meant_in_england(written: str, meant: date) -> None:
    assert parse_date(written, TODAY) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("8 Decmber", date(2026, 12, 8)),
        ("8 Deecmber", date(2026, 12, 8)),
        ("8 Jully", date(2027, 7, 8)),
        ("Tusday 8 Dec", date(2026, 12, 8)),
        ("Wednesay", date(2026, 11, 25)),
        ("next Thrusday", date(2026, 11, 26)),
        ("second Teusday of Marhc", date(2027, 3, 9)),
        ("tomorow", date(2026, 11, 22)),
        ("todya", TODAY),
    ],
)
def test_one_slip_of_the_finger_in_a_name_is_mended(written: str, meant: date) -> None:
    assert parse_date(written, TODAY) == meant


@pytest.mark.parametrize(
    "written",
    [
        "8 Juny",
        "tonday",
        "Munday",
        "8 Mey",
        "8 Jne",
        "8 Fberaury",
        "8 Septembr3",
        "tommorow",
        "fir",
    ],
)
def test_two_slips_or_two_names_equally_near_are_not_guessed(written: str) -> None:
    with pytest.raises(UserError, match=r"`Tue 8 Dec` or `8/12/2026`"):
        parse_date(written, TODAY)


@pytest.mark.parametrize("written", ["31 April", "30/2/2027", "0/1/2027", "1/13/2027"])
def test_a_day_that_does_not_exist_is_named_as_such(written: str) -> None:
    with pytest.raises(UserError, match="not in the calendar"):
        parse_date(written, TODAY)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("31 February", "There is no 31 February:"),
        ("31 Febuary", "There is no 31 February:"),
        ("31 Setember", "There is no 31 September:"),
        ("31/4", "There is no 31 April:"),
        ("29/2/2027", "There is no 29 February in 2027:"),
        ("29/2/27", "There is no 29 February in 2027:"),
    ],
)
def test_a_day_that_the_month_does_not_have_is_named(written: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        parse_date(written, TODAY)


@pytest.mark.parametrize("written", ["", "soon", "8", "fifth Tuesday", "x" * 4000, "\u202e8/12"])
def test_what_is_no_date_gets_two_examples(written: str) -> None:
    with pytest.raises(UserError, match=r"`Tue 8 Dec` or `8/12/2026`"):
        parse_date(written, TODAY)


def test_a_weekday_that_does_not_fit_the_date_is_pointed_out() -> None:
    with pytest.raises(UserError, match="Tuesday 8 December 2026"):
        parse_date("Wed 8 Dec", TODAY)


@given(st.dates(date(2020, 1, 1), date(2100, 1, 1)))
def test_a_date_that_was_written_is_read_back(day: date) -> None:
    assert parse_date(write_date(day), TODAY) == day


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_a_sentence(text: str) -> None:
    with contextlib.suppress(UserError):
        parse_date(text, TODAY)


@given(st.integers(2026, 2100), st.integers(1, 12), st.integers(0, 6))
def test_the_last_weekday_of_a_month_is_followed_by_none(year: int, month: int, day: int) -> None:
    last = nth_weekday(year, month, day, -1)
    fourth = nth_weekday(year, month, day, 4)
    assert last.weekday() == fourth.weekday() == day
    assert last.month == fourth.month == month
    assert (last - fourth).days in (0, 7)


def test_suggestions_are_whole_dates_that_can_be_read() -> None:
    for typed in ("", "tue", "8 dec", "8/12", "zzz"):
        for day in suggest_dates(typed, TODAY):
            assert day >= TODAY
            assert parse_date(write_date(day), TODAY) == day
    assert suggest_dates("8/12", TODAY)[0] == date(2026, 12, 8)
    assert suggest_dates("zzz", TODAY) == []
