"""Questions are looked after: replies are looked at, notes sent, things taken down and closed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.dates import write_date
from cogs.questions.public_text import CLOSED_FOR_GOOD, GOES_ON, ON_ITS_CARD, TAKEN_DOWN
from tests.cogs.questions.question_steps import (
    WORDS,
    answer,
    asked,
    block,
    count,
    heard,
    kept_addresses,
    last_thread,
    opened,
    questions_in,
    queue,
    released,
    reply,
    reviewed,
    thread,
    with_note,
    withdrawn,
)
from tests.fakes import START
from tests.world import World, labels, said


def card(world: World) -> Any:
    return world.channels["review"].history()[-1]


def said_on_cards(world: World) -> list[str | None]:
    """What was declined or taken down, as the other coordinators read it."""
    return [e.description for each in world.channels["review"].history() for e in each.embeds]


async def taken_down(world: World) -> str:
    """A question that was answered, and then taken down; its code."""
    code = await asked(world)
    message = await released(world)
    await answer(world, message)
    await with_note(world, card(world), "Take down", "It names a ward.")
    await world.later(minutes=1)
    return code


@pytest.mark.long
async def test_a_question_that_is_taken_down_says_so_and_its_asker_reads_why(world: World) -> None:
    code = await asked(world)
    await released(world)
    pressed = await with_note(world, card(world), "Take down", "It names a ward.")
    await world.later(minutes=1)
    message = world.channels["questions"].history()[0]
    assert message.content == TAKEN_DOWN
    assert labels(message) == []
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    assert [each.locked for each in guild.threads] == [True]
    assert "is theirs: to delete it, press and hold it" in heard(world, "carol", pressed)
    page = said(await opened(world, code))
    assert "decided to take it down" in page
    assert "It names a ward." in page
    assert WORDS in page
    assert "taken down by Carol.\n> It names a ward." in card(world).content


@pytest.mark.long
async def test_the_reason_shows_to_the_other_coordinators_for_a_day(world: World) -> None:
    await taken_down(world)
    await asked(world, "rob")
    await with_note(world, await reviewed(world), "Decline", "Please ring 111.")
    told = world.texts(world.channels["review"])
    assert "It names a ward." in "".join(told)
    assert "declined by Carol.\n> Please ring 111." in told[-1]
    assert said_on_cards(world) == [f"> {WORDS}"] * 2
    await world.later(hours=25)
    told = world.texts(world.channels["review"])
    assert said_on_cards(world) == []
    assert not {"It names a ward.", "Please ring 111."} & set("".join(told).split("> "))
    assert any(text.endswith(": declined.") for text in told)
    assert any(text.endswith(": taken down.") for text in told)


@pytest.mark.long
async def test_an_answer_that_is_taken_down_is_told_to_writer_and_asker_with_the_reason(
    world: World,
) -> None:
    code = await asked(world)
    await answer(world, await released(world), "Take two of these.")
    given = last_thread(world)[-1]
    form = await world.press("carol", given, "Report")
    thanks = await world.people["carol"].submit_modal(form, {"why": "4"})
    await with_note(world, thanks.response, "Take down", "Medical advice.")
    assert last_thread(world)[-1].content == TAKEN_DOWN
    world.clock.at = START.replace(hour=19, minute=30)
    await world.later()
    (told,) = world.people["rob"].user.dm_channel.history()
    assert "An answer of yours" in told.content
    assert "> Medical advice." in told.content
    assert code[:6] not in told.content
    page = said(await opened(world, code))
    assert "have decided to take it down:\n> Medical advice." in page
    assert "Take two of these." not in page
    assert questions_in(world)[-1].content.endswith(f"> {WORDS}")


async def test_who_was_removed_asks_nothing_through_an_old_direct_message(world: World) -> None:
    await asked(world)
    await answer(world, await released(world), "Nonsense.")
    form = await world.press("carol", last_thread(world)[-1], "Report")
    thanks = await world.people["carol"].submit_modal(form, {"why": "2"})
    await with_note(world, thanks.response, "Take down", "Not kind.")
    world.clock.at = START.replace(hour=19, minute=30)
    await world.later()
    rob = world.people["rob"].user
    (told,) = rob.dm_channel.history()
    promise = await rob.click(told, label="Ask anonymously")
    form = await rob.click(promise.response, label="Ask a question")
    world.guild.remove_member(world.people["rob"])
    sent = await rob.submit_modal(form, {"words": "Who pays you?"})
    assert "you have left it" in said(sent)
    again = await rob.click(told, label="Ask anonymously")
    assert "you have left it" in said(again)
    assert labels(again.response) == ["I have a receipt code"]
    assert await count(world, "questions") == 1


@pytest.mark.long
async def test_closed_for_good_takes_nothing_more_and_destroys_nothing(world: World) -> None:
    code = await asked(world)
    message = await released(world)
    await answer(world, message)
    form = await world.press("rob", message, "Answer")
    await with_note(world, card(world), "Close for good", "It is answered.")
    await world.later(minutes=1)
    assert thread(world)[-1] == CLOSED_FOR_GOOD
    assert labels(questions_in(world)[-1]) == ["Report"]
    late = await world.fill("rob", form, words="Too late")
    await world.later(minutes=1)
    assert "Here it is back" in heard(world, "rob", late)
    for _ in range(29):
        await world.later(days=1)
    view = await opened(world, code)
    assert "> Ring them." in said(view)
    assert "It is answered." in said(view)
    assert "Reply" not in labels(view.response)
    await world.later(days=2)
    assert await count(world, "questions") == 0


@pytest.mark.long
async def test_a_reply_is_looked_at_before_anybody_reads_it(world: World) -> None:
    code = await asked(world)
    await released(world)
    waits = await reply(world, code)
    assert "> Thank you." in waits.content
    assert "Thank you" not in "".join(thread(world))
    desk = await world.slash("carol", "desk")
    assert "**1** question to look at" in said(
        await world.press("carol", desk.response, "What waits")
    )
    await world.press("carol", waits, "Release")
    await world.later(minutes=1)
    assert "> Thank you." in thread(world)[-1]
    assert "released by Carol" in card(world).content


@pytest.mark.long
async def test_a_declined_reply_stays_with_its_asker_who_reads_why(world: World) -> None:
    code = await asked(world)
    await released(world)
    await with_note(world, await reply(world, code), "Decline", "Please leave out the name.")
    page = said(await opened(world, code))
    assert "Please leave out the name." in page
    assert "Thank you." not in "".join(thread(world))
    assert await count(world, "question_entries WHERE state = 'declined'") == 1


@pytest.mark.long
async def test_what_a_blocked_asker_has_in_review_goes_nowhere(world: World) -> None:
    code = await asked(world)
    await released(world)
    waits = await reply(world, code)
    await block(world, code[:6])
    await world.later(minutes=1)
    late = await world.press("carol", waits, "Release")
    await world.later(minutes=2)
    assert "was stopped" in heard(world, "carol", late)
    assert "Thank you." not in "".join(thread(world))


@pytest.mark.long
async def test_a_reply_in_review_tells_nothing_when_its_question_is_withdrawn(
    world: World,
) -> None:
    code = await asked(world)
    await released(world)
    waits = await reply(world, code)
    before = said(await queue(world))
    await withdrawn(world, code)
    assert said(await queue(world)) == before
    pressed = await world.press("carol", waits, "Release")
    assert said(pressed) == ON_ITS_CARD
    await world.later(minutes=1)
    assert card(world).content == waits.content
    assert said(await queue(world)) == before
    for _ in range(18):
        await world.later(minutes=1)
    assert "is closed" in card(world).content
    assert labels(card(world)) == []
    assert "Thank you." not in "".join(thread(world))


@pytest.mark.long
async def test_a_note_reaches_the_asker_alone(world: World) -> None:
    code = await asked(world, "ria", tell=True)
    await with_note(world, await reviewed(world), "Send a note", "You can ring me.")
    sent = said(await world.press("carol", card(world), "Send the urgent numbers"))
    assert [sent.count(words) for words in ("**What I will send**", "typed")] == [1, 0]
    await world.later(minutes=16)
    (told,) = world.people["ria"].user.dm_channel.history()
    assert "You can ring me." not in told.content
    page = said(await opened(world, code))
    assert "**From a coordinator.** You need not say who you are.\n> You can ring me." in page
    assert "116 123" in page
    assert "You can ring me." not in "".join(world.texts(world.channels["review"]))
    assert labels(card(world))[0] == "Release"


@pytest.mark.long
async def test_who_takes_a_question_is_named_on_its_card(world: World) -> None:
    await asked(world)
    review = await reviewed(world)
    world.add_person("cleo", "coordinator")
    await world.press("carol", review, "I take this one")
    assert "-# Carol is on it." in card(world).content
    await world.press("cleo", review, "I take this one")
    assert "-# Cleo is on it." in card(world).content
    assert "Carol" not in card(world).content
    seen = await world.press("carol", (await queue(world)).response, "Look")
    taken = await world.press("carol", seen.response, "I take this one")
    assert "says that you are on it" in said(taken)
    assert "-# Carol is on it." in card(world).content
    await world.press("carol", card(world), "Release")
    await world.later(minutes=1)
    assert questions_in(world)


@pytest.mark.long
async def test_what_is_withdrawn_is_taken_down_all_the_same(world: World) -> None:
    """Its words stand there until somebody takes them away; and who presses learns nothing."""
    code = await asked(world)
    await released(world)
    await withdrawn(world, code)
    pressed = await with_note(world, card(world), "Take down", "It names a ward.")
    await world.later(minutes=1)
    assert world.channels["questions"].history()[0].content == TAKEN_DOWN
    assert "is being taken down" in heard(world, "carol", pressed)
    for _ in range(17):
        await world.later(minutes=1)
    assert world.channels["questions"].history()[0].content == TAKEN_DOWN
    assert await count(world, "questions") == 0


@pytest.mark.long
async def test_presses_after_a_take_down_say_so_kindly(world: World) -> None:
    code = await taken_down(world)
    again = await with_note(world, card(world), "Send a note", "One more thing.")
    assert said(again) == GOES_ON
    view = await opened(world, code)
    assert "One more thing." in said(view)
    assert "Reply" not in labels(view.response)
    assert "Open its thread" not in labels(view.response)


@pytest.mark.long
async def test_a_question_that_nobody_looks_at_never_promises_a_day_or_two(world: World) -> None:
    code = await asked(world, "ria", tell=True)
    await reviewed(world)
    for day in range(30):
        world.clock.at = (START + timedelta(days=day)).replace(hour=19, minute=0)
        await world.later()
        page = said(await opened(world, code))
        assert "a day or two" not in page
        assert f"since {write_date(START.date())}" in page
        assert ("it is closed and deleted" in page) == (day > 0)
    await world.later(days=2)
    await world.later(minutes=16)
    assert await count(world, "questions") == 0
    assert await kept_addresses(world) == []


@pytest.mark.long
@pytest.mark.parametrize("label", ["Take down", "Close for good"])
@pytest.mark.parametrize("gone", [False, True])
async def test_the_card_of_a_reply_says_the_same_after_a_block_whether_or_not_it_was_withdrawn(
    world: World, label: str, *, gone: bool
) -> None:
    code = await asked(world)
    await released(world)
    asks = await reply(world, code)
    (decided,) = [m for m in world.channels["review"].history() if label in labels(m)]
    if gone:
        await withdrawn(world, code)
    await block(world, code[:6])
    await world.later(minutes=1)
    await with_note(world, decided, label)
    (shown,) = [m for m in world.channels["review"].history() if m.id == asks.id]
    assert "has been decided already, or was stopped" in shown.content
    assert labels(shown) == []
