"""Rings when a letter is due. The only file that knows APScheduler.

Our rows are the schedule. APScheduler holds jobs in memory only: one alarm at the earliest
instant that anything is due, a sweep each minute in case an alarm was missed, and the quarter-hour
clock (bot/quarter_hour.py), which is looked at each minute as well. It is imported
when watching begins, after the bot is ready, as that takes a tenth of a bare bot's start.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.clock import Now, utcnow

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

SWEEP_SECONDS = 60
JOB_DEFAULTS = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1000}


class Alarms:
    """One alarm for the whole bot, at a UTC instant; `now` is the clock the instants belong to."""

    starts_after_seconds = 0.5

    def __init__(self, now: Now) -> None:
        self._now = now
        self._scheduler: AsyncIOScheduler | None = None
        self._action: Callable[[], Awaitable[None]] | None = None
        self.next_ring: datetime | None = None

    def watch(self, action: Callable[[], Awaitable[None]]) -> None:
        """Call the action at each alarm, also one that was set before, and once a minute."""
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        self._action = action
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=JOB_DEFAULTS)
        self._scheduler.add_job(
            action, "interval", seconds=SWEEP_SECONDS, id="sweep", replace_existing=True
        )
        self._scheduler.start()
        self.ring_at(self.next_ring)

    def every_quarter(self, action: Callable[[], Awaitable[None]]) -> None:
        """Call the action at :00, :15, :30 and :45 UTC, and with each sweep; after `watch`."""
        if self._scheduler is not None:
            self._scheduler.add_job(action, "cron", minute="*/15", id="quarter")
            self._scheduler.add_job(action, "interval", seconds=SWEEP_SECONDS, id="missed quarter")

    def ring_at(self, when: datetime | None) -> None:
        """Set the alarm to the given UTC instant (a past one rings at once), or clear it."""
        self.next_ring = when
        if self._scheduler is None or not self._scheduler.running:
            return
        if when is None:
            if self._scheduler.get_job("alarm"):
                self._scheduler.remove_job("alarm")
            return
        delay = max(when - self._now(), timedelta(0))
        self._scheduler.add_job(
            self._action, "date", run_date=utcnow() + delay, id="alarm", replace_existing=True
        )

    @property
    def running(self) -> bool:
        """Whether the scheduler is ticking."""
        return self._scheduler is not None and bool(self._scheduler.running)

    def stop(self) -> None:
        """Stop ringing."""
        if self._scheduler is not None and self._scheduler.running:
            self._scheduler.shutdown(wait=False)
