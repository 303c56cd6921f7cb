"""Lines of notes that become actions, and lines that do not."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.found_actions import MOST_FOUND, Found, find

NOW = datetime(2026, 12, 8, 21, 0, tzinfo=UTC)
ZONE = ZoneInfo("Europe/London")


def found(text: str) -> list[tuple[str, str, str]]:
    return [(each.who, each.what, each.due) for each in find(text, NOW, ZONE)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Dana: ask the ICB, by 15 Dec", ("Dana", "ask the ICB", "15 Dec")),
        ("Dana: ask the ICB by 15 Dec.", ("Dana", "ask the ICB", "15 Dec")),
        ("- Dana: ask the ICB (by Tue 15 Dec)", ("Dana", "ask the ICB", "Tue 15 Dec")),
        ("* Action: Dana: ask the ICB, by 15/12/2026", ("Dana", "ask the ICB", "15/12/2026")),
        ("1. Dana Green: ring, by Friday", ("Dana Green", "ring", "Friday")),
        ("[ ] Jo-Ann: write it up; by 1 Jan", ("Jo-Ann", "write it up", "1 Jan")),
        ("**Dana**: ask the ICB, due by 15 Dec", ("Dana", "ask the ICB", "15 Dec")),
        ("<@42>: ask the ICB, by 15 Dec", ("<@42>", "ask the ICB", "15 Dec")),
        ("@Dana: ask the ICB, by 15 Dec", ("@Dana", "ask the ICB", "15 Dec")),
        ("Dana to ask the ICB by 15 Dec", ("Dana", "ask the ICB", "15 Dec")),
        (
            "Dana and Rob will ring the trust by Friday",
            ("Dana and Rob", "ring the trust", "Friday"),
        ),
        ("Dana will ask the ICB, by 15 Dec", ("Dana", "ask the ICB", "15 Dec")),
        ("Chloe writes to the ICB by 15 Dec", ("Chloe", "writes to the ICB", "15 Dec")),
        ("- <@42> rings the trust, by Friday", ("<@42>", "rings the trust", "Friday")),
        ("dana: stop by the ward by 15 Dec", ("dana", "stop by the ward", "15 Dec")),
        ("O’Neill: ask 2: why and how, by 15 Dec", ("O’Neill", "ask 2: why and how", "15 Dec")),
        ("Dana: ask the ICB, by 32 Dec", ("Dana", "ask the ICB", "")),
        ("Dana: ask the ICB, by week 3", ("Dana", "ask the ICB", "")),
    ],
)
def test_who_does_what_and_by_when_is_found(line: str, expected: tuple[str, str, str]) -> None:
    assert found(line) == [expected]


@pytest.mark.parametrize(
    "line",
    [
        "We talked about pay.",
        "Dana: ask the ICB",
        "Dana asked the ICB by e-mail.",
        "Trust: said that the budget is decided by the board",
        "We agreed to write to the trust by 15 Dec",
        "We meet again by 15 Dec",
        "The ICB sends its plan by 15 Dec",
        "Maternity services change by 15 Dec",
        "Chloe writes to the ICB",
        "Next call: Tuesday 12 January",
        "https://example.org: read it by 15 Dec",
        f"Dana: {'x' * 301}, by 15 Dec",
        "",
    ],
)
def test_other_lines_are_left_alone(line: str) -> None:
    assert found(line) == []


def test_lines_are_found_among_others_in_their_order_and_only_so_many() -> None:
    text = "Pay.\nDana: ring, by 15 Dec\n\nRob: write, by 16 Dec\nThat was all."
    assert [who for who, _, _ in found(text)] == ["Dana", "Rob"]
    assert len(found("Dana: ring, by 15 Dec\n" * 50)) == MOST_FOUND


def test_a_person_is_known_by_a_mention_alone() -> None:
    assert Found("<@!42>", "ring", "Friday").person == 42
    assert Found("42", "ring", "Friday").person == 0
    assert Found("<@42> and Rob", "ring", "Friday").person == 0
