"""The dates of a poll: read from lines, refused in words, won or level."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import UserError
from bot.domain.polls import MOST, hours_left, poll, say_choice, winners

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ZONE = ZoneInfo("Europe/London")
DATES = "Tue 8 Dec 19:30\nWed 9 Dec, 7.30pm"


@pytest.mark.parametrize(
    ("dates", "last", "why"),
    [
        ("Tue 8 Dec 19:30\nWed 9 Dec 7", "Tue 1 Dec", "Line 2: .*morning"),
        ("Tue 8 Dec 19:30\nNonsense", "Tue 1 Dec", "Line 2:"),
        ("Tue 8 Dec 19:30\nWed 9 Dec", "Tue 1 Dec", "Line 2:"),
        ("Tue 8 Dec 19:30", "Tue 1 Dec", "2 to 10 dates"),
        ("Tue 8 Dec 19:30\n8/12 7.30pm", "Tue 1 Dec", "twice"),
        ("\n".join(f"{n} Dec 19:30" for n in range(8, 19)), "Tue 1 Dec", "2 to 10 dates"),
        ("24 Nov 2026 11am\nTue 8 Dec 19:30", "Tue 1 Dec", "already passed"),
        ("8 Dec 2029 19:30\nTue 8 Dec 19:30", "Tue 1 Dec", "two years"),
        (DATES, "Tue 8 Dec", "before the first"),
        ("Tue 8 Dec 21:00\nWed 9 Dec 19:30", "Tue 8 Dec", "before the first"),
        (DATES, "Nonsense", "could not read that date"),
        ("1 Feb 19:30\n2 Feb 19:30", "30 Jan", "a month at most"),
    ],
)
def test_what_cannot_be_is_refused_with_the_line(dates: str, last: str, why: str) -> None:
    with pytest.raises(UserError, match=why):
        poll("Our call", dates, last, NOW, ZONE)


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(UserError) as refused:
        poll("", "x\ny", "z", NOW, ZONE)
    assert str(refused.value).count("\n- ") == 4


def test_dates_stand_in_order_and_it_ends_on_the_evening_of_the_last_day() -> None:
    found = poll("Our call", "\n\nWed 9 Dec 19:30\nTue 8 Dec 19:30\n", "Fri 4 Dec", NOW, ZONE)
    assert [each.day for each in found.choices] == [8, 9]
    assert found.ends_at == datetime(2026, 12, 4, 21, 0, tzinfo=UTC)
    assert hours_left(found, NOW) == 10 * 24 + 9
    assert hours_left(found, found.ends_at - timedelta(seconds=1)) == 1
    assert hours_left(found, found.ends_at + timedelta(days=1)) == 1


def test_a_time_that_the_clocks_skip_is_refused() -> None:
    spring = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
    with pytest.raises(UserError, match=r"Line 1: The clocks go forward"):
        poll("Our call", "28 Mar 01:30\n30 Mar 19:30", "20 Mar", spring, ZONE)


@pytest.mark.parametrize(
    ("votes", "best"),
    [([1, 3, 2], [1]), ([3, 1, 3], [0, 2]), ([0, 0], []), ([], []), ([1], [0])],
)
def test_the_most_votes_win_and_may_be_level(votes: list[int], best: list[int]) -> None:
    assert winners(votes) == best


def test_a_choice_fits_what_discord_takes_and_says_another_year() -> None:
    longest = datetime(2027, 9, 29, 19, 30)
    assert say_choice(longest, NOW.date()) == "Wednesday 29 September 2027, 19:30"
    assert say_choice(datetime(2026, 12, 8, 19, 30), NOW.date()) == "Tuesday 8 December, 19:30"
    assert len(say_choice(longest, NOW.date())) <= 55
    assert MOST == 10
