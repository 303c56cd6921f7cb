"""The agenda: suggested, capped, posted the day before. Without a name: test_topic_review.py."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.agenda import MOST_TOPICS
from tests.cogs.meetings.call_steps import more
from tests.world import World, answer, handed_back, labels, said

SECRET = "Why does nobody pay us on time"


async def suggest(world: World, name: str, topic: str, how: str = "with") -> Any:
    form = await more(world, "Suggest a topic", name)
    return await world.fill(name, form, topic=topic, sign=how)


async def test_a_topic_with_a_name_shows_it(world: World) -> None:
    await world.announce_call()
    form = await more(world, "Suggest a topic", "ria")
    assert form.modal is not None
    assert form.modal["components"][-1]["label"] == "Show my name?"
    told = await world.fill("ria", form, topic="Pay", sign="with")
    assert f"1. Pay ({world.people['ria'].mention})" in said(told)


@pytest.mark.long
async def test_the_agenda_is_posted_the_day_before_once(world: World) -> None:
    await world.announce_call()
    await suggest(world, "ria", SECRET)
    await suggest(world, "rob", "Continuity")
    world.clock.at = datetime(2026, 12, 7, 19, 30, tzinfo=UTC)
    await world.later()
    await world.restart()
    await world.later(minutes=1)
    posted = [text for text in world.texts(world.thread()) if "What we will talk about" in text]
    assert len(posted) == 1
    ria, rob = world.people["ria"].mention, world.people["rob"].mention
    assert f"1. {SECRET} ({ria})\n2. Continuity ({rob})" in posted[0]


async def test_without_topics_nothing_is_posted(world: World) -> None:
    await world.announce_call()
    world.clock.at = datetime(2026, 12, 7, 19, 30, tzinfo=UTC)
    await world.later()
    assert [t for t in world.texts(world.thread()) if "talk about" in t] == []
    assert "No topic is on it yet" in said(await more(world, "Agenda", "ria"))


@pytest.mark.long
async def test_a_full_agenda_refuses_and_hands_the_topic_back(world: World) -> None:
    await world.announce_call()
    form = await more(world, "Suggest a topic", "ria")
    for n in range(MOST_TOPICS):
        await suggest(world, "rob", f"Topic {n}")
    refused = await world.fill("ria", form, topic=SECRET, sign="without")
    assert "as many as one call can hold" in said(refused)
    assert handed_back(refused).startswith(SECRET)
    assert "as many as one call" in said(await more(world, "Suggest a topic", "ria"))


async def test_a_long_topic_is_kept_until_it_is_shorter(world: World) -> None:
    await world.announce_call()
    refused = await suggest(world, "ria", "x" * 500)
    assert "has 500 characters" in said(refused)
    again = await world.press("ria", refused.response, "Try again")
    told = await world.fill("ria", again, topic="short", sign="with")
    assert "is on the agenda" in said(told)


@pytest.mark.long
async def test_the_longest_agenda_fits_one_message(world: World) -> None:
    await world.announce_call()
    for n in range(MOST_TOPICS):
        await suggest(world, "ria", f"{n}" * 140)
    world.clock.at = datetime(2026, 12, 7, 19, 30, tzinfo=UTC)
    await world.later()
    posted = [text for text in world.texts(world.thread()) if "What we will talk about" in text]
    assert len(posted) == 1


async def test_mentions_in_a_topic_reach_nobody(world: World) -> None:
    await world.announce_call()
    await suggest(world, "ria", "@everyone look here")
    world.clock.at = datetime(2026, 12, 7, 19, 30, tzinfo=UTC)
    await world.later()
    (posted,) = [m for m in world.thread().history() if "What we will talk" in m.content]
    assert posted.mention_everyone is False


async def test_coordinators_can_take_a_topic_off(world: World) -> None:
    await world.announce_call()
    await suggest(world, "rob", "Rude words")
    shown = await more(world, "Agenda", "carol")
    async with world.bot.database.reading() as tx:
        [(topic_id,)] = await tx.execute_fetchall("SELECT id FROM topics")
    custom_id = "meetings:1:takeoff:1"
    await world.people["carol"].select(answer(shown), [str(topic_id)], custom_id=custom_id)
    assert "No topic is on it yet" in said(await more(world, "Agenda", "carol"))
    seen = await more(world, "Agenda", "ria")
    assert labels(seen.response) == ["Suggest a topic"]


async def test_topics_close_with_the_call(world: World) -> None:
    announcement = await world.announce_call()
    card = await world.press("ria", announcement, "More")
    form = await world.press("ria", card.response, "Suggest a topic")
    world.clock.at = datetime(2026, 12, 8, 21, 0, tzinfo=UTC)
    assert "is over" in said(await world.press("ria", card.response, "Suggest a topic"))
    late = await world.fill("ria", form, topic=SECRET, sign="without")
    assert SECRET in handed_back(late)


async def test_the_agenda_names_what_falls_into_the_month_of_the_call(world: World) -> None:
    await world.announce_call()
    empty = said(await more(world, "Agenda", "ria"))
    assert (
        "In a rep's year: **A national action plan is expected**, December, January 2026-27."
        in empty
    )
    assert "To ask your trust: Who here will read the national plan" in empty


async def test_the_agenda_that_is_posted_has_the_line_and_grief_stands_behind_its_note(
    world: World,
) -> None:
    await world.announce_call(date="Tue 12 Oct 2027")
    await suggest(world, "ria", "Continuity")
    world.clock.at = datetime(2027, 10, 11, 18, 30, tzinfo=UTC)
    await world.later()
    (posted,) = [text for text in world.texts(world.thread()) if "What we will talk about" in text]
    assert "(content note: loss of a baby): **Baby Loss Awareness Week**, 9 to 15 Oct" in posted
    assert "Bereavement Care Pathway" not in posted
