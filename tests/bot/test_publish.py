"""The public calendar: a file that all may read, whole or as it was, whatever the disk does."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import vobject

from tests.cogs.meetings.call_steps import cancel, edit
from tests.world import CALL, World, said

Break = Callable[[Path], object]


@pytest.fixture
async def folder(world: World, tmp_path: Path) -> Path:
    """Let the bot publish; the folder is not there yet."""
    world.config = replace(world.config, publish_dir=tmp_path / "web")
    await world.restart()
    return tmp_path / "web"


async def look(world: World) -> None:
    """As the bot does at its start and each minute."""
    await world.bot.feed.look()
    await world.bot.feed.rest()


async def entries(world: World, folder: Path) -> list[tuple[str, str, str]]:
    """Return summary, SEQUENCE and STATUS of each call, in the order of their start."""
    await world.bot.feed.rest()
    text = (folder / "calls.ics").read_text()
    assert "zoom" not in text
    events: list[Any] = getattr(vobject.readOne(text), "vevent_list", [])
    return [(each.summary.value, each.sequence.value, each.status.value) for each in events]


@pytest.mark.long
async def test_it_follows_a_call_that_is_announced_moved_cancelled_and_brought_back(
    world: World, folder: Path
) -> None:
    await world.announce_call(repeats="monthly on the same weekday")
    assert await entries(world, folder) == [("Monthly call", "0", "CONFIRMED")]
    await edit(world, time="20:00")
    assert await entries(world, folder) == [("Monthly call", "1", "CONFIRMED")]
    assert "DTSTART:20261208T200000Z" in (folder / "calls.ics").read_text()
    off = await cancel(world, "Dana is ill")
    assert await entries(world, folder) == [("Cancelled: Monthly call", "2", "CANCELLED")]
    assert "Dana" not in (folder / "calls.ics").read_text()
    await world.press("carol", off.response, "Bring it back")
    assert await entries(world, folder) == [("Monthly call", "3", "CONFIRMED")]


async def test_what_was_never_announced_is_not_in_it_even_if_it_is_cancelled(
    world: World, folder: Path
) -> None:
    await look(world)
    assert await entries(world, folder) == []
    await world.plan_call("Save without announcing")
    await look(world)
    assert await entries(world, folder) == []
    await cancel(world)
    await look(world)
    assert await entries(world, folder) == []


async def test_all_may_read_it_and_nothing_lies_beside_it(world: World, folder: Path) -> None:
    before = os.umask(0o077)
    try:
        await look(world)
    finally:
        os.umask(before)
    assert [each.name for each in folder.iterdir()] == ["calls.ics"]
    assert (folder / "calls.ics").stat().st_mode & 0o777 == 0o644
    assert folder.stat().st_mode & 0o777 == 0o755


@pytest.mark.long
async def test_it_is_written_at_the_start_and_then_only_if_it_would_differ_or_is_gone(
    world: World, folder: Path
) -> None:
    await world.announce_call()
    await look(world)
    (folder / "calls.ics").write_text("by somebody else")
    await world.press("ria", world.announcements()[-1], "Going")
    await world.later(days=20)
    await look(world)
    assert (folder / "calls.ics").read_text() == "by somebody else"
    (folder / "calls.ics").unlink()
    await look(world)
    whole = await entries(world, folder)
    assert len(whole) == 1
    (folder / "calls.ics").write_text("by somebody else")
    await world.restart()
    await look(world)
    assert await entries(world, folder) == whole


@pytest.mark.long
async def test_a_call_stays_in_it_for_90_days(world: World, folder: Path) -> None:
    await world.announce_call()
    for days, left in ((60, 1), (60, 0)):
        world.clock.forward(days=days)
        await look(world)
        assert len(await entries(world, folder)) == left


def occupy(folder: Path) -> None:
    (folder / "calls.ics").unlink()
    (folder / "calls.ics").mkdir()


def ours(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.levelname for each in caplog.records if each.name == "repbot.publish"]


def put_a_file_in_its_place(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.touch()


@pytest.mark.long
@pytest.mark.parametrize("spoil", [shutil.rmtree, put_a_file_in_its_place, occupy])
async def test_a_folder_that_is_lost_stops_nothing_and_is_said_once_until_it_is_back(
    world: World, folder: Path, caplog: pytest.LogCaptureFixture, spoil: Break
) -> None:
    caplog.set_level(logging.INFO, logger="repbot.publish")
    await look(world)
    spoil(folder)
    await world.announce_call()
    for _ in range(3):
        await look(world)
    assert ours(caplog) == ["ERROR"]
    for shown in (await world.slash("carol", "setup check"), await world.status()):
        assert "public calendar is not up to date" in said(shown)
    assert not folder.is_dir() or [each.name for each in folder.iterdir()] == ["calls.ics"]
    if folder.is_dir():
        (folder / "calls.ics").rmdir()
    else:
        folder.unlink(missing_ok=True)
        folder.mkdir()
    await look(world)
    assert len(await entries(world, folder)) == 1
    assert ours(caplog) == ["ERROR", "INFO"]
    assert "Everything I need is there" in said(await world.slash("carol", "setup check"))


async def test_without_a_folder_nothing_is_published_nor_said_to_be(world: World) -> None:
    before = sorted(world.config.database_path.parent.rglob("*.ics"))
    shown = await world.slash("carol", "meeting schedule", **CALL)
    await look(world)
    assert "public calendar" not in said(shown)
    assert sorted(world.config.database_path.parent.rglob("*.ics")) == before


@pytest.mark.long
async def test_the_preview_says_what_else_becomes_public(world: World, folder: Path) -> None:
    shown = await world.slash("carol", "meeting schedule", **CALL)
    assert "Title and time also go into our public calendar" in said(shown)
