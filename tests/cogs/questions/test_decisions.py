"""What is pressed is kept once and never told as lost, and nothing that was typed is cut."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import aiohttp
import discord
import pytest

from bot.domain.questions import ANSWERS, LONGEST_NOTE
from bot.errors import SORRY
from cogs.questions.public_text import GOES_ON
from tests.cogs.questions.question_steps import (
    answer,
    ask,
    asked,
    block,
    count,
    draft,
    heard,
    minutes,
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
from tests.world import World, labels, said, text_of, updated


@pytest.mark.long
async def test_the_same_press_again_reads_the_same_and_is_told_once(world: World) -> None:
    code = await asked(world)
    await released(world)
    presses = [await block(world, code[:6]) for _ in range(4)]
    await world.later(minutes=1)
    assert [press.response and text_of(press.response) for press in presses] == [GOES_ON] * 4
    assert [len(press.followups) for press in presses] == [1, 0, 0, 0]


@pytest.mark.long
async def test_a_block_from_the_card_and_from_the_queue_is_one_press(world: World) -> None:
    """Or two ways would narrow down when a question was withdrawn."""
    code = await asked(world)
    form = await world.press("carol", await reviewed(world), "Block")
    first = await world.fill("carol", form)
    again = await block(world, code[:6])
    assert said(first) == said(again) == GOES_ON
    assert await count(world, "question_decisions") == 1
    await world.later(minutes=1)
    assert [len(press.followups) for press in (first, again)] == [1, 0]
    assert await count(world, "question_blocks") == 1


async def test_from_the_desk_an_asker_is_blocked_in_three_presses(world: World) -> None:
    code = await asked(world)
    await reviewed(world)
    desk = await world.slash("carol", "desk")
    waits = await world.press("carol", desk.response, "What waits")
    assert "**1** question to look at" in said(waits)
    queue = await world.press("carol", waits.response, "Look")
    assert f"**{code[:6]}**: waits for you" in said(queue)
    assert "https://" not in said(queue)
    assert labels(queue.response) == ["Look", "Block", "Pause all questions"]
    form = await world.press("carol", queue.response, "Block")
    sent = await world.people["carol"].submit_modal(form, {"number": f"question {code[:6]}"})
    assert updated(sent) == GOES_ON
    await world.later(minutes=1)
    assert await count(world, "question_blocks") == 1


async def test_who_was_released_can_be_blocked_from_the_same_card(world: World) -> None:
    code = await asked(world)
    await released(world)
    decided = world.channels["review"].history()[-1]
    form = await world.press("carol", decided, "Block")
    assert code[:6] in str(form.modal)
    await world.fill("carol", form)
    await world.later(minutes=1)
    assert await count(world, "question_blocks") == 1


@pytest.mark.long
async def test_many_questions_are_shown_five_at_a_time_and_none_is_left_out(world: World) -> None:
    codes = []
    for number in range(6):
        world.add_person(f"rep{number}", "rep")
        codes.append(await asked(world, f"rep{number}"))
    await reviewed(world)
    first = await queue(world)
    assert labels(first.response).count("Look") == 5
    shown = said(first)
    rest = updated(await world.press("carol", first.response, "More"))
    assert rest.count("waits for you") == 1
    assert all(code[:6] in shown + rest for code in codes)
    assert "More" not in labels(first.response)


@pytest.mark.long
async def test_a_note_typed_anew_decides_about_the_words_that_were_read(world: World) -> None:
    code = await asked(world)
    review = await reviewed(world)
    form = await world.press("carol", review, "Decline")
    refused = await world.people["carol"].submit_modal(form, {"note": " "})
    asks = await world.press("carol", review, "Ask for changes")
    await world.fill("carol", asks, note="Which year?")
    await world.later(minutes=1)
    change = await world.press("ria", (await opened(world, code)).response, "Change it")
    await world.fill("ria", change, words="How, in 2026?")
    await reviewed(world)
    again = await world.press("carol", refused.response, "Try again")
    late = await world.fill("carol", again, note="Not for here.")
    await world.later(minutes=1)
    assert "has a newer card since" in heard(world, "carol", late)


async def test_a_block_undone_by_mistake_is_made_again_by_the_same_person(world: World) -> None:
    code = await asked(world)
    await released(world)
    shown = await block(world, code[:6])
    await world.later(minutes=1)
    await world.press("carol", shown.followups[0], "Undo")
    assert await count(world, "question_blocks") == 0
    await block(world, code[:6])
    await world.later(minutes=16)
    assert await count(world, "question_blocks") == 1


@pytest.mark.long
async def test_a_sixth_answer_is_refused_kindly_and_what_was_typed_comes_back(
    world: World,
) -> None:
    await asked(world)
    message = await released(world)
    for number in range(ANSWERS + 1):
        form = await world.press("rob", message, "Answer")
        sent = await world.fill("rob", form, words=f"Answer {number}\n- line")
        await world.later(minutes=1)
    assert "You have given 5 answers to this question" in said(sent)
    assert draft(sent) == f"Answer {ANSWERS}\n- line"
    assert await count(world, "question_entries") == ANSWERS


@pytest.mark.long
@pytest.mark.parametrize("label", ["Ask for changes", "Decline"])
async def test_no_note_can_be_typed_that_is_too_long_to_be_taken(world: World, label: str) -> None:
    await asked(world)
    form = await world.press("carol", await reviewed(world), label)
    assert form.modal is not None
    assert f"'max_length': {LONGEST_NOTE}" in str(form.modal)


@pytest.mark.long
@pytest.mark.usefixtures("no_pauses")
@pytest.mark.parametrize("error", [aiohttp.ServerDisconnectedError(), TimeoutError()])
@pytest.mark.parametrize("what", ["answer", "reply", "release", "note"])
async def test_a_lost_answer_to_what_is_kept_is_told_as_no_failure(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    what: str,
    error: Exception,
) -> None:
    code = await asked(world)
    message = await (reviewed if what in ("release", "note") else released)(world)
    name = {"answer": "rob", "reply": "ria"}.get(what, "carol")
    if what == "reply":
        form = await world.press("ria", (await opened(world, code)).response, "Reply")
    elif what != "release":
        form = await world.press(name, message, "Answer" if what == "answer" else "Decline")
    sent: list[str] = []

    async def cut(_: object, content: str = "", **__: object) -> None:
        sent.append(content)
        raise error

    for method in ("send_message", "edit_message"):
        monkeypatch.setattr(discord.InteractionResponse, method, cut)
    with caplog.at_level(logging.ERROR):
        if what == "release":
            await world.press("carol", message, "Release")
        elif what == "note":
            await world.fill(name, form, note="Not for here.")
        else:
            await world.fill(name, form, words="Ring them.")
    assert len(sent) == 2
    assert sent[0] == sent[1]
    assert SORRY not in sent[0]
    assert not caplog.records
    kept = "question_entries" if what == "reply" else "question_decisions"
    assert await count(world, kept) == 1


@pytest.mark.long
async def test_a_coordinator_reads_that_it_takes_a_minute_and_where_it_shows(
    world: World,
) -> None:
    await asked(world)
    review = await reviewed(world)
    told = said(await world.press("carol", review, "Release"))
    assert "goes on in a moment" in told
    assert "a minute or so; the card in the review channel changes then" in told
    await world.later(minutes=1)
    answered = await answer(world, questions_in(world)[-1])
    assert "review channel" not in said(answered)


@pytest.mark.long
@pytest.mark.parametrize("how", ["Decline", "Take down"])
async def test_why_it_was_declined_or_taken_down_is_read_though_it_was_blocked(
    world: World, how: str
) -> None:
    code = await asked(world)
    if how == "Decline":
        card = await reviewed(world)
    else:
        await released(world)
        card = next(m for m in world.channels["review"].history() if "released by" in m.content)
    await with_note(world, card, how, "Please write to the board about that.")
    await block(world, code[:6])
    await minutes(world, 2)
    page = said(await opened(world, code))
    assert "has blocked whoever asked this" in page
    assert "> Please write to the board about that." in page


@pytest.mark.long
async def test_a_blocked_asker_who_closes_reads_what_of_the_block_stays(world: World) -> None:
    code = await asked(world)
    await released(world)
    await block(world, code[:6])
    await minutes(world, 2)
    sure = await world.press("ria", (await opened(world, code)).response, "Close it")
    closed = await world.press("ria", sure.response, "Close and destroy")
    for words in (updated(sure), updated(closed)):
        assert "stays for 14 days at most" in words
    await minutes(world, 40)
    assert await count(world, "questions") == 0
    assert await count(world, "question_blocks") == 1
    assert "What could lead" not in "".join(thread(world))


async def test_in_the_night_the_morning_is_that_of_the_day_and_later_the_next(
    world: World,
) -> None:
    for hour, says, day in ((4, "this morning, after eight o'clock", 22), (5, "tomorrow", 23)):
        world.clock.at = datetime(2026, 11, 22, hour, 30, tzinfo=UTC)
        assert says in said(await ask(world, "ria", when="morning"))
        async with world.bot.database.reading() as tx:
            rows = await tx.execute_fetchall("SELECT max(due_at) FROM outbox WHERE id < 0")
        assert datetime.fromtimestamp(next(iter(rows))[0], UTC).day == day


@pytest.mark.long
@pytest.mark.parametrize("gone", [False, True])
async def test_what_was_pressed_before_tells_of_no_withdrawal_by_keeping_the_next_waiting(
    world: World, *, gone: bool
) -> None:
    """A note waits for the public sign then; a `Decline` on an old card comes back at once."""
    code = await asked(world)
    await reviewed(world)
    look = await world.press("carol", (await queue(world)).response, "Look")
    await released(world)
    if gone:
        await withdrawn(world, code)
    await with_note(world, world.channels["review"].history()[-1], "Send a note", "We read it.")
    declined = await with_note(world, look.response, "Decline")
    assert "had been released by then" in heard(world, "carol", declined)


@pytest.mark.long
async def test_a_blocked_questions_page_says_where_it_stands(world: World) -> None:
    code = await asked(world)
    card = await reviewed(world)
    await block(world, code[:6])
    await world.later(minutes=1)
    page = said(await opened(world, code))
    assert "has blocked whoever asked this" in page
    assert "It waits for a coordinator" in page
    await world.press("carol", card, "Release")
    await world.later(minutes=1)
    assert "It was released on" in said(await opened(world, code))
    await answer(world, questions_in(world)[-1])
    await world.later(minutes=1)
    assert "It is released and has been answered" in said(await opened(world, code))


@pytest.mark.long
async def test_a_change_that_a_block_stopped_is_said_to_be_that_once_the_block_is_undone(
    world: World,
) -> None:
    code = await asked(world)
    await with_note(world, await reviewed(world), "Ask for changes", "Which year?")
    form = await world.press("ria", (await opened(world, code)).response, "Change it")
    await world.fill("ria", form, words="How, in 2026?")
    shown = await block(world, code[:6])
    await world.later(minutes=1)
    assert "has stopped this question" in said(await opened(world, code))
    await world.press("carol", shown.followups[0], "Undo")
    view = await opened(world, code)
    assert "changed words were stopped" in said(view)
    assert "Which year?" not in said(view)
    form = await world.press("ria", view.response, "Change it")
    await world.fill("ria", form, words="How, in 2026?")
    assert "How, in 2026?" in (await reviewed(world)).content


@pytest.mark.long
@pytest.mark.parametrize("gone", [False, True])
async def test_privacy_shows_an_answer_that_waits_as_one_that_is_in_the_thread(
    world: World, *, gone: bool
) -> None:
    """Else whoever answers reads there that the question has been withdrawn."""
    code = await asked(world)
    message = await released(world)
    if gone:
        await withdrawn(world, code)
    await answer(world, message)
    for seconds in (0, 60):
        await world.later(seconds=seconds)
        shown = said(await world.privacy("rob", "See everything"))
        assert f"You answered question {code[:6]}: Ring them." in shown
    await world.later(minutes=16)
    assert ("Ring them." in said(await world.privacy("rob", "See everything"))) is not gone


@pytest.mark.long
@pytest.mark.parametrize("gone", [False, True])
async def test_a_reply_that_is_past_is_said_to_be_at_once_whatever_waits(
    world: World, *, gone: bool
) -> None:
    code = await asked(world)
    await released(world)
    card = await reply(world, code)
    await block(world, code[:6])
    await world.later(minutes=1)
    if gone:
        await withdrawn(world, code)
    decided = next(m for m in world.channels["review"].history() if "released by" in m.content)
    await with_note(world, decided, "Send a note", "We read it.")
    pressed = await world.press("carol", card, "Release")
    await world.later(minutes=1)
    assert "was stopped" in heard(world, "carol", pressed)
