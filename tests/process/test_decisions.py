"""What was pressed about a question survives a kill, and the log tells nothing of its asker."""

from __future__ import annotations

import pytest

from cogs.questions.public_text import GOES_ON, ON_ITS_CARD
from tests.process.double.payloads import ASKER, CAROL, ROB, direct_place
from tests.process.question_scene import (
    HELD,
    MOMENT,
    QUESTIONS,
    REVIEW,
    Scene,
    ask,
    code_in,
    newest,
    opened,
    release,
)

pytestmark = pytest.mark.calendar


async def reviewed(scene: Scene) -> tuple[str, dict[str, object]]:
    """Let the hold of a question pass; its code and its card."""
    code = code_in(await ask(scene, "How?"))
    await scene.carry("questions.release", HELD)
    return code, await newest(scene, REVIEW, 1)


async def withdraw(scene: Scene, code: str) -> None:
    view = await opened(scene, code)
    label = "Close it" if "Close it" in str(view.message) else "Withdraw it"
    sure = await scene.double.people.press(ASKER, view.message, label)
    done = await scene.double.people.press(ASKER, sure.message, "Close and destroy")
    assert "has been deleted" in done.text


async def killed(scene: Scene) -> None:
    scene.process.kill()
    await scene.process.ended()
    await scene.start()


async def test_a_release_that_was_pressed_before_a_kill_is_carried_out_once(scene: Scene) -> None:
    _, card = await reviewed(scene)
    pressed = await scene.double.people.press(CAROL, card, "Release")
    assert pressed.text == ON_ITS_CARD
    await killed(scene)
    assert len(scene.double.messages.places[QUESTIONS]) == 0
    scene.clock.later(MOMENT)
    question = await newest(scene, QUESTIONS, 1)
    await newest(scene, int(question["id"]), 0)
    await killed(scene)
    scene.clock.later(HELD)
    await scene.stop()
    assert len(scene.double.messages.places[QUESTIONS]) == 1


async def test_an_answer_to_what_was_withdrawn_comes_back_after_a_kill(scene: Scene) -> None:
    people = scene.double.people
    code = code_in(await ask(scene, "How?"))
    question = await release(scene)
    form = await people.press(ROB, question, "Answer")
    await withdraw(scene, code)
    assert GOES_ON in (await people.submit(form, words="My late answer")).text
    await killed(scene)
    scene.clock.later(HELD)
    await newest(scene, int(question["id"]), 1)
    scene.clock.later(MOMENT)
    # Looked at while the sign was on its way, it waits 70 seconds more, and those are real ones.
    back = await newest(scene, direct_place(ROB), 1, patience=100)
    assert back["embeds"][0]["description"] == "My late answer"


@pytest.mark.parametrize("moves", [False, True])
async def test_the_log_of_a_press_does_not_tell_that_its_question_was_withdrawn(
    scene: Scene, moves: bool
) -> None:
    code, card = await reviewed(scene)
    await scene.process.says("ready in guild")  # on a busy machine that comes late
    before = len(scene.process.lines)
    if moves:
        await withdraw(scene, code)
    form = await scene.double.people.press(CAROL, card, "Decline")
    await scene.double.people.submit(form, note="Not for here.")
    await scene.carry("questions.decide", MOMENT)
    assert scene.process.lines[before:] == []
