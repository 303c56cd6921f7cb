"""The README's table of what the project grew from: each way that it names can be gone."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.domain.library import parts
from tests.cogs.partnerships.partnership_steps import BEDS, choose, kept
from tests.test_content_items import ENTRIES, ITEMS
from tests.test_docs import README
from tests.world import World, answer, labels, text_of

SECTION = README.partition("## What it grew from")[2].partition("\n## ")[0]
ROWS = [row.strip("| ").split(" | ") for row in SECTION.splitlines() if row.startswith("| ")][2:]
WAYS = [way for _, press in ROWS for way in press.split("; ")]
LABELS, TYPED = re.compile(r"`([^`]+)`"), re.compile(r"\*([^*]+)\*")
SEARCH = "Find a resource"
NAMED = [
    (document["number"], ENTRIES[key].title)
    for document in ITEMS["document"]
    for keys in document["items"].values()
    for key in parts(keys)
]


def test_each_row_names_something_to_press() -> None:
    assert len(ROWS) >= 15
    assert all(LABELS.search(way) for way in WAYS)


@pytest.mark.long
@pytest.mark.parametrize("first", sorted({LABELS.findall(way)[0] for way in WAYS}))
async def test_each_way_can_be_gone_and_finds_what_the_documents_name(
    world: World, first: str
) -> None:
    await world.announce_call()
    await kept(world, BEDS)
    await choose(world, "ria")
    all_found = set()
    for way in [way for way in WAYS if LABELS.findall(way)[0] == first]:
        shown = await gone(world, way)
        told = text_of(answer(shown)) if shown.response else str(shown.modal)
        found = {number for number, title in NAMED if title in told}
        assert found or not TYPED.search(way), (way, told)
        all_found |= found
    assert first != SEARCH or all_found == {document["number"] for document in ITEMS["document"]}


async def gone(world: World, way: str) -> Any:
    """Go the way that is written down; whatever is typed goes into the first field."""
    who = "carol" if way.startswith("desk: ") else "ria"
    typed = TYPED.findall(way)
    first, *further = LABELS.findall(way)
    message: Any = await world.panel()
    if first.startswith("/"):
        options = {"term": typed[0]} if typed else {}
        shown = await world.slash(who, first.removeprefix("/"), **options)
        message = shown.response
    else:
        message = (await world.slash("carol", "desk")).response if who == "carol" else message
        further = [first, *further]
    for label in further:
        assert label in labels(message), (way, labels(message))
        shown = await world.press(who, message, label)
        message = shown.response or message
    if typed and shown.modal is not None:
        shown = await world.fill(who, shown, query=typed[0])
    return shown
