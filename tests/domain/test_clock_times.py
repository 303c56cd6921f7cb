"""Times of day as people write them."""

from __future__ import annotations

import contextlib
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clock_times import Span, parse_span, parse_time, write_time
from bot.domain.errors import AskError, UserError


@pytest.mark.parametrize(
    "written",
    [
        *("19:30", "19.30", "1930", "1930h", "1930hrs", "1930 hours", "19h30", "19 30", "19-30"),
        *("7.30pm", "7:30 PM", "7;30pm", "7,30 pm", "7 30pm", "7-30pm", "730pm", "0730 pm"),
        *("7.30 p.m.", "7.30P.M", "7.30pm.", "07:30pm", "19:30pm", "19:30:00", "at 7.30pm"),
        *("half 7pm", "half past seven p.m.", "half-past 7 pm", "half seven in the evening"),
        *("7.30 in the evening", "7.30 tonight", "evening, 7.30", "seven thirty pm", "7.30 eve"),
        *("from 7.30pm", "@7.30pm", "thirty minutes past 7pm", "7.30pm sharp", "19::30"),
    ],
)
def test_one_time_is_read_however_it_is_written(written: str) -> None:
    assert parse_time(written) == time(19, 30)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *(("7pm", time(19)), ("19", time(19)), ("20:00 hrs", time(20)), ("7 o'clock pm", time(19))),
        *(("12am", time(0)), ("12pm", time(12)), ("noon", time(12)), ("12 noon", time(12))),
        *(("midday", time(12)), ("00:00", time(0)), ("0000", time(0)), ("23:59", time(23, 59))),
        *(("07:30", time(7, 30)), ("0930", time(9, 30)), ("7.30 in the morning", time(7, 30))),
        *(("10am", time(10)), ("10.30 in the morning", time(10, 30)), ("11 at night", time(23))),
        *(("12:30", time(12, 30)), ("12.00", time(12)), ("half 12", time(12, 30))),
        *(("4 in the afternoon", time(16)), ("16:00 in the afternoon", time(16))),
        *(("quarter to eight pm", time(19, 45)), ("a quarter past 8pm", time(20, 15))),
        *(("twenty five past 7 pm", time(19, 25)), ("ten to eight in the evening", time(19, 50))),
        *(("20 past 19", time(19, 20)), ("half past 19", time(19, 30))),
    ],
)
def test_a_time_is_read_as_it_is_meant(written: str, meant: time) -> None:
    assert parse_time(written) == meant


@pytest.mark.parametrize("hour", range(1, 12))
def test_an_hour_from_one_to_eleven_is_asked_back_with_both(hour: int) -> None:
    for written in (
        f"{hour}",
        f"{hour}.30",
        f"{hour}:00",
        f"{hour}30",
        f"half {hour}",
        f"{hour} o'clock",
    ):
        with pytest.raises(AskError) as asked:
            parse_time(written)
        read = [parse_time(each.text) for each in asked.value.readings]
        assert [at.hour for at in read] == [hour, hour + 12], written
        assert read[0].minute == read[1].minute


@pytest.mark.parametrize("hour", [0, *range(12, 24)])
def test_every_other_hour_says_itself_which_it_is(hour: int) -> None:
    for written in (f"{hour:02}:15", f"{hour:02}15"):
        assert parse_time(written) == time(hour, 15)


@pytest.mark.parametrize("hour", range(10))
def test_a_leading_nought_is_the_morning(hour: int) -> None:
    assert parse_time(f"0{hour}:15") == parse_time(f"0{hour}15") == time(hour, 15)


@pytest.mark.parametrize("written", ["12", "midnight", "24:00", "2400", "12 midnight"])
def test_noon_and_the_ends_of_a_day_are_asked_about(written: str) -> None:
    with pytest.raises(AskError) as asked:
        parse_time(written)
    assert len({parse_time(each.text) for each in asked.value.readings}) == 2


@pytest.mark.parametrize(
    ("written", "at", "minutes"),
    [
        *(
            ("7-8pm", 19, 60),
            ("7pm-8.30pm", 19, 90),
            ("7 to 8pm", 19, 60),
            ("7 \u2013 9pm", 19, 120),
        ),
        *(("19:30-20:30", 19.5, 60), ("from 7pm until 8pm", 19, 60), ("7pm till 8", 19, 60)),
        *(
            ("between 7 and 8pm", 19, 60),
            ("11-1pm", 11, 120),
            ("10am-12", 10, 120),
            ("12-1pm", 12, 60),
        ),
        *(("9.30-11am", 9.5, 90), ("7-10pm", 19, 180), ("half seven to half eight pm", 19.5, 60)),
        *(
            ("7pm for an hour", 19, 60),
            ("7.30pm for 90 mins", 19.5, 90),
            ("7-8 in the evening", 19, 60),
        ),
        *(("9pm to midnight", 21, 180), ("11pm-1am", 23, 120), ("23:30-00:30", 23.5, 60)),
        *(("7pm, 1 hour", 19, 60), ("7.30pm (90 mins)", 19.5, 90), ("12-2", 12, 120)),
    ],
)
def test_a_range_gives_the_length(written: str, at: float, minutes: int) -> None:
    assert parse_span(written) == Span(time(int(at), round(at % 1 * 60)), minutes)


@pytest.mark.parametrize(
    ("written", "readings"),
    [
        ("7-8", ["07:00-08:00", "19:00-20:00"]),
        ("10-11.30", ["10:00am-11:30", "22:00-23:30"]),
        ("11-1", ["11:00am-13:00", "23:00-01:00"]),
        ("11.30-12.30", ["11:30am-12:30", "23:30-00:30"]),
        ("7 for an hour", ["07:00-08:00", "19:00-20:00"]),
        ("5 to 7pm", ["17:00-19:00", "18:55"]),
    ],
)
def test_a_range_with_two_readings_is_asked_back(written: str, readings: list[str]) -> None:
    with pytest.raises(AskError) as asked:
        parse_span(written)
    assert [each.text for each in asked.value.readings] == readings
    assert [parse_span(each).text for each in readings] == readings


@pytest.mark.parametrize(
    "written",
    [
        *("", "25:00", "7:60", "13am", "0pm", "2460", "1960", "760", "19:30am", "19300", "-1pm"),
        *("half", "half past", "half soon", "half 25", "half 7.15", "TBC", "evening", "7ish"),
        *("lunchtime", "12 in the evening", "8 in the afternoon", "7.5pm", "pm", "8pm-7pm"),
        *("7am-8pm", "around 7pm", "7 or 8pm", "5 to 7", "7pm for ever", "7pm for 0 minutes"),
    ],
)
def test_what_is_no_time_gets_two_examples(written: str) -> None:
    with pytest.raises(UserError, match=r"`19:30` or `7\.30pm`") as refused:
        parse_time(written)
    assert not isinstance(refused.value, AskError)


def test_the_question_says_both_and_so_do_the_buttons() -> None:
    with pytest.raises(AskError) as asked:
        parse_time("half seven")
    assert str(asked.value) == "Do you mean 7.30 in the morning or 7.30 in the evening?"
    labels = [each.label for each in asked.value.readings]
    assert labels == ["7.30 in the morning", "7.30 in the evening"]


@given(st.times(), st.integers(0, 480))
def test_a_time_that_was_written_is_read_back(at: time, minutes: int) -> None:
    whole = at.replace(second=0, microsecond=0)
    assert parse_time(write_time(whole)) == whole
    span = Span(whole, min(minutes, 24 * 60 - 1 - whole.hour * 60 - whole.minute))
    assert parse_span(span.text) == span


@given(st.text("0123456789:.- aphflstmevn", max_size=14))
def test_any_text_is_a_time_or_a_sentence(text: str) -> None:
    with contextlib.suppress(UserError):
        assert parse_time(text) < time.max
