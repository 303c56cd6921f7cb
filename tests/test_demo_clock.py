"""The demo's clock: whoever jumps ahead gets what is due on the way, and none of it late."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.demo.sample import fill
from bot.demo.server import DemoServer
from bot.demo.world import open_world


async def test_a_jump_over_the_call_brings_each_reminder_at_its_time(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await fill(world)
        chloe = world.people["chloe"]
        (announcement,) = [m for m in world.channels["announcements"].history() if m.components]
        await chloe.actor.click(announcement, label="Going")
        await DemoServer(world).advance(world.clock() + timedelta(days=14))
        (thread,) = world.channels["announcements"].threads
        said = [message.content for message in thread.history()]
    reminders = [text for text in said if " starts " in text]
    assert len(reminders) == 4
    assert not any("late" in text for text in reminders)
