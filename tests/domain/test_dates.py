"""Dates as people write them."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.dates import nth_weekday, say_day, write_date
from bot.domain.errors import AskError, Reading, UserError
from bot.domain.written_dates import parse_date, suggest_dates

TODAY = date(2027, 3, 11)  # a Thursday; Easter Sunday is 28 March


def offered(written: str, today: date = TODAY) -> list[date]:
    """What is on the buttons of the question."""
    with pytest.raises(AskError) as asked:
        parse_date(written, today)
    return [parse_date(each.text, today) for each in asked.value.readings]


@pytest.mark.parametrize(
    "written",
    [
        *("Tue 6 Apr", "tuesday 6th april", "Tues 6 April", "TU 6 APR", "the 6th of April"),
        *("Tuesday the 6th of April", "April 6th", "Apr 6, 2027", "6th April 2027", "6 Apr '27"),
        *("6 Apr 27", "6-Apr-2027", "6/Apr/27", "6thApr", "6apr", "Tue. 6 Apr.", "(Tue) 6 Apr"),
        *("6 Apr, Tues", "next Tuesday 6 April", "6/4/2027", "06/04/27", "6.4.27", "6-4-27"),
        *("6 4 2027", "6 / 4 / 2027", "6/4", "6.4.", "Tue 6/4", "2027-04-06", "2027/4/6"),
        *("6 April 2027", "6\u2011Apr\u20112027", "6\u00a0Apr", "６ Apr", "on the 6th April"),
        *(
            "first Tuesday in April",
            "1st Tues of Apr",
            "first Tue of next month",
            "the sixth of April",
        ),
        *(
            "6/4/27 (Tue)",
            "06042027",
            "20270406",
            "6\\4\\2027",
            "6th of next month",
            "the 6th",
            "Tuesday 6th",
            "Tues 6",
        ),
    ],
)
def test_one_day_is_read_however_it_is_written(written: str) -> None:
    assert parse_date(written, TODAY) == date(2027, 4, 6)


@pytest.mark.parametrize(
    ("written", "days"),
    [
        *(("today", 0), ("tonight", 0), ("this evening", 0), ("tomorrow", 1), ("tmrw", 1)),
        *(
            ("2moro", 1),
            ("2day", 0),
            ("2 days", 2),
            ("tomorrow night", 1),
            ("day after tomorrow", 2),
            ("Friday", 1),
        ),
        *(("this Sat", 2), ("coming Sunday", 3), ("Weds", 6), ("Wed morning", 6), ("Tu", 5)),
        *(
            ("next Thursday", 7),
            ("a week today", 7),
            ("a week tomorrow", 8),
            ("week on Monday", 11),
        ),
        *(("Monday week", 11), ("a week on Mon", 11), ("a week from Monday", 11), ("Mon wk", 11)),
        *(("Tuesday next week", 5), ("next week Tuesday", 5), ("Thursday next week", 7)),
        *(("fortnight today", 14), ("a fortnight on Friday", 15), ("two weeks on Friday", 15)),
        *(("in a week", 7), ("in two weeks", 14), ("2 weeks' time", 14), ("two weeks", 14)),
        *(
            ("in 10 days", 10),
            ("in a fortnight", 14),
            ("a month today", 31),
            ("3 weeks from today", 21),
            ("in a month", 31),
        ),
        *(("last day of the month", 20), ("the 12th", 1), ("the 10th", 30), ("second Tues", 33)),
        *(("last Friday of the month", 15), ("third Thurs", 7), ("2nd Thurs of the month", 0)),
    ],
)
def test_days_are_counted_from_today(written: str, days: int) -> None:
    assert parse_date(written, TODAY) == TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Christmas Eve 2027", date(2027, 12, 24)),
        ("xmas day 2028", date(2028, 12, 25)),
        ("New Year\u2019s Eve 2027", date(2027, 12, 31)),
        ("halloween", date(2027, 10, 31)),
        ("Good Friday", date(2027, 3, 26)),
        ("Easter Monday", date(2027, 3, 29)),
        ("bonfire night", date(2027, 11, 5)),
    ],
)
def test_a_day_with_a_name_is_understood(written: str, meant: date) -> None:
    assert parse_date(written, TODAY) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("8 Decmber", date(2027, 12, 8)),
        ("8 Jully", date(2027, 7, 8)),
        ("2 Febuary 2028", date(2028, 2, 2)),
        ("2 Feburary 2028", date(2028, 2, 2)),
        ("Teusday 6 Apirl", date(2027, 4, 6)),
        ("Wensday", date(2027, 3, 17)),
        ("next Thrusday", date(2027, 3, 18)),
        ("tomorow", date(2027, 3, 12)),
        ("tommorow", date(2027, 3, 12)),
        ("8 Septmebr", date(2027, 9, 8)),
        ("a fortnite today", date(2027, 3, 25)),
    ],
)
def test_slips_of_the_finger_in_a_name_are_mended(written: str, meant: date) -> None:
    assert parse_date(written, TODAY) == meant


@pytest.mark.parametrize(
    "written",
    [
        *("", "?", "soon", "soonish", "8", "fifth Tuesday", "x" * 4000, "8 or 9 Dec", "Tuesdays"),
        *("every Tuesday", "mid December", "end of the month", "asap", "Dec 2027", "not Tuesday"),
        *(
            "8 Juny",
            "Munday",
            "8 Mey",
            "8 Jne",
            "8 Septembr3",
            "Christmas",
            "a few weeks",
            "8th 9th",
        ),
        *("next week", "w/c 7 Apr", "week commencing 7 April", "this week", "next month"),
    ],
)
def test_what_is_no_day_gets_two_examples(written: str) -> None:
    with pytest.raises(UserError, match=r"`Tue 8 Dec` or `8/12/2026`") as refused:
        parse_date(written, TODAY)
    assert not isinstance(refused.value, AskError)


@pytest.mark.parametrize("sign", ["\u202e", "\u2067", "\u200f"])
def test_a_date_with_a_sign_that_turns_it_round_is_not_read(sign: str) -> None:
    with pytest.raises(UserError, match="cannot be seen"):
        parse_date(f"{sign}8/12", TODAY)
    assert parse_date("8\u200b/12", TODAY) == date(2027, 12, 8)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("31 June", "There is no 31 June:"),
        ("31 Febuary", "There is no 31 February:"),
        ("31/4", "There is no 31 April:"),
        ("29/2/2027", "There is no 29 February in 2027:"),
        ("29 Feb 27", "There is no 29 February in 2027:"),
        ("0/1/2027", "not in the calendar"),
        ("13/13", "not in the calendar"),
        ("the 32nd", "No month has a day 32"),
        ("fifth Friday of March", "March 2027 has four Fridays"),
    ],
)
def test_a_day_that_does_not_exist_is_named(written: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        parse_date(written, TODAY)


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("next Friday", [1, 8]),
        ("next Wed", [6, 13]),
        ("Friday next", [1, 8]),
        ("Thursday", [0, 7]),
        ("this Thursday", [0, 7]),
        ("Friday after next", [8, 15]),
        ("a week on Thursday", [7, 14]),
        ("Friday in a week", [1, 8]),
        ("Thu in a week's time", [7, 14]),
        ("the 11th", [0, 31]),
        ("last Friday", [15]),
        ("Sunday next week", [3, 10]),
        ("8-4", [28]),
        ("Tue 7 Apr", [26, 27]),
        ("Sun 12 Mar", [1, 3]),
    ],
)
def test_what_may_be_two_days_is_asked_with_both(written: str, days: list[int]) -> None:
    assert sorted(offered(written)) == [TODAY + timedelta(days=n) for n in days]


def test_a_month_first_is_asked_about() -> None:
    assert offered("12/25") == [date(2027, 12, 25)]


def test_the_question_says_what_does_not_agree() -> None:
    with pytest.raises(AskError, match="6 April is a Tuesday, not a Wednesday"):
        parse_date("Wed 6 April", TODAY)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("10 March", date(2028, 3, 10)),
        ("1/2", date(2028, 2, 1)),
        ("11 Dec", date(2027, 12, 11)),
        ("12 Dec", date(2027, 12, 12)),
        ("Valentine's Day", date(2028, 2, 14)),
        ("Christmas Eve", date(2027, 12, 24)),
        ("first Tues in March", date(2028, 3, 7)),
    ],
)
def test_a_day_that_passed_in_the_last_three_months_is_asked_about(
    written: str, asked: date
) -> None:
    assert offered(written) == [asked]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("11 March", TODAY), ("10 Dec", date(2027, 12, 10)), ("8 Nov", date(2027, 11, 8))],
)
def test_a_day_further_back_means_the_next_one(written: str, meant: date) -> None:
    assert parse_date(written, TODAY) == meant


def test_a_leap_day_that_is_far_off_is_asked_about() -> None:
    assert parse_date("29 Feb", TODAY) == date(2028, 2, 29)
    assert offered("29 Feb", date(2028, 7, 1)) == [date(2032, 2, 29), date(2029, 2, 28)]


def test_a_year_that_was_written_is_taken_at_its_word() -> None:
    assert parse_date("10 March 2027", TODAY) == date(2027, 3, 10)
    assert parse_date("8/12/2062", TODAY) == date(2062, 12, 8)


@given(st.dates(date(2020, 1, 1), date(2099, 12, 31)))
def test_a_date_that_was_written_is_read_back(day: date) -> None:
    assert parse_date(write_date(day), TODAY) == day
    assert parse_date(f"{day:%d/%m/%Y}", TODAY) == day
    assert parse_date(day.isoformat(), TODAY) == day


@given(st.dates(date(2026, 1, 1), date(2037, 1, 1)), st.integers(0, 400))
def test_a_day_of_the_coming_year_is_read_back_as_it_is_said(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    with contextlib.suppress(AskError):
        assert parse_date(say_day(day, today), today) == day


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_a_sentence(text: str) -> None:
    with contextlib.suppress(UserError):
        parse_date(text, TODAY)


@given(
    st.text("0123456789/.- stndrhuefwkoaxb'", max_size=20),
    st.dates(date(2026, 1, 1), date(2029, 1, 1)),
)
def test_every_button_of_a_question_is_read_without_another(text: str, today: date) -> None:
    readings: tuple[Reading, ...] = ()
    try:
        parse_date(text, today)
    except AskError as asked:
        readings = asked.readings
    except UserError:
        pass
    assert len(readings) <= 3
    assert all(parse_date(each.text, today) >= today for each in readings)


def test_a_day_is_said_with_the_year_whenever_it_is_not_this_one() -> None:
    assert say_day(date(2027, 12, 7), TODAY) == "Tuesday 7 December"
    assert say_day(date(2028, 1, 4), TODAY) == "Tuesday 4 January 2028"


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
    assert suggest_dates("8/12", TODAY)[0] == date(2027, 12, 8)
    assert suggest_dates("next Friday", TODAY)[:2] == [date(2027, 3, 12), date(2027, 3, 19)]
    assert suggest_dates("zzz", TODAY) == []
