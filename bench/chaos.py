"""Trouble with the disk, the database and Discord, as a table."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.process.troubles import TROUBLES, Trouble


@dataclass(frozen=True)
class Row:
    """A trouble, and what was lost: nothing, or what the scenario found."""

    trouble: Trouble
    lost: str


async def rows() -> list[Row]:
    """Carry out every scenario, one after the other."""
    return [Row(trouble, await _lost(trouble)) for trouble in TROUBLES]


async def _lost(trouble: Trouble) -> str:
    with tempfile.TemporaryDirectory() as folder:
        try:
            await trouble.scenario(Path(folder))
        except (AssertionError, TimeoutError) as error:
            return f"NOT AS IT SHOULD BE: {str(error)[:300]}"
    return "nothing"
