"""What the card of /ask and its form say before a word is typed, and the receipt afterwards."""

from __future__ import annotations

from types import SimpleNamespace

import aiohttp
import discord
import pytest

from bot.ui import MESSAGE_LIMIT
from cogs.questions import text
from tests.cogs.questions.question_steps import asked, asking, code_in, count, opened, reviewed
from tests.cogs.questions.test_unseen import other_rows
from tests.world import World, labels, said, text_of, updated


async def test_the_receipt_says_calmly_that_nobody_can_send_help(world: World) -> None:
    card = await world.slash("ria", "ask")
    form = await world.press("ria", card.response, "Ask a question")
    given = updated(await world.people["ria"].submit_modal(form, {"words": "How?"}))
    assert code_in(given)
    assert "nobody here can find out where you are to send help." in given
    assert "999" in given
    assert len(given) <= MESSAGE_LIMIT


async def test_the_card_promises_in_three_lines_before_anything_is_typed(world: World) -> None:
    card = await world.slash("ria", "ask")
    heading, *promise = text.PROMISE.split("\n")
    assert heading.startswith("## ")
    assert len(promise) == 3
    assert all(len(line) <= 110 for line in promise)
    assert said(card).startswith(text.PROMISE)
    assert labels(card.response) == ["Ask a question", "I have a receipt code", "More about this"]
    more = updated(await world.press("ria", card.response, "More about this"))
    for word in (
        "Discord itself",
        "runs the bot",
        "the database",
        "never who",
        "not your name",
        "sitting",
        "999",
    ):
        assert word in more, word
    assert "**About a coordinator?**" in more
    assert "write to the server's owner" in more
    assert labels(card.response) == ["Ask a question", "I have a receipt code"]


@pytest.mark.long
async def test_the_form_has_three_fields_one_short_text_and_who_to_ring(world: World) -> None:
    shown = await asking(world)
    assert shown.modal is not None
    first, *fields = shown.modal["components"]
    words, _, urgent = first["content"].partition("\n\n")
    assert len(words) <= 3 * 40
    assert "999" in urgent
    assert "round the clock" in urgent
    assert [field["type"] for field in fields] == [18, 18, 18]


@pytest.mark.long
@pytest.mark.parametrize(
    "trouble", [discord.RateLimited(9.0), aiohttp.ServerDisconnectedError(), TimeoutError()]
)
async def test_the_form_opens_though_discord_does_not_say_how_many_there_are(
    world: World, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    async def fetch_guild(_guild: int, *, with_counts: bool) -> SimpleNamespace:
        raise trouble

    monkeypatch.setattr(world.bot, "fetch_guild", fetch_guild)
    assert text.MAYBE_FEW in said(await world.slash("ria", "ask"))


@pytest.mark.long
async def test_whoever_looks_at_the_card_leaves_nothing(world: World) -> None:
    before = await other_rows(world)
    card = await world.slash("ria", "ask")
    await world.press("ria", card.response, "More about this")
    await world.press("ria", card.response, "Ask a question")
    assert await other_rows(world) == before
    assert await count(world, "questions") == 0


@pytest.mark.long
async def test_a_card_that_was_opened_before_a_restart_still_leads_to_both_forms(
    world: World,
) -> None:
    card = await world.slash("ria", "ask")
    world.clock.forward(minutes=16)
    await world.restart()
    code = await world.press("ria", card.response, "I have a receipt code")
    assert code.modal is not None
    form = await world.press("ria", card.response, "Ask a question")
    assert code_in(updated(await world.people["ria"].submit_modal(form, {"words": "How?"})))


@pytest.mark.long
async def test_the_thread_of_a_question_is_a_button_for_its_asker(world: World) -> None:
    code = await asked(world)
    await world.press("carol", await reviewed(world), "Release")
    await world.later(minutes=1)
    view = await opened(world, code)
    assert "https://" not in said(view)
    assert "Open its thread" in labels(view.response)


def counting(members: int | None) -> object:
    async def fetch_guild(_guild: int, *, with_counts: bool) -> SimpleNamespace:
        return SimpleNamespace(approximate_member_count=members if with_counts else None)

    return fetch_guild


@pytest.mark.parametrize(("members", "few"), [(1, True), (29, True), (30, False)])
async def test_in_a_small_server_the_card_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch, members: int, few: bool
) -> None:
    monkeypatch.setattr(world.bot, "fetch_guild", counting(members))
    card = said(await world.slash("ria", "ask"))
    assert (f"Few people are in this server ({members})" in card) is few
    assert text.MAYBE_FEW not in card


@pytest.mark.long
@pytest.mark.parametrize("members", [None, 0])
async def test_where_discord_gives_no_count_the_card_warns_all_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch, members: int | None
) -> None:
    monkeypatch.setattr(world.bot, "fetch_guild", counting(members))
    assert text.MAYBE_FEW in said(await world.slash("ria", "ask"))


async def test_where_discord_refuses_the_count_the_card_warns_all_the_same(world: World) -> None:
    world.env.inject_error("GET", "/guilds/*", status=403, code=50001, times=2)
    card = await world.slash("ria", "ask")
    assert any(r.path == f"/guilds/{world.config.guild_id}" for r in world.env.http_requests)
    world.env.errors.clear()
    assert text.MAYBE_FEW in text_of(card.response)
