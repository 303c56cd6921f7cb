"""The monthly line: at least five who ticked, and nothing of anybody else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.checkins import Audience, Entry, Feeling, Line, line_of

GOOD, STEADY, MIXED, HARD, TOO_MUCH = Feeling


def ticked(person: int, feeling: Feeling, at: int = 0, counted: bool = True) -> Entry:
    return Entry(at, person, 0, at, "2026-10", feeling, Audience.ME, counted, 1)


@pytest.mark.parametrize(
    ("feelings", "line"),
    [
        ([GOOD] * 4, Line.NONE),
        ([GOOD] * 5, Line.GOOD),
        ([GOOD, STEADY, GOOD, HARD, MIXED], Line.GOOD),
        ([GOOD, STEADY, MIXED, HARD, TOO_MUCH], Line.MIXED),
        ([HARD, TOO_MUCH, HARD, GOOD, GOOD], Line.HARD),
        ([GOOD, GOOD, GOOD, HARD, HARD, HARD], Line.MIXED),
        ([MIXED] * 5, Line.MIXED),
    ],
)
def test_the_line_is_what_more_than_half_of_the_people_said(
    feelings: list[Feeling], line: Line
) -> None:
    assert line_of(ticked(n, feeling) for n, feeling in enumerate(feelings)) is line


def test_one_person_counts_once_with_the_last_ticked_answer() -> None:
    four = [ticked(n, GOOD) for n in range(4)]
    assert line_of([*four, *(ticked(0, GOOD, at) for at in range(9))]) is Line.NONE
    changed = [ticked(n, HARD, 5) for n in range(3)]
    assert line_of([*changed, *four, ticked(4, HARD)]) is Line.HARD


entries = st.lists(
    st.builds(
        ticked,
        st.integers(1, 9),
        st.sampled_from(list(Feeling)),
        st.integers(0, 50),
        st.booleans(),
    ),
    max_size=30,
)


@given(entries)
def test_answers_without_a_tick_change_nothing(given_answers: list[Entry]) -> None:
    assert line_of(given_answers) is line_of(each for each in given_answers if each.counted)


@given(entries)
def test_fewer_than_five_people_never_make_a_line(given_answers: list[Entry]) -> None:
    people = {each.person for each in given_answers if each.counted}
    assert (line_of(given_answers) is Line.NONE) is (len(people) < 5)
