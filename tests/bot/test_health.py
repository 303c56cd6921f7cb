"""Signs of life: who asks learns the truth, and nothing else."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import socket
import stat
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

import db.outbox as rows
from bot import health
from bot.config import Config
from bot.domain.outbox import SLOW_DOWN
from bot.health import Health
from bot.sending import EXCUSED
from bot.services.outbox import Outbox
from db.database import Database
from tests.fakes import Clock, SilentScheduler
from tests.world import World


class State:
    """What the bot would say of itself."""

    def __init__(self) -> None:
        self.connected, self.overdue, self.rebuild_ms = True, False, 0

    async def is_overdue(self) -> bool:
        return self.overdue

    def watched(self, folder: Path, clock: Clock, url: str = "") -> Health:
        return Health(
            folder / "repbot.sqlite3",
            clock,
            url,
            lambda: self.connected,
            self.is_overdue,
            lambda: self.rebuild_ms,
        )


@pytest.fixture
def state() -> State:
    return State()


def test_a_pipe_is_no_sign_of_life_and_not_waited_for(tmp_path: Path, clock: Clock) -> None:
    os.mkfifo(tmp_path / "repbot.sqlite3.health")
    assert health.read(tmp_path / "repbot.sqlite3", clock()) == (False, health.NO_SIGN)
    assert health.rebuild_seconds(tmp_path / "repbot.sqlite3") == 0


async def test_connected_with_nothing_overdue_is_well(
    state: State, tmp_path: Path, clock: Clock
) -> None:
    await state.watched(tmp_path, clock).look()
    assert health.read(tmp_path / "repbot.sqlite3", clock()) == (True, health.WELL)


async def test_not_connected_is_not_well(state: State, tmp_path: Path, clock: Clock) -> None:
    state.connected = False
    await state.watched(tmp_path, clock).look()
    assert health.read(tmp_path / "repbot.sqlite3", clock()) == (False, health.NOT_CONNECTED)


async def test_something_overdue_is_not_well(state: State, tmp_path: Path, clock: Clock) -> None:
    state.overdue = True
    await state.watched(tmp_path, clock).look()
    assert health.read(tmp_path / "repbot.sqlite3", clock()) == (False, health.OVERDUE)


async def test_a_stop_does_not_fail_over_a_sign_that_cannot_be_removed(
    state: State, tmp_path: Path, clock: Clock
) -> None:
    (tmp_path / "repbot.sqlite3.health").mkdir()
    state.watched(tmp_path, clock).end()


@pytest.mark.parametrize(("minutes", "well"), [(3, True), (4, False), (-4, False)])
async def test_a_sign_grows_old(
    state: State, tmp_path: Path, clock: Clock, minutes: int, well: bool
) -> None:
    await state.watched(tmp_path, clock).look()
    later = clock() + timedelta(minutes=minutes)
    assert health.read(tmp_path / "repbot.sqlite3", later)[0] == well


async def test_without_a_sign_or_with_a_damaged_one_it_is_not_well(
    state: State, tmp_path: Path, clock: Clock
) -> None:
    path = tmp_path / "repbot.sqlite3"
    assert health.read(path, clock()) == (False, health.NO_SIGN)
    odd = '{"minute": 5, "connected": true, "overdue": false}'
    for text in ("", "{", "[]", "{}", odd, "[" * 100_000):
        health.file_beside(path).write_text(text)
        assert health.read(path, clock()) == (False, health.NO_SIGN)
        assert health.rebuild_seconds(path) == 0
    watched = state.watched(tmp_path, clock)
    await watched.look()
    watched.end()
    assert health.read(path, clock()) == (False, health.NO_SIGN)


async def test_the_sign_holds_the_minute_and_three_answers_and_is_its_owners_alone(
    state: State, tmp_path: Path, clock: Clock
) -> None:
    clock.forward(seconds=41)
    await state.watched(tmp_path, clock).look()
    file = health.file_beside(tmp_path / "repbot.sqlite3")
    minute = clock().replace(second=0).isoformat()
    about = {"minute": minute, "connected": True, "overdue": False, "rebuild_ms": 0}
    assert json.loads(file.read_text()) == about
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.long
async def test_the_sign_says_how_long_the_last_rebuild_took_until_there_is_another(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However slow the machine of these tests is, the next rebuild is none that can be felt.
    monkeypatch.setattr("bot.quarter_hour.FELT_SECONDS", 60)
    world.bot.quarter_hour.rebuild_ms = 410
    path = world.config.database_path
    for tick, seconds in ((False, 0.41), (True, 0)):
        if tick:
            assert await world.bot.quarter_hour.tick()
        await world.bot.health.look()
        assert health.rebuild_seconds(path) == seconds
    for text in ("", "[]", "{}"):
        health.file_beside(path).write_text(text)
        assert health.rebuild_seconds(path) == 0


async def test_what_could_go_and_did_not_for_five_minutes_is_overdue(
    database: Database, clock: Clock
) -> None:
    outbox = Outbox(database, clock, SilentScheduler(clock).wake_at)
    async with database.transaction() as tx:
        await rows.plan_hidden(tx, "test", 1, int(clock().timestamp()))
    assert not await outbox.overdue(EXCUSED)
    clock.forward(minutes=5)
    assert not await outbox.overdue(EXCUSED)
    clock.forward(seconds=1)
    assert await outbox.overdue(EXCUSED)


@pytest.mark.parametrize(
    ("reason", "overdue"),
    [("", True), ("Discord did not answer", True), (SLOW_DOWN, False)]
    + [(reason, False) for reason in sorted(EXCUSED)],
)
async def test_what_waits_for_discord_or_for_people_is_not(
    database: Database, clock: Clock, reason: str, overdue: bool
) -> None:
    outbox = Outbox(database, clock, SilentScheduler(clock).wake_at)
    due = int(clock().timestamp())
    async with database.transaction() as tx:
        await rows.plan(tx, "test", 1, due)
        [letter] = await rows.claim_due(tx, due, 1)
    clock.forward(minutes=6)
    assert await outbox.overdue(EXCUSED)
    async with database.transaction() as tx:
        await rows.put_off(tx, letter.id, int(clock().timestamp()) + 900, reason)
    assert await outbox.overdue(EXCUSED) == overdue


@pytest.fixture
async def beats() -> AsyncIterator[tuple[str, list[str], Callable[[int], None]]]:
    """Play the service that waits for heartbeats: its address, the calls, and how it answers."""
    calls: list[str] = []
    status = [200]

    async def called(request: web.Request) -> web.Response:
        calls.append(request.path)
        return web.Response(status=status[0])

    app = web.Application()
    app.router.add_get("/{secret}", called)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    listening = socket.create_server(("127.0.0.1", 0))
    await web.SockSite(runner, listening).start()
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/a-secret-address"
    yield url, calls, lambda code: status.__setitem__(0, code)
    await runner.cleanup()


async def test_the_heart_beats_every_five_minutes_while_all_is_well(
    state: State,
    tmp_path: Path,
    clock: Clock,
    beats: tuple[str, list[str], Callable[[int], None]],
) -> None:
    url, calls, _ = beats
    watched = state.watched(tmp_path, clock, url)
    for minute in range(20):
        state.connected, state.overdue = minute < 10, minute >= 15
        await watched.look_and_beat()
        clock.forward(minutes=1)
    assert calls == ["/a-secret-address"] * 2


async def test_a_heartbeat_that_fails_is_logged_without_its_address(
    beats: tuple[str, list[str], Callable[[int], None]], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    url, _, answer = beats
    answer(404)
    await health.beat(url)
    await health.beat("http://127.0.0.1:9/a-secret-address")
    await health.beat("http://[a-secret-address")
    ours = [each.getMessage() for each in caplog.records if each.name == "repbot.health"]
    assert len(ours) == 3
    assert "status=404" in ours[0]
    assert "a-secret-address" not in caplog.text


def test_the_address_is_not_in_the_settings_text() -> None:
    config = Config(guild_id=1, token="", heartbeat_url="https://beats.example.org/a-secret")
    assert "a-secret" not in repr(config)


async def test_the_watchdog_is_fed_by_the_turning_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(0)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        monkeypatch.setenv("WATCHDOG_USEC", "20000")
        health.feed_watchdog()
        assert systemd.recv(99) == b"WATCHDOG=1"
        heard = b""
        while not heard:
            await asyncio.sleep(0)
            try:
                heard = systemd.recv(99)
            except BlockingIOError:
                continue
        assert heard == b"WATCHDOG=1"
        monkeypatch.delenv("NOTIFY_SOCKET")
        await asyncio.sleep(0.02)


async def test_without_systemd_nothing_is_fed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    monkeypatch.setenv("WATCHDOG_USEC", "20000")
    health.feed_watchdog()
