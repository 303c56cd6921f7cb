"""What tests of the services share: the services of questions, and an outbox."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.services.outbox import Outbox
from db.database import Database
from tests.fakes import Clock, SilentScheduler
from tests.services.question_services import Desk, make_desk


@pytest.fixture
def desk(database: Database, clock: Clock, tmp_path: Path) -> Desk:
    return make_desk(database, clock, tmp_path)


@pytest.fixture
def scheduler(clock: Clock) -> SilentScheduler:
    return SilentScheduler(clock)


@pytest.fixture
def outbox(database: Database, clock: Clock, scheduler: SilentScheduler) -> Outbox:
    return Outbox(database, clock, scheduler.wake_at)
