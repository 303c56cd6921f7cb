"""Fixtures: a clock that is moved by hand, a real SQLite file, and the real bot in simcord."""

from __future__ import annotations

import gc
import os
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import settings

from db.database import Database
from tests import databases
from tests.fakes import START, Clock
from tests.world import World, open_world

# A suite is run often, so its properties try 25 examples; `--hypothesis-profile=long` tries 500.
settings.register_profile("suite", max_examples=25, deadline=None)
settings.register_profile("long", max_examples=500, deadline=None)
settings.load_profile("suite")
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # real processes would compile all at each start
os.fsync = lambda fd: None  # nobody cuts the power; processes that are killed have their own
gc.disable()  # until every test is imported: that leaves no rubbish


def pytest_collection_finish() -> None:
    """From here on look for rubbish, but not again in what was imported."""
    gc.freeze()
    gc.enable()


@pytest.fixture
def clock() -> Clock:
    return Clock(START)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with databases.opened(tmp_path, library=False) as made:
        yield made


@pytest.fixture
async def world(tmp_path: Path, clock: Clock) -> AsyncIterator[World]:
    async with open_world(tmp_path, clock) as made:
        yield made


@pytest.fixture
def now(clock: Clock) -> datetime:
    return clock()
