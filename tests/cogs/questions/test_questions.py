"""Asking and reviewing, through the real bot: the main way, and what goes wrong."""

from __future__ import annotations

import pytest

from cogs.questions.public_text import ON_ITS_CARD
from tests.cogs.questions.question_steps import (
    FOR_REVIEW,
    TELLING,
    WORDS,
    answer,
    ask,
    asked,
    asking,
    code_in,
    count,
    draft,
    looked,
    opened,
    questions_in,
    queue,
    released,
    reviewed,
    withdrawn,
)
from tests.world import World, labels, let_in, said, typed, updated


@pytest.mark.long
async def test_a_question_is_held_reviewed_released_answered_and_read(world: World) -> None:
    code = await asked(world)
    assert world.texts(world.channels["review"]) == []
    review = await reviewed(world)
    assert WORDS in review.content
    assert labels(review) == FOR_REVIEW
    message = await released(world)
    assert WORDS in message.content
    (thread,) = world.channels["questions"].threads
    assert "Thank you" in said(await answer(world, message))
    assert "Ring them." in world.texts(thread)[-1]
    assert "Ring them." in said(await opened(world, code))


@pytest.mark.long
async def test_what_gives_away_is_shown_and_edit_and_send_anyway_outlive_a_restart(
    world: World,
) -> None:
    warned = await ask(world, "ria", f"{TELLING} Ria, 943 476 5919", tell=True)
    assert "your own name: Ria" in said(warned)
    assert "an NHS number: 943 476 5919" in said(warned)
    assert labels(warned.response) == ["Edit", "Send anyway"]
    assert await count(world, "questions") == 0
    await world.restart()
    form = await world.press("ria", warned.response, "Edit")
    assert form.modal is not None
    values = [part.get("component", {}) for part in form.modal["components"]]
    assert values[1]["value"] == f"{TELLING} Ria, 943 476 5919"
    assert values[2]["default"] is True
    again = await world.people["ria"].submit_modal(form, {"words": TELLING})
    assert draft(again) == TELLING
    await world.restart()
    sent = await world.press("ria", again.response, "Send anyway")
    assert code_in(updated(sent))
    assert await count(world, "questions") == 1


@pytest.mark.parametrize("words", ["", "   \n ", "\u200b\u200d\u3164"])
async def test_no_words_are_refused_kindly(world: World, words: str) -> None:
    refused = await ask(world, "ria", words)
    assert "no words" in said(refused)
    assert labels(refused.response) == ["Try again"]


async def test_too_long_a_question_is_not_lost(world: World) -> None:
    refused = await ask(world, "ria", "a b " * 500)
    assert "1,999 characters, and 1,800" in said(refused)
    assert draft(refused) == "a b " * 500
    assert await count(world, "questions") == 0
    form = await world.press("ria", refused.response, "Try again")
    assert code_in(updated(await world.fill("ria", form, words="a b")))


async def test_mentions_invites_and_hidden_characters_reach_nobody(world: World) -> None:
    words = "@everyone \u202e<@&1> <@2> @\u200bhere discord.gg/x [a](https://example.org)"
    warned = await ask(world, "ria", words)
    await world.press("ria", warned.response, "Send anyway")
    review = await reviewed(world)
    assert review.content.endswith(
        "everyone a role somebody here (invitation left out) [a] (<https://example.org>)"
    )
    assert not review.mentions
    assert not review.mention_everyone


@pytest.mark.long
async def test_the_longest_question_fits_its_messages(world: World) -> None:
    words = "x" * 1800
    await asked(world, words=words)
    message = await released(world)
    assert message.content.endswith(words)
    assert len(message.content) <= 2000


@pytest.mark.long
async def test_without_channels_nobody_types_in_vain(world: World) -> None:
    await world.bot.setup.choose(review=0)
    assert "cannot take any" in said(await world.slash("ria", "ask"))


async def test_the_panel_is_not_written_over(world: World) -> None:
    panel = await world.panel()
    card = await world.press("ria", panel, "Ask anonymously")
    form = await world.press("ria", card.response, "Ask a question")
    answered = await world.people["ria"].submit_modal(form, {"words": WORDS})
    assert code_in(updated(answered))
    (now,) = world.channels["general"].pinned_messages()
    assert labels(now) == labels(panel)


async def test_only_coordinators_review_list_and_block(world: World) -> None:
    await asked(world)
    review = await reviewed(world)
    await let_in(world, "rob", "review")
    for label in ("Release", "Ask for changes", "Decline"):
        assert "coordinators" in said(await world.press("rob", review, label))
    assert "coordinators" in said(await queue(world, "rob"))
    assert "coordinators" in said(await world.press("rob", review, "Block"))
    assert questions_in(world) == []


async def test_two_who_press_in_the_same_minute_read_the_same_and_the_first_decides(
    world: World,
) -> None:
    await asked(world)
    review = await reviewed(world)
    world.add_person("cleo", "coordinator")
    first = await world.press("carol", review, "Release")
    again = await world.press("carol", review, "Release")
    form = await world.press("cleo", review, "Decline")
    late = await world.fill("cleo", form, note="Not for here.")
    assert [said(one) for one in (first, again, late)] == [ON_ITS_CARD] * 3
    assert "waits to be released" in world.channels["review"].history()[-1].content
    await world.later(minutes=2)
    assert "released by Carol" in world.channels["review"].history()[-1].content
    assert len(questions_in(world)) == 1
    assert said(first) == said(again) == ON_ITS_CARD
    assert "had been released by then" in said(late)
    assert draft(late) == "Not for here."
    assert "Not for here." in str(typed(late.followups[0]))
    assert await count(world, "question_decisions") == 0


@pytest.mark.long
async def test_a_question_goes_back_for_changes_and_comes_again(world: World) -> None:
    code = await asked(world)
    form = await world.press("carol", await reviewed(world), "Ask for changes")
    await world.people["carol"].submit_modal(form, {"note": "Which year?"})
    await world.later(minutes=1)
    assert "sent back for changes by Carol" in world.texts(world.channels["review"])[-1]
    view = await opened(world, code)
    assert "Which year?" in said(view)
    form = await world.press("ria", view.response, "Change it")
    changed = await world.people["ria"].submit_modal(form, {"words": "How, in 2026?"})
    assert "back to the coordinators" in updated(changed)
    assert "How, in 2026?" in (await reviewed(world)).content


async def test_a_declined_question_says_why_to_its_asker(world: World) -> None:
    code = await asked(world)
    form = await world.press("carol", await reviewed(world), "Decline")
    empty = await world.people["carol"].submit_modal(form, {"note": " "})
    assert "Please write something" in said(empty)
    form = await world.press("carol", empty.response, "Try again")
    await world.people["carol"].submit_modal(form, {"note": "Please ring 111."})
    await world.later(minutes=1)
    assert "Please ring 111." in said(await opened(world, code))
    assert WORDS not in world.texts(world.channels["review"])[-1]


@pytest.mark.long
async def test_a_reply_written_for_sixteen_minutes_is_not_lost(world: World) -> None:
    code = await asked(world)
    await released(world)
    view = await opened(world, code)
    form = await world.press("ria", view.response, "Reply")
    world.clock.forward(minutes=16)
    late = await world.people["ria"].submit_modal(form, {"words": "A long reply"})
    assert "more than 15 minutes" in updated(late)
    assert draft(late) == "A long reply"
    form = await world.press("ria", late.response, "Enter my code again")
    again = await world.people["ria"].submit_modal(form, {"code": code})
    assert draft(again) == "A long reply"
    await world.press("ria", again.response, "Send")
    await world.press("carol", await reviewed(world), "Release")
    await world.later(minutes=1)
    assert "A long reply" in world.texts(world.channels["questions"].threads[-1])[-1]


@pytest.mark.long
async def test_a_question_form_sent_after_sixteen_minutes_and_a_restart_works(
    world: World,
) -> None:
    form = await asking(world)
    world.clock.forward(minutes=16)
    await world.restart()
    assert code_in(said(await world.people["ria"].submit_modal(form, {"words": WORDS})))


@pytest.mark.long
async def test_coordinators_who_look_all_the_time_do_not_see_when_somebody_asks(
    world: World,
) -> None:
    async def seen() -> list[str]:
        return [said(await world.status()), await looked(world)]

    before = await seen()
    code = await asked(world)
    assert await seen() == before
    view = await opened(world, code)
    sure = await world.press("ria", view.response, "Withdraw it")
    assert await seen() == before
    await world.press("ria", sure.response, "Close and destroy")
    assert await seen() == before
    assert await count(world, "questions") == 0


@pytest.mark.long
async def test_coordinators_do_not_see_when_an_asker_changes_or_withdraws(world: World) -> None:
    code = await asked(world)
    form = await world.press("carol", await reviewed(world), "Ask for changes")
    await world.fill("carol", form, note="Which year?")
    await world.later(minutes=1)
    before = await looked(world)
    view = await opened(world, code)
    await world.fill("ria", await world.press("ria", view.response, "Change it"), words="In 2026?")
    assert await looked(world) == before
    await withdrawn(world, code)
    assert await looked(world) == before
    await world.later(minutes=16)
    assert "New questions arrive after a wait" in await looked(world)
