"""What most tests of the real process begin with: a database that is set up, and a double."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.process import story
from tests.process.double.server import Double, open_double
from tests.process.question_scene import Scene, playing


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    database = tmp_path / "repbot.sqlite3"
    await story.set_up(database, library=False)
    return database


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    async with open_double() as made:
        yield made


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    await story.set_up(tmp_path / "repbot.sqlite3")
    async with playing(tmp_path) as now:
        yield now
