"""A day and a time of day, typed into one field or into two."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clock_times import write_time
from bot.domain.dates import write_date
from bot.domain.errors import AskError, SeveralError, UserError
from bot.domain.meetings import Typed, plan
from bot.domain.when import When, read_coming, read_when

TODAY = date(2027, 3, 11)  # a Thursday
NOW = datetime(2027, 3, 11, 12, tzinfo=UTC)
LONDON, PARIS = ZoneInfo("Europe/London"), ZoneInfo("Europe/Paris")


def read(day: str, at: str = "", zone: ZoneInfo = LONDON) -> When:
    return read_when(day, at, TODAY, zone)


def offered(day: str, at: str = "", zone: ZoneInfo = LONDON) -> list[When]:
    with pytest.raises(AskError) as asked:
        read(day, at, zone)
    assert asked.value.field == "when"
    return [read(each.text) for each in asked.value.readings]


@pytest.mark.parametrize(
    ("day", "at"),
    [
        *(("Tue 6 Apr, 7.30pm", ""), ("Tue 6 Apr 19:30", ""), ("6 April at 7.30pm", "")),
        *(("7.30pm on Tuesday 6 April", ""), ("6/4 1930", ""), ("6/4/27 @7.30pm", "")),
        *(("Tuesday the 6th of April, half seven in the evening", ""), ("6apr 730pm", "")),
        *(("Tues 6 April - 7.30pm", ""), ("6 Apr 27 19 30", ""), ("6 Apr 2027 1930hrs", "")),
        *(("6 Apr", "7.30pm"), ("6 Apr 7.30pm", "19:30"), ("6 Apr 7.30", "7.30pm")),
        *(("6 Apr 7.30pm", "7.30"), ("Tue 6 Apr", "7.30pm UK time"), ("6 Apr 7.30pm BST", "")),
        *(("6 April, 19:30 London time", ""), ("6 4 2027", "19 30")),
    ],
)
def test_day_and_time_are_read_together_or_apart(day: str, at: str) -> None:
    assert read(day, at) == When(date(2027, 4, 6), time(19, 30), 0)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("tomorrow night at 8", When(date(2027, 3, 12), time(20), 0)),
        ("tonight at 8", When(TODAY, time(20), 0)),
        ("Monday morning 9.30", When(date(2027, 3, 15), time(9, 30), 0)),
        ("Mon eve 7", When(date(2027, 3, 15), time(19), 0)),
        ("7 Tuesday evening", When(date(2027, 3, 16), time(19), 0)),
        ("Tues 7-8pm", When(date(2027, 3, 16), time(19), 60)),
        ("Tuesday 7.30pm to 9pm", When(date(2027, 3, 16), time(19, 30), 90)),
        ("a week on Monday, noon", When(date(2027, 3, 22), time(12), 0)),
        ("8 Dec 2030", When(date(2027, 12, 8), time(20, 30), 0)),
    ],
)
def test_a_part_of_the_day_and_a_range_may_stand_there(written: str, meant: When) -> None:
    assert read(written) == meant


@pytest.mark.parametrize(
    ("day", "at", "readings"),
    [
        ("next Friday", "7pm", [(12, 19), (19, 19)]),
        ("next Friday 7pm", "", [(12, 19), (19, 19)]),
        ("Fri 12 March", "7", [(12, 7), (12, 19)]),
        ("Fri 12 March 7", "", [(12, 7), (12, 19)]),
        ("Fri 12 March 7pm", "8pm", [(12, 19), (12, 20)]),
        ("Fri 12 March 10", "", [(12, 10), (12, 22)]),
    ],
)
def test_what_has_two_readings_is_asked_with_day_and_time(
    day: str, at: str, readings: list[tuple[int, int]]
) -> None:
    assert [(each.day.day, each.at.hour) for each in offered(day, at)] == readings


@pytest.mark.parametrize(("at", "day"), [("7pm", 18), ("11am", 18), ("noon", 18)])
def test_of_two_days_the_one_is_meant_on_which_the_time_is_to_come(at: str, day: int) -> None:
    evening = datetime(2027, 3, 11, 19, 0, tzinfo=UTC)
    for typed in ((f"Thursday at {at}", ""), ("Thursday", at)):
        assert read_coming(*typed, evening, LONDON).day == date(2027, 3, day)


@pytest.mark.parametrize("at", ["7.01pm", "8pm", "7.30"])  # half past seven in the morning is over
def test_what_is_still_to_come_on_both_days_or_at_two_times_is_asked(at: str) -> None:
    evening = datetime(2027, 3, 11, 19, 0, tzinfo=UTC)
    with pytest.raises(AskError):
        read_coming(f"Thursday at {at}", "", evening, LONDON)


def test_two_questions_are_asked_one_after_the_other() -> None:
    with pytest.raises(AskError) as first:
        read("next Friday", "7.30")
    with pytest.raises(AskError) as second:
        read(first.value.readings[1].text)
    [_, evening] = [read(each.text) for each in second.value.readings]
    assert evening == When(date(2027, 3, 19), time(19, 30), 0)


@pytest.mark.parametrize(
    ("day", "at", "sentence"),
    [
        ("", "", "On which day"),
        ("7.30pm", "", "On which day"),
        ("8 Dec", "", "At what time"),
        ("next Friday", "", "At what time"),
        ("soonish", "", "could not read that day and time"),
        ("31 Feb 7pm", "", "There is no 31 February"),
        ("8 Dec 25:00", "", "could not read"),
        ("yesterday 7pm", "", "Wednesday 10 March 2027 has already passed"),
        ("10 March 2027, 7pm", "", "Wednesday 10 March 2027 has already passed"),
    ],
)
def test_what_is_missing_or_cannot_be_is_said(day: str, at: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence) as refused:
        read(day, at)
    assert not isinstance(refused.value, AskError)


def test_two_mistakes_are_named_at_once() -> None:
    with pytest.raises(SeveralError) as refused:
        read("31 Feb", "25:00")
    assert len(refused.value.found) == 2


@pytest.mark.parametrize("written", ["8 Dec 7pm GMT", "8 Dec 7pm UTC"])
def test_gmt_in_winter_is_london_time(written: str) -> None:
    assert read(written) == When(date(2027, 12, 8), time(19), 0)


def test_gmt_in_summer_is_asked_about_with_both() -> None:
    asked = offered("8 June 7pm GMT")
    assert [(each.day.day, each.at) for each in asked] == [(8, time(19)), (8, time(20))]
    assert offered("8 June", "11.30pm GMT")[1].day == date(2027, 6, 9)


def test_london_time_is_not_taken_for_the_time_of_another_zone() -> None:
    with pytest.raises(UserError, match="Paris time"):
        read("8 Dec 7pm UK time", zone=PARIS)


@pytest.mark.parametrize(
    ("zone", "repeats", "date_typed", "understood"),
    [
        ("GMT", "once", "8 Dec", True),
        ("GMT", "once", "8 June", False),
        ("GMT", "weekly", "8 Dec", False),
        ("BST", "once", "8 June", True),
        ("London", "weekly", "8 Dec", True),
    ],
)
def test_gmt_as_the_zone_is_understood_only_where_it_cannot_differ(
    zone: str, repeats: str, date_typed: str, understood: bool
) -> None:
    typed = Typed("Call", date_typed, "7pm", repeats=repeats, zone=zone)
    if understood:
        assert plan(typed, NOW).zone == LONDON
    else:
        with pytest.raises(AskError) as asked:
            plan(typed, NOW)
        assert asked.value.field == "zone"


def test_a_range_says_the_length_and_a_length_that_differs_is_asked_about() -> None:
    assert plan(Typed("Call", "8 Dec 7pm"), NOW).length_minutes == 60
    assert plan(Typed("Call", "8 Dec 7-8.30pm"), NOW).length_minutes == 90
    assert plan(Typed("Call", "8 Dec 7-8.30pm", length="90"), NOW).length_minutes == 90
    with pytest.raises(AskError, match="90 minutes, and the length says 60") as asked:
        plan(Typed("Call", "8 Dec 7-8.30pm", length="60"), NOW)
    longer, shorter = asked.value.readings
    assert (longer.field, longer.text) == ("length", "90")
    assert plan(Typed("Call", shorter.text, length="60"), NOW).length_minutes == 60


@given(
    st.dates(date(2027, 3, 12), date(2029, 3, 1)),
    st.times(),
    st.sampled_from(["{} {}", "{}, {}", "{} at {}", "{1} on {0}", "{} @ {}"]),
)
def test_a_day_and_a_time_that_were_written_are_read_back(day: date, at: time, how: str) -> None:
    whole = at.replace(second=0, microsecond=0)
    assert read(how.format(write_date(day), write_time(whole))) == When(day, whole, 0)


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_two_texts_are_a_day_and_a_time_or_a_sentence(day: str, at: str) -> None:
    with contextlib.suppress(UserError):
        read(day, at)
