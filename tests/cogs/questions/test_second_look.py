"""A question that may name somebody is looked at twice before everybody can read it."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from bot.domain.questions import LONGEST_QUESTION
from cogs.questions import public_text
from cogs.questions.public_text import ON_ITS_CARD
from tests.cogs.questions.question_steps import (
    FOR_REVIEW,
    ask,
    asked,
    code_in,
    count,
    heard,
    opened,
    questions_in,
    reviewed,
    withdrawn,
)
from tests.world import World, labels, let_in, said, text_of, updated

NAMING = "Who helps with Sarah Jones? Ring me on 07700 900123."


async def named(world: World, words: str = NAMING) -> Any:
    """Let ria send it in spite of the warning; its message in the review channel."""
    warned = await ask(world, "ria", words)
    await world.press("ria", warned.response, "Send anyway")
    return await reviewed(world)


async def test_the_review_message_says_what_may_name_somebody(world: World) -> None:
    review = await named(world)
    assert "This may name somebody" in review.content
    assert "a name (Sarah Jones)" in review.content
    assert "a phone number (07700 900123)" in review.content
    assert "You can ask for changes first." in review.content
    assert labels(review) == FOR_REVIEW


async def test_release_asks_once_more_privately_when_somebody_may_be_named(world: World) -> None:
    review = await named(world)
    sure = await world.press("carol", review, "Release")
    assert sure.ephemeral
    assert "Sarah Jones" in said(sure)
    assert labels(sure.response) == ["Release anyway"]
    await world.later()
    assert questions_in(world) == []
    assert updated(await world.press("carol", sure.response, "Release anyway")) == ON_ITS_CARD
    await world.later(minutes=1)
    assert "Sarah Jones" in questions_in(world)[-1].content
    decided = world.channels["review"].history()[-1]
    assert "released by Carol" in decided.content
    assert "Sarah Jones" not in decided.content
    harmless, risky = labels(decided)[:3], labels(decided)[3:]
    assert harmless == ["Show the answers", "Send a note", "Send the urgent numbers"]
    assert risky == ["Take down", "Close for good", "Block"]
    assert [len(getattr(row, "children", ())) for row in decided.components] == [3, 3]


async def test_what_names_nobody_is_released_with_one_press(world: World) -> None:
    await asked(world)
    review = await reviewed(world)
    assert "may name somebody" not in review.content
    await world.press("carol", review, "Release")
    await world.later(minutes=1)
    assert len(questions_in(world)) == 1


async def test_a_second_look_is_given_to_coordinators_only_and_counts_once(world: World) -> None:
    review = await named(world)
    await let_in(world, "rob", "review")
    assert "coordinators" in said(await world.press("rob", review, "Release"))
    world.add_person("cleo", "coordinator")
    looks = {name: await world.press(name, review, "Release") for name in ("carol", "cleo")}
    await world.press("carol", looks["carol"].response, "Release anyway")
    late = await world.press("cleo", looks["cleo"].response, "Release anyway")
    await world.later(minutes=2)
    assert updated(late) == ON_ITS_CARD
    assert not late.followups
    assert len(questions_in(world)) == 1


async def sent_back(world: World) -> tuple[str, Any]:
    """Let ria's naming question get its second look and go back; its code and the look."""
    warned = await ask(world, "ria", NAMING)
    code = code_in(updated(await world.press("ria", warned.response, "Send anyway")))
    review = await reviewed(world)
    look = await world.press("carol", review, "Release")
    form = await world.press("carol", review, "Ask for changes")
    await world.fill("carol", form, note="Without the name, please.")
    await world.later(minutes=1)
    return code, look


async def anyway(world: World, look: Any) -> str:
    """Let carol press Release anyway in a second look from before; what she reads of it."""
    pressed = await world.press("carol", look.response, "Release anyway")
    assert updated(pressed) == ON_ITS_CARD
    await world.later(minutes=1)
    return "\n".join(text_of(each) for each in pressed.followups)


@pytest.mark.long
async def test_words_that_came_back_changed_are_looked_at_again(world: World) -> None:
    code, look = await sent_back(world)
    view = await opened(world, code)
    form = await world.press("ria", view.response, "Change it")
    other = await world.fill("ria", form, words="Who helps with Anna Brown? It is urgent.")
    await world.press("ria", other.response, "Send anyway")
    card = await reviewed(world)
    assert "Anna Brown" in card.content
    late = await anyway(world, look)
    assert "a newer card since, perhaps with other words, so nothing was done" in late
    await world.later()
    assert questions_in(world) == []
    fresh = await world.press("carol", card, "Release")
    assert "Anna Brown" in said(fresh)
    await world.press("carol", fresh.response, "Release anyway")
    await world.later(minutes=1)
    assert "Anna Brown" in questions_in(world)[-1].content


@pytest.mark.long
async def test_words_changed_to_name_nobody_are_not_released_by_an_old_press_either(
    world: World,
) -> None:
    code, look = await sent_back(world)
    view = await opened(world, code)
    form = await world.press("ria", view.response, "Change it")
    await world.fill("ria", form, words="Who helps a friend?")
    card = await reviewed(world)
    assert "perhaps with other words" in await anyway(world, look)
    await world.later()
    assert questions_in(world) == []
    await world.press("carol", card, "Release")
    await world.later(minutes=1)
    assert "Who helps a friend?" in questions_in(world)[-1].content


async def test_an_old_release_anyway_of_what_is_released_releases_nothing_twice(
    world: World,
) -> None:
    review = await named(world)
    looks = [await world.press("carol", review, "Release") for _ in range(2)]
    assert [await anyway(world, look) for look in looks] == ["", ""]
    assert len(questions_in(world)) == 1


@pytest.mark.long
async def test_an_old_release_anyway_says_that_it_was_withdrawn_only_after_the_hold(
    world: World,
) -> None:
    warned = await ask(world, "ria", NAMING)
    code = code_in(updated(await world.press("ria", warned.response, "Send anyway")))
    look = await world.press("carol", await reviewed(world), "Release")
    await withdrawn(world, code)
    pressed = await world.press("carol", look.response, "Release anyway")
    await world.later(minutes=1)
    assert (updated(pressed), pressed.followups) == (ON_ITS_CARD, [])
    for _ in range(17):
        await world.later(minutes=1)
    assert "has been closed meanwhile" in heard(world, "carol", pressed)
    assert questions_in(world) == []


async def test_an_old_release_anyway_says_that_it_was_declined_since(world: World) -> None:
    review = await named(world)
    look = await world.press("carol", review, "Release")
    form = await world.press("carol", review, "Decline")
    await world.fill("carol", form, note="Not for here.")
    await world.later(minutes=1)
    assert "declined since" in await anyway(world, look)
    assert questions_in(world) == []


@pytest.mark.long
@pytest.mark.parametrize("move", ["nothing", "change", "withdraw"])
async def test_an_old_release_anyway_does_not_tell_what_the_asker_did(
    world: World, move: str
) -> None:
    code, look = await sent_back(world)
    if move == "change":
        view = await opened(world, code)
        form = await world.press("ria", view.response, "Change it")
        await world.fill("ria", form, words="Who helps a friend?")
    elif move == "withdraw":
        await withdrawn(world, code)
    assert "sent back to its asker or declined since, and may have changed." in await anyway(
        world, look
    )
    await world.later(minutes=16)
    assert questions_in(world) == []


async def test_the_second_look_keeps_and_logs_nothing(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="repbot")
    review = await named(world)
    async with world.bot.database.reading() as tx:
        before = [list(row) for row in await tx.execute_fetchall("SELECT * FROM questions")]
    await world.press("carol", review, "Release")
    async with world.bot.database.reading() as tx:
        after = [list(row) for row in await tx.execute_fetchall("SELECT * FROM questions")]
        letters = [list(row) for row in await tx.execute_fetchall("SELECT * FROM outbox")]
    assert after == before
    assert await count(world, "question_entries") == 0
    for word in ("Sarah", "07700"):
        assert word not in str(letters)
        assert word not in caplog.text


def test_the_longest_question_and_its_findings_fit_into_one_message() -> None:
    question: Any = type("Question", (), {"id": 482913})
    for words in (
        "x" * (LONGEST_QUESTION - 20) + " ring 07700 900123",
        "a@b.uk " * 250,
        " ".join(f"Call 07700 9001{n:02}" for n in range(40)),
    ):
        review = public_text.review(question, words)
        assert len(review) <= public_text.LONGEST_MESSAGE
        assert "This may name somebody" in review
        assert len(public_text.sure_to_release(public_text.findings(words))) <= 2000
