"""What is suggested while somebody types."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.world import World


async def suggested(world: World, name: str, command: str, option: str, typed: str) -> list[str]:
    channel = world.channels["general"]
    found = await world.people[name].autocomplete(channel, command, option, typed)
    return [choice["name"] for choice in found]


@pytest.mark.parametrize("command", ["announce", "edit", "cancel", "attendance", "agenda"])
async def test_coming_calls_are_suggested_to_every_command(world: World, command: str) -> None:
    await world.announce_call()
    found = await suggested(world, "carol", f"meeting {command}", "meeting", "month")
    assert found == ["Monthly call, Tue 8 Dec 2026, 19:30"]
    assert await suggested(world, "carol", f"meeting {command}", "meeting", "") == found


async def test_notes_suggest_the_call_held_last(world: World) -> None:
    await world.announce_call()
    world.clock.at = datetime(2026, 12, 9, 9, 0, tzinfo=UTC)
    found = await suggested(world, "carol", "meeting notes", "meeting", "")
    assert found == ["Monthly call, Tue 8 Dec 2026, 19:30"]
    assert await suggested(world, "carol", "meeting edit", "meeting", "") == []


async def test_due_dates_and_actions_are_suggested(world: World) -> None:
    await world.announce_call()
    assert "Tue 8 Dec 2026" in await suggested(world, "carol", "action add", "due", "8 dec")
    who = world.people["ria"]
    await world.slash("carol", "action add", who=who, what="Ring the trust", due="8 Dec")
    assert await suggested(world, "ria", "action done", "action", "ring") == ["1. Ring the trust"]
    assert await suggested(world, "rob", "action done", "action", "ring") == []
