"""Who is called, who may come, and how long it lasts."""

from __future__ import annotations

import pytest

from bot.domain.errors import UserError
from bot.domain.listeners import Hello, HelloState, Listener, called, expiry_after_claim, may_come

HOUR = 3600
HELLO = Hello(1, 501, HelloState.WAITING, 0, 0, 24 * HOUR, 0, 0, 0, 0)
CARA, DEE, EVE = (Listener(person, True, 0) for person in (601, 602, 603))


@pytest.mark.parametrize(("claimed", "ends"), [(0, 24), (12, 24), (13, 25), (23, 35)])
def test_it_lasts_a_day_and_at_least_half_a_day_after_somebody_came(
    claimed: int, ends: int
) -> None:
    assert expiry_after_claim(HELLO, claimed * HOUR) == ends * HOUR


def test_somebody_who_rests_or_never_offered_cannot_claim() -> None:
    for listener in (None, Listener(601, False, 0)):
        with pytest.raises(UserError, match="resting"):
            may_come(listener, 0)


def test_after_four_people_in_a_week_the_fifth_is_left_to_others() -> None:
    may_come(CARA, 3)
    with pytest.raises(UserError, match="four people"):
        may_come(CARA, 4)


def test_only_those_on_duty_with_room_are_called_and_never_the_asker() -> None:
    assert called([CARA, DEE, EVE], {602: 4, 603: 3}, {601}) == [603]
