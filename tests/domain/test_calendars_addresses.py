"""Forms at Google and Outlook, the text for WhatsApp: whole, and never too long for a button."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendars import (
    LONGEST_ADDRESS,
    USUAL_CHANNEL,
    google_address,
    outlook_address,
    whatsapp_address,
    where,
)
from bot.domain.meetings import LONGEST_TITLE, Meeting
from bot.domain.times import nearest_instant

LONDON = ZoneInfo("Europe/London")
LINK = "https://zoom.example.org/j/1"


def call(wall: datetime, zone: ZoneInfo = LONDON, title: str = "Monthly call") -> Meeting:
    at = nearest_instant(wall, zone)
    return Meeting(7, title, wall, zone, at, 90, LINK, "announced", 1, 2, 3)


def read(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def instants(meeting: Meeting) -> list[tuple[datetime, datetime]]:
    """Return start and end as each of the two would read them."""
    start, end = read(google_address(meeting))["dates"].split("/")
    google = [datetime.strptime(each, "%Y%m%dT%H%M%S%z") for each in (start, end)]
    there = read(outlook_address(meeting))
    outlook = [datetime.fromisoformat(there[name]) for name in ("startdt", "enddt")]
    return [(google[0], google[1]), (outlook[0], outlook[1])]


@pytest.mark.parametrize(
    ("wall", "zone", "starts", "ends"),
    [
        ((2026, 10, 13, 19, 30), "Europe/London", "2026-10-13T18:30Z", "2026-10-13T20:00Z"),
        ((2026, 11, 10, 19, 30), "Europe/London", "2026-11-10T19:30Z", "2026-11-10T21:00Z"),
        ((2026, 10, 25, 0, 30), "Europe/London", "2026-10-24T23:30Z", "2026-10-25T01:00Z"),
        ((2027, 3, 28, 0, 30), "Europe/London", "2027-03-28T00:30Z", "2027-03-28T02:00Z"),
        ((2026, 12, 31, 23, 30), "Europe/London", "2026-12-31T23:30Z", "2027-01-01T01:00Z"),
        ((2027, 3, 16, 18, 0), "America/New_York", "2027-03-16T22:00Z", "2027-03-16T23:30Z"),
    ],
)
def test_the_hour_is_right_on_both_sides_of_a_clock_change(
    wall: tuple[int, int, int, int, int], zone: str, starts: str, ends: str
) -> None:
    meeting = call(datetime(*wall), ZoneInfo(zone))
    expected = (datetime.fromisoformat(starts), datetime.fromisoformat(ends))
    assert instants(meeting) == [expected, expected]


def test_a_form_has_title_and_one_line_and_never_the_link() -> None:
    meeting = call(datetime(2026, 12, 8, 19, 30), title="Tea & cake: 50% + more?")
    google, outlook = read(google_address(meeting)), read(outlook_address(meeting))
    assert (google["text"], google["details"]) == (meeting.title, where(USUAL_CHANNEL))
    assert (outlook["subject"], outlook["body"]) == (meeting.title, where(USUAL_CHANNEL))
    assert outlook["rru"] == "addevent"
    for address in (google_address(meeting), outlook_address(meeting)):
        assert "zoom" not in address
        assert "+" not in address  # Outlook would show it for each blank


@given(title=st.text(min_size=1, max_size=LONGEST_TITLE))
def test_a_form_fits_a_button_and_its_title_is_whole_or_another(title: str) -> None:
    meeting = call(datetime(2026, 12, 8, 19, 30), title=title)
    for address, name in ((google_address(meeting), "text"), (outlook_address(meeting), "subject")):
        assert len(address) <= LONGEST_ADDRESS
        assert parse_qs(urlsplit(address).query)[name][0] in (title, "Our call")
    assert len(instants(meeting)) == 2


@pytest.mark.parametrize(
    ("title", "stays"),
    [
        ("Monthly call", [0, 1, 2, 3]),
        ("é" * 50, [0, 1, 2]),
        ("é" * 100, [1]),
        ("🌼" * 100, [1]),
    ],
)
def test_what_is_too_long_for_whatsapp_loses_whole_lines_and_never_the_date(
    title: str, stays: list[int]
) -> None:
    date = "Tuesday 8 December 2026, 19:30 London time"
    lines = [title, date, "It takes about 1 hour.", "The joining link is on our server. " * 3]
    address = whatsapp_address(lines, date)
    assert len(address) <= LONGEST_ADDRESS
    assert address.startswith("https://wa.me/?text=")
    assert read(address)["text"].split("\n") == [lines[each] for each in stays]


def test_a_moved_call_leads_to_a_form_with_its_new_time() -> None:
    meeting = call(datetime(2026, 12, 8, 19, 30))
    later = replace(meeting, starts_at=datetime(2027, 4, 13, 18, 30, tzinfo=UTC))
    assert instants(later)[0][0] == later.starts_at
