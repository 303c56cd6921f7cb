"""What may go wrong with one request to the double."""

from __future__ import annotations

import asyncio
import fnmatch
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.process.double.wire import told

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Fault:
    """One kind of trouble, for the next `times` requests that fit; delays are in seconds."""

    method: str
    path: str
    times: int = 1
    status: int = 0
    code: int = 0
    retry_after: float = 0.0
    delay: float = 0.0
    lose_answer: bool = False
    kill: str = ""


class Faults:
    """The troubles that wait for a request; `kill` ends the process under test."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self.kill: Callable[[], None] = lambda: None
        self.met = 0

    def add(self, method: str, path: str, **about: Any) -> None:
        """Let a fault wait; the path may hold `*`."""
        self._waiting.append(Fault(method, path, **about))

    def clear(self) -> None:
        self._waiting.clear()

    def _next(self, request: web.Request) -> Fault | None:
        for fault in self._waiting:
            fits = request.method == fault.method and fnmatch.fnmatch(request.path, fault.path)
            if fits and fault.times > 0:
                fault.times -= 1
                self.met += 1
                return fault
        return None

    async def meet(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Handle a request, with the fault that waits for it."""
        fault = self._next(request)
        if fault is None:
            return await handler(request)
        await asyncio.sleep(fault.delay)
        if fault.kill == "before":
            self.kill()
            return _lose(request)
        if fault.status:
            return _refusal(fault)
        answer = await handler(request)
        if fault.kill:
            self.kill()
        return _lose(request) if fault.kill or fault.lose_answer else answer


def _refusal(fault: Fault) -> web.Response:
    body = {"code": fault.code, "message": "refused by the double"}
    if fault.status != 429:
        return told(body, status=fault.status)
    seconds = str(math.ceil(fault.retry_after))
    about = {"retry_after": fault.retry_after, "global": False}
    return told(body | about, status=429, headers={"Via": "1.1 double", "Retry-After": seconds})


def _lose(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
