"""What people hear when something breaks, and what the log says."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable
from typing import Any

import aiohttp
import discord
import pytest

from bot import errors, modals, ui
from bot.logs import Formatter
from bot.scheduler import Scheduler
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


@pytest.mark.long
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
    assert f"{errors.SORRY} {errors.IF_IT_GOES_ON}" in said(told)
    assert SECRET in handed_back(told)
    assert "in break_down" in log.handler.format(log.records[-1])
    printed = "\n".join(log.handler.format(r) for r in log.records if r.name.startswith("repbot"))
    assert "RuntimeError" in printed
    assert SECRET not in printed


@pytest.fixture
def cut(world: World, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Cut every connection over which somebody is answered, from when it is called."""

    async def lost(*_about: Any, **_extras: Any) -> None:
        raise aiohttp.ServerDisconnectedError

    def begin() -> None:
        world.errors_expected = True
        monkeypatch.setattr(errors, "DEFER_SECONDS", 0)
        for way in ("send_message", "send_modal", "edit_message", "defer"):
            monkeypatch.setattr(discord.InteractionResponse, way, lost)

    return begin


def lines(log: pytest.LogCaptureFixture) -> list[str]:
    """What the log says, of libraries too, once nothing is left that nobody looked at."""
    gc.collect()
    found = [each for each in log.records if each.name != "simcord"]
    return [Formatter().format(each).split(" ", 2)[2] for each in found if each.levelno > 20]


@pytest.mark.long
async def test_the_log_does_not_say_when_a_form_of_an_asker_met_a_cut_line(
    world: World, log: pytest.LogCaptureFixture, cut: Callable[[], None]
) -> None:
    card = await world.slash("ria", "ask")
    form = await world.press("ria", card.response, "I have a receipt code")
    cut()
    log.clear()
    await world.people["ria"].submit_modal(form, {"code": "123456-0000-0000-0000-0000"})
    assert lines(log) == []


async def test_of_others_it_says_in_one_line_that_nobody_could_be_answered(
    world: World, log: pytest.LogCaptureFixture, cut: Callable[[], None]
) -> None:
    cut()
    log.clear()
    await world.slash("ria", "help")
    said_so = [line for line in lines(log) if "could not" in line]
    assert said_so == [
        "WARNING repbot.errors could not answer an interaction: ServerDisconnectedError"
    ]
    assert all("repbot.errors" in line.split("\n")[0] for line in lines(log))


async def test_what_escapes_from_a_press_is_written_down_in_the_same_place(
    world: World, log: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_about: Any) -> None:
        raise RuntimeError

    world.errors_expected = True
    asked = await world.slash("ria", "help")
    monkeypatch.setattr(world.bot, "tell_what_waits", broken)
    for silent in (True, False):
        world.bot.silent_after = ("",) if silent else ("nothing",)
        log.clear()
        await world.press("ria", asked.response, "Urgent help")
        assert bool(lines(log)) != silent
    assert world.bot.failed_quietly == {"RuntimeError": 1}


@pytest.mark.parametrize("case", ["ordinary", "silent", "stopping"])
async def test_that_nobody_could_be_told_to_wait_is_written_down_likewise(
    world: World, log: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    """And a bot that is being stopped, with no line any more, does not try."""
    tried: list[Interaction] = []

    async def wait(interaction: Interaction) -> None:
        tried.append(interaction)
        raise aiohttp.ServerDisconnectedError

    async def slow(interaction: Interaction) -> None:
        await errors._hold(interaction)
        await ui.reply(interaction, "Here it is.")

    world.errors_expected = True
    monkeypatch.setattr(ui, "wait", wait)
    if case == "silent":
        world.bot.silent_after += ("test:",)
    if case == "stopping":
        Scheduler.stop(world.bot.scheduler)
    world.bot.router.button("test:1:slow", slow)
    channel = world.bot.get_partial_messageable(world.channels["general"].id)
    message = await channel.send("x", view=ui.view(ui.button("Slow", "test:1:slow")))
    log.clear()
    assert said(await world.press("ria", message, "Slow")) == "Here it is."
    held = "WARNING repbot.errors could not hold an interaction: ServerDisconnectedError"
    assert lines(log) == ([held] if case == "ordinary" else [])
    assert bool(tried) == (case != "stopping")


@pytest.mark.long
async def test_a_form_sent_after_a_restart_is_answered(world: World) -> None:
    refused = await world.slash(
        "carol", "meeting schedule", title="Monthly call", date="nonsense", time="19:30"
    )
    form = await world.press("carol", refused.response, "Try again")
    await world.restart()
    answer = await world.fill("carol", form, when="Tue 8 Dec, 19:30")
    assert "Only you see this yet" in said(answer)


async def test_another_server_is_told_that_nothing_is_done_there(world: World) -> None:
    elsewhere = world.env.create_guild("Elsewhere")
    stranger = elsewhere.add_member(world.env.create_user("stranger"))
    channel = elsewhere.create_text_channel("general")
    message = await world.bot.get_partial_messageable(channel.id).send(
        "x", view=ui.view(ui.button("Next call", "meetings:1:next:0"))
    )
    assert "one server only" in said(await stranger.click(message, label="Next call"))
