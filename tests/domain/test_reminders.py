"""When people are reminded."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import UserError
from bot.domain.outbox import Letter, mark, nonce, pause_seconds
from bot.domain.reminders import USUAL, Before, due, parse_before, say_before

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("1d, 1h", ["1d", "1h"]),
        ("1h,1d", ["1d", "1h"]),
        ("2 hours and 10 minutes", ["2h", "10m"]),
        ("90m", ["90m"]),
        ("1d, 1d", ["1d"]),
        ("5m", ["5m"]),
        ("30d", ["30d"]),
    ],
)
def test_reminders_are_read_longest_first(written: str, codes: list[str]) -> None:
    assert [before.code() for before in parse_before(written)] == codes


@pytest.mark.parametrize("written", ["", "soon", "1x", "4m", "31d", "1d,2d,3d,4d,5d,6d", "-1d"])
def test_what_cannot_be_a_reminder_gets_an_example(written: str) -> None:
    with pytest.raises(UserError, match="`1d, 1h`"):
        parse_before(written)


def test_the_usual_reminders_come_at_half_past_seven_although_clocks_change() -> None:
    wall = datetime(2027, 3, 30, 19, 30)
    starts = datetime(2027, 3, 30, 18, 30, tzinfo=UTC)
    told = [due(wall, LONDON, starts, before).isoformat()[:16] for before in USUAL]
    assert told == [
        "2027-03-29T18:30",
        "2027-03-30T17:30",
        "2027-03-30T18:20",
    ]


def test_reminders_are_said_in_words() -> None:
    assert say_before((Before(days=1), Before(minutes=60))) == "1 day and 1 hour before"
    assert say_before((Before(minutes=10),)) == "10 minutes before"


@given(st.integers(1, 2**40), st.integers(0, 2**33), st.integers(1, 50))
def test_a_nonce_is_of_the_occurrence_never_of_the_attempt(id_: int, due_at: int, n: int) -> None:
    first = Letter(id_, "a", 1, 0, due_at, due_at, 1)
    later = Letter(id_, "a", 1, 0, due_at, due_at + 99, n)
    assert nonce(first) == nonce(later)
    assert len(nonce(first)) <= 25
    assert mark(first) == mark(later) != mark(Letter(id_, "a", 1, 0, due_at + 1, 0, 1))


def test_pauses_grow_and_end_at_sixteen_minutes() -> None:
    pauses = [pause_seconds(n) for n in range(1, 10)]
    assert pauses == [5, 15, 45, 120, 240, 480, 960, 960, 960]
