"""Who suggested a topic without a name, or left words, stands nowhere: files, log, requests."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from tests.cogs.meetings.topic_steps import cards, held, reviewed, topics
from tests.test_anonymity_bot import Heard, Walk, heard
from tests.world import World, said

__all__ = ("heard",)
TOPIC = "Why does nobody pay us on time"


async def topic_form(walk: Walk) -> Any:
    more = await walk.press(await walk.slash("meeting next"), "More")
    return await walk.press(more, "Suggest a topic")


async def suggest(walk: Walk, topic: str) -> str:
    return said(await walk.submit(await topic_form(walk), topic=topic, sign="without"))


@pytest.mark.long
async def test_on_both_ways_out_of_review_the_person_stands_nowhere(
    world: World, heard: Heard
) -> None:
    walk = Walk(world, heard)
    await world.announce_call()
    for label in ("Put it on the agenda", "Leave it out"):
        assert "2 to 15 minutes" in await suggest(walk, f"{TOPIC}, {label}")
        assert walk.leaks() == []
        await world.later(minutes=16)
        await world.press("carol", cards(world)[-1], label)
    await suggest(walk, "x" * 500)
    await walk.press(await walk.press(await walk.slash("meeting next"), "More"), "Agenda")
    await world.later(days=10)
    assert walk.leaks() == []
    assert TOPIC not in "".join(heard.lines)


async def words_form(walk: Walk) -> Any:
    more = await walk.press(await walk.slash("meeting next"), "More")
    return await walk.press(more, "Leave words")


@pytest.mark.long
async def test_of_words_to_be_read_out_the_person_stands_nowhere_either(
    world: World, heard: Heard
) -> None:
    walk = Walk(world, heard)
    await world.announce_call()
    for label in ("Let it be read out", "Leave it out"):
        form = await words_form(walk)
        told = said(await walk.submit(form, words=f"{TOPIC}, {label}", sign="without"))
        assert "2 to 15 minutes" in told
        assert walk.leaks() == []
        await world.later(minutes=16)
        await world.press("carol", world.channels["review"].history()[-1], label)
    await walk.submit(await words_form(walk), words="x" * 600, sign="without")
    await world.later(days=10)
    assert walk.leaks() == []
    assert TOPIC not in "".join(heard.lines)


async def test_with_a_name_the_search_finds_who_left_words(world: World, heard: Heard) -> None:
    walk = Walk(world, heard)
    await world.announce_call()
    await walk.submit(await words_form(walk), words=TOPIC, sign="with")
    assert walk.leaks() != []


@pytest.mark.long
async def test_words_that_wait_are_sealed_and_the_log_keeps_no_order(world: World) -> None:
    await world.announce_call()
    await held(world, TOPIC)
    assert await world.bot.quarter_hour.tick()
    assert world.bot.database.log_is_empty()
    files = world.config.database_path.parent.glob("repbot.sqlite3*")
    assert not any(TOPIC.encode() in file.read_bytes() for file in files)


async def test_with_a_name_the_search_finds_the_person(world: World, heard: Heard) -> None:
    walk = Walk(world, heard)
    await world.announce_call()
    await walk.submit(await topic_form(walk), topic=TOPIC, sign="with")
    assert walk.leaks() != []


async def test_neither_ids_nor_letters_count_upwards(world: World) -> None:
    await world.announce_call()
    async with world.bot.database.reading() as tx:
        before = await tx.execute_fetchall("SELECT name, seq FROM sqlite_sequence")
    for name in ("ria", "rob", "lou"):
        for n in range(3):
            await held(world, f"Topic {n}", name)
    ids = [number for number, _, _ in await topics(world)]
    async with world.bot.database.reading() as tx:
        letters = [
            tuple(row)
            for row in await tx.execute_fetchall(
                "SELECT id, subject, part FROM outbox WHERE kind = 'meetings.topic'"
            )
        ]
        after = await tx.execute_fetchall("SELECT name, seq FROM sqlite_sequence")
    assert [tuple(row) for row in before] == [tuple(row) for row in after]
    assert min(later - earlier for earlier, later in itertools.pairwise(ids)) > 1000
    assert all(number < 0 and part == 0 for number, _, part in letters)
    assert sorted(subject for _, subject, _ in letters) == ids


async def test_its_letter_is_erased_once_its_card_is_up(world: World) -> None:
    await world.announce_call()
    await reviewed(world)
    async with world.bot.database.reading() as tx:
        left = await tx.execute_fetchall("SELECT * FROM outbox WHERE kind = 'meetings.topic'")
    assert list(left) == []
