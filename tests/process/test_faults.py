"""Trouble with the disk, the database and Discord: nothing is lost, and people hear of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.double import discord_troubles, sqlite_troubles
from tests.double.troubles import Trouble

pytestmark = pytest.mark.calendar
EVERY = (*sqlite_troubles.TROUBLES, *discord_troubles.TROUBLES)


@pytest.mark.parametrize("trouble", EVERY, ids=lambda trouble: trouble.name)
async def test_nothing_is_lost_when(trouble: Trouble, tmp_path: Path) -> None:
    await trouble.scenario(tmp_path)
