"""Discord's 50 requests a second are kept before they are met, and a 429 is obeyed.

Time is the event loop's own; here it jumps to whatever is waited for next.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from yarl import URL

from bot.domain.outbox import Urgency, urgency
from bot.pace import A_SECOND, FOR_PRESSES, WINDOW_SECONDS, Pace
from tests.fakes import START

SEND = URL("https://discord.com/api/v10/channels/1/messages")
ANSWER = URL("https://discord.com/api/v10/interactions/1/token/callback")
FOLLOW_UP = URL("https://discord.com/api/v10/webhooks/1/token/messages/@original")
GATEWAY = URL("wss://gateway.discord.gg/")


class _Selector(selectors.SelectSelector):
    """Where nothing is ready, lets the time pass that would be waited for."""

    ahead = 0.0

    def select(self, timeout: float | None = None) -> Any:
        ready = super().select(0)
        if not ready and timeout:
            self.ahead += timeout
        return ready


class Jumping(asyncio.SelectorEventLoop):
    """An event loop whose time begins at 0 and passes only when everything waits."""

    def __init__(self) -> None:
        self._passing = _Selector()
        super().__init__(self._passing)

    def time(self) -> float:
        return self._passing.ahead


Test = Callable[[Pace], Coroutine[Any, Any, None]]


def jumping(test: Test) -> Callable[[], None]:
    """Run a test in a loop whose time jumps."""

    def run() -> None:
        with asyncio.Runner(loop_factory=Jumping) as runner:
            loop = runner.get_loop()
            runner.run(test(Pace(lambda: START + timedelta(seconds=loop.time()))))

    run.__name__ = test.__name__
    return run


class Requests:
    """Requests through the hooks, as aiohttp would make them; remembers when each went."""

    def __init__(self, pace: Pace, latency: float = 0.0) -> None:
        self.hooks: Any = pace.trace()  # told of requests that no session makes
        self.hooks.freeze()
        self.latency = latency
        self.went: list[tuple[float, Urgency]] = []

    async def make(
        self,
        rank: Urgency = Urgency.PRESS,
        url: URL = SEND,
        status: int = 200,
        **headers: str,
    ) -> None:
        urgency.set(rank)
        own = SimpleNamespace()
        about = SimpleNamespace(method="POST", url=url)
        await self.hooks.on_request_start.send(None, own, about)
        self.went.append((asyncio.get_running_loop().time(), rank))
        await asyncio.sleep(self.latency)
        await self.hooks.on_request_headers_sent.send(None, own, about)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        about.response = SimpleNamespace(status=status, headers=named)
        await self.hooks.on_request_end.send(None, own, about)

    def begin(self, *args: Any, **about: Any) -> asyncio.Task[None]:
        return asyncio.create_task(self.make(*args, **about))


def most_in_a_second(times: list[float]) -> int:
    return max(sum(at <= each < at + 1 for each in times) for at in times)


@jumping
async def test_never_more_than_fifty_in_a_second_and_hardly_fewer(pace: Pace) -> None:
    requests = Requests(pace)
    await asyncio.gather(*(requests.begin(Urgency.LETTER) for _ in range(400)))
    times = [at for at, _ in requests.went]
    assert most_in_a_second(times) <= A_SECOND
    assert max(times) <= 1.1 * 400 / A_SECOND


@jumping
async def test_a_slow_connection_counts_from_when_the_request_went(pace: Pace) -> None:
    requests = Requests(pace, latency=0.5)
    await asyncio.gather(*(requests.begin(Urgency.PRESS) for _ in range(A_SECOND + 1)))
    assert max(requests.went)[0] >= 0.5 + WINDOW_SECONDS


@jumping
async def test_a_press_goes_at_once_while_letters_wait(pace: Pace) -> None:
    requests = Requests(pace)
    waiting = [requests.begin(Urgency.LETTER) for _ in range(200)]
    await asyncio.sleep(0.5)
    for _ in range(FOR_PRESSES):
        await requests.make(Urgency.PRESS)
    assert requests.went[-1] == (0.5, Urgency.PRESS)
    await asyncio.gather(*waiting)


@jumping
async def test_the_most_urgent_go_first(pace: Pace) -> None:
    requests = Requests(pace)
    await asyncio.gather(*(requests.begin(Urgency.PRESS) for _ in range(A_SECOND)))
    ranks = [Urgency.CAN_WAIT, Urgency.LETTER, Urgency.PRESS, Urgency.LETTER]
    await asyncio.gather(*(requests.begin(rank) for rank in ranks))
    assert [rank for _, rank in requests.went[A_SECOND:]] == sorted(ranks)


@jumping
async def test_answers_to_presses_and_the_gateway_are_not_counted(pace: Pace) -> None:
    requests = Requests(pace)
    await asyncio.gather(*(requests.begin() for _ in range(A_SECOND)))
    await asyncio.gather(
        *(requests.begin(url=url) for url in (ANSWER, FOLLOW_UP, GATEWAY) for _ in range(100))
    )
    assert {at for at, _ in requests.went} == {0.0}


@jumping
async def test_what_was_cut_off_while_it_waited_takes_no_place(pace: Pace) -> None:
    requests = Requests(pace)
    await asyncio.gather(*(requests.begin() for _ in range(A_SECOND)))
    cut = [requests.begin() for _ in range(A_SECOND)]
    await asyncio.sleep(0)
    for task in cut:
        task.cancel()
    await asyncio.gather(*(requests.begin() for _ in range(A_SECOND)))
    assert max(requests.went)[0] < 2 * WINDOW_SECONDS


@jumping
async def test_a_route_that_said_retry_after_is_left_alone_and_the_others_are_not(
    pace: Pace,
) -> None:
    requests = Requests(pace)
    await requests.make(status=429, Retry_After="7", Via="1.1 google")
    await requests.make(url=SEND.parent)
    assert requests.went[-1][0] == 0
    await requests.make()
    assert requests.went[-1][0] == 7


@jumping
async def test_a_limit_for_all_is_kept_and_nobody_waits_for_long(pace: Pace) -> None:
    requests = Requests(pace)
    await requests.make(status=429, Retry_After="100", X_RateLimit_Global="true", Via="1.1 google")
    await asyncio.sleep(40)
    with pytest.raises(discord.RateLimited) as refused:
        await requests.make(url=SEND.parent)
    assert refused.value.retry_after == 60
    await asyncio.sleep(60)
    await requests.make(url=SEND.parent)


@jumping
async def test_a_ban_that_does_not_come_from_discord_itself_is_for_all(pace: Pace) -> None:
    requests = Requests(pace)
    await requests.make(status=429, Retry_After="600")
    with pytest.raises(discord.RateLimited):
        await requests.make(url=SEND.parent)
