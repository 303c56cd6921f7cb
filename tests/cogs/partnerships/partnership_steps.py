"""Steps of tests about partnerships and own meetings."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

from bot.domain.partnerships import Partnership
from db import partnerships as rows
from tests.world import World

BEDS = Partnership(
    "Bedfordshire MNVP",
    area="Bedford, Luton",
    trusts="Bedfordshire Hospitals NHS Foundation Trust",
    board="NHS Central East ICB",
    led_by="an independent lay chair",
    papers="https://example.org/papers",
    joining="write to mnvp@example.org",
)
TITLE = "Our neonatal meeting"
EVE = datetime(2026, 12, 1, 19, 0, tzinfo=UTC)
EVENING = datetime(2026, 12, 2, 19, 0, tzinfo=UTC)
TOLD = "They thanked me and went on as if I had said nothing."
ESSEX = Partnership("Mid Essex MNVP", area="Basildon", board="NHS Essex ICB")
SOUTH = Partnership("South Essex MNVP", area="Southend", board="NHS Essex ICB")


async def kept(world: World, *every: Partnership) -> list[int]:
    """Let partnerships stand there, as if they had been looked at."""
    async with world.bot.database.transaction() as tx:
        return [await rows.insert(tx, each) for each in every]


async def look_for(world: World, name: str, place: str) -> Any:
    card = await world.slash(name, "mvp")
    label = "Find mine"
    form = await world.press(name, card.response, label)
    return await world.fill(name, form, place=place)


async def choose(world: World, name: str, place: str = "Luton") -> Any:
    found = await look_for(world, name, place)
    return await world.press(name, found.response, "This is mine")


async def plan_own(world: World, who: str = "ria", **changes: Any) -> Any:
    """Let somebody plan a meeting of their own, with both cards."""
    card = await world.slash(who, "mvp")
    mine = await world.press(who, card.response, "My meetings")
    form = await world.press(who, mine.response, "Plan a meeting")
    cards = {"cards": ["before", "after"]}
    given = {"title": TITLE, "when": "Wed 2 Dec, 2pm"} | cards | changes
    return await world.people[who].submit_modal(form, given)


async def send_letter(world: World, who: str) -> Any:
    """Let somebody draft the letter and say that it is sent; the card of their plan."""
    card = await world.slash(who, "letter")
    form = await world.press(who, card.response, "Write it")
    given = {"name": "A Rep", "trust": "Ours", "why": "It matters", "wish": "A plan"}
    draft = await world.people[who].submit_modal(form, given)
    return await world.press(who, draft.response, "I have sent it")


async def open_plan(world: World, who: str = "ria") -> Any:
    card = await world.slash(who, "mvp")
    return await world.press(who, card.response, "Our plan")


def direct(world: World, who: str = "ria") -> list[Any]:
    return list(world.people[who].user.dm_channel.history())


async def at(world: World, moment: datetime) -> None:
    world.clock.at = moment
    await world.later()


async def tell(world: World, who: str = "ria", words: str = TOLD) -> Any:
    user = world.people[who].user
    form = await user.click(direct(world, who)[-1], label="Tell")
    return await user.submit_modal(form, {"words": words})


async def go_on(world: World, ways: Any, label: str, who: str = "ria") -> Any:
    return await world.people[who].user.click(ways.response, label=label)


def pages(world: World) -> bytes:
    with closing(sqlite3.connect(world.config.database_path)) as file:
        return file.serialize()


def tables(world: World) -> list[str]:
    """What stands about meetings and whose they are."""
    with closing(sqlite3.connect(world.config.database_path)) as file:
        own = ("own_meetings", "own_meeting_words", "own_partnerships", "notices")
        return [line for line in file.iterdump() if any(f'INTO "{each}"' in line for each in own)]
