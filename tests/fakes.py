"""Fakes: a clock moved by hand, and scheduler that never ring by themselves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot import sending
from bot.domain.outbox import Delivery, Outcome
from bot.scheduler import Scheduler

START = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class Clock:
    """Stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **span: float) -> None:
        self.at += timedelta(**span)


class SilentScheduler(Scheduler):
    """Notes when it would ring; tests call deliver_due() themselves."""

    def watch(self, action: Callable[[], Awaitable[None]]) -> None:
        self.action = action

    def every_quarter(self, action: Callable[[], Awaitable[None]]) -> None:
        pass

    def wake_at(self, when: datetime | None) -> None:
        self.next_wake = when

    def stop(self) -> None:
        pass


@contextmanager
def losing(monkeypatch: pytest.MonkeyPatch, *, sends: bool = True) -> Iterator[None]:
    """Let Discord make what is sent, or not, and never say so."""
    before = sending.send_once

    async def lost(*about: Any, **extras: Any) -> Any:
        if sends:
            await before(*about, **extras)
        raise sending.NotSentError(Outcome(Delivery.TRY_LATER))

    with monkeypatch.context() as patch:
        patch.setattr(sending, "send_once", lost)
        yield
