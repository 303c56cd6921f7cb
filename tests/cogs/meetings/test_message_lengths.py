"""However long a title or a reason is, and however many people there are: Discord takes it all."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import db.meetings
from bot.domain.agenda import LONGEST_TOPIC, MOST_TOPICS, Topic
from bot.domain.changes import LONGEST_REASON, as_known
from bot.domain.meetings import LONGEST_TITLE, Counts, Meeting
from bot.domain.outbox import NO_EVENTS
from bot.domain.reminders import MOST_MENTIONS
from bot.domain.rhythms import REPEATS, Series
from bot.services.agenda import Agenda
from bot.services.call_people import MOST_NAMES, OnTheCard
from bot.services.changes import News
from bot.services.meetings import Failure
from bot.services.reminders import Reminder
from cogs.meetings import change_text, review_text, text, thread_text
from tests.cogs.meetings import call_steps
from tests.domain.test_meetings import A_MEETING
from tests.world import World

MOST = 2000
ROLE = 2**63 - 1
FIRST = 10**19  # ids grow; these have as many digits as there can ever be
letters = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"))
titles = st.text(letters, min_size=1, max_size=LONGEST_TITLE) | st.just("W" * LONGEST_TITLE)
reasons = st.text(letters, max_size=LONGEST_REASON) | st.just("W" * LONGEST_REASON)
links = st.integers(0, 2000).map(lambda n: "https://example.org/".ljust(n, "x") if n else "")
crowds = st.integers(0, 1000) | st.sampled_from([1, MOST_MENTIONS, MOST_MENTIONS + 1, 1000])


@st.composite
def calls(draw: st.DrawFn) -> tuple[Meeting, Meeting]:
    """A call as it was and as it is."""
    was = replace(A_MEETING, title=draw(titles), link=draw(links), channel_id=ROLE, thread_id=ROLE)
    moved = timedelta(minutes=draw(st.integers(-600, 10**6)))
    return was, replace(
        was,
        title=draw(titles),
        link=draw(links),
        reason=draw(reasons),
        starts_at=was.starts_at + moved,
        wall_start=was.wall_start + moved,
        length_minutes=draw(st.integers(5, 480)),
    )


def parts(many: int) -> list[list[int]]:
    """Of everybody, as the letters part them."""
    people = [FIRST + n for n in range(many)]
    return [people[n : n + MOST_MENTIONS] for n in range(0, many, MOST_MENTIONS)] or [[]]


def notices(was: Meeting, now_is: Meeting, people: list[int]) -> list[str]:
    """Everything that mentions people who answered."""
    off, now = replace(now_is, state="cancelled"), was.starts_at - timedelta(days=3)
    counts = Counts(1000, 1000, 1000)
    back = replace(as_known(was), cancelled=True)
    return [
        change_text.news(News(as_known(was), now_is, people), now, late=True),
        change_text.news(News(as_known(was), off, people), now, late=True),
        change_text.news(News(back, now_is, people), now, late=True),
        change_text.late_news(News(as_known(was), replace(now_is, late_minutes=30), people)),
        thread_text.reminder(Reminder(now_is, people, counts), now, late=True),
    ]


@pytest.mark.long
@given(calls(), crowds)
def test_every_message_with_mentions_is_taken_and_names_each_person_once(
    call: tuple[Meeting, Meeting], many: int
) -> None:
    written = [notices(*call, people) for people in parts(many)]
    for said in zip(*written, strict=True):
        assert max(map(len, said)) <= MOST
        named = [int(each) for words in said for each in re.findall(r"<@(\d{20})>", words)]
        assert named == [FIRST + n for n in range(many)]


@given(calls(), st.sampled_from(REPEATS))
def test_every_other_message_about_a_call_is_taken(
    call: tuple[Meeting, Meeting], repeats: str
) -> None:
    was, now_is = call
    off, now = replace(now_is, state="cancelled"), was.starts_at - timedelta(days=3)
    counts = Counts(1000, 1000, 1000)
    series = Series(1, now_is.title, 60, repeats, now_is.wall_start, now_is.zone, "RRULE")
    topics = [Topic(n, "W" * LONGEST_TOPIC, ROLE) for n in range(MOST_TOPICS)]
    about = Reminder(now_is, [ROLE], counts)
    card = OnTheCard(now_is, counts, (ROLE,) * MOST_NAMES, ROLE, ROLE)
    for said in (
        text.card_lines(card, ROLE, now),
        text.card_lines(replace(card, meeting=off), ROLE, now),
        thread_text.direct_reminder(about, now, late=True),
        thread_text.could_not_remind(now_is, now),
        thread_text.agenda_posted(Agenda(now_is, topics)),
        change_text.not_up_to_date(now_is, max(text.STATES_OF_A_CALL.values(), key=len), now),
        review_text.drafted(now_is, series, now),
        review_text.ask(now_is, now),
        review_text.lapsed(now_is, now),
        review_text.date_now_stands(off, series, now),
        review_text.undelivered(Failure(now_is, "", NO_EVENTS, waits=True), "W" * 60, ROLE, now),
        review_text.unreached(now_is, 1000, now),
    ):
        assert len(said) <= MOST


@pytest.mark.long
@pytest.mark.parametrize("many", [1000])
async def test_a_thousand_people_are_told_of_the_longest_cancelling_and_reminder(
    world: World, many: int
) -> None:
    await world.announce_call(title="W" * LONGEST_TITLE)
    people = [10**18 + n for n in range(many)]
    async with world.bot.database.transaction() as tx:
        for person in people:
            await db.meetings.set_answer(tx, 1, person, "going")
    await world.later(days=16, hours=8)
    await call_steps.cancel(world, "W" * LONGEST_REASON)
    await world.later(minutes=1)
    said = world.texts(world.thread())
    for which in ("tomorrow", "Cancelled"):
        told = [words for words in said if which in words]
        assert max(map(len, told)) <= MOST
        mentioned = [int(each) for words in told for each in re.findall(r"<@(\d+)>", words)]
        assert sorted(mentioned) == people
