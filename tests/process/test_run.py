"""The real process against the double, over real sockets."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.process import story
from tests.process.double.payloads import CAROL, RIA
from tests.process.double.process import Process, running, start, surroundings
from tests.process.double.server import Double

pytestmark = pytest.mark.calendar
STOPS_WITHIN_SECONDS = 5
A_HUNDRED = range(RIA, RIA + 100)


async def stopped(process: Process) -> int:
    process.ask_to_stop()
    return await process.ended(STOPS_WITHIN_SECONDS)


def test_of_the_surroundings_only_a_moved_clock_is_handed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = set(surroundings("", tmp_path))
    moved = {"LD_PRELOAD", "FAKETIME", "DONT_FAKE_MONOTONIC", "NO_FAKE_STAT"}
    for name in (*moved, "SOMETHING_ELSE"):
        monkeypatch.setenv(name, "0")
    assert set(surroundings("", tmp_path)) == plain | moved


async def test_it_stops_within_five_seconds_when_told(path: Path, double: Double) -> None:
    await story.call_to_announce(path)
    double.faults.add("POST", "*/messages", delay=0.5)
    async with running(double, path) as process:
        await double.happened.until(lambda: bool(double.faults.met), "the announcement")
        assert await stopped(process) == 0
        assert "ERROR" not in process.log
    assert len(double.posted()) == 1
    assert story.states(path) == {"sent": 1}


async def test_a_hanging_discord_does_not_keep_it_from_stopping(path: Path, double: Double) -> None:
    await story.call_to_announce(path)
    double.faults.add("POST", "*/messages", delay=60)
    async with running(double, path) as process:
        await double.happened.until(lambda: bool(double.faults.met), "the announcement")
        assert await stopped(process) == 0
    assert sum(story.states(path).values()) == 1


async def test_a_lost_list_of_erasures_is_said_once_and_begun_anew(
    path: Path, double: Double
) -> None:
    erased = path.parent / "keys" / "repbot.keys.erased"
    for lost, words in ((False, 0), (True, 1), (False, 0)):
        if lost:
            erased.unlink()
        async with running(double, path) as process:
            await process.says("ready in guild")
            assert await stopped(process) == 0
        assert process.log.count("knows nobody who was erased before") == words
    assert '"since": "20' in erased.read_text()


async def test_a_token_that_is_none_gets_a_sentence(path: Path, double: Double) -> None:
    made_up = "made-up-made-up-made-up.made-up.made-up-made-up-made-up"
    process = await start(double, path, DISCORD_TOKEN=made_up)
    assert await process.ended() == 1
    assert "Discord does not accept DISCORD_TOKEN" in process.log
    assert "Traceback" not in process.log
    assert "  /" not in process.log
    assert made_up not in process.log


async def test_the_public_calendar_is_there_from_the_start_for_all_to_read(
    path: Path, double: Double, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("space") / "web"
    async with running(double, path, PUBLISH_DIR=str(folder)) as process:
        await process.says("ready in guild")
        assert await stopped(process) == 0
    assert [each.name for each in folder.iterdir()] == ["calls.ics"]
    assert (folder / "calls.ics").read_text().endswith("END:VCALENDAR\n")
    assert (folder / "calls.ics").stat().st_mode & 0o777 == 0o644


async def test_it_publishes_nothing_beside_the_database(path: Path, double: Double) -> None:
    process = await start(double, path, PUBLISH_DIR=str(path.parent / "web"))
    assert await process.ended() == 1
    assert "PUBLISH_DIR holds, or lies within" in process.log
    assert not (path.parent / "web").exists()


async def test_a_hundred_press_going_at_once(path: Path, double: Double) -> None:
    await story.call_to_announce(path)
    async with running(double, path) as process:
        await process.says("kind=meetings.announcement outcome=SENT")
        await double.happened.times("ready")
        message = double.posted()[0]
        presses = [double.people.start_press(each, message, "Going") for each in A_HUNDRED]
        asked = await asyncio.gather(*presses)
        answers = [await double.people.wait_for(answer) for answer in asked]
        assert all(answer.private for answer in answers)
        assert all("You are down as **going**" in answer.text for answer in answers)
        assert max(answer.milliseconds for answer in answers) < 3000
        assert await stopped(process) == 0
    assert story.answers(path) == [(person, "going") for person in A_HUNDRED]


@pytest.mark.parametrize("level", ["DEBUG", "INFO"])
async def test_no_text_and_no_person_in_the_log(path: Path, double: Double, level: str) -> None:
    async with running(double, path, LOG_LEVEL=level) as process:
        await double.happened.times("ready")
        people = double.people
        planned = {"title": "Canary call", "date": "in a week", "time": "25:00"}
        await people.slash(CAROL, "meeting schedule", **planned)
        shown = await people.slash(CAROL, "meeting schedule", **(planned | {"time": "19:30"}))
        await people.press(CAROL, shown.messages[0], "Announce now")
        await process.says("kind=meetings.announcement outcome=SENT")
        await people.press(RIA, double.posted()[0], "Going")
        assert await stopped(process) == 0
    for canary in ("anary", "25:00", "Monthly", f"{RIA}", f"{CAROL}", "person-"):
        assert canary not in process.log
