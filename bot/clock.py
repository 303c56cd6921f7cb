"""The wall clock. Nothing else reads it: everywhere else, time is an argument."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

Now = Callable[[], datetime]


def utcnow() -> datetime:
    """Aware, in UTC."""
    return datetime.now(UTC)


def written_at(path: Path) -> datetime:
    """Aware, in UTC, for a file that says nothing itself."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
