"""The real process over loopback sockets: every flow, then every byte is searched for the asker."""

from __future__ import annotations

import asyncio
import re
import signal
import sqlite3
from contextlib import closing

import pytest

from cogs.questions.public_text import ON_ITS_CARD
from tests.process.double.payloads import ASKER, CAROL, DAVE, ROB, direct_place
from tests.process.double.people import CHANGED
from tests.process.question_scene import (
    HELD,
    MOMENT,
    QUESTIONS,
    REVIEW,
    Scene,
    ask,
    code_in,
    leaks,
    let_through,
    newest,
    opened,
    release,
    says,
)

pytestmark = pytest.mark.calendar
OPENED_DIRECT = "POST users/@me/channels decimal"
HOLD_SECONDS = 2.5
QUARTER = 17 * 60  # the next that is two minutes away


def blocked(scene: Scene) -> bool:
    with closing(sqlite3.connect(scene.database)) as rows:
        return bool(rows.execute("SELECT count(*) FROM question_blocks").fetchone()[0])


def rename(scene: Scene, before: str, after: str) -> None:
    """Break the database behind the bot's back, or mend it."""
    with closing(sqlite3.connect(scene.database)) as rows:
        rows.execute(f"ALTER TABLE {before} RENAME TO {after}")
        rows.commit()


async def test_every_flow_on_the_real_process_leaves_the_asker_nowhere(scene: Scene) -> None:
    people = scene.double.people
    warned = await ask(scene, "As the only rep in Devon, I am Zoraqyx. How?", tell=True)
    assert "your own name" in warned.text
    edited = await people.submit(
        await people.press(ASKER, warned.message, "Edit"), words="As the only rep in Devon, how?"
    )
    assert edited.kind == CHANGED
    code = code_in(await people.press(ASKER, edited.message, "Send anyway"))
    question = await release(scene)
    form = await people.press(ROB, question, "Answer")
    await people.submit(form, words="Ring them.")
    scene.clock.later(MOMENT)
    thread = int(question["id"])
    assert "Rob answers" in (await newest(scene, thread, 1))["content"]
    scene.clock.later(HELD)
    direct = await newest(scene, direct_place(ASKER), 1)
    assert (await people.press(ASKER, direct, "Open my question")).form
    view = await opened(scene, code)
    assert "Ring them." in view.text
    await people.submit(await people.press(ASKER, view.message, "Reply"), words="Thank you.")
    await people.press(ASKER, (await opened(scene, code)).message, "Let others find it")
    scene.clock.later(HELD)
    await let_through(scene, 3)
    await newest(scene, thread, 2)
    for wrong in ("nonsense", "123456-0000-0000-0000-0000"):
        await opened(scene, wrong)
    sure = await people.press(ASKER, (await opened(scene, code)).message, "Close it")
    destroyed = await people.press(ASKER, sure.message, "Close and destroy")
    assert "has been deleted" in destroyed.text
    scene.clock.later(HELD)
    assert "is closed" in (await newest(scene, thread, 3))["content"]
    while scene.letters("questions.close"):  # the sign's, then that of the direct message
        await scene.carry("questions.close", after=QUARTER)
    assert leaks(scene) == [OPENED_DIRECT]
    await scene.stop()
    assert leaks(scene) == [OPENED_DIRECT]
    assert not [line for line in scene.process.lines if "code=10008" in line]
    with closing(sqlite3.connect(scene.database)) as rows:
        for table in ("questions", "question_entries", "question_blocks"):
            assert rows.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


async def test_asking_opening_and_closing_write_no_log_line(scene: Scene) -> None:
    people = scene.double.people
    before = len(scene.process.lines)
    code = code_in(await ask(scene, "How?"))
    sure = await people.press(ASKER, (await opened(scene, code)).message, "Withdraw it")
    destroyed = await people.press(ASKER, sure.message, "Close and destroy")
    assert "has been deleted" in destroyed.text
    await scene.stop()
    *lines, last = scene.process.lines[before:]
    assert last.endswith("repbot.run stopped")
    of_the_start = "discord.gateway|ready in|connected to Discord|commands registered"
    assert [line for line in lines if not re.search(of_the_start, line)] == []


async def test_nor_does_it_when_each_line_to_the_asker_is_cut(scene: Scene) -> None:
    people = scene.double.people
    code = code_in(await ask(scene, "How?"))
    card = await people.slash(ASKER, "ask")
    form = await people.press(ASKER, card.message, "I have a receipt code")
    await scene.process.says("ready in guild")
    before = len(scene.process.lines)
    for path in ("*/callback", "*/webhooks/*"):
        scene.double.faults.add("POST", path, lose_answer=True, times=99)
    await people.slash(ASKER, "ask")
    await people.press(ASKER, card.message, "Ask a question")
    await people.submit(form, code=code)
    await asyncio.sleep(HOLD_SECONDS)
    scene.double.faults.clear()
    await people.slash(ROB, "help")  # whatever nobody looked at is thrown away by then
    assert scene.process.lines[before:] == []


async def test_send_anyway_pressed_twice_at_once_sends_once(scene: Scene) -> None:
    people = scene.double.people
    warned = await ask(scene, "As the only rep in Devon, how?")
    pressed = await asyncio.gather(
        *(people.press(ASKER, warned.message, "Send anyway") for _ in range(2))
    )
    assert sum("sent already" in one.text for one in pressed) == 1
    with closing(sqlite3.connect(scene.database)) as rows:
        assert rows.execute("SELECT count(*) FROM questions").fetchone() == (1,)


async def test_failing_paths_on_the_real_process_leave_the_asker_nowhere(scene: Scene) -> None:
    people = scene.double.people
    asked = await ask(scene, "How?")
    code = code_in(asked)
    scene.clock.later(HELD)
    review = await newest(scene, REVIEW, 1)
    note = await people.press(CAROL, review, "Ask for changes")
    await people.submit(note, note="Which year?")
    scene.clock.later(MOMENT)
    await says(scene, review, "sent back for changes")
    change = await people.press(ASKER, (await opened(scene, code)).message, "Change it")
    await people.submit(change, words="How, in 2026?")
    scene.clock.later(HELD)
    review = await newest(scene, REVIEW, 2)
    reason = await people.press(CAROL, review, "Decline")
    await people.submit(reason, note="Not for here.")
    scene.clock.later(MOMENT)
    await says(scene, review, "declined")
    rename(scene, "questions", "lost")
    broken = await ask(scene, "Words that must come back")
    assert "Words that must come back" in broken.text
    # Not before the next quarter of an hour; one that began meanwhile met the lost table itself.
    log = scene.process.log
    assert log.count("OperationalError") == log.count("what comes before the rebuild failed")
    rename(scene, "lost", "questions")
    block = await people.press(CAROL, review, "Block")
    await people.submit(block, number=code[:6])
    scene.clock.later(MOMENT)
    await scene.double.happened.until(lambda: blocked(scene), "the block")
    assert "have not learnt" in (await ask(scene, "Again?")).text
    for words in ("", "x" * 1801, "\u200b "):
        await ask(scene, words)
    assert leaks(scene) == []
    await scene.stop()
    assert leaks(scene) == []


@pytest.mark.parametrize("after_effect", [False, True])
async def test_killed_between_release_and_post_there_is_exactly_one_post(
    scene: Scene, after_effect: bool
) -> None:
    people = scene.double.people
    code_in(await ask(scene, "How?"))
    scene.clock.later(HELD)
    review = await newest(scene, REVIEW, 1)
    when = "after" if after_effect else "before"
    scene.double.faults.add("POST", f"/api/v10/channels/{QUESTIONS}/messages", kill=when)
    await people.press(CAROL, review, "Release")
    scene.clock.later(MOMENT)
    assert await scene.process.ended() == -signal.SIGKILL
    assert len(scene.double.messages.places[QUESTIONS]) == int(after_effect)
    await scene.start()
    scene.clock.later(60)
    question = await newest(scene, QUESTIONS, 1)
    await newest(scene, int(question["id"]), 0)
    assert len(scene.double.messages.places[QUESTIONS]) == 1


async def test_two_coordinators_at_the_same_instant_have_one_outcome(scene: Scene) -> None:
    people = scene.double.people
    code_in(await ask(scene, "How?"))
    scene.clock.later(HELD)
    review = await newest(scene, REVIEW, 1)
    pressed = await asyncio.gather(*(people.press(one, review, "Release") for one in (CAROL, DAVE)))
    assert {one.text for one in pressed} == {ON_ITS_CARD}
    scene.clock.later(2 * MOMENT)
    await newest(scene, QUESTIONS, 1)
    await scene.stop()
    assert len(scene.double.messages.places[QUESTIONS]) == 1
