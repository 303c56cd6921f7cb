"""Keeps Discord's limits before they are met: 50 requests a second, and what a 429 asked for.

aiohttp awaits these hooks before and after each request of the bot, whoever makes it. Answers to
presses and commands do not count at Discord, and go at once.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
from types import SimpleNamespace

import aiohttp
import discord
from yarl import URL

from bot.clock import Now
from bot.domain.outbox import Urgency, urgency

A_SECOND = 50
FOR_PRESSES = 2  # of these, kept free for whoever waits
# A second, and what two requests may differ by on their way to Discord.
WINDOW_SECONDS = 1.02
LONGEST_WAIT_SECONDS = 30.0
NOT_COUNTED = ("interactions", "webhooks")


class Pace:
    """Lets requests go, the most urgent first.

    Places are counted in seconds of the event loop, which no change of a clock disturbs; what a 429
    asks for in those of `now`, by which letters are put off.
    """

    def __init__(self, now: Now) -> None:
        self._now = now
        self._gone: list[SimpleNamespace] = []
        self._waiting: list[tuple[Urgency, int, asyncio.Future[SimpleNamespace]]] = []
        self._numbers = itertools.count()
        self._timer: asyncio.TimerHandle | None = None
        self._closed_until: dict[tuple[str, str], float] = {}

    def trace(self) -> aiohttp.TraceConfig:
        """For discord.py to hand to aiohttp."""
        hooks = aiohttp.TraceConfig()
        hooks.on_request_start.append(self._before)
        hooks.on_request_headers_sent.append(self._sent)
        hooks.on_request_end.append(self._after)
        return hooks

    async def _before(
        self, _: aiohttp.ClientSession, own: SimpleNamespace, about: aiohttp.TraceRequestStartParams
    ) -> None:
        if _counts(about.url):
            await self._until_open(about.method, about.url.path)
            own.place = await self.turn(urgency.get())

    async def _sent(self, _: aiohttp.ClientSession, own: SimpleNamespace, about: object) -> None:
        # Discord counts when a request arrives; a new connection may take long to be made.
        if place := getattr(own, "place", None):
            place.at = asyncio.get_running_loop().time()

    async def _after(
        self, _: aiohttp.ClientSession, own: SimpleNamespace, about: aiohttp.TraceRequestEndParams
    ) -> None:
        headers = about.response.headers
        if about.response.status != 429 or not (wait := headers.get("Retry-After")):
            return
        now = self._now().timestamp()
        # Without Via it was not Discord that answered but what stands before it: that is for all.
        everything = "X-RateLimit-Global" in headers or "Via" not in headers
        where = ("", "") if everything else (about.method, about.url.path)
        self._closed_until = {at: end for at, end in self._closed_until.items() if end > now}
        self._closed_until[where] = now + float(wait)

    async def _until_open(self, method: str, path: str) -> None:
        """Wait while a 429 holds for this route, or for all. Raises RateLimited if for long."""
        ends = (self._closed_until.get(where, 0.0) for where in (("", ""), (method, path)))
        left = max(ends) - self._now().timestamp()
        if left > LONGEST_WAIT_SECONDS:
            raise discord.RateLimited(left)
        if left > 0:
            await asyncio.sleep(left)

    async def turn(self, rank: Urgency) -> SimpleNamespace:
        """Wait for a place among the 50, and return it."""
        place: asyncio.Future[SimpleNamespace] = asyncio.get_running_loop().create_future()
        # The number keeps equals in their order, and no two places are ever compared.
        heapq.heappush(self._waiting, (rank, next(self._numbers), place))
        self._let_go()
        return await place

    def _let_go(self) -> None:
        now = asyncio.get_running_loop().time()
        self._gone = [each for each in self._gone if each.at > now - WINDOW_SECONDS]
        while self._waiting:
            rank, _, place = self._waiting[0]
            if place.done():  # whoever waited was cut off
                heapq.heappop(self._waiting)
                continue
            if len(self._gone) >= A_SECOND - (FOR_PRESSES if rank > Urgency.PRESS else 0):
                self._look_again(min(each.at for each in self._gone) + WINDOW_SECONDS)
                return
            heapq.heappop(self._waiting)
            self._gone.append(SimpleNamespace(at=now))
            place.set_result(self._gone[-1])

    def _look_again(self, when: float) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_at(when, self._look)

    def _look(self) -> None:
        self._timer = None
        self._let_go()


def _counts(url: URL) -> bool:
    return url.scheme in ("http", "https") and not any(part in NOT_COUNTED for part in url.parts)
