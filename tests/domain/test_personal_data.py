"""What `/privacy show` says of a row, and what it says where nobody has found words."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain import personal_data_text as words
from bot.domain.personal_data import DECLARED, PersonalData
from bot.services.privacy import Held
from cogs.privacy.text import PRESSED, shown

CHECKIN = {
    "every": "week",
    "first_day": "2026-11-22",
    "wall_time": "20:00",
    "last_prompt": 0,
    "paused_until": None,
    "stage": "settled",
}
ANSWER = {"answered_at": 1, "feeling": "too much", "audience": "listeners", "counted": 0}
CALL = {"call": "Monthly call", "call_starts": "2026-12-08T19:30"}
ACTION = CALL | {"action": "Ring the trust", "due_on": "2026-12-10", "state": "open"}
HELLO = {
    "asked_at": 1,
    "state": "claimed",
    "listener": 7,
    "asker": 8,
    "thread": 9,
    "told_at": 0,
}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (words.checkin(CHECKIN), "I ask you every week, Sundays at 20:00."),
        (
            words.checkin(CHECKIN | {"paused_until": "2027-01-05", "stage": "quiet"}),
            "I ask you every week, Sundays at 20:00. You asked me to rest until Tuesday 5 January"
            " 2027. I am quiet now, since two questions found no answer.",
        ),
        (
            words.checkin_answer(ANSWER),
            "On <t:1:D> you said: Too much. The listeners may see it.",
        ),
        (
            words.checkin_answer(ANSWER | {"audience": "me", "counted": 1}),
            "On <t:1:D> you said: Too much. Only you can see it. It is counted in the monthly"
            " line.",
        ),
        (
            words.answer_to_call(CALL | {"answer": "maybe"}),
            "Monthly call, Tuesday 8 December 2026: maybe.",
        ),
        (words.answer_to_call({"answer": "declined"}), "A call: you cannot make it."),
        (
            words.action(ACTION),
            "Ring the trust, by Thursday 10 December 2026: still to do. It comes from Monthly"
            " call, Tuesday 8 December 2026.",
        ),
        (
            words.hello_asked(HELLO),
            "On <t:1:f> you asked for somebody to say hello. It is open. <@7> came. Your thread:"
            " <#9>.",
        ),
        (
            words.hello_asked(HELLO | {"state": "waiting", "listener": None, "thread": 0}),
            "On <t:1:f> you asked for somebody to say hello. Nobody has come yet.",
        ),
        (
            words.hello_came(HELLO),
            "You came to <@8>, who asked on <t:1:f>. Your thread: <#9>.",
        ),
        (
            words.reminders({"how": "dm", "before": "1d, 1h", "reachable": 0}),
            "I will remind you by direct message, 1 day and 1 hour before each call. Those do not"
            " arrive, so I use the call's thread.",
        ),
        (
            words.suggestion(
                {"entry": 3, "title": "A page", "url": "", "why": "old", "outcome": ""}
            ),
            "You reported something about A page: old",
        ),
    ],
)
def test_a_row_is_a_plain_sentence(said: str, expected: str) -> None:
    assert said == expected


def test_everything_about_a_person_has_words() -> None:
    held = [each for each in DECLARED if each.person]
    assert [each.table for each in held if each.say is None or not each.name] == []


def test_each_thing_is_a_block_of_its_own_under_a_short_heading() -> None:
    [data] = [each for each in DECLARED if each.table == "checkers"]
    title, *blocks, last = shown([Held(data, [(("id", 1),), (("id", 2),)])], 3).split("\n\n")
    assert title == "## Everything I hold about you"
    assert [block.split("\n")[0] for block in blocks] == [
        "**Library checks**",
        "**Letters to you**",
    ]
    assert last == f"-# {PRESSED}"
    for block in blocks:
        _, why, *rows = block.split("\n")
        assert why.startswith("-# ")
        assert rows
        assert all(row.startswith("- ") for row in rows)


def test_what_has_no_words_yet_is_listed_all_the_same() -> None:
    holding = PersonalData("new", "person", "something new", "because", "a day", "nobody")
    row: tuple[tuple[str, Any], ...] = (("id", 1), ("person", 8), ("left_over", "biscuits"))
    assert "- left over biscuits" in shown([Held(holding, [row])], 0)
