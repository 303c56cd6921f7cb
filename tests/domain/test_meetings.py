"""What may be planned as a call."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.changes import edited, typed_again
from bot.domain.errors import UserError
from bot.domain.meetings import Meeting, Typed, checked_title, lapses_at, may_answer, plan
from bot.domain.rhythms import SAME_WEEKDAY, FifthWeekdayError

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
TYPED = Typed("Monthly call", "Tue 8 Dec", "19:30")
A_MEETING = Meeting(
    id=7,
    title="Monthly call",
    wall_start=datetime(2026, 12, 8, 19, 30),
    zone=ZoneInfo("Europe/London"),
    starts_at=datetime(2026, 12, 8, 19, 30, tzinfo=UTC),
    length_minutes=60,
    link="https://zoom.example.org/j/1",
    state="announced",
)


def test_a_call_is_kept_as_wall_time_and_zone_and_its_instant_follows() -> None:
    planned = plan(replace(TYPED, date="7 July", zone="Europe/London"), NOW)
    assert planned.wall_start.isoformat() == "2027-07-07T19:30:00"
    assert planned.starts_at == datetime(2027, 7, 7, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize(("minutes", "good"), [(29, False), (30, False), (31, True)])
def test_a_call_that_is_on_is_not_made_so_short_that_it_would_be_over(
    minutes: int, good: bool
) -> None:
    now = A_MEETING.starts_at + timedelta(minutes=30)
    shorter = replace(typed_again(A_MEETING, A_MEETING.zone), length=str(minutes))
    if good:
        assert edited(A_MEETING, shorter, now).length_minutes == minutes
    else:
        with pytest.raises(UserError, match="over by now"):
            edited(A_MEETING, shorter, now)


def test_now_has_passed_and_a_minute_later_has_not() -> None:
    with pytest.raises(UserError, match="already passed"):
        plan(replace(TYPED, date="today", time="12:00"), NOW)
    assert plan(replace(TYPED, date="today", time="12:01"), NOW)


@pytest.mark.parametrize(("minutes", "good"), [(4, False), (5, True), (480, True), (481, False)])
def test_a_call_takes_from_five_minutes_to_eight_hours(minutes: int, good: bool) -> None:
    typed = replace(TYPED, length=str(minutes))
    if good:
        assert plan(typed, NOW).length_minutes == minutes
    else:
        with pytest.raises(UserError, match="between 5 and 480"):
            plan(typed, NOW)


@pytest.mark.parametrize(
    ("length", "minutes"),
    [
        ("90", 90),
        ("90 min", 90),
        ("90mins", 90),
        ("45 Minutes", 45),
        ("an hour", 60),
        ("half an hour", 30),
        ("1 hour", 60),
        ("1.5 hours", 90),
        ("1.25h", 75),
        ("2 hrs", 120),
        ("1h 30", 90),
        ("1h30m", 90),
        ("1 hour and 15 minutes", 75),
    ],
)
def test_a_length_is_read_as_people_write_it(length: str, minutes: int) -> None:
    assert plan(replace(TYPED, length=length), NOW).length_minutes == minutes


@pytest.mark.parametrize(
    "length",
    [
        "an age",
        "6e1",
        "²",
        "9" * 5000,
        "-60",
        "1.5",
        "hour",
        "9 hours",
        "4 min",
        "1:30",
        "0h 3",
    ],
)
def test_a_length_that_is_no_number_gets_an_example(length: str) -> None:
    with pytest.raises(UserError, match="`60` or `90`"):
        plan(replace(TYPED, length=length), NOW)


@pytest.mark.parametrize(("size", "good"), [(0, False), (1, True), (100, True), (101, False)])
def test_a_title_has_between_one_and_a_hundred_characters(size: int, good: bool) -> None:
    if good:
        assert checked_title("x" * size) == "x" * size
    else:
        with pytest.raises(UserError):
            checked_title("x" * size)


@pytest.mark.parametrize(("days", "good"), [(2 * 366 - 1, True), (2 * 366 + 2, False)])
def test_a_year_typed_wrong_is_noticed(days: int, good: bool) -> None:
    typed = replace(TYPED, date=(NOW + timedelta(days=days)).date().isoformat())
    if good:
        assert plan(typed, NOW)
    else:
        with pytest.raises(UserError, match="two years"):
            plan(typed, NOW)


@pytest.mark.parametrize(
    ("state", "sentence"), [("saved", "not been announced"), ("cancelled", "cancelled")]
)
def test_only_an_announced_call_can_be_answered(state: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        may_answer(replace(A_MEETING, state=state), NOW)
    may_answer(A_MEETING, NOW)


def test_the_joining_link_is_not_in_what_a_log_would_print() -> None:
    assert "zoom" not in repr(A_MEETING)


def test_everything_that_has_to_be_changed_is_named_at_once() -> None:
    typed = Typed("", "31 Feb", "25:00", "zoom dot us", "4", zone="Europe/Nowhere")
    with pytest.raises(UserError) as refused:
        plan(typed, NOW)
    for sentence in (
        "needs a title",
        "There is no 31 February",
        "no such time of day",
        "not a web address",
        "between 5 and 480",
        "do not know that time zone",
    ):
        assert sentence in str(refused.value)


def test_a_day_that_has_passed_is_named_beside_a_time_that_cannot_be_read() -> None:
    with pytest.raises(UserError) as refused:
        plan(replace(TYPED, date="3/11/2026", time="7"), NOW)
    assert "Tuesday 3 November 2026 has already passed" in str(refused.value)
    assert "7 in the morning or 7 in the evening" in str(refused.value)


def test_a_single_problem_keeps_its_own_sentence_and_kind() -> None:
    with pytest.raises(FifthWeekdayError):
        plan(replace(TYPED, date="29/12/2026", repeats=SAME_WEEKDAY), NOW)


@pytest.mark.parametrize(
    ("now", "lapses"),
    [
        (datetime(2026, 12, 6, 19, 29, 59, tzinfo=UTC), datetime(2026, 12, 6, 19, 30, tzinfo=UTC)),
        (datetime(2026, 12, 6, 19, 30, tzinfo=UTC), A_MEETING.starts_at),
    ],
)
def test_a_date_lapses_two_days_before_and_one_saved_later_at_its_start(
    now: datetime, lapses: datetime
) -> None:
    assert lapses_at(A_MEETING, now) == lapses


@pytest.mark.parametrize(("minutes", "shown"), [(119, True), (120, False)])
def test_the_joining_link_is_shown_until_an_hour_after_the_end(minutes: int, shown: bool) -> None:
    now = A_MEETING.starts_at + timedelta(minutes=minutes)
    assert (now < A_MEETING.link_until) == shown
