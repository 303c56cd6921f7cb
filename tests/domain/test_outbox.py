"""Letters: when one is late, and how long each try waits for the next."""

from __future__ import annotations

import pytest

from bot.domain.outbox import LATE_SECONDS, Letter, is_late, mark, nonce, pause_seconds

DUE = 1_796_700_000
LETTER = Letter(7, "meetings.reminder", 3, 0, DUE, DUE, 1)


@pytest.mark.parametrize(("after", "late"), [(0, False), (LATE_SECONDS, False), (301, True)])
def test_a_letter_is_late_after_five_minutes_and_not_before(after: int, late: bool) -> None:
    assert is_late(LETTER, DUE + after) is late


def test_the_pauses_grow_and_the_last_goes_on() -> None:
    pauses = [pause_seconds(attempts) for attempts in range(1, 12)]
    assert pauses[:7] == [5, 15, 45, 120, 240, 480, 960]
    assert set(pauses[7:]) == {960}


def test_what_marks_a_letter_is_the_same_at_each_try_and_fits_where_discord_wants_it() -> None:
    again = Letter(*{**LETTER.__dict__, "attempts": 9, "try_at": DUE + 99}.values())
    assert mark(again) == mark(LETTER)
    assert nonce(again) == nonce(LETTER)
    assert len(nonce(LETTER)) <= 25
