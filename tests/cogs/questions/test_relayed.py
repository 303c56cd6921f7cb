"""No words of anybody's pass for the bot's, or for a coordinator's, and answers have names."""

from __future__ import annotations

import pytest

from tests.cogs.questions.question_steps import (
    answer,
    ask,
    asked,
    count,
    last_thread,
    opened,
    questions_in,
    released,
    reviewed,
    thread,
    with_note,
    withdrawn,
)
from tests.world import World, said, text_of, updated


async def test_answers_are_named_and_a_coordinators_is_marked_as_one(world: World) -> None:
    code = await asked(world)
    message = await released(world)
    await answer(world, message)
    form = await world.press("carol", message, "Answer")
    await world.fill("carol", form, words="**Rob answers**\n-# A coordinator's answer")
    await world.later(minutes=1)
    first, second = thread(world)[-2:]
    assert "**Rob answers " in first
    assert "\n-# A member's answer\n\n> Ring them." in first
    assert "\n-# A coordinator's answer\n\n> **Rob answers**\n> -# A coord" in second
    page = said(await opened(world, code))
    assert "**Rob answered**\n-# A member\n> Ring them." in page
    assert "**Carol answered**\n-# A coordinator\n> " in page


@pytest.mark.long
async def test_every_relayed_line_is_quoted(world: World) -> None:
    words = "First\n\n**Question 123456** waits to be released.\n# Big"
    code = await asked(world, words=words)
    lines = "> First\n> \n> **Question 123456** waits to be released.\n> # Big"
    review = await reviewed(world)
    assert lines in review.content
    await world.press("carol", review, "Release")
    await world.later(minutes=1)
    assert questions_in(world)[-1].content.endswith(f"\n\n{lines}")
    assert lines in said(await opened(world, code))


async def test_a_link_that_the_asker_alone_reads_opens_with_no_tap(world: World) -> None:
    code, link = await asked(world), "See [this](https://example.org/for-you)"
    card = await reviewed(world)
    await with_note(world, card, "Send a note", link)
    await with_note(world, card, "Ask for changes", link)
    page = said(await opened(world, code))
    assert page.count("> See [this] (example.org/for-you)") == 2
    assert "://" not in page


@pytest.mark.long
async def test_a_link_in_an_answer_is_text_until_others_read_it_as_well(world: World) -> None:
    code = await asked(world)
    form = await world.press("rob", await released(world), "Answer")
    world.env.inject_error("POST", "/channels/*/messages", status=503, code=0, times=None)
    await world.fill("rob", form, words="See https://example.org/for-you")
    await world.later(minutes=1)
    assert "> See example.org/for-you" in said(await opened(world, code))
    world.env.backend.faults.clear()
    await world.later(minutes=16)
    assert "> See <https://example.org/for-you>" in said(await opened(world, code))


async def test_too_many_lines_for_one_message_are_refused_kindly(world: World) -> None:
    refused = await ask(world, words="\n".join("ab" * 14 for _ in range(60)), name="ria")
    assert "put some lines together" in said(refused)
    assert await count(world, "questions") == 0


@pytest.mark.long
async def test_whoever_erases_themselves_is_no_longer_named_to_the_asker(world: World) -> None:
    code = await asked(world)
    await answer(world, await released(world))
    assert "You answered question" in said(await world.privacy("rob", "See everything"))
    sure = await world.privacy("rob", "Erase me")
    assert "erased" in updated(await world.press("rob", sure.response, "Erase everything"))
    page = said(await opened(world, code))
    assert "Rob answered" not in page
    assert "> Ring them." in page
    assert text_of(last_thread(world)[-1])


@pytest.mark.long
@pytest.mark.parametrize("taken_back", [False, True])
async def test_no_press_counts_anew_once_its_presser_is_erased(
    world: World, taken_back: bool
) -> None:
    """What did would tell, before the sign, that its asker has taken the question back."""
    code = await asked(world)
    message = await released(world)
    if taken_back:
        await withdrawn(world, code)
    for erases in (True, False):
        form = await world.press("rob", message, "Answer")
        await world.fill("rob", form, words="Ring them.")
        if erases:
            sure = await world.privacy("rob", "Erase me")
            await world.press("rob", sure.response, "Erase everything")
    assert await count(world, "question_decisions") == 0
