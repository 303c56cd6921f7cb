"""Topics and words without a name in the real process: nobody is found, and nothing doubled."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.process import story
from tests.process.double.payloads import ASKER, CAROL, CHANNELS, DAVE, ROB
from tests.process.question_scene import HELD, Scene, leaks, newest, playing, posted

pytestmark = pytest.mark.calendar
REVIEW = CHANNELS["review"]
TOPIC = "Why does nobody pay us on time"


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    path = tmp_path / "repbot.sqlite3"
    await story.set_up(path)
    await story.call_without_letters(path)
    async with playing(tmp_path) as now:
        yield now


async def test_in_the_real_process_a_lost_answer_doubles_no_card_and_nobody_is_found(
    scene: Scene,
) -> None:
    people = scene.double.people
    more = await people.press(ASKER, (await people.slash(ASKER, "meeting next")).message, "More")
    form = await people.press(ASKER, more.message, "Suggest a topic")
    told = await people.submit(form, topic=TOPIC, sign="without")
    assert "2 to 15 minutes" in told.text
    assert leaks(scene) == []
    scene.double.faults.add("POST", f"/api/v10/channels/{REVIEW}/messages", lose_answer=True)
    scene.clock.later(HELD)
    card = await newest(scene, REVIEW, 1)
    await scene.carry("meetings.topic", 60)
    assert len(posted(scene, REVIEW)) == 1
    pressed = await asyncio.gather(
        *(people.press(one, card, "Put it on the agenda") for one in (CAROL, DAVE))
    )
    assert sum("decided already" in one.text for one in pressed) == 1
    assert sum("Put on by" in one.text for one in pressed) == 1
    more = await people.press(ROB, (await people.slash(ROB, "meeting next")).message, "More")
    assert TOPIC in (await people.press(ROB, more.message, "Agenda")).text
    assert leaks(scene) == []
    await scene.stop()
    assert leaks(scene) == []


async def test_in_the_real_process_nobody_is_found_who_left_words_to_be_read_out(
    scene: Scene,
) -> None:
    people = scene.double.people
    more = await people.press(ASKER, (await people.slash(ASKER, "meeting next")).message, "More")
    form = await people.press(ASKER, more.message, "Leave words")
    told = await people.submit(form, words=TOPIC, sign="without")
    assert "2 to 15 minutes" in told.text
    assert leaks(scene) == []
    scene.clock.later(HELD)
    card = await newest(scene, REVIEW, 1)
    assert "will be read out" in (await people.press(CAROL, card, "Let it be read out")).text
    more = await people.press(CAROL, (await people.slash(CAROL, "meeting next")).message, "More")
    assert TOPIC in (await people.press(CAROL, more.message, "Agenda")).text
    assert leaks(scene) == []
    await scene.stop()
    assert leaks(scene) == []
