"""Discord that cannot be reached at the start is tried again; what will not mend itself is not."""

from __future__ import annotations

import aiohttp
import discord
import pytest

from bot.run import until_reached

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
