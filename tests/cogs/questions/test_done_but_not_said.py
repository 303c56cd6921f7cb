"""A press that is carried out while Discord drops its answer: nobody hears that it failed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import discord
import pytest

from bot.errors import IF_IT_GOES_ON, SORRY
from tests.cogs.questions.question_steps import (
    answer,
    asked,
    asking,
    block,
    count,
    opened,
    queue,
    released,
)
from tests.world import World, said

Ready = tuple[Any, str]


async def blocked(world: World) -> Ready:
    code = await asked(world)
    await released(world)
    shown = await block(world, code[:6])
    await world.later(minutes=1)
    return shown.followups[0], "Undo"


async def pausing(world: World) -> Ready:
    looks = await queue(world)
    return (await world.press("carol", looks.response, "Pause all questions")).response, "For a day"


async def paused(world: World) -> Ready:
    await world.press("carol", *await pausing(world))
    return (await queue(world)).response, "Take questions again"


async def shared(world: World) -> Ready:
    code = await asked(world)
    await answer(world, await released(world), library=True)
    view = await opened(world, code)
    await world.press("ria", view.response, "Let others find it")
    await world.later(minutes=16)
    return world.channels["review"].history()[-1], "Make it a resource"


@pytest.mark.long
@pytest.mark.usefixtures("no_pauses")
@pytest.mark.parametrize(
    ("ready", "table", "rows", "told"),
    [
        (blocked, "question_blocks", 0, "undone"),
        (pausing, "questions", 0, "paused until"),
        (paused, "questions", 0, "taken again"),
        (shared, "suggestions", 1, "library"),
    ],
)
async def test_what_is_done_is_said_once_more_where_its_answer_is_dropped(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    ready: Callable[[World], Awaitable[Ready]],
    table: str,
    rows: int,
    told: str,
) -> None:
    message, label = await ready(world)
    form = await world.press("carol", message, label) if ready is shared else None
    put = discord.InteractionResponse.edit_message
    dropped: list[object] = []

    async def drop(response: Any, **shown: Any) -> Any:
        if dropped:
            return await put(response, **shown)
        dropped.append(shown)
        raise aiohttp.ServerDisconnectedError

    monkeypatch.setattr(discord.InteractionResponse, "edit_message", drop)
    if form is not None:
        pressed = await world.fill("carol", form, title="Who pays for reading")
    else:
        pressed = await world.press("carol", message, label)
    assert dropped
    assert told in said(pressed)
    assert SORRY not in said(pressed)
    assert await count(world, table) == rows


async def test_whoever_fails_to_ask_is_not_sent_to_a_coordinator(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They would have told that they ask."""
    world.errors_expected = True

    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    form = await asking(world)
    monkeypatch.setattr(world.cog("Questions").service, "ask", broken)
    told = said(await world.people["ria"].submit_modal(form, {"words": "Why?"}))
    assert SORRY in told
    assert IF_IT_GOES_ON not in told
