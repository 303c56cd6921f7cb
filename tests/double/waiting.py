"""Waiting for something to happen, never for time to pass."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable

PATIENCE_SECONDS = 20.0


class Happenings:
    """Counts what happened, and wakes whoever waits for it."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._changed = asyncio.Event()

    def note(self, what: str) -> None:
        """Say that something happened."""
        self.counts[what] += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(
        self,
        met: Callable[[], bool],
        what: str | Callable[[], str],
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        """Wait until a condition holds. Raises TimeoutError that says what was awaited."""
        try:
            async with asyncio.timeout(patience):
                while not met():
                    await self._changed.wait()
        except TimeoutError:
            awaited = what if isinstance(what, str) else what()
            raise TimeoutError(f"waited {patience:g} s for {awaited}") from None

    async def times(self, what: str, count: int = 1) -> None:
        """Wait until something has happened that often since the beginning."""
        await self.until(lambda: self.counts[what] >= count, f"{what} {count} times")
