"""Rings when a letter is due. The only file that knows APScheduler.

Our rows are the schedule. APScheduler holds jobs in memory only: one alarm at the earliest
instant that anything is due, a sweep each minute in case an alarm was missed, and the quarter-hour
clock (bot/quarter_hour.py), which is looked at each minute as well.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Now, utcnow

SWEEP_SECONDS = 60
# After a sleep of the machine what was missed rings once, however late. Nothing is refused because
# the last one is still at work: whoever is called sees to that.
JOB_DEFAULTS = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1000}


class Scheduler:
    """One alarm for the whole bot, at a UTC instant; `now` is the clock the instants belong to."""

    def __init__(self, now: Now) -> None:
        self._now = now
        self._scheduler: AsyncIOScheduler | None = None
        self._action: Callable[[], Awaitable[None]] | None = None
        self._going: set[asyncio.Future[None]] = set()
        self._stopped = False
        self.next_wake: datetime | None = None

    def watch(self, action: Callable[[], Awaitable[None]]) -> None:
        """Calls it at each alarm, also one that was set before, and once a minute."""
        self._action = action
        # APScheduler's own executor cancels what it began when it is shut down, in the middle of
        # a letter, and logs that as an error. This one only calls: the tasks are ours.
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults=JOB_DEFAULTS, executors={"default": DebugExecutor()}
        )
        self._scheduler.add_job(
            self._begin, "interval", args=[action], seconds=SWEEP_SECONDS, id="sweep"
        )
        self._scheduler.start()
        self.wake_at(self.next_wake)

    def every_quarter(self, action: Callable[[], Awaitable[None]]) -> None:
        """Calls it at :00, :15, :30 and :45 UTC, and with each sweep. Only after `watch`."""
        if self._scheduler is not None:
            self._scheduler.add_job(self._begin, "cron", args=[action], minute="*/15", id="quarter")
            self._scheduler.add_job(
                self._begin, "interval", args=[action], seconds=SWEEP_SECONDS, id="missed quarter"
            )

    def each_minute(self, action: Callable[[], Awaitable[None]]) -> None:
        """Calls it now and at each full minute of the machine's clock. Only after `watch`."""
        if self._scheduler is not None:
            self._begin(action)
            self._scheduler.add_job(self._begin, "cron", args=[action], minute="*")

    def _begin(self, action: Callable[[], Awaitable[None]]) -> None:
        task = asyncio.ensure_future(action())
        self._going.add(task)
        task.add_done_callback(self._going.discard)

    def wake_at(self, when: datetime | None) -> None:
        """UTC; a past instant rings at once, None clears the alarm."""
        self.next_wake = when
        if self._scheduler is None or not self._scheduler.running:
            return
        if when is None:
            if self._scheduler.get_job("alarm"):
                self._scheduler.remove_job("alarm")
            return
        # Its timers go by the machine's clock, and `now` may be another one.
        delay = max(when - self._now(), timedelta(0))
        self._scheduler.add_job(
            self._begin,
            "date",
            args=[self._action],
            run_date=utcnow() + delay,
            id="alarm",
            replace_existing=True,
        )

    @property
    def state(self) -> str:
        """First "starting", then, once `watch` was called, "running" or "stopped"."""
        if self._stopped:
            return "stopped"
        return "starting" if self._scheduler is None else "running"

    def stop(self) -> None:
        """Also where it has not begun."""
        self._stopped = True
        if self._scheduler is not None and self._scheduler.running:
            self._scheduler.shutdown(wait=False)
