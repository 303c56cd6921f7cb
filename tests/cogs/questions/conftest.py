"""What tests of questions share."""

from __future__ import annotations

import pytest

from bot import errors


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait less where Discord got no answer: the simulation waits for every timer that runs."""
    monkeypatch.setattr(errors, "DEFER_SECONDS", 0.2)
