"""kill -9 of the real process at each step of a letter. All 200 runs: bench/kill.py."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.process import story
from tests.process.double.process import running
from tests.process.double.server import open_double
from tests.process.kills import Result, carry_out, runs

pytestmark = pytest.mark.calendar
IN_THE_SUITE = (
    "announcement: message made, answer lost",
    "announcement: thread not made",
    "reminder: before the settlement",
    "direct: while looking",
)


async def test_a_killed_bot_comes_back_and_one_message_stands(tmp_path: Path) -> None:
    chosen = {run.name: run for run in runs() if run.name in IN_THE_SUITE}
    ends = await asyncio.gather(
        *(
            carry_out(run, make(tmp_path / str(number)), nonces_expire=number != 2)
            for number, run in enumerate(chosen.values())
        )
    )
    assert len(chosen) == len(IN_THE_SUITE)
    assert dict(zip(chosen, ends, strict=True)) == dict.fromkeys(chosen, Result())


async def test_a_thread_is_opened_before_discord_has_said_ready(tmp_path: Path) -> None:
    database = tmp_path / "repbot.sqlite3"
    await story.set_up(database)
    await story.call_to_announce(database)
    async with open_double() as double:
        double.gateway.silent = True
        async with running(double, database) as process:
            await process.says("letter=1", "outcome=SENT")
        assert double.messages.threads == {int(double.posted()[0]["id"])}


def make(folder: Path) -> Path:
    folder.mkdir()
    return folder
