"""Who to ring: the first three stand for ever, every other number only while checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.content import load
from bot.domain.library import Kind
from bot.domain.support import (
    FIRST,
    NEEDS,
    SAFETY,
    always_shown,
    for_need,
    need_named,
    number_shown,
    private_only,
)
from bot.domain.urgent_text import urgent_line, urgent_words
from cogs.library.cards import line

LINES = [entry for entry in load() if entry.kind is Kind.LINE]
CHECKED = date(2026, 11, 21)
NDA = next(entry for entry in LINES if entry.key == "line-nda")


def test_999_111_and_samaritans_come_first_in_that_order() -> None:
    words = urgent_words()
    assert words.index("999") < words.index("111, then option 2") < words.index("116 123")


def test_the_urgent_line_has_the_three_and_ones_own_maternity_unit() -> None:
    assert urgent_line() == (
        "If it cannot wait: 999 · NHS 111, option 2 · Samaritans 116 123."
        " Your body or your baby: ring your own maternity unit."
    )


def test_pressing_55_is_said_to_work_from_a_mobile() -> None:
    assert "from a mobile" in FIRST[0].note
    assert "from a mobile" in SAFETY


def test_the_first_three_still_stand_in_2040() -> None:
    assert all(number_shown(entry, date(2040, 1, 1)) for entry in FIRST)


@pytest.mark.parametrize(("days", "shown"), [(0, True), (90, True), (91, False), (5000, False)])
def test_any_other_number_shows_only_while_its_check_is_in_date(days: int, shown: bool) -> None:
    words = line(replace(NDA, checked_on=CHECKED), CHECKED + timedelta(days=days))
    assert ("0808 2000 247" in words) is shown


def test_no_row_makes_a_check_last_longer_than_ninety_days() -> None:
    for_years = replace(NDA, checked_on=CHECKED, recheck_days=3650)
    assert number_shown(for_years, CHECKED + timedelta(days=90))
    assert not number_shown(for_years, CHECKED + timedelta(days=91))


def test_a_number_nobody_has_checked_never_shows() -> None:
    for entry in LINES:
        if entry.phone and not always_shown(entry):
            assert entry.phone not in line(entry, CHECKED), entry.key


def test_domestic_abuse_lines_are_private() -> None:
    assert private_only(NDA)
    assert [entry.key for entry in for_need(LINES, "domestic-abuse")][:2] == [
        "line-nda",
        "line-mens-advice",
    ]


@pytest.mark.parametrize(
    ("typed", "need"),
    [("baby loss", "baby-loss"), ("Domestic Abuse", "domestic-abuse"), ("trauma", "trauma"),
     ("talk", "talk"), ("zebra", None), ("", None), ("baby", None), ("ill", None),
     ("a baby born early or ill", "neonatal"), ("help", None),
     ("he controls my money", None)],
)  # fmt: skip
def test_a_need_is_known_by_its_words(typed: str, need: str | None) -> None:
    assert need_named(typed) == need
    assert need is None or need in NEEDS
