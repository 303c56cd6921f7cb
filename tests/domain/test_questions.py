"""Rules of anonymous questions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import UserError
from bot.domain.questions import (
    FIRST,
    LONGEST_QUESTION,
    PROMISE_SECONDS,
    SECOND,
    Ending,
    Question,
    State,
    check_note,
    check_words,
    is_overdue,
    pseudonym,
    release_at,
)
from bot.domain.receipts import CodeRefusedError, Receipt, read_receipt

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed",
    [
        "482913-0123-4567-8901-2345",
        "  482913 0123 4567 8901 2345 ",
        "4829130123456789012345",
        "Code: 482913–0123–4567–8901–2345",
        "482913-O123-4567-89O1-2345",
        "482913-0l23-4567-890I-2345",
        "٤٨٢٩١٣-0123-4567-8901-2345",
    ],
)
def test_a_receipt_is_read_however_it_is_spaced(typed: str) -> None:
    assert read_receipt(typed) == Receipt(482913, "0123456789012345")


def test_a_receipt_is_printed_as_it_is_read() -> None:
    receipt = Receipt(482913, "0123456789012345")
    assert str(receipt) == "482913-0123-4567-8901-2345"
    assert read_receipt(str(receipt)) == receipt
    assert "0123" not in repr(receipt)


@pytest.mark.parametrize("typed", ["", "482913", "482913-0123-4567-8901-234", "1" * 23, "none"])
def test_a_code_with_digits_missing_is_not_a_try(typed: str) -> None:
    with pytest.raises(UserError, match="22 digits"):
        read_receipt(typed)


@pytest.mark.parametrize(
    ("digits", "said"),
    [
        (21, "One digit seems to be missing: a receipt code has 22 digits and this has 21."),
        (20, "2 digits seem to be missing: a receipt code has 22 digits and this has 20."),
        (23, "One digit seems to be too many: a receipt code has 22 digits and this has 23."),
        (25, "3 digits seem to be too many: a receipt code has 22 digits and this has 25."),
        (0, "22 digits seem to be missing: a receipt code has 22 digits and this has none."),
    ],
)
def test_a_miscounted_code_says_how_many_digits_it_has(digits: int, said: str) -> None:
    with pytest.raises(CodeRefusedError) as refused:
        read_receipt("7" * digits)
    assert str(refused.value) == f"{said} You have not used up a try."


def test_a_hold_is_anything_from_2_to_15_minutes() -> None:
    holds = [(release_at(NOW, False, LONDON, Random(n)) - NOW).total_seconds() for n in range(5000)]
    assert 120 <= min(holds) < 125
    assert 895 < max(holds) <= 900


@pytest.mark.parametrize(
    ("asked", "day"),
    [
        (datetime(2026, 11, 21, 20, 0, tzinfo=UTC), 22),
        (datetime(2026, 11, 21, 10, 0, tzinfo=UTC), 22),
        (datetime(2026, 11, 21, 7, 30, tzinfo=UTC), 22),
        (datetime(2026, 11, 21, 5, 0, tzinfo=UTC), 22),
        (datetime(2026, 11, 21, 4, 59, tzinfo=UTC), 21),
        (datetime(2026, 11, 21, 0, 0, tzinfo=UTC), 21),
        (datetime(2026, 7, 21, 3, 59, tzinfo=UTC), 21),  # summer time
        (datetime(2026, 7, 21, 4, 0, tzinfo=UTC), 22),
    ],
)
def test_tomorrow_morning_is_between_eight_and_ten(asked: datetime, day: int) -> None:
    at = [release_at(asked, True, LONDON, Random(n)).astimezone(LONDON) for n in range(500)]
    assert {moment.day for moment in at} == {day}
    assert {moment.hour for moment in at} == {8, 9}
    assert min(at) - asked >= timedelta(hours=0)


def test_a_question_may_be_as_long_as_a_message_and_no_longer() -> None:
    check_words("x" * LONGEST_QUESTION)
    with pytest.raises(UserError, match="1,801"):
        check_words("x" * (LONGEST_QUESTION + 1))
    with pytest.raises(UserError, match="no words"):
        check_words("")


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("", "between 1 and 1,000"),
        ("x", ""),
        ("x" * 1000, ""),
        ("x" * 1001, "between 1 and 1,000"),
        ("\n".join("x" * 375), ""),  # quoted, 1,499 signs
        ("\n".join("x" * 376), "376 lines"),
    ],
)
def test_a_note_fits_the_messages_in_which_it_is_quoted(note: str, told: str) -> None:
    if not told:
        check_note(note)
        return
    with pytest.raises(UserError, match=told):
        check_note(note)


def test_no_two_questions_bear_one_name() -> None:
    every = {f"{first} {second}" for first in FIRST for second in SECOND}
    left = {"Quiet Heron"}
    assert left < every
    assert len(every) > 2500
    assert pseudonym(every - left, Random(1)) == "Quiet Heron"


def test_nobody_bears_a_name_that_is_made_up_for_an_asker() -> None:
    borne = "Amber Ash Autumn Daisy Dove Fern Hazel Heather Holly Ivy Jay Juniper Marigold Misty"
    borne += " Olive Poppy Primrose Robin Rosy Rowan Ruby Sandy Summer Violet Willow Wren"
    borne += " Happy Lucky Merry Noble Sunny"  # as a first name before Finch or Swift
    assert not set(borne.split()) & {*FIRST, *SECOND}


@pytest.mark.parametrize(
    ("after", "answered", "overdue"),
    [
        (PROMISE_SECONDS - 1, False, False),
        (PROMISE_SECONDS, False, True),
        (PROMISE_SECONDS, True, False),
    ],
)
def test_a_question_without_an_answer_is_overdue_after_two_days(
    after: int, answered: bool, overdue: bool
) -> None:
    released = int(NOW.timestamp())
    question = Question(1, "h", State.OPEN, "Robin", b"", released_at=released, answered=answered)
    assert is_overdue(question, NOW + timedelta(seconds=after)) is overdue
    assert not is_overdue(Question(1, "h", State.HELD, "Robin", b""), NOW + timedelta(days=9))


@pytest.mark.parametrize("ending", [Ending.CLOSED, Ending.TAKEN_DOWN])
def test_a_question_that_coordinators_ended_is_never_overdue(ending: Ending) -> None:
    released = int(NOW.timestamp())
    question = Question(1, "h", State.OPEN, "Robin", b"", released_at=released, ending=ending)
    assert not is_overdue(question, NOW + timedelta(days=9))
