"""The calendar file, read back by another library than the one that wrote it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import vobject

from bot.domain.calendars import calendar_file
from bot.domain.meetings import Meeting
from bot.domain.times import nearest_instant

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
WALL = datetime(2026, 12, 8, 19, 30)
LINK = "https://zoom.example.org/j/1"
CALL = Meeting(
    7, "Monthly call; with tea, \\cake", WALL, LONDON, nearest_instant(WALL, LONDON), 90, LINK,
    "announced", 1, 2, 3,
)  # fmt: skip


def read(*calls: Meeting) -> list[Any]:
    text = calendar_file(calls, 99, NOW).decode()
    assert LINK not in text.replace("\r\n ", "")
    return list(vobject.readOne(text).vevent_list)


def test_a_call_is_read_back_as_it_was_written() -> None:
    (entry,) = read(CALL)
    assert entry.summary.value == CALL.title
    assert entry.dtstart.value == CALL.starts_at
    assert entry.dtend.value - entry.dtstart.value == timedelta(minutes=90)
    assert (entry.sequence.value, entry.status.value) == ("0", "CONFIRMED")
    assert entry.url.value == "https://discord.com/channels/99/1/2"


def test_an_edit_keeps_the_uid_and_raises_the_sequence_and_so_does_a_cancel() -> None:
    moved = replace(CALL, starts_at=CALL.starts_at + timedelta(days=7), revision=1)
    off = replace(moved, state="cancelled", revision=2)
    entries = [read(each)[0] for each in (CALL, moved, off)]
    assert len({entry.uid.value for entry in entries}) == 1
    assert [entry.sequence.value for entry in entries] == ["0", "1", "2"]
    assert [entry.status.value for entry in entries] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert entries[1].dtstart.value == CALL.starts_at + timedelta(days=7)


def test_the_hour_survives_both_clock_changes_in_whatever_zone_it_is_read() -> None:
    walls = [datetime(2026, 10, 13, 19, 30), datetime(2026, 11, 10, 19, 30)]
    walls += [datetime(2027, 3, 9, 19, 30), datetime(2027, 4, 13, 19, 30)]
    calls = [
        replace(CALL, id=n, wall_start=wall, starts_at=nearest_instant(wall, LONDON))
        for n, wall in enumerate(walls)
    ]
    found = [entry.dtstart.value.astimezone(LONDON) for entry in read(*calls)]
    assert [at.replace(tzinfo=None) for at in found] == walls


def test_two_calls_never_share_a_uid() -> None:
    entries = read(CALL, replace(CALL, id=8))
    assert len({entry.uid.value for entry in entries}) == 2


def test_an_alarm_rings_a_quarter_of_an_hour_before_unless_the_call_is_off() -> None:
    on, off = read(CALL, replace(CALL, id=8, state="cancelled", revision=1))
    assert on.valarm.trigger.value == timedelta(minutes=-15)
    assert on.valarm.action.value == "DISPLAY"
    assert on.valarm.description.value == CALL.title
    assert not hasattr(off, "valarm")


def test_a_feed_says_its_name_and_a_file_to_open_does_not() -> None:
    feed = vobject.readOne(calendar_file([CALL], 99, NOW, feed=True).decode())
    assert feed.x_wr_calname.value == "Our calls"
    assert feed.refresh_interval.value == feed.x_published_ttl.value == "PT1H"
    assert [each.uid.value for each in feed.vevent_list] == [each.uid.value for each in read(CALL)]
    assert b"CALNAME" not in calendar_file([CALL], 99, NOW)
