"""How people come to a form or a card of the library, by its buttons."""

from __future__ import annotations

from typing import Any

from simcord import InteractionResult

from tests.world import World, said


async def library(world: World, pressed: str = "", who: str = "carol") -> InteractionResult:
    """Let a coordinator open `Library` on the desk, and press one of its buttons."""
    desk = await world.slash(who, "desk")
    opened = await world.press(who, desk.response, "Library")
    return await world.press(who, opened.response, pressed) if pressed else opened


async def to_change(world: World, words: str) -> InteractionResult:
    """Let a coordinator find an entry to change or retire."""
    form = await library(world, "Find to change")
    return await world.people["carol"].submit_modal(form, {"query": words})


async def rung(world: World, key: str) -> None:
    """Let a coordinator say that she rang the number today."""
    opened = await to_change(world, key)
    await world.press("carol", opened.response, "Checked today")


async def added(world: World, kind: str) -> InteractionResult:
    """Return the form to add something of a kind."""
    which = await library(world, "Add")
    return await world.press("carol", which.response, f"Add {kind}")


async def suggestion(world: World, who: str) -> InteractionResult:
    """Return the form to suggest something, from the card of the topics."""
    topics = await world.slash(who, "resource browse")
    return await world.press(who, topics.response, "Suggest something")


async def exported(world: World) -> Any:
    """Return the message that holds the files."""
    return (await library(world, "Export")).response


async def brought_in(world: World, data: bytes, name: str = "library.csv") -> tuple[str, Any]:
    """Return what a coordinator reads before, and the answer once she has imported the file."""
    looked = await world.slash("carol", "resource import", file=(name, data))
    return said(looked), await world.press("carol", looked.response, "Import now")
