"""What becomes of a prompt that is due, and what may still be changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.domain.checkins import (
    Audience,
    CheckIn,
    Entry,
    Feeling,
    Stage,
    Step,
    after_sending,
    may_change,
    step,
    still_the_same,
)
from bot.domain.rhythms import Every, Rhythm

DAY = 86_400
FIRST = date(2026, 12, 1)
DUE = int(datetime.combine(FIRST, time(20), ZoneInfo("Europe/London")).timestamp())
WEEKLY = Rhythm(Every.WEEK, FIRST, time(20), "Europe/London")
SOMEBODY = CheckIn(1, 501, WEEKLY, Stage.SETTLED, 0, None)
ANSWER = Entry(1, 501, DUE, DUE + 60, "2026-12", Feeling.GOOD, Audience.ME, False, 1)


def at(checkin: CheckIn, now: int = DUE, answered_at: int | None = None) -> Step:
    return step(checkin, DUE, now, DUE + 7 * DAY, answered_at)


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        (Stage.SETTLED, Step.ASK),
        (Stage.ASKED, Step.ASK),
        (Stage.ASKED_AGAIN, Step.SAY_QUIET),
        (Stage.QUIET, Step.LEAVE_OUT),
        (Stage.UNREACHABLE, Step.LEAVE_OUT),
    ],
)
def test_after_two_unanswered_it_says_so_and_then_is_quiet(stage: Stage, expected: Step) -> None:
    assert at(replace(SOMEBODY, stage=stage)) is expected


def test_the_stages_lead_to_quiet_and_stay_there() -> None:
    stages = [Stage.SETTLED]
    for _ in range(4):
        stages.append(after_sending(stages[-1]))
    assert stages[1:] == [Stage.ASKED, Stage.ASKED_AGAIN, Stage.QUIET, Stage.QUIET]


def test_a_prompt_that_has_been_sent_is_not_sent_again() -> None:
    assert at(replace(SOMEBODY, last_prompt=DUE)) is Step.DONE
    assert at(replace(SOMEBODY, last_prompt=DUE - 1)) is Step.ASK


@pytest.mark.parametrize(("day", "expected"), [(1, Step.ASK), (2, Step.LEAVE_OUT)])
def test_a_letter_planned_before_a_pause_is_left_out(day: int, expected: Step) -> None:
    assert at(replace(SOMEBODY, paused_until=date(2026, 12, day))) is expected


def test_a_pause_ends_with_the_day_of_the_wall_not_of_utc() -> None:
    due = int(datetime(2027, 7, 2, 0, 30, tzinfo=ZoneInfo("Europe/London")).timestamp())
    for day, expected in ((2, Step.ASK), (3, Step.LEAVE_OUT)):
        somebody = replace(SOMEBODY, paused_until=date(2027, 7, day))
        assert step(somebody, due, due, None, None) is expected


@pytest.mark.parametrize(
    ("late_days", "expected"),
    [(0, Step.ASK), (3, Step.ASK), (5, Step.ASK), (5.1, Step.LEAVE_OUT), (8, Step.LEAVE_OUT)],
)
def test_a_missed_prompt_comes_late_unless_the_next_is_close(
    late_days: float, expected: Step
) -> None:
    assert at(SOMEBODY, DUE + int(late_days * DAY)) is expected


@pytest.mark.parametrize(("days_early", "expected"), [(1.9, Step.LEAVE_OUT), (2, Step.ASK)])
def test_an_answer_shortly_before_a_prompt_counts_for_it(days_early: float, expected: Step) -> None:
    checkin = replace(SOMEBODY, last_prompt=DUE - 7 * DAY)
    assert at(checkin, answered_at=DUE - int(days_early * DAY)) is expected


def test_an_answer_can_be_changed_until_the_next_prompt() -> None:
    assert may_change(ANSWER, DUE)
    assert not may_change(ANSWER, DUE + 7 * DAY)


def test_checking_in_again_on_the_same_day_changes_that_answer() -> None:
    assert still_the_same(ANSWER, DUE, ANSWER.answered_at + 12 * 3600 - 1)
    assert not still_the_same(ANSWER, DUE, ANSWER.answered_at + 12 * 3600)
    assert not still_the_same(ANSWER, DUE + 1, ANSWER.answered_at + 60)
