"""What the forms of questions say before a word is typed, and the receipt afterwards."""

from __future__ import annotations

from types import SimpleNamespace

import aiohttp
import discord
import pytest
from simcord import InteractionResult

from bot.ui import MESSAGE_LIMIT
from tests.cogs.questions.question_steps import TELLING, ask
from tests.world import World, said

LONGEST_SHOWN_IN_FORM = 4000
MAYBE_FEW = "If few people are in this server, they may guess who wrote this."


def first_words(shown: InteractionResult) -> str:
    """Return what a form says above its fields."""
    assert shown.modal is not None
    return str(shown.modal["components"][0]["content"])


async def test_the_receipt_says_calmly_that_nobody_can_send_help(world: World) -> None:
    given = said(await ask(world, "ria"))
    assert "nobody here can find out where you are to send help." in given
    assert "999" in given
    assert len(given) <= MESSAGE_LIMIT


async def test_the_form_says_who_can_see_what_before_a_word_is_typed(world: World) -> None:
    shown = await world.slash("ria", "ask")
    assert shown.modal is not None
    first, *fields = shown.modal["components"]
    for word in (
        "Discord itself",
        "runs the bot",
        "Somebody who steals the database",
        "never who",
        "999",
        "round the clock",
    ):
        assert word in first["content"], word
    assert len(first["content"]) <= LONGEST_SHOWN_IN_FORM
    assert [field["type"] for field in fields] == [18, 18, 18]


@pytest.mark.parametrize(
    "trouble", [discord.RateLimited(9.0), aiohttp.ServerDisconnectedError(), TimeoutError()]
)
async def test_the_form_opens_though_discord_does_not_say_how_many_there_are(
    world: World, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    async def fetch_guild(_guild: int, *, with_counts: bool) -> SimpleNamespace:
        raise trouble

    monkeypatch.setattr(world.bot, "fetch_guild", fetch_guild)
    assert MAYBE_FEW in first_words(await world.slash("ria", "ask"))


@pytest.mark.parametrize(("members", "few"), [(1, True), (29, True), (30, False)])
async def test_in_a_small_server_the_form_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch, members: int, few: bool
) -> None:
    async def fetch_guild(_guild: int, *, with_counts: bool) -> SimpleNamespace:
        return SimpleNamespace(approximate_member_count=members if with_counts else None)

    monkeypatch.setattr(world.bot, "fetch_guild", fetch_guild)
    said_first = first_words(await world.slash("ria", "ask"))
    assert (f"few members ({members})" in said_first) is few
    assert MAYBE_FEW not in said_first


@pytest.mark.parametrize("members", [None, 0])
async def test_where_discord_gives_no_count_the_form_warns_all_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch, members: int | None
) -> None:
    async def fetch_guild(_guild: int, *, with_counts: bool) -> SimpleNamespace:
        return SimpleNamespace(approximate_member_count=members if with_counts else None)

    monkeypatch.setattr(world.bot, "fetch_guild", fetch_guild)
    assert MAYBE_FEW in first_words(await world.slash("ria", "ask"))


async def test_where_discord_refuses_the_count_the_form_warns_all_the_same(world: World) -> None:
    world.env.inject_error("GET", "/guilds/*", status=403, code=50001, times=2)
    warned = await ask(world, "ria", TELLING)
    form = await world.press("ria", warned.response, "Edit")
    assert any(r.path == f"/guilds/{world.config.guild_id}" for r in world.env.http_requests)
    world.env.errors.clear()
    assert MAYBE_FEW in first_words(form)
