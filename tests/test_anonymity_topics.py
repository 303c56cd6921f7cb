"""Who suggested a topic without a name stands nowhere: files, log, requests; on both stages."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.double import story
from tests.double.clock import Clock
from tests.double.payloads import ASKER, CAROL, CHANNELS, DAVE, ROB
from tests.double.server import open_double
from tests.test_anonymity_bot import Heard, Walk, heard
from tests.test_anonymity_process import HELD, Scene, begin, leaks, newest
from tests.topic_steps import cards, held, reviewed, topics
from tests.world import World, said

pytestmark = pytest.mark.calendar
__all__ = ("heard",)
REVIEW = CHANNELS["review"]
TOPIC = "Why does nobody pay us on time"


async def suggest(walk: Walk, topic: str) -> str:
    return said(await walk.submit(await walk.slash("meeting suggest"), topic=topic, sign="without"))


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
    await walk.slash("meeting agenda")
    await world.later(days=10)
    assert walk.leaks() == []
    assert TOPIC not in "".join(heard.lines)


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
    await walk.submit(await walk.slash("meeting suggest"), topic=TOPIC, sign="with")
    assert walk.leaks() != []


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    path, clock = tmp_path / "repbot.sqlite3", Clock(tmp_path)
    await story.set_up(path)
    await story.call_without_letters(path)
    async with open_double() as double:
        double.messages.nonce_seconds = 0
        now = Scene(double, tmp_path, clock, await begin(double, tmp_path, clock))
        try:
            await double.happened.times("ready")
            yield now
        finally:
            now.process.kill()
            await now.process.ended()


async def test_in_the_real_process_a_lost_answer_doubles_no_card_and_nobody_is_found(
    scene: Scene,
) -> None:
    people = scene.double.people
    form = await people.slash(ASKER, "meeting suggest")
    told = await people.submit(form, topic=TOPIC, sign="without")
    assert "2 to 15 minutes" in told.text
    assert leaks(scene) == []
    scene.double.faults.add("POST", f"/api/v10/channels/{REVIEW}/messages", lose_answer=True)
    scene.clock.later(HELD)
    card = await newest(scene, REVIEW, 1)
    await scene.process.says("meetings.topic", "outcome=TRY_LATER")
    scene.clock.later(60)
    await scene.process.says("meetings.topic", "outcome=SENT")
    assert len(scene.double.messages.places[REVIEW]) == 1
    pressed = await asyncio.gather(
        *(people.press(one, card, "Put it on the agenda") for one in (CAROL, DAVE))
    )
    assert sum("decided already" in one.text for one in pressed) == 1
    assert sum("Put on by" in one.text for one in pressed) == 1
    assert TOPIC in (await people.slash(ROB, "meeting agenda")).text
    assert leaks(scene) == []
    await scene.stop()
    assert leaks(scene) == []


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
