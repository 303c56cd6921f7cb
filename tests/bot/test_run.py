"""Discord that cannot be reached at the start is tried again; what will not mend itself is not."""

from __future__ import annotations

import logging

import aiohttp
import discord
import pytest

from bot.run import say_that_it_tries_again, until_reached

pytestmark = pytest.mark.calendar


class Discord:
    """Fails with the errors it is given, then lets the bot in; remembers the pauses."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.pauses: list[float] = []

    async def attempt(self) -> None:
        if self.errors:
            raise self.errors.pop(0)

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)


async def test_the_pauses_grow_to_eight_minutes_and_no_further() -> None:
    away = Discord(*(aiohttp.ClientConnectionError() for _ in range(9)))
    await until_reached(away.attempt, pause=away.pause)
    assert away.pauses == [5, 15, 45, 120, 240, 480, 480, 480, 480]


@pytest.mark.parametrize(
    "error",
    [ConnectionResetError(), TimeoutError(), aiohttp.ServerDisconnectedError()],
    ids=lambda error: type(error).__name__,
)
async def test_trouble_with_the_network_passes(error: Exception) -> None:
    away = Discord(error)
    await until_reached(away.attempt, pause=away.pause)
    assert away.pauses == [5]


async def test_a_pause_that_discord_asks_for_is_kept_to_the_second() -> None:
    away = Discord(discord.RateLimited(99.2))
    await until_reached(away.attempt, pause=away.pause)
    assert away.pauses == [100]


@pytest.mark.parametrize(
    "error",
    [discord.LoginFailure("Improper token"), OSError(28, "No space left"), ValueError()],
    ids=lambda error: type(error).__name__,
)
async def test_a_refused_token_a_full_disk_and_our_own_errors_do_not(error: Exception) -> None:
    away = Discord(error)
    with pytest.raises(type(error)):
        await until_reached(away.attempt, pause=away.pause)
    assert away.pauses == []


def test_an_outage_is_one_line_a_try_and_other_errors_stay(
    caplog: pytest.LogCaptureFixture,
) -> None:
    library = logging.getLogger("discord.client")
    library.addFilter(say_that_it_tries_again)
    try:
        for text, about in (("Attempting a reconnect in %.2fs", 3.21), ("Ignoring %s", "on_x")):
            try:
                raise aiohttp.ClientConnectionError
            except aiohttp.ClientError:
                library.exception(text, about)
        library.warning("%.2f", 1.5)
    finally:
        library.removeFilter(say_that_it_tries_again)
    assert [(each.name, each.exc_info is None) for each in caplog.records] == [
        ("repbot.run", True),
        ("discord.client", False),
        ("discord.client", True),
    ]
    assert "I try again in 4 seconds" in caplog.messages[0]
