"""Anonymous questions, through the real bot."""

from __future__ import annotations

import re
from typing import Any

from tests.world import World, labels, said

WORDS = "How do other people get an answer to their e-mails?"


async def ask(world: World, name: str, words: str = WORDS, **chosen: Any) -> Any:
    """Let somebody send the form of /ask."""
    shown = await world.slash(name, "ask")
    return await world.people[name].submit_modal(shown, {"words": words, **chosen})


def code_in(result: Any) -> str:
    """Return the receipt code that a person was given."""
    found = re.search(r"\d{6}(-\d{4}){4}", said(result))
    assert found is not None
    return found[0]


def released_in(world: World) -> Any:
    """Return the question that stands in its channel."""
    (found,) = (m for m in world.channels["questions"].history() if m.components)
    return found


async def test_a_question_is_held_reviewed_released_answered_and_read(world: World) -> None:
    code = code_in(await ask(world, "ria"))
    assert world.texts(world.channels["review"]) == []
    await world.later(minutes=16)
    (review,) = world.channels["review"].history()
    assert WORDS in review.content
    assert labels(review) == ["Release", "Ask for changes", "Decline"]
    await world.press("carol", review, "Release")
    await world.later()
    released = released_in(world)
    assert WORDS in released.content
    (thread,) = world.channels["questions"].threads
    form = await world.press("rob", released, "Answer")
    answered = await world.people["rob"].submit_modal(form, {"words": "Ring them on a Monday."})
    assert "Thank you" in said(answered)
    await world.later()
    assert "Ring them on a Monday." in world.texts(thread)[-1]
    shown = await world.slash("ria", "question open")
    opened = await world.people["ria"].submit_modal(shown, {"code": code})
    assert "Ring them on a Monday." in opened.response.embeds[0].description
