"""Who is called, who may come, and how long it lasts."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import UserError
from bot.domain.listeners import (
    Hello,
    HelloState,
    Listener,
    called,
    expiry_after_claim,
    hours_began,
    hours_begin,
    in_hours,
    is_night,
    may_come,
    next_morning,
)

HOUR = 3600
HELLO = Hello(1, 501, HelloState.WAITING, 0, 0, 24 * HOUR, 0, 0, 0, 0)
CARA, DEE, EVE = (Listener(person, True, 0) for person in (601, 602, 603))


@pytest.mark.parametrize(("claimed", "ends"), [(0, 24), (12, 24), (13, 25), (23, 35)])
def test_it_lasts_a_day_and_at_least_half_a_day_after_somebody_came(
    claimed: int, ends: int
) -> None:
    assert expiry_after_claim(HELLO, claimed * HOUR) == ends * HOUR


def test_somebody_who_rests_or_never_offered_cannot_claim() -> None:
    for listener in (None, Listener(601, False, 0)):
        with pytest.raises(UserError, match="resting"):
            may_come(listener, 0)


def test_after_four_people_in_a_week_the_fifth_is_left_to_others() -> None:
    may_come(CARA, 3)
    with pytest.raises(UserError, match="four people"):
        may_come(CARA, 4)


def test_only_those_on_duty_with_room_are_called_and_never_the_asker() -> None:
    assert called([CARA, DEE, EVE], {602: 4, 603: 3}, {601}) == [EVE]


LONDON = ZoneInfo("Europe/London")
FORWARD, BACK = "2027-03-28", "2026-10-25"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("begins", "ends", "at", "there"),
    [
        (8, 22, "2026-11-21 07:59", False),
        (8, 22, "2026-11-21 08:00", True),
        (8, 22, "2026-11-21 21:59", True),
        (8, 22, "2026-11-21 22:00", False),
        (22, 6, "2026-11-21 23:00", True),
        (22, 6, "2026-11-21 05:59", True),
        (22, 6, "2026-11-21 06:00", False),
        (0, 0, "2026-11-21 03:00", True),
        # The same hours by the clock on the wall, before and after it changes.
        (8, 22, f"{BACK} 07:30", False),
        (8, 22, "2026-10-24 07:30", True),
        (8, 22, f"{FORWARD} 07:00", True),
        (8, 22, "2027-03-27 07:00", False),
    ],
)
def test_hours_are_those_of_the_wall_clock(begins: int, ends: int, at: str, there: bool) -> None:
    assert in_hours(Listener(1, True, 0, begins * 60, ends * 60), utc(at), LONDON) is there


@pytest.mark.parametrize(
    ("minute", "now", "begin"),
    [
        (8 * 60, "2026-11-21 12:00", "2026-11-22 08:00"),
        (8 * 60, "2026-10-24 12:00", f"{BACK} 08:00"),
        (8 * 60, "2027-03-27 12:00", f"{FORWARD} 07:00"),
        # Half past one is left out in one night, and comes twice in the other.
        (90, f"{FORWARD} 00:00", f"{FORWARD} 01:30"),
        (90, f"{BACK} 00:00", f"{BACK} 00:30"),
        (90, f"{BACK} 00:31", "2026-10-26 01:30"),
    ],
)
def test_hours_begin_once_a_day_also_when_clocks_change(minute: int, now: str, begin: str) -> None:
    listener = Listener(1, True, 0, minute, minute + 60)
    assert hours_begin(listener, utc(now), LONDON) == utc(begin)
    assert hours_began(listener, utc(begin), LONDON) == utc(begin)
    assert hours_began(Listener(1, True, 0, 0, 0), utc(begin), LONDON) is None


def test_coordinators_sleep_from_ten_to_eight_on_the_wall_clock() -> None:
    times = ("2026-11-21 21:59", "2026-11-21 22:00", "2026-11-22 07:59", "2026-11-22 08:00")
    assert [is_night(utc(at), LONDON) for at in times] == [False, True, True, False]
    assert next_morning(utc("2027-03-27 23:00"), LONDON) == utc(f"{FORWARD} 07:00")
    assert next_morning(utc("2026-11-22 03:00"), LONDON) == utc("2026-11-22 08:00")
