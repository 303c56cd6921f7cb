"""The real process against the double, over real sockets."""

from __future__ import annotations

from pathlib import Path

from tests.double import story
from tests.double.payloads import RIA
from tests.double.process import running
from tests.double.server import open_double


async def test_a_call_is_announced_and_answered(tmp_path: Path) -> None:
    database = tmp_path / "repbot.sqlite3"
    await story.set_up(database)
    await story.call_to_announce(database)
    async with open_double() as double, running(double, database) as process:
        await process.says("kind=meetings.announcement outcome=SENT")
        await double.happened.times("ready")
        answer = await double.people.press(RIA, double.posted()[0], "Going")
        assert "You are down as **going**" in answer.text
        assert answer.private
        print(process.log, answer.milliseconds)
        print((await double.people.slash(RIA, "meeting next")).text)
        process.ask_to_stop()
        print(await process.ended(5))
        print(process.log, story.answers(database), story.states(database), double.requests)
        assert 0
