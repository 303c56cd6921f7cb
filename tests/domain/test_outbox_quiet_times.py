"""When what can wait is said: half past nine and seven, once a day, never at night."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.outbox import goes_at, start_of_day

LONDON = ZoneInfo("Europe/London")
NOW = "now"


def at(written: str) -> datetime:
    """A wall time in London, as an instant."""
    wall = datetime.fromisoformat(written)
    assert wall.tzinfo is None
    return wall.replace(tzinfo=LONDON).astimezone(UTC)


@pytest.mark.parametrize(
    ("due", "now", "told_today", "goes"),
    [
        ("2026-12-01 09:29:59", "2026-12-01 09:29:59", False, "2026-12-01 09:30"),
        ("2026-12-01 09:30", "2026-12-01 09:30", False, NOW),
        ("2026-12-01 09:30", "2026-12-01 09:30", True, "2026-12-02 09:30"),
        ("2026-12-01 09:30:01", "2026-12-01 09:30:01", False, "2026-12-01 19:00"),
        ("2026-12-01 18:59:59", "2026-12-01 18:59:59", False, "2026-12-01 19:00"),
        ("2026-12-01 19:00", "2026-12-01 19:00", False, NOW),
        ("2026-12-01 19:00:01", "2026-12-01 19:00:01", False, "2026-12-02 09:30"),
        ("2026-12-01 12:00", "2026-12-01 12:00", True, "2026-12-02 09:30"),
        ("2026-12-01 23:59:59", "2026-12-01 23:59:59", False, "2026-12-02 09:30"),
        ("2026-12-02 00:00", "2026-12-02 00:00", False, "2026-12-02 09:30"),
        # Its time of day went by while nothing could be sent.
        ("2026-12-01 12:00", "2026-12-01 20:59:59", False, NOW),
        ("2026-12-01 12:00", "2026-12-01 20:59:59", True, "2026-12-02 09:30"),
        ("2026-12-01 12:00", "2026-12-01 21:00", False, "2026-12-02 09:30"),
        ("2026-12-01 12:00", "2026-12-02 07:59:59", False, "2026-12-02 09:30"),
        ("2026-12-01 12:00", "2026-12-02 08:00", False, NOW),
        ("2026-11-01 12:00", "2026-12-02 03:00", False, "2026-12-02 09:30"),
        # The nights in which the clocks change.
        ("2027-03-27 20:00", "2027-03-27 23:30", False, "2027-03-28 09:30"),
        ("2027-03-27 20:00", "2027-03-28 03:30", False, "2027-03-28 09:30"),
        ("2027-03-27 12:00", "2027-03-28 07:59:59", False, "2027-03-28 09:30"),
        ("2027-03-27 12:00", "2027-03-28 08:00", False, NOW),
        ("2026-10-24 20:00", "2026-10-24 23:30", False, "2026-10-25 09:30"),
        ("2026-10-24 20:00", "2026-10-25 01:30", False, "2026-10-25 09:30"),
        ("2026-10-24 19:00", "2026-10-24 19:00", True, "2026-10-25 09:30"),
    ],
)
def test_what_can_wait_goes_at_one_of_two_times_of_day(
    due: str, now: str, told_today: bool, goes: str
) -> None:
    found = goes_at(at(due), at(now), LONDON, told_today=told_today)
    assert found == (at(now) if goes == NOW else at(goes))


@pytest.mark.long
def test_at_whatever_minute_of_a_year_it_is_asked_it_goes_by_day_and_within_a_day() -> None:
    now, step = at("2026-10-01 00:00"), timedelta(minutes=37)
    while now < at("2027-10-01 00:00"):
        for due in (now, now - timedelta(hours=13)):
            goes = goes_at(due, now, LONDON, told_today=False)
            assert 8 <= goes.astimezone(LONDON).hour < 21
            assert now <= goes <= now + timedelta(hours=15, minutes=30)
        now += step


@pytest.mark.parametrize(
    ("now", "start"),
    [
        ("2026-10-25T12:00+00:00", "2026-10-24T23:00+00:00"),
        ("2027-03-28T12:00+00:00", "2027-03-28T00:00+00:00"),
        ("2026-12-01T00:00+00:00", "2026-12-01T00:00+00:00"),
    ],
)
def test_a_day_begins_at_midnight_on_the_wall(now: str, start: str) -> None:
    found = start_of_day(datetime.fromisoformat(now), LONDON)
    assert found == datetime.fromisoformat(start)
