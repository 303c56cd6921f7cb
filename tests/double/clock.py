"""The clock of the process under test, moved by what stands in a file."""

from __future__ import annotations

from pathlib import Path


class Clock:
    """A clock that runs, and that a test moves forward."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "clock"
        self.ahead = 0.0
        self.later(0)

    def later(self, seconds: float) -> None:
        """Move the clock by seconds; the process never reads half a number."""
        self.ahead += seconds
        fresh = self._file.with_suffix(".new")
        fresh.write_text(str(self.ahead))
        fresh.replace(self._file)

    @property
    def environment(self) -> dict[str, str]:
        """What a process has to be told, to go by this clock."""
        return {"DOUBLE_CLOCK": str(self._file)}
