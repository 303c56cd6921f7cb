"""Times of day, and the nights when the clocks change."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import UserError
from bot.domain.times import days_before, instant, parse_time, say_both, zone_named

LONDON = ZoneInfo("Europe/London")
FORWARD, BACK = date(2027, 3, 28), date(2026, 10, 25)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("19:30", time(19, 30)),
        ("7.30pm", time(19, 30)),
        ("7pm", time(19)),
        ("7 PM", time(19)),
        ("7.30 p.m.", time(19, 30)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("noon", time(12)),
        ("00:00", time(0)),
        ("1930", time(19, 30)),
        ("0930", time(9, 30)),
        ("0000", time(0)),
        ("730pm", time(19, 30)),
        ("0730 pm", time(19, 30)),
        ("half 7pm", time(19, 30)),
        ("half past 7 am", time(7, 30)),
        ("Half past seven p.m.", time(19, 30)),
        ("half past 19", time(19, 30)),
        ("23:59", time(23, 59)),
    ],
)
def test_a_time_is_read_as_it_is_meant(written: str, meant: time) -> None:
    assert parse_time(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        *("", "25:00", "24:00", "7:60", "13pm", "0pm", "seven", "7", "2460", "2400", "1960", "760"),
        *("1930pm", "19300", "half", "half past", "half soon", "half 25", "half 13pm", "half 7.15"),
    ],
)
def test_what_is_no_time_gets_two_examples(written: str) -> None:
    with pytest.raises(UserError, match=r"`19:30` or `7\.30pm`"):
        parse_time(written)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("half 7", "Is that 7.30 in the morning or in the evening? Write `7.30am` or `7.30pm`."),
        ("half past 7", "Is that 7.30 in the morning or in the evening?"),
        ("half-past 7", "Is that 7.30 in the morning or in the evening?"),
        ("half eight", "Is that 8.30 in the morning or in the evening?"),
        ("half 12", "Is that 12.30 at night or in the middle of the day?"),
        ("745", "Is that 7.45 in the morning or in the evening?"),
        ("9", "Is that 9 in the morning or in the evening?"),
    ],
)
def test_a_time_that_fits_morning_and_evening_is_asked_back(written: str, asked: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_time(written)
    assert str(refused.value).startswith(asked)


@given(st.text("0123456789:. aphflstmevn", max_size=14))
def test_any_text_is_a_time_or_a_sentence(text: str) -> None:
    with contextlib.suppress(UserError):
        assert parse_time(text) < time.max


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
    assert say_both(at, LONDON) == "Tuesday 8 December, 19:30 London time (yours: <t:1796758200:t>)"
    assert "20:30 Paris time" in say_both(at, ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize("name", ["", "Europe/Nowhere", "../etc/passwd", "London time", "\0"])
def test_a_zone_that_does_not_exist_gets_an_example(name: str) -> None:
    with pytest.raises(UserError, match="`Europe/London`"):
        zone_named(name)
