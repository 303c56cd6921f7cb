"""Meetings of one's own: when their cards come, and what fits them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot import content
from bot.domain.library import Kind
from bot.domain.own_meetings import (
    THEMES,
    OwnMeeting,
    Question,
    checked_points,
    fitting,
    is_wanted_after,
    terms_of,
    theme_of,
)

LONDON = ZoneInfo("Europe/London")


def briefing() -> list[Question]:
    found = [each for each in content.load() if each.kind is Kind.QUESTION]
    return [Question(each.title, each.about, each.tags, each.content_note) for each in found]


def meeting(start: str) -> OwnMeeting:
    return OwnMeeting(1, 1, datetime.fromisoformat(start), LONDON, before=True, after=True)


@pytest.mark.parametrize(
    ("start", "before", "after"),
    [
        ("2026-12-02T14:00", "2026-12-01T19:00", "2026-12-02T19:00"),
        ("2026-12-02T17:00", "2026-12-01T19:00", "2026-12-02T19:00"),
        ("2026-12-02T17:01", "2026-12-01T19:00", "2026-12-03T19:00"),
        ("2027-03-28T10:00", "2027-03-27T19:00", "2027-03-28T18:00"),  # clocks go forward
        ("2026-10-25T01:30", "2026-10-24T18:00", "2026-10-25T19:00"),  # and back
    ],
)
def test_the_cards_come_at_seven_on_the_wall(start: str, before: str, after: str) -> None:
    one = meeting(start)
    assert f"{one.evening_before:%Y-%m-%dT%H:%M}" == before
    assert f"{one.evening_after:%Y-%m-%dT%H:%M}" == after


def test_how_it_went_is_asked_for_less_than_three_days() -> None:
    one = meeting("2026-12-02T14:00")
    due, late = one.evening_after, timedelta(days=3)
    assert is_wanted_after(one, due, due)
    assert is_wanted_after(one, due, due + late - timedelta(seconds=1))
    assert not is_wanted_after(one, due, due + late)
    assert not is_wanted_after(one, due - timedelta(days=1), due)  # it was moved since


@pytest.mark.long
def test_every_theme_has_questions_and_words_that_the_library_knows() -> None:
    questions, known = briefing(), {each.key for each in content.load()}
    assert {each.theme for each in questions} == set(THEMES)
    for theme in THEMES:
        assert {each.theme for each in fitting(questions, theme)} == {theme}
        assert set(terms_of(theme)) <= known, theme
        assert not any(re.search(r"\d ?%|target", q.words) for q in fitting(questions, theme))


def test_other_questions_come_by_turns_and_then_from_the_start() -> None:
    questions = briefing()
    turns = [fitting(questions, "equity", turn) for turn in range(9)]
    asked = {each.words for turn in turns for each in turn}
    assert asked == {each.words for each in questions if each.theme == "equity"}


@pytest.mark.parametrize(
    ("title", "theme"),
    [
        ("Our neonatal meeting", "neonatal"),
        ("Safety champions", "safety-champions"),
        ("Quarterly meeting", "feedback"),
    ],
)
def test_what_a_meeting_is_about_is_read_from_its_title(title: str, theme: str) -> None:
    assert theme_of(title) == theme


def test_what_touches_on_loss_says_so_first() -> None:
    assert all(each.heads_up for each in fitting(briefing(), "bereavement"))


def test_points_lose_the_numbers_that_were_typed_before_them() -> None:
    assert checked_points("1. Beds\n 2) Pay \n- Two  chairs\n2 of 5 beds") == (
        "Beds\nPay\nTwo chairs\n2 of 5 beds"
    )
