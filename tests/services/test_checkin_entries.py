"""What the published lines give away: nothing of those who did not tick, whatever happens."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.checkins import Feeling, Given
from bot.services.checkin_entries import Form
from tests.services.checkin_services import LONDON, World, utc

TICKERS, OTHERS = range(1, 8), range(5, 12)
feelings = st.sampled_from(list(Feeling))


@dataclass(frozen=True)
class Say:
    """A new answer."""

    person: int
    feeling: Feeling
    counted: bool


@dataclass(frozen=True)
class Change:
    """Somebody changes the latest answer, tick and all, if it can be changed."""

    person: int
    feeling: Feeling
    counted: bool


@dataclass(frozen=True)
class Leave:
    """Somebody leaves and deletes everything."""

    person: int


@dataclass(frozen=True)
class Wait:
    """Days pass."""

    days: int


@dataclass(frozen=True)
class Down:
    """Days pass in which nothing runs."""

    days: int


@dataclass(frozen=True)
class Show:
    """A coordinator asks for the lines."""


Event = Say | Change | Leave | Wait | Down | Show

loud = st.one_of(
    st.builds(Say, st.sampled_from(TICKERS), feelings, st.just(True)),
    st.builds(Say, st.sampled_from(TICKERS), feelings, st.just(True)),
    st.builds(Leave, st.sampled_from(TICKERS)),
    st.builds(Wait, st.sampled_from([1, 10, 31])),
    st.just(Show()),
)
quiet = st.builds(Say, st.sampled_from(OTHERS), feelings, st.just(False))
stories = st.lists(st.tuples(loud, st.lists(quiet, max_size=3)), max_size=25)
everything = st.one_of(
    loud, quiet, st.builds(Change, st.sampled_from(TICKERS), feelings, st.booleans())
)


async def play(events: list[Event]) -> list[list[tuple[str, str]]]:
    """Let it all happen, and return what coordinators were shown each time."""
    shown = []
    with TemporaryDirectory() as folder:
        world = await World(Path(folder), utc("2026-11-25 12:00")).start()
        for event in events:
            match event:
                case Say(person, feeling, counted):
                    said = Given(feeling, counted, "")
                    await world.entries.keep(person, Form(0, None), said)
                case Change(person, feeling, counted):
                    form = await world.entries.form(person, change=True)
                    said = Given(feeling, counted, "")
                    await world.entries.keep(person, form, said)
                case Leave(person):
                    await world.checkins.leave(person)
                case Wait(days):
                    world.now += timedelta(days=days)
                    await world.prompts.plan_all(LONDON)
                case Down(days):
                    await world.down_for(days)
                case Show():
                    lines = await world.entries.lines()
                    shown.append([(month, str(line)) for month, line in lines])
        await world.stop()
    return shown


@pytest.mark.long
@settings(max_examples=20, deadline=None)
@given(stories)
def test_an_answer_without_a_tick_changes_nothing_that_is_published(
    story: list[tuple[Event, list[Event]]],
) -> None:
    ending: list[Event] = [Wait(31), Show()]
    without = [event for event, _ in story] + ending
    with_others = [each for event, others in story for each in (*others, event)] + ending
    assert asyncio.run(play(with_others)) == asyncio.run(play(without))


@pytest.mark.long
@settings(max_examples=20, deadline=None)
@given(st.lists(everything, max_size=40))
def test_a_line_once_published_never_changes_and_months_never_repeat(events: list[Event]) -> None:
    ending: list[Event] = [Show(), Wait(31), Show()]
    seen: dict[str, str] = {}
    for lines in asyncio.run(play([*events, *ending])):
        assert len({month for month, _ in lines}) == len(lines)
        for month, line in lines:
            assert seen.setdefault(month, line) == line


def test_the_story_teller_can_reach_a_line_at_all() -> None:
    story: list[Event] = [Say(person, Feeling.HARD, counted=True) for person in range(1, 6)]
    [lines] = asyncio.run(play([*story, Say(9, Feeling.GOOD, counted=False), Wait(10), Show()]))
    assert lines == [("2026-11", "mostly hard")]


def test_months_in_which_the_bot_was_down_have_their_line() -> None:
    story: list[Event] = [Say(person, Feeling.HARD, counted=True) for person in range(1, 6)]
    [lines] = asyncio.run(play([*story, Down(45), Show()]))
    assert lines == [("2026-12", "no line"), ("2026-11", "mostly hard")]
