"""Steps of tests about partnerships and own meetings."""

from __future__ import annotations

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
