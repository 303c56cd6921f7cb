"""A receipt code that was mistyped: what to do next, and nothing of it left behind."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from tests.cogs.questions.question_steps import WORDS, asked, asking, count, draft, ids_of, opened
from tests.world import World, labels, said, text_of, typed, updated

WRONG = "123456-0000-0000-0000-0000"


async def again(world: World, refused: Any, code: str) -> Any:
    """Let ria press Try again and send another code."""
    form = await world.press("ria", refused.response, "Try again")
    return await world.people["ria"].submit_modal(form, {"code": code})


def typed_before(form: Any) -> str:
    """Return what a form is filled in with."""
    return str(form.modal["components"][0]["component"].get("value", ""))


async def test_a_missing_digit_is_added_where_it_was_typed(world: World) -> None:
    code = await asked(world)
    refused = await opened(world, code[:-1])
    assert refused.ephemeral
    assert said(refused) == (
        "One digit seems to be missing: a receipt code has 22 digits and this has 21."
        " You have not used up a try."
    )
    form = await world.press("ria", refused.response, "Try again")
    assert typed_before(form) == code[:-1]
    view = await world.people["ria"].submit_modal(form, {"code": code})
    assert "held for a while" in updated(view)
    assert WORDS in text_of(view.response)
    assert code[:-1] not in text_of(view.response)


@pytest.mark.long
async def test_a_wrong_code_is_tried_again_even_after_a_restart(world: World) -> None:
    code = await asked(world)
    refused = await opened(world, WRONG)
    assert "You have 4 tries left. 15 minutes after the last wrong code" in said(refused)
    await world.restart()
    assert WORDS in text_of((await again(world, refused, code)).response)


@pytest.mark.long
async def test_every_wrong_code_is_there_to_be_mended_until_the_pause(world: World) -> None:
    code = await asked(world)
    refused = await opened(world, WRONG)
    for tries in ("3 tries", "2 tries", "1 try"):
        refused = await again(world, refused, WRONG[:-1] + tries[0])
        assert f"You have {tries} left" in updated(refused)
        assert draft(refused) == WRONG[:-1] + tries[0]
        assert labels(refused.response) == ["Try again"]
    paused = await again(world, refused, WRONG)
    assert "Please wait 15 minutes; then you have 5 once more." in updated(paused)
    assert labels(paused.response) == []
    assert not typed(paused.response)
    still = await opened(world, code)
    assert "Please wait 15 minutes" in said(still)
    assert labels(still.response) == []
    world.clock.forward(minutes=15)
    assert WORDS in text_of((await opened(world, code)).response)


async def test_trying_again_from_the_receipt_leaves_the_receipt_where_it_is(world: World) -> None:
    shown = await asking(world)
    receipt = await world.people["ria"].submit_modal(shown, {"words": WORDS})
    message: Any = receipt.response
    before = message.content
    form = await world.press("ria", message, "Open my question")
    refused = await world.people["ria"].submit_modal(form, {"code": "12"})
    assert "20 digits seem to be missing" in said(refused)
    assert message.content == before
    assert labels(message) == ["I have written it down", "Open my question"]


async def test_what_was_typed_stands_in_private_answers_only(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    typed = "987654-3210-1234-5678-909"
    sent = len(world.env.http_requests)
    refused = await opened(world, typed)
    refused = await again(world, refused, typed)
    assert not any("9876" in one or "ria" in one for one in ids_of(refused.response))
    for request in world.env.http_requests[sent:]:
        private = request.path.startswith(("/interactions/", "/webhooks/"))
        assert private or "987654" not in json.dumps([request.path, request.json], default=str)
    assert "987654" not in "".join(
        record.getMessage() for record in caplog.records if record.name.startswith("repbot")
    )
    async with world.bot.database.reading() as tx:
        dump = [str(list(row)) for row in await tx.execute_fetchall("SELECT * FROM outbox")]
    assert "987654" not in "".join(dump)
    path = world.config.database_path
    for file in path.parent.glob(f"{path.name}*"):
        assert b"987654" not in file.read_bytes()
    assert await count(world, "questions") == 0
