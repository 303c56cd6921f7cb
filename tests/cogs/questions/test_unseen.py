"""What an asker does is seen by nobody in the same moment: no row, no request, no card."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest

from cogs.questions.public_text import GOES_ON, ON_ITS_CARD
from tests.cogs.meetings import call_steps
from tests.cogs.questions.question_steps import (
    answer,
    ask,
    asked,
    code_in,
    count,
    heard,
    looked,
    opened,
    queue,
    released,
    reviewed,
    withdrawn,
)
from tests.world import World, labels, said

OWN = ("/interactions/", "/webhooks/")
WAITING = "Something that could not reach you."


async def other_rows(world: World) -> dict[str, list[Any]]:
    """Everything that is stored, apart from questions and their hidden letters."""
    async with world.bot.database.reading() as tx:
        names = await tx.execute_fetchall("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = [row[0] for row in names if not row[0].startswith("question")]
        found = {}
        for table in tables:
            hidden = " WHERE id > 0" if table == "outbox" else ""
            rows = await tx.execute_fetchall(f"SELECT * FROM {table}{hidden}")
            found[table] = [list(row) for row in rows]
    return found


class Watch:
    """Looks what moves with each press of the asker."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def start(self) -> None:
        await self.world.bot.notices.keep(self.world.people["ria"].id, WAITING)

    async def nothing_moves(self, press: Any) -> Any:
        before = await other_rows(self.world)
        sent = len(self.world.env.http_requests)
        texts = self.public()
        result = await press
        assert await other_rows(self.world) == before
        assert self.public() == texts
        for request in self.world.env.http_requests[sent:]:
            assert request.path.startswith(OWN) or request.method == "GET", request.path
        if result.response is not None:
            assert WAITING not in "".join(each.content for each in result.followups)
        return result

    def public(self) -> list[str]:
        places = [*self.world.channels.values(), *self.world.channels["questions"].threads]
        return [
            message.content + str(message.components)
            for place in places
            for message in place.history()
        ]


@pytest.mark.long
async def test_no_press_of_an_asker_moves_anything_else(world: World) -> None:
    watch = Watch(world)
    await watch.start()
    still = watch.nothing_moves
    card = await still(world.slash("ria", "ask"))
    await still(world.press("ria", card.response, "More about this"))
    await still(world.press("ria", card.response, "I have a receipt code"))
    form = await still(world.press("ria", card.response, "Ask a question"))
    empty = await still(world.people["ria"].submit_modal(form, {"words": " "}))
    form = await still(world.press("ria", empty.response, "Try again"))
    sent = await still(world.people["ria"].submit_modal(form, {"words": "How?"}))
    code = code_in(said(sent))
    hidden = await still(world.press("ria", sent.response, "I have written it down"))
    await still(world.press("ria", hidden.response, "Show it again"))
    refused = await still(opened(world, code[:-1]))
    form = await still(world.press("ria", refused.response, "Try again"))
    await still(world.people["ria"].submit_modal(form, {"code": code}))
    review = await reviewed(world)
    await world.fill("carol", await world.press("carol", review, "Ask for changes"), note="Year?")
    await world.later(minutes=1)
    view = await still(opened(world, code))
    form = await still(world.press("ria", view.response, "Change it"))
    await still(world.fill("ria", form, words="How, in 2026?"))
    await answer(world, await released(world))
    view = await still(opened(world, code))
    form = await still(world.press("ria", view.response, "Reply"))
    sent = await still(world.fill("ria", form, words="Thank you."))
    await still(world.press("ria", sent.response, "Back to my question"))
    question = next(m for m in world.channels["questions"].history() if m.components)
    form = await still(world.press("ria", question, "Report"))
    await still(world.people["ria"].submit_modal(form, {"why": "1"}))
    view = await still(opened(world, code))
    await still(world.press("ria", view.response, "Let others find it"))
    view = await still(opened(world, code))
    sure = await still(world.press("ria", view.response, "Close it"))
    await still(world.press("ria", sure.response, "Close and destroy"))
    assert WAITING in said(await world.slash("ria", "help"))


async def test_nor_by_opening_the_form_for_one(world: World) -> None:
    await world.announce_call()
    ria = world.people["ria"].id
    call = await world.slash("ria", "meeting next")
    shown = await world.press("ria", call.response, "More")
    await world.bot.notices.keep(ria, "Something did not reach you.")
    form = await world.press("ria", shown.response, "Suggest a topic")
    refused = await world.fill("ria", form, topic="x" * 500, sign="without")
    await world.press("ria", refused.response, "Try again")
    assert ria in world.bot.notices._people


@pytest.mark.long
async def test_a_topic_without_a_name_is_not_told_by_a_notice_either(world: World) -> None:
    await world.announce_call()
    form = await call_steps.more(world, "Suggest a topic", "ria")
    await world.bot.notices.keep(world.people["ria"].id, WAITING)
    taken = await world.fill("ria", form, topic="Parking", sign="without")
    assert WAITING not in said(taken)
    assert await count(world, "notices") == 1
    assert WAITING in said(await world.slash("ria", "help"))


async def test_nor_by_looking_up_whom_to_ring_in_the_middle_of_asking(world: World) -> None:
    card = await world.slash("ria", "ask")
    form = await world.press("ria", card.response, "Ask a question")
    await world.bot.notices.keep(world.people["ria"].id, WAITING)
    shown = await world.fill("ria", form, words="I want to kill myself", when="soon")
    assert "Urgent help" in labels(shown.response)
    assert WAITING not in said(await world.press("ria", shown.response, "Urgent help"))
    assert await count(world, "notices") == 1


@pytest.mark.long
async def test_closed_for_nobody_who_looks(world: World) -> None:
    """The queue of an overdue question stays as it is when its asker withdraws it."""
    code = await asked(world)
    await released(world)
    await world.later(hours=49)
    before = await looked(world)
    assert "48 hours without an answer" in before
    view = await opened(world, code)
    sure = await world.press("ria", view.response, "Close it")
    await world.press("ria", sure.response, "Close and destroy")
    assert await looked(world) == before
    assert await ask(world, "rob")


@pytest.mark.long
async def test_the_log_is_silent_while_what_is_stuck_is_tried(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Each look at the queue tries it again, until its asker takes it back."""
    code = await asked(world)
    review = f"/channels/{world.channels['review'].id}/messages"
    world.env.inject_error("POST", review, status=403, code=50013, times=None)
    caplog.set_level(logging.DEBUG, logger="repbot")
    await world.later(minutes=16)
    for moves in (True, False):
        for _ in range(2):
            assert "Could not be posted" in said(await queue(world))
            await world.later(seconds=1)
        if moves:
            await withdrawn(world, code)
    assert [each for each in caplog.records if each.name.startswith("repbot")] == []


async def pressed(world: World, label: str, message: Any) -> tuple[str, str]:
    """Let somebody press, and type where that is asked; the form and the answer they get."""
    name = "rob" if label == "Answer" else "carol"
    shown = await world.press(name, message, label)
    if shown.modal is None:
        return "", said(shown)
    fields = {"Answer": {"words": "What was typed"}, "Block": {}}
    typed = fields.get(label, {"note": "What was typed"})
    answered = said(await world.fill(name, shown, **typed))
    return re.sub(r"[0-9a-f]{10,}|\d{6}", "", str(shown.modal)), answered


@pytest.mark.long
@pytest.mark.parametrize(
    "label",
    [
        *("Release", "Ask for changes", "Decline", "Answer", "Block"),
        *("Send a note", "Send the urgent numbers"),
    ],
)
async def test_who_presses_reads_the_same_though_it_has_been_withdrawn_in_that_second(
    world: World, label: str
) -> None:
    found = []
    for asker, move in (("lou", "nothing"), ("ria", "withdraw")):
        code = await asked(world, asker)
        message = await (released if label == "Answer" else reviewed)(world)
        if move == "withdraw":
            await withdrawn(world, code)
            seen = Watch(world).public()
            sent = len(world.env.http_requests)
        found.append(await pressed(world, label, message))
        await world.later(minutes=1)
    assert found[0] == found[1]
    changes = label in ("Release", "Ask for changes", "Decline")
    assert found[1][1].partition("\n\n**What I will send**")[0] == (
        ON_ITS_CARD if changes else GOES_ON
    )
    assert Watch(world).public() == seen
    paths = [request.path for request in world.env.http_requests[sent:]]
    assert all(path.startswith("/interactions/") for path in paths)


@pytest.mark.long
@pytest.mark.parametrize("hold_is_over", [False, True])
async def test_an_answer_to_what_was_withdrawn_comes_back_with_every_word_after_the_hold(
    world: World, hold_is_over: bool
) -> None:
    code = await asked(world)
    message = await released(world)
    form = await world.press("rob", message, "Answer")
    await withdrawn(world, code)
    if hold_is_over:
        await world.later(minutes=16)
    typed = "A long answer\n\n- with lines " + "x" * 1500
    sent = await world.fill("rob", form, words=typed)
    assert said(sent) == GOES_ON
    if not hold_is_over:
        await world.later(minutes=1)
        assert heard(world, "rob", sent) == ""
    for _ in range(17):
        await world.later(minutes=1)
    back = heard(world, "rob", sent)
    assert "so your answer went nowhere. Here it is back" in back
    assert repr(typed)[1:-1] in back
    assert await count(world, "question_decisions") == 0


@pytest.mark.long
async def test_after_a_restart_an_answer_comes_back_by_direct_message(world: World) -> None:
    code = await asked(world)
    form = await world.press("rob", await released(world), "Answer")
    await withdrawn(world, code)
    await world.fill("rob", form, words="My late answer")
    await world.restart()
    for _ in range(17):
        await world.later(minutes=1)
    (back,) = world.people["rob"].user.dm_channel.history()
    assert back.embeds[0].description == "My late answer"
    assert not re.search(r"\d{6}", back.content)
