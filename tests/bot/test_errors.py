"""What people hear when something breaks, and what the log says."""

from __future__ import annotations

import logging

import pytest

from bot import modals, ui
from bot.logs import Formatter
from bot.ui import Interaction
from tests.world import World, handed_back, said

SECRET = "what I never told anybody"


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.handler.setFormatter(Formatter())
    caplog.set_level(logging.DEBUG)
    return caplog


async def break_down(_interaction: Interaction, values: modals.Values) -> None:
    raise RuntimeError(f"could not store {values['words']}")


async def open_form(interaction: Interaction) -> None:
    form = modals.form("Words", "test:1:words", modals.text("words", "Words"))
    await ui.show(interaction, form)


async def test_an_unexpected_error_is_one_kind_sentence_gives_back_what_was_typed_and_logs_no_text(
    world: World, log: pytest.LogCaptureFixture
) -> None:
    world.errors_expected = True
    world.bot.router.button("test:1:open", open_form)
    world.bot.router.form("test:1:words", break_down)
    channel = world.bot.get_partial_messageable(world.channels["general"].id)
    message = await channel.send("x", view=ui.view(ui.button("Open", "test:1:open")))
    shown = await world.press("ria", message, "Open")
    told = await world.fill("ria", shown, words=SECRET)
    assert "Something went wrong on my side" in said(told)
    assert SECRET in handed_back(told)
    assert "in break_down" in log.handler.format(log.records[-1])
    printed = "\n".join(log.handler.format(r) for r in log.records if r.name.startswith("repbot"))
    assert "RuntimeError" in printed
    assert SECRET not in printed


async def test_a_form_sent_after_a_restart_is_answered(world: World) -> None:
    refused = await world.slash(
        "carol", "meeting schedule", title="Monthly call", date="nonsense", time="19:30"
    )
    form = await world.press("carol", refused.response, "Try again")
    await world.restart()
    answer = await world.fill("carol", form, date="Tue 8 Dec")
    assert "Only you see this yet" in said(answer)


async def test_another_server_is_told_that_nothing_is_done_there(world: World) -> None:
    elsewhere = world.env.create_guild("Elsewhere")
    stranger = elsewhere.add_member(world.env.create_user("stranger"))
    channel = elsewhere.create_text_channel("general")
    message = await world.bot.get_partial_messageable(channel.id).send(
        "x", view=ui.view(ui.button("Next call", "meetings:1:next:0"))
    )
    assert "one server only" in said(await stranger.click(message, label="Next call"))
