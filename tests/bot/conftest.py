"""What tests of backups and of restoring them share."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import Config
from tests.bot.small_database import config_in


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return config_in(tmp_path)
