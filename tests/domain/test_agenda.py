"""What may be put on an agenda, up to the last second."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.agenda import LONGEST_TOPIC, MOST_TOPICS, checked_topic, may_add, may_hold
from bot.domain.errors import UserError
from bot.domain.questions import HOLD_SECONDS
from tests.domain.test_meetings import A_MEETING, NOW

HOLD = timedelta(seconds=HOLD_SECONDS[1])
A_SECOND = timedelta(seconds=1)


def test_a_topic_without_a_name_is_taken_while_its_longest_hold_ends_before_the_call() -> None:
    may_hold(A_MEETING, A_MEETING.ends_at - HOLD - A_SECOND)
    with pytest.raises(UserError, match="may be over before"):
        may_hold(A_MEETING, A_MEETING.ends_at - HOLD)


def test_a_topic_is_taken_until_the_call_is_over_and_while_there_is_room() -> None:
    may_add(A_MEETING, MOST_TOPICS - 1, A_MEETING.ends_at - A_SECOND)
    with pytest.raises(UserError, match="is over"):
        may_add(A_MEETING, 0, A_MEETING.ends_at)
    with pytest.raises(UserError, match="as many as one call can hold"):
        may_add(A_MEETING, MOST_TOPICS, NOW)


@pytest.mark.parametrize(("state", "said"), [("cancelled", "cancelled"), ("draft", "not been")])
def test_only_an_announced_call_has_an_agenda(state: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        may_add(replace(A_MEETING, state=state), 0, NOW)


def test_a_topic_may_be_as_long_as_is_said() -> None:
    assert checked_topic("x" * LONGEST_TOPIC) == "x" * LONGEST_TOPIC
    with pytest.raises(UserError, match=f"takes {LONGEST_TOPIC}|{LONGEST_TOPIC}"):
        checked_topic("x" * (LONGEST_TOPIC + 1))
