"""Links and pasted invitations: what lets somebody in is kept, and nothing else."""

from __future__ import annotations

import pytest

from bot.domain.errors import UserError
from bot.domain.joining import (
    FREE_ZOOM_MINUTES,
    LONGEST_LINK,
    checked_joining,
    link_of,
    may_end_early,
)

ZOOM = """Ria Smith is inviting you to a scheduled Zoom meeting.

Topic: Monthly call
Time: Dec 8, 2026 07:30 PM London
Join Zoom Meeting
https://us02web.zoom.us/j/81234567890?pwd=abcDEF.1

Meeting ID: 812 3456 7890
Passcode: 482913

---

One tap mobile
+442034815237,,81234567890#,,,,*482913# United Kingdom
+442034815240,,81234567890#,,,,*482913# United Kingdom

Dial by your location
• +1 646 931 3860 US (New York)
• +44 203 481 5237 United Kingdom
• +44 131 460 1196 United Kingdom

Find your local number: https://us02web.zoom.us/u/kabc
"""
ZOOM_KEPT = """https://us02web.zoom.us/j/81234567890?pwd=abcDEF.1
Meeting ID: 812 3456 7890
Passcode: 482913
By phone: +442034815237, +442034815240, +44 131 460 1196, +1 646 931 3860"""
TEAMS = """________________________________________________________________________________
Microsoft Teams Need help?<https://aka.ms/JoinTeamsMeeting?omkt=en-GB>
Join the meeting now<https://teams.microsoft.com/l/meetup-join/19%3ameeting_Z%40thread.v2/0?a=%7b>
Meeting ID: 312 456 789 01
Passcode: aB3dE6
________________________________
Dial in by phone
+44 20 3321 5208,,123456789#<tel:+442033215208,,123456789#> United Kingdom, City of London
Find a local number<https://dialin.teams.microsoft.com/abc?id=123456789>
Phone conference ID: 123 456 789#
For organizers: Meeting options<https://teams.microsoft.com/meetingOptions/?organizerId=x>
"""
TEAMS_KEPT = """https://teams.microsoft.com/l/meetup-join/19%3ameeting_Z%40thread.v2/0?a=%7b
Meeting ID: 312 456 789 01
Passcode: aB3dE6
By phone: +44 20 3321 5208
Code by phone: 123 456 789#"""
MEET = """Monthly call
Tuesday, 8 December · 19:30 – 20:30
Google Meet joining info
Video call link: https://meet.google.com/abc-defg-hij
Or dial: (GB) +44 20 3910 5130 PIN: 123 456 789#
More phone numbers: https://tel.meet/abc-defg-hij?pin=123456789
"""
MEET_KEPT = """https://meet.google.com/abc-defg-hij
By phone: +44 20 3910 5130
Code by phone: 123 456 789#"""
SAFE = (
    "https://eur02.safelinks.protection.outlook.com/ap/t-59584e83/?url=https%3A%2F%2F"
    "teams.microsoft.com%2Fl%2Fmeetup-join%2F19%253ameeting_"
)


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        (ZOOM, ZOOM_KEPT),
        (" ".join(ZOOM.split()), ZOOM_KEPT),  # as a command's option has it: on one line
        (TEAMS, TEAMS_KEPT),
        (MEET, MEET_KEPT),
        ("https://zoom.us/j/1 passcode 1234", "https://zoom.us/j/1\nPasscode: 1234"),
        ("Password: ab(c)! https://x.org/a.", "https://x.org/a\nPasscode: ab(c)!"),
        ("See https://x.org/a, the passcode is secret", "https://x.org/a"),
        ("https://x.org/a or ring 020 7946 0958", "https://x.org/a\nBy phone: 020 7946 0958"),
    ],
)
def test_an_invitation_is_read(pasted: str, kept: str) -> None:
    assert checked_joining(pasted) == kept
    assert checked_joining(kept) == kept  # the form of a change begins with it


def test_of_many_links_the_one_that_joins_is_taken_also_behind_safelinks() -> None:
    joins = f"{SAFE}{'x' * 800}"
    found = checked_joining(f"Help <https://aka.ms/help>\nJoin <{joins}>\nPasscode: a1")
    assert found == f"{joins}\nPasscode: a1"


@pytest.mark.parametrize(
    "link",
    [
        *("", "https://zoom.us/j/1?pwd=a", "http://meet.example.org"),
        SAFE + "x" * (888 - len(SAFE)),
        "https://a.org/" + "x" * (LONGEST_LINK - 14),
    ],
)
def test_a_joining_link_alone_stays_as_it_is(link: str) -> None:
    assert checked_joining(link) == link


@pytest.mark.parametrize(
    "link",
    ["zoom.us/j/1", "javascript:alert(1)", "https://", "https://zoom us", "https://[::1", "soon"],
)
def test_what_is_no_web_address_is_said_to_be_none(link: str) -> None:
    with pytest.raises(UserError, match="not a web address"):
        checked_joining(link)


def test_a_link_that_is_too_long_is_said_to_be_that() -> None:
    with pytest.raises(UserError, match=f"has {LONGEST_LINK + 1} characters"):
        checked_joining("https://a.org/" + "x" * (LONGEST_LINK - 13))


@pytest.mark.parametrize(
    ("link", "minutes", "early"),
    [
        ("https://us02web.zoom.us/j/1", FREE_ZOOM_MINUTES, False),
        ("https://us02web.zoom.us/j/1", FREE_ZOOM_MINUTES + 1, True),
        ("https://zoom.us/j/1", 60, True),
        ("https://teams.microsoft.com/l/meetup-join/1", 60, False),
        ("https://notzoom.us/j/1", 60, False),
        ("", 60, False),
    ],
)
def test_a_free_zoom_account_ends_after_forty_minutes(link: str, minutes: int, early: bool) -> None:
    assert may_end_early(link, minutes) == early


def test_the_address_alone_is_compared() -> None:
    assert (
        link_of("https://x.org/a\nPasscode: 1") == link_of("https://x.org/a") == "https://x.org/a"
    )
    assert link_of("") == ""
