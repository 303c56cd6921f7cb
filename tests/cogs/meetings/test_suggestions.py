"""What is suggested while somebody types."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.world import World


async def suggested(world: World, name: str, command: str, option: str, typed: str) -> list[str]:
    channel = world.channels["general"]
    found = await world.people[name].autocomplete(channel, command, option, typed)
    return [choice["name"] for choice in found]


async def test_calls_to_look_after_are_suggested_to_coordinators(world: World) -> None:
    await world.announce_call()
    found = await suggested(world, "carol", "meeting manage", "meeting", "month")
    assert found == ["Monthly call, Tue 8 Dec 2026, 19:30"]
    assert await suggested(world, "ria", "meeting manage", "meeting", "") == []
    world.clock.at = datetime(2027, 3, 8, 9, 0, tzinfo=UTC)
    assert await suggested(world, "carol", "meeting manage", "meeting", "") == found
    world.clock.at = datetime(2027, 3, 9, 9, 0, tzinfo=UTC)
    assert await suggested(world, "carol", "meeting manage", "meeting", "") == []


async def test_due_dates_are_suggested(world: World) -> None:
    await world.announce_call()
    assert "Tue 8 Dec 2026" in await suggested(world, "carol", "action add", "due", "8 dec")
