"""The demo's clock: one that is given, moved forward by the buttons of the front page."""

from __future__ import annotations

import contextvars
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.clock import Now
from bot.scheduler import Scheduler


class DemoClock:
    """Runs like `now`, ahead of it by `ahead`."""

    def __init__(self, now: Now) -> None:
        self._now = now
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        """Return the demo's present instant, aware, in UTC."""
        return self._now() + self.ahead


class DemoScheduler(Scheduler):
    """The same scheduler, its timers kept apart from the work the simulation waits for."""

    rang = False
    starts_after_seconds = 0.0

    def watch(self, action: Callable[[], Awaitable[None]]) -> None:
        """Ring as in a real run, and note it so that the page shows what arrived."""

        async def ring() -> None:
            await action()
            self.rang = True

        contextvars.Context().run(super().watch, ring)

    def every_quarter(self, action: Callable[[], Awaitable[None]]) -> None:
        """Ring as in a real run."""
        contextvars.Context().run(super().every_quarter, action)

    def each_minute(self, action: Callable[[], Awaitable[None]]) -> None:
        """Nothing: nobody looks after the demo's machine."""

    def wake_at(self, when: datetime | None) -> None:
        """Ring as in a real run."""
        contextvars.Context().run(super().wake_at, when)
