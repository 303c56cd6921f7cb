"""Trouble with the disk, the database and Discord: nothing is lost, and people hear of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.process.troubles import TROUBLES, Trouble

pytestmark = pytest.mark.calendar


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.name)
async def test_nothing_is_lost_when(trouble: Trouble, tmp_path: Path) -> None:
    await trouble.scenario(tmp_path)
